"""The ways to Slack: sockets that we open, or HTTP that Slack calls; and who we are there."""
