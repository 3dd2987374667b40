"""What was kept and missed, and why."""
