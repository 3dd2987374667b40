"""The events of a ticket, and the ticket they make."""
