"""What people type: one table per command, from which routing, help and advice all come."""
