"""What time brings: alarms that are due, stale tickets, closing time."""
