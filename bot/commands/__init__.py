"""The commands of `punctual`, a module per group; `bot.cli` registers them."""
