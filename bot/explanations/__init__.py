"""How a clock came to be as it is: for agents in full, for who asked, and as a record."""
