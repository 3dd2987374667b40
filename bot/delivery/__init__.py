"""How what is written in the outbox reaches Slack: exactly once, in order, within Slack's limits.

ports             what delivery needs of Slack, and how Slack's silence is told from its refusal
methods           the Slack methods it knows, as a table
outcome           row + answer + now -> row: every step of the protocol, without I/O
troubles          when nothing is taken: who tries it out, and what is logged, without I/O
lanes             which rows may go now, without I/O
gates             alarms that may not go out yet
storms            several alarms in one channel as one message
links             alarms that went out before their cards lead to them
reopened_channels a channel that takes messages again
undelivered       tells a ticket's agents what of theirs could not be said
search            looks for our messages in Slack's history
composers         what it is given to say
calls             calls Slack for one row and settles it
deliverer         the thin shell that claims
slack             the port on Slack's own client
"""
