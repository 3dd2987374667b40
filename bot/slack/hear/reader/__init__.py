"""What nobody heard, read from Slack's history: place after place, as often as Slack allows."""
