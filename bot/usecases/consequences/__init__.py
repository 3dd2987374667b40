"""What follows from a change of a ticket: cards, alarms, rules, questions to who asked."""
