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
PICK_CUSTOMER: Final = "customer"

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
