"""The keys of texts that are said in several pieces, and of what tells that one is refused."""

from typing import Final

PART: Final = ":part:"
"""What stands in the key of a piece between the message's own key and its place."""


def part_key(key: str, place: int) -> str:
    """A piece of a long text: the first has the message's own key."""
    return key if place == 1 else f"{key}{PART}{place}"


def whole_key(key: str) -> str:
    """The key of the message that a piece is of; its own where it is no piece."""
    return key.partition(PART)[0]


def gone_key(key: str) -> str:
    """That a piece is deleted which says nothing any more."""
    return f"{key}:gone"


def repeated_key(key: str, times: int) -> str:
    """The key of what was said so many times before, each time as a message of its own."""
    return f"{key}:again:{times}" if times else key


def undelivered_prefix(key: str) -> str:
    """What the keys of all begin with that tells of a message that is not delivered."""
    return f"undelivered:{key}:"


def undelivered_key(key: str, cause: str) -> str:
    """What somebody is told of a message that is not delivered."""
    return f"{undelivered_prefix(key)}{cause}"
