"""Whether Slack is heard, which places are to be read, and which messages wait meanwhile."""
