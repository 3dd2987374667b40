"""The kinds of things a configuration holds: each is changed, kept and told of by its kind.

Nothing else lists them. A new kind is a row here, a field of ``Configuration``, and how it is
written (``bot.config.items``); the database takes what stands here.
"""

from typing import Final

RULES: Final = "rules"
WORKSPACE: Final = "workspace"
"""One item each, named as their kind: all rules, as their order counts, and all options."""

PLACES: Final = {
    "calendar": "calendars",
    "level": "levels",
    RULES: "rules",
    "department": "departments",
    "customer": "customers",
    "customer_group": "customer_groups",
    WORKSPACE: "options",
}
"""Every kind, with the field of a ``Configuration`` that holds what is of it."""

KINDS: Final = tuple(PLACES)

NAMED: Final = {
    kind: attribute for kind, attribute in PLACES.items() if kind not in (RULES, WORKSPACE)
}
"""The kinds of which there are several items, each with a name."""

UNDER_CLOCKS: Final = ("level", "calendar")
"""The kinds of what a running clock stands on, so that it can be told to move."""
