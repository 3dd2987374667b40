"""Both sides of a conversation, and what who asked sees of their tickets."""
