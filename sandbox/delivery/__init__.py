"""Ways from the sandbox to the bot: Socket Mode and signed HTTP."""
