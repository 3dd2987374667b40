"""What Slack sends: each listener keeps it, acknowledges it and hands it on."""
