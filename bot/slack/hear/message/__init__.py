"""What a message contains, wherever Slack puts it, and how it is kept and read."""
