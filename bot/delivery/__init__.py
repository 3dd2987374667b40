"""How what is written in the outbox reaches Slack: exactly once, in order, within Slack's limits.

ports       what delivery needs of Slack, and how Slack's silence is told from its refusal
methods     the Slack methods it knows, as a table
outcome     row + answer + now -> row: every step of the protocol, without I/O
lanes       which rows may go now, without I/O
undelivered tells a ticket's agents what of theirs could not be said
search      looks for our messages in Slack's history
deliverer   the thin shell that claims, calls and settles
slack       the port on Slack's own client
"""
