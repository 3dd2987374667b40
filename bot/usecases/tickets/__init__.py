"""What agents do with a ticket, one module an idea: have it, answer, turn, describe, merge.

Each takes the work, the ticket's number, who does it and when it counts from, and returns the
ticket as it then stands; who may not, or what cannot be, is refused with a sentence. Every change
is in the audit.
"""

from bot.usecases.tickets.assignment import assign, claim, release
from bot.usecases.tickets.merges import (
    ReadFirst,
    merge,
    merge_as_read,
    readers_of,
)
from bot.usecases.tickets.properties import (
    change_tags,
    raise_priority,
    set_customer,
    set_department,
    set_field,
    set_level,
    set_priority,
)
from bot.usecases.tickets.replies import (
    LONGEST_TEXT,
    no_reply,
    note,
    reply,
)
from bot.usecases.tickets.search import (
    find_in_thread,
    heir_of,
    is_workable,
    readable_by,
    show,
)
from bot.usecases.tickets.states import (
    close,
    delete,
    hold,
    pending,
    reopen,
    resolve,
    restore,
    spam,
)

__all__ = [
    "LONGEST_TEXT",
    "ReadFirst",
    "assign",
    "change_tags",
    "claim",
    "close",
    "delete",
    "find_in_thread",
    "heir_of",
    "hold",
    "is_workable",
    "merge",
    "merge_as_read",
    "no_reply",
    "note",
    "pending",
    "raise_priority",
    "readable_by",
    "readers_of",
    "release",
    "reopen",
    "reply",
    "resolve",
    "restore",
    "set_customer",
    "set_department",
    "set_field",
    "set_level",
    "set_priority",
    "show",
    "spam",
]
