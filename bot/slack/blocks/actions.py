"""The ids of all that can be pressed, picked or submitted: listeners and blocks share them."""

from typing import Final

CLAIM: Final = "ticket_claim"
REPLY: Final = "ticket_reply"
RESOLVE: Final = "ticket_resolve"
REOPEN: Final = "ticket_reopen"
SKIP: Final = "queue_skip"
PAGE_BACK: Final = "list_page_back"
PAGE_ON: Final = "list_page_on"
OPEN_FORM: Final = "form_open"
OPEN_THREAD: Final = "thread_open"

TICKET_FORM: Final = "ticket_new"
REPLY_FORM: Final = "ticket_reply"
LEVEL_FORM: Final = "level_new"

OPEN_TICKET: Final = "open_ticket"
"""The global shortcut."""

# What agents do with a ticket. NOTE, PENDING, HOLD, ASSIGN and SOLVE open forms, the others act at
# once; the value of each button is the ticket's number.
NOTE: Final = "ticket_note"
PENDING: Final = "ticket_pending"
HOLD: Final = "ticket_hold"
ASSIGN: Final = "ticket_assign"
SOLVE: Final = "ticket_solve"
"""Resolving with a last answer; RESOLVE does it without."""
NO_REPLY: Final = "ticket_no_reply"
WHY: Final = "ticket_why"
RAISE_PRIORITY: Final = "ticket_raise_priority"

NOTE_FORM: Final = "ticket_note"
PENDING_FORM: Final = "ticket_pending"
HOLD_FORM: Final = "ticket_hold"
ASSIGN_FORM: Final = "ticket_assign"
RESOLVE_FORM: Final = "ticket_resolve"
PRIORITY_FORM: Final = "ticket_priority"
DEPARTMENT_FORM: Final = "ticket_department"
LEVEL_FORM_OF_TICKET: Final = "ticket_level"
CUSTOMER_FORM: Final = "ticket_customer"
TAGS_FORM: Final = "ticket_tags"
FIELD_FORM: Final = "ticket_field"
MERGE_FORM: Final = "ticket_merge"

SEND_AGAIN: Final = "message_send_again"
"""What Slack refused is sent again; the value names the ticket and the message."""
MERGE: Final = "ticket_merge_confirm"
"""Merges two tickets of different people as it was read; the value names what was read."""
MERGE_CONFIRMED_FORM: Final = "ticket_merge_confirmed"

# Alarms: the value of a button is the ticket's number; what is chosen in a menu names the ticket,
# the metric, the cycle and the minutes.
ACKNOWLEDGE: Final = "alarm_acknowledge"
SNOOZE: Final = "alarm_snooze"
ESCALATE: Final = "ticket_escalate"

# Breach review: buttons name a miss by ticket, metric and cycle, a follow-up by its id.
REVIEW: Final = "review_open"
REVIEW_BACK: Final = "review_page_back"
REVIEW_ON: Final = "review_page_on"
EXCLUSION_GRANT: Final = "exclusion_grant"
EXCLUSION_REFUSE: Final = "exclusion_refuse"
FOLLOW_UP_DONE: Final = "follow_up_done"

REVIEW_FORM: Final = "breach_review"

# Where tickets come from.
OPEN_TICKET_HERE: Final = "open_ticket_here"
"""The shortcut on a message."""
CHOOSE_DEPARTMENT: Final = "department_choose"
"""Who takes care of what somebody wrote to the bot."""

# What those who ask answer when their ticket is resolved; the value is the ticket's number.
SOLVED_YES: Final = "solved_yes"
SOLVED_NO: Final = "solved_no"
RATES: Final = {5: "rate_good", 3: "rate_ok", 1: "rate_bad"}
"""The button of each score."""
RATE_COMMENT: Final = "rate_comment"

RATING_FORM: Final = "rating_comment"

# App Home.
CHOOSE_LANGUAGE: Final = "language_choose"
HELP: Final = "help_show"

# One's own requests.
REQUESTS_BACK: Final = "requests_page_back"
REQUESTS_ON: Final = "requests_page_on"
