"""The tests: one file per module, plus laws, stories and storms."""
