"""Every sentence a person reads in Slack: plain, kind, true, and in the reader's language.

One module a topic. A sentence with blanks is a function of what fills them; one without is looked
up by `later` and called like a function too, so that each is made in the language of the moment.
Texts of people are escaped by who passes them in.
"""

from bot.wording import (
    alerts,
    cards,
    clocks,
    commands,
    digests,
    faults,
    forms,
    home,
    identities,
    intake,
    language,
    objections,
    promises,
    refusals,
    reports,
    requesters,
    reviews,
    status,
    tickets,
    times,
    words,
    work,
)

__all__ = [
    "alerts",
    "cards",
    "clocks",
    "commands",
    "digests",
    "faults",
    "forms",
    "home",
    "identities",
    "intake",
    "language",
    "objections",
    "promises",
    "refusals",
    "reports",
    "requesters",
    "reviews",
    "status",
    "tickets",
    "times",
    "words",
    "work",
]
