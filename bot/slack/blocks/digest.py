"""A storm as one message: a line for each of several alarms that came at once."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot import wording
from bot.slack.blocks.elements import (
    SECTION,
    Payload,
    cut,
    message,
    section,
)

_MENTION: Final = re.compile(r"<(@\w+|!subteam\^\w+)(?:\|([^<>]*))?>")
_PEOPLE: Final = re.compile(rf"( · )?{_MENTION.pattern}(?: {_MENTION.pattern})*")
MENTIONS: Final = 40
"""So many stand in one line."""
ROOM: Final = 11_500
"""Characters of all lines: what blocks are made of takes the rest of what a message holds."""
SHORTEST: Final = 60
"""Characters of a line that tell what it is about."""


def digest(lines: Sequence[str]) -> Payload:
    """The message; its lines are escaped already, and none is left out, only shortened.

    Whoever they mention is mentioned once, at the end: in the lines there are names.
    """
    head = wording.alerts.digest(len(lines))
    mentions = list(_mentions(lines))
    shown = [*_that_fit(lines, ROOM - _weight(mentions)), *mentions]
    paragraphs = [section(each) for each in _paragraphs(shown)]
    return message("\n".join([head, *shown]), [section(f"*{head}*"), *paragraphs])


def _that_fit(lines: Sequence[str], room: int) -> list[str]:
    """All the lines, each as long as there is room for where they do not all fit."""
    named = [_with_names(line) for line in lines]
    shown, most = named, SECTION
    while _weight(shown) > room and most > SHORTEST:
        most = most * 3 // 4
        shown = [cut(line, most) for line in named]
    return shown


def _weight(lines: Iterable[str]) -> int:
    """How much they take in a message."""
    return sum(len(json.dumps(line, ensure_ascii=False)) for line in lines)


def _with_names(line: str) -> str:
    """A line with names where it mentioned people; who has none there is left out."""

    def names(people: re.Match[str]) -> str:
        named = [match[2] for match in _MENTION.finditer(people[0]) if match[2]]
        return f"{people[1] or ''}{', '.join(named)}" if named else ""

    return _PEOPLE.sub(names, line)


def _mentions(lines: Iterable[str]) -> Iterator[str]:
    """All who are mentioned, each once, in as few lines as it takes."""
    found = (match[1] for line in lines for match in _MENTION.finditer(line))
    people = [f"<{each}>" for each in dict.fromkeys(found)]
    for first in range(0, len(people), MENTIONS):
        yield wording.alerts.for_people(" ".join(people[first : first + MENTIONS]))


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """The lines in as few paragraphs as hold them."""
    paragraph = ""
    for line in lines:
        if paragraph and len(paragraph) + 1 + len(line) > SECTION:
            yield paragraph
            paragraph = ""
        paragraph = f"{paragraph}\n{line}" if paragraph else line
    if paragraph:
        yield paragraph
