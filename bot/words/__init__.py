"""Words as people type them, read as they meant them."""
