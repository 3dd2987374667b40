"""How the bot itself is: its hearing, its queues, its lateness."""
