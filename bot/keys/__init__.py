"""What tells one message from all others, so that it is said once and found again."""
