"""The shell of Punctual: everything that touches the world."""
