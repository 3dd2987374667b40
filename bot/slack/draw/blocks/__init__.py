"""What Slack shows: plain dicts of Block Kit, inside Slack's limits, never with an effect."""
