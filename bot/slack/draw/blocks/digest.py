"""A storm as one message: a line for each of several alarms that came at once."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from bot import wording
from bot.slack.draw.blocks.elements import SECTION, Payload, cut, message, section

_MENTION: Final = re.compile(r"<(@\w+|!subteam\^\w+)(?:\|([^<>]*))?>")
_PEOPLE: Final = re.compile(rf"( · )?{_MENTION.pattern}(?: {_MENTION.pattern})*")
MENTIONS: Final = 40
"""So many stand in one line."""
ROOM: Final = 11_500
"""Characters of all lines: the frame of the blocks takes the rest of a message."""
SHORTEST: Final = 60
"""Characters of a line that tell what it is about."""


def digest(lines: Sequence[str]) -> Payload:
    """The message; its lines are escaped already, and none is left out, only shortened.

    Whoever they mention is mentioned once, at the end: in the lines there are names.
    """
    head = wording.alerts.digest(len(lines))
    mentions = list(_mentions(lines))
    body = [*_that_fit(lines, ROOM - _weight(mentions)), *mentions]
    paragraphs = [section(paragraph) for paragraph in _paragraphs(body)]
    return message("\n".join([head, *body]), [section(f"*{head}*"), *paragraphs])


def _that_fit(lines: Sequence[str], room: int) -> list[str]:
    """All the lines, each as long as there is room for where they do not all fit."""
    named = [_with_names(line) for line in lines]
    fitting, most = named, SECTION
    while _weight(fitting) > room and most > SHORTEST:
        most = most * 3 // 4
        fitting = [cut(line, most) for line in named]
    return fitting


def _weight(lines: Iterable[str]) -> int:
    """How much they take in a message."""
    return sum(len(json.dumps(line, ensure_ascii=False)) for line in lines)


def _with_names(line: str) -> str:
    """A line with names where it mentioned people; who has none there is left out."""

    def names_of(people: re.Match[str]) -> str:
        names = [match[2] for match in _MENTION.finditer(people[0]) if match[2]]
        return f"{people[1] or ''}{', '.join(names)}" if names else ""

    return _PEOPLE.sub(names_of, line)


def _mentions(lines: Iterable[str]) -> Iterator[str]:
    """All who are mentioned, each once, in as few lines as it takes."""
    tokens = (match[1] for line in lines for match in _MENTION.finditer(line))
    people = [f"<{token}>" for token in dict.fromkeys(tokens)]
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
