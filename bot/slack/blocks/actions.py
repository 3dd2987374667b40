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
