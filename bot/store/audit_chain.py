"""Chains of hashes: what an entry of the audit log comes to, given the one before it.

Texts enter a chain as digests, each with a salt of its own. So one can be erased, salt and all:
its digest stays, nobody can guess what it was, and the chain is whole. An erased text of which a
digest is known cannot become another.
"""

import hmac
import json
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from secrets import token_urlsafe
from typing import Any, Final

CONFIGURATION: Final = "configuration"
"""The chain of what is configured; every ticket has one of its own."""
ERASED: Final = "[erased]"
"""What stands in the place of a text that was erased."""
_SALT_BYTES: Final = 12


def chain_of_ticket(number: int) -> str:
    """The name of a ticket's chain."""
    return f"ticket:{number}"


def number_of(chain: str) -> int | None:
    """The ticket of a chain; None of the configuration's."""
    kind, _, number = chain.partition(":")
    return int(number) if kind == "ticket" and number.isdecimal() else None


def canonical(value: Any) -> str:
    """A JSON value in the one way it is written for a digest, whatever database it comes from."""
    return json.dumps(_plain(value), sort_keys=True, separators=(",", ":"), default=repr)


def _plain(value: Any) -> Any:
    """The value, a number without a fraction as a whole one: databases differ in that."""
    if isinstance(value, dict):
        return {str(name): _plain(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def salts_for(content: Mapping[str, Any]) -> dict[str, str]:
    """A new salt for each text of an entry, by its place."""
    return {place: token_urlsafe(_SALT_BYTES) for place, _ in texts_of(content)}


def texts_of(content: Any, place: str = "") -> Iterator[tuple[str, str]]:
    """Each text of a JSON value with its place, a path such as `after/tags/0`; keys are none."""
    if isinstance(content, str):
        yield place, content
    elif isinstance(content, Mapping):
        for name, item in content.items():
            yield from texts_of(item, inside(place, str(name)))
    elif isinstance(content, list | tuple):
        for index, item in enumerate(content):
            yield from texts_of(item, inside(place, str(index)))


def inside(place: str, name: str) -> str:
    """The place of an item in what stands at a place."""
    escaped = name.replace("~", "~0").replace("/", "~1")
    return f"{place}/{escaped}" if place else escaped


def digest(salt: str, text: str) -> str:
    """What stands in the chain for a text."""
    return hmac.new(salt.encode(), text.encode("utf-8", "surrogatepass"), sha256).hexdigest()


def sealed(
    content: Any, salts: Mapping[str, str], erased: Mapping[str, str], place: str = ""
) -> Any:
    """The content with a digest in the place of each text; that of an erased one is known.

    A text that has neither a salt nor a digest seals to nothing that ever stood in a chain.
    """
    if isinstance(content, str):
        if place in erased:
            return erased[place] if content == ERASED else ""
        return digest(salts[place], content) if place in salts else ""
    if isinstance(content, Mapping):
        return {
            name: sealed(item, salts, erased, inside(place, str(name)))
            for name, item in content.items()
        }
    if isinstance(content, list | tuple):
        return [
            sealed(item, salts, erased, inside(place, str(index)))
            for index, item in enumerate(content)
        ]
    return content


def link(previous: str, head: tuple[str, str, int], at: datetime, facts: Any) -> str:
    """The hash of an entry: of the one before, and of what it says.

    `head` is its workspace, chain and number in it; `facts` hold no text that may be erased.
    """
    instant = at.astimezone(UTC).isoformat(timespec="microseconds")
    return sha256(canonical([previous, *head, instant, facts]).encode()).hexdigest()


def signature(key: bytes, text: str) -> str:
    """What only who has the key can write under a text."""
    return hmac.new(key, text.encode(), sha256).hexdigest()
