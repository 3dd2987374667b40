"""Cards, warnings and breaches, and what people do about them."""
