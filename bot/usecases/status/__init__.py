"""How the bot itself is: what it heard, what waits, how late it was."""
