"""Whom a configuration names: how people, groups, channels and bots may be written in it.

People are named by e-mail address or Slack id, groups by id or handle, channels by id or name, bots
by id. A display name is nobody's: everybody may choose their own, and take another's.
"""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot.config.check import Finding
from bot.config.references import (
    AUDIENCE,
    BOT,
    CHANNEL,
    PEOPLE,
    READERS,
    WORDS,
    Reference,
    references,
)
from bot.store.people import Person
from bot.wording import configuration as sentences
from bot.words.spelling import spelled
from sla_core.configuration import Configuration
from sla_core.text_equality import folded

_PERSON_ID: Final = re.compile(r"[UW][A-Z0-9]+")
_GROUP_ID: Final = re.compile(r"S[A-Z0-9]+")
_CHANNEL_ID: Final = re.compile(r"[CG][A-Z0-9]+")
_BOT_ID: Final = re.compile(r"[ABUW][A-Z0-9]+")
_MARKUP: Final = re.compile(r"<(?:@|!subteam\^|#|mailto:)([^<>|]+)(?:\|[^<>]*)?>")
_ADDRESS: Final = re.compile(r"[^@\s<>|]+@[^@\s<>|]+")
_HANDLE: Final = re.compile(r"@[^@\s<>|]+")
_OF_GROUPS: Final = frozenset({PEOPLE, AUDIENCE, READERS})
_OF_CHANNELS: Final = frozenset({AUDIENCE, READERS})


def bare(written: str) -> str:
    """What was written as a keyboard has it, without Slack's markup around an id or an address."""
    word = spelled(written).strip()
    match = _MARKUP.fullmatch(word)
    return match[1] if match else word


def is_person_id(word: str) -> bool:
    """Whether this looks like the id of a person or bot user."""
    return _PERSON_ID.fullmatch(word) is not None


def is_group_id(word: str) -> bool:
    """Whether this looks like the id of a user group."""
    return _GROUP_ID.fullmatch(word) is not None


def is_channel_id(word: str) -> bool:
    """Whether this looks like the id of a channel."""
    return _CHANNEL_ID.fullmatch(word) is not None


def is_address(word: str) -> bool:
    """Whether this looks like an e-mail address."""
    return _ADDRESS.fullmatch(word) is not None


def is_handle(word: str) -> bool:
    """Whether this looks like a user group's `@handle`."""
    return _HANDLE.fullmatch(word) is not None


def names_person(word: str) -> bool:
    """Whether this may name a person: an id or an address."""
    return is_person_id(word) or is_address(word)


def channel_word(word: str) -> str:
    """The name of a channel as it is compared, with its `#`."""
    return f"#{folded(word.removeprefix('#'))}"


def is_role(reference: Reference) -> bool:
    """Whether it is a word such as `leads`, which names nobody in particular."""
    return bare(reference.written) in WORDS.get(reference.kind, ())


def is_settled(reference: Reference) -> bool:
    """Whether nothing is to be looked up for it: it is an id, or a word such as `leads`."""
    word = bare(reference.written)
    if is_role(reference) or reference.kind == BOT:
        return True
    if reference.kind == CHANNEL:
        return is_channel_id(word)
    is_group = reference.kind in _OF_GROUPS and is_group_id(word)
    is_channel = reference.kind in _OF_CHANNELS and is_channel_id(word)
    return is_person_id(word) or is_group or is_channel


def may_be_written(reference: Reference) -> bool:
    """Whether this is a way to name what stands there, whether or not it is anybody."""
    word = bare(reference.written)
    if reference.kind == CHANNEL:
        return True
    if reference.kind == BOT:
        return _BOT_ID.fullmatch(word) is not None
    is_group = reference.kind in _OF_GROUPS and is_handle(word)
    is_channel = reference.kind in _OF_CHANNELS and word.startswith("#") and len(word) > 1
    return is_settled(reference) or is_address(word) or is_group or is_channel


def may_be_mistaken(reference: Reference) -> bool:
    """Whether only Slack can tell this handle or id from a display name.

    What has a digit is an id, known or not: `UWE` may be somebody's name, `U0WE12` is not.
    """
    word = bare(reference.written)
    may_be = reference.kind not in (CHANNEL, BOT) and not is_role(reference)
    return may_be and may_be_written(reference) and (is_handle(word) or word.isalpha())


def refusal(reference: Reference, meant: str = "") -> str:
    """Why a name is refused, and what to write; `meant` says who bears it, where that is known."""
    name = reference.written.strip()
    if reference.kind == BOT:
        return sentences.name_of_a_bot(name)
    groups, channels = reference.kind in _OF_GROUPS, reference.kind in _OF_CHANNELS
    return sentences.display_name(name, meant, groups=groups, channels=channels)


def instead_of(bearers: Iterable[Person]) -> str:
    """What to write for those who go by a display name; empty where nobody does."""
    return sentences.write_one_of(
        [sentences.either_way(each.email, each.id) if each.email else each.id for each in bearers]
    )


def names_refused(configuration: Configuration) -> Iterator[Finding]:
    """Each display name in a configuration, where nothing is known of who bears it."""
    for reference in references(configuration):
        if not may_be_written(reference):
            yield Finding(reference.path, refusal(reference))


def names_taken(configuration: Configuration) -> Iterator[Finding]:
    """Nothing: people are plain text where there is no Slack, as in `simulate`."""
    yield from ()
