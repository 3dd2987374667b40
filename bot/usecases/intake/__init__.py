"""Where requests come from: channels, direct messages, emoji, shortcuts, old threads."""
