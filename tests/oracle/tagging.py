"""Which tags a ticket ought to have: letters' case and the way accents are typed do not matter."""

from unicodedata import normalize


def retagged(tags: list[str], add: list[str], remove: list[str]) -> list[str]:
    """The tags without some and with others; each is spelled as it was first put on."""
    gone = {_bare(tag) for tag in remove}
    left = {_bare(tag): tag for tag in tags if _bare(tag) not in gone}
    for tag in add:
        left.setdefault(_bare(tag), tag)
    return list(left.values())


def in_another_spelling(tags: list[str], named: list[str]) -> bool:
    """Whether a tag that is there is named, written otherwise."""
    there = {_bare(tag): tag for tag in tags}
    return any(there.get(_bare(tag), tag) != tag for tag in named)


def _bare(tag: str) -> str:
    return normalize("NFC", tag).casefold()
