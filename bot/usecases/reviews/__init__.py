"""What a missed clock asks of its leads, and what follows from it."""
