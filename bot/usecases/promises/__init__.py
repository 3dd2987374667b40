"""What is promised: changes of it, what they do to clocks, and the rules at work."""
