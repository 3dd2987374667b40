"""Whether Slack is heard, what is to be read of it, and what must not be said meanwhile."""
