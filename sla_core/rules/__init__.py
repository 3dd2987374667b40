"""Which level a ticket gets, and what else is done to it, by conditions an admin wrote."""
