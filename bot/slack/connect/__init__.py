"""How Slack reaches us and who we are there: sockets or HTTP, and the app put together."""
