"""What leaves for Slack: keys, threads, pieces, and the rows of the outbox."""
