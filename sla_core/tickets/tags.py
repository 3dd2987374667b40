"""The tags of a ticket: each once, spelled as it was first put on (semantics, section 9)."""

from collections.abc import Iterable

from sla_core.text_equality import folded

Tags = tuple[str, ...]


def retagged(tags: Iterable[str], add: Iterable[str], remove: Iterable[str] = ()) -> Tags:
    """The tags without some and then with others, in the order in which they were put on."""
    removed = {folded(tag) for tag in remove}
    spellings = {key: tag for tag in tags if (key := folded(tag)) not in removed}
    for tag in add:
        spellings.setdefault(folded(tag), tag)
    return tuple(spellings.values())
