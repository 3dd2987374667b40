"""What a tag may be, wherever it was written: in a command, a form, a filter or a message.

A tag is spelled as a keyboard has it and holds no comma. It begins with no `+`, `-` or `#`, and no
quote stands at its ends, so that every tag can be written in every place.
"""

from collections.abc import Iterator
from typing import Final

from bot.words.spelling import spelled, value_in
from sla_core.text_equality import folded

LONGEST_TAG: Final = 80
_BEFORE: Final = "+-#\"' "
"""What stands before a tag and is none of it."""


def tag_in(written: str) -> str:
    """The tag that was written; empty where nothing of it is one."""
    words = " ".join(spelled(written).replace(",", " ").split())
    return value_in(words.lstrip(_BEFORE))


def tags_in(written: str) -> Iterator[str]:
    """The tags that were written with commas between them."""
    tags = (tag_in(word) for word in spelled(written).split(","))
    return (tag for tag in tags if tag)


def is_same_tag(first: str, second: str) -> bool:
    """Whether two spellings are of one tag, also of one that was kept with its quotes."""
    return folded(tag_in(first)) == folded(tag_in(second))
