"""The promises: changes of them, their impact on clocks, and the rules at work."""
