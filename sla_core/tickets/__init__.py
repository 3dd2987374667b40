"""What happened to a ticket, and what that makes of it."""
