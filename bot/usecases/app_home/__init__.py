"""App Home: what somebody sees of their own day."""
