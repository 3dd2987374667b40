"""The cells of the table that are not true yet, each with what makes them true. To be empty.

A cell that is listed here and is true fails the test: then it is to be taken off the list.
"""

from typing import Final

from tests.slack.deed import BUTTONS, COMMANDS, FORMS, MENUS
from tests.slack.deeds import DEEDS

Cell = tuple[str, str, str]
"""The section, the row and the column."""

_SHOWING: Final = (
    (COMMANDS, "`/ticket list`"),
    (COMMANDS, "`/ticket show`"),
    (COMMANDS, "`/sla why`"),
    (BUTTONS, "Why? `ticket_why`"),
    (BUTTONS, "Tickets, the page before `list_page_back`"),
    (BUTTONS, "Tickets, the next page `list_page_on`"),
)
_COUNTING: Final = tuple((COMMANDS, f"`/sla {each}`") for each in ("report", "log", "digest"))
_ASKERS: Final = ("requester", "guest", "Slack Connect", "agent who asked", "admin who asked")
_NOT_OF_THEIR_OWN: Final = frozenset(
    f"`/ticket {word}`"
    for word in (
        *("release", "assign", "note", "no-reply", "pending", "hold", "resolve", "close", "spam"),
        *("delete", "restore", "priority", "dept", "level", "customer", "tag", "field", "merge"),
    )
)
_ALIKE: Final = frozenset(
    {
        *("ticket_resolve", "ticket_no_reply", "ticket_raise_priority", "ticket_note"),
        *("ticket_pending", "ticket_hold", "ticket_assign", "ticket_solve", "alarm_acknowledge"),
        *("alarm_snooze", "ticket_escalate", "ticket_priority", "ticket_department"),
        *("ticket_level", "ticket_customer", "ticket_tags", "ticket_field", "ticket_merge"),
    }
)


def _of_asking_admins() -> frozenset[Cell]:
    names = [(each.section, each.name) for each in DEEDS]
    of = (COMMANDS, BUTTONS, FORMS, MENUS)
    return frozenset(
        (section, name, "admin who asked")
        for section, name in names
        if section in of
        and (name in _NOT_OF_THEIR_OWN or any(f"`{each}`" in name for each in _ALIKE))
    )


MODEST_VIEW: Final = frozenset((*row, asker) for row in _SHOWING for asker in _ASKERS)
"""Whoever asked sees of their request what is for them."""
PRIVATE_DEPARTMENTS: Final = frozenset((*row, "private") for row in (*_SHOWING, *_COUNTING))
"""`private: true`; see `desk_of_roles.IS_PRIVATE_KNOWN`."""
ASKING_ADMINS: Final = _of_asking_admins()
"""An admin who asked is no agent of their own request."""

OWN_MISSES: Final = frozenset(
    (section, name, "admin who asked")
    for section, name in (
        (COMMANDS, "`/sla review`"),
        (BUTTONS, "Review a miss `review_open`"),
        (BUTTONS, "Reviews, the page before `review_page_back`"),
        (BUTTONS, "Reviews, the next page `review_page_on`"),
        (BUTTONS, "Leave a miss out `exclusion_grant`"),
        (BUTTONS, "Let a miss count `exclusion_refuse`"),
        (FORMS, "Breach review `breach_review`"),
    )
)
"""A lead or an admin reviews no miss of what they asked for."""

AWAITED: Final = MODEST_VIEW | PRIVATE_DEPARTMENTS | ASKING_ADMINS | OWN_MISSES
