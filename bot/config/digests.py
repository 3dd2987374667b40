"""Digests as they are written down, read and written."""

import re
from typing import Any, Final

from bot.config.keys import Key, Plain, plain, record
from bot.config.parts import Part, every, one_of, text, texts, word
from sla_core.configuration import Digest
from sla_core.configuration.digests import EVERY, WEEKDAYS

_TIME: Final = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")


def _at_s(part: Part) -> int:
    match = _TIME.fullmatch(word(part))
    if match is None:
        raise part.refused(f"{text(part)} is no time of day: give one such as 08:00")
    return int(match[1]) * 3600 + int(match[2]) * 60


def written_time(local_s: int) -> str:
    """A time of day as the file has it: `08:00`."""
    hours, seconds = divmod(local_s, 3600)
    return f"{hours:02}:{seconds // 60:02}"


def _to(part: Part) -> tuple[str, ...]:
    names = texts(part)
    if not names:
        raise part.refused("is empty: name a channel or people")
    return names


_DIGEST = (
    Key("every", "every", one_of(EVERY)),
    Key("to", "to", _to, list),
    Key("department", "department", text),
    Key("at", "at_local_s", _at_s, written_time),
    Key("on", "on", one_of(WEEKDAYS)),
)


def read_digests(part: Part) -> tuple[Digest, ...]:
    """The digests of a list."""
    return tuple(every(part.items(), _digest))


def _digest(part: Part) -> Digest:
    digest = record(part, Digest, _DIGEST, required=["every", "to"])
    if digest.every != "week" and "on" in part.keys():  # noqa: SIM118 a method, no mapping's
        raise part.find(["on"]).refused("only a digest of the week has a day: leave it out")
    return digest


def write_digests(digests: tuple[Digest, ...]) -> list[Plain]:
    """The keys of each digest."""
    return [_written_digest(digest) for digest in digests]


def _written_digest(digest: Digest) -> Plain:
    required: dict[str, Any] = {"every": digest.every, "to": list(digest.to)}
    optional = plain(digest, _DIGEST[2:])
    return required | optional
