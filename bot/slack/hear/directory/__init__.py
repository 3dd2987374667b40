"""Who and what there is in Slack: told by its events, and read as a whole."""
