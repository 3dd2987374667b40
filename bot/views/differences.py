"""What one configuration says otherwise than another, as data."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class DifferenceKind(StrEnum):
    """What happens to the item."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    REORDERED = "reordered"


@dataclass(frozen=True, slots=True)
class Difference:
    """An item that comes or goes, a key of one that changes, or the new order of the rules.

    `kind` is that of an item, such as `customer_group`; `path` leads to the key, and `old` and
    `new` are its values as the file has them, None where it is left out. Of the rules `new` has
    their names in order.
    """

    does: DifferenceKind
    kind: str
    name: str = ""
    path: tuple[str, ...] = ()
    old: Any = None
    new: Any = None


def parts(difference: Difference) -> tuple[list[Any], list[Any]] | None:
    """What a list gained and lost; None where its values are better said as a whole."""
    lists = [[] if value is None else value for value in (difference.old, difference.new)]
    if not all(isinstance(value, list) for value in lists):
        return None
    before, after = lists
    gained = [item for item in after if item not in before]
    lost = [item for item in before if item not in after]
    is_long = any(isinstance(item, dict) for item in (*before, *after))
    stays = len(lost) < len(before)
    return (gained, lost) if (gained or lost) and (is_long or stays) else None
