"""What is said between agents and who asks, on whichever side each of them reads."""
