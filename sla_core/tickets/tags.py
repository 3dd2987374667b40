"""The tags of a ticket: each once, spelled as it was first put on (semantics, section 9)."""

from collections.abc import Iterable

from sla_core.folding import folded

Tags = tuple[str, ...]


def retagged(tags: Iterable[str], add: Iterable[str], remove: Iterable[str] = ()) -> Tags:
    """The tags without some and then with others, in the order in which they were put on."""
    gone = {folded(tag) for tag in remove}
    left = {key: tag for tag in tags if (key := folded(tag)) not in gone}
    for tag in add:
        left.setdefault(folded(tag), tag)
    return tuple(left.values())
