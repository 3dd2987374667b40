"""The whole product in one process: the real sandbox, the real bot, and one clock for both."""
