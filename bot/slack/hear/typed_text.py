"""Text as Slack sends it, taken apart: words, numbers of tickets, filters, what people meant."""

import re
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.words.spelling import DASHES, NO_WIDTH, spelled, unquoted, value_in
from bot.words.tags import tags_in

MOST_DIGITS: Final = 40
"""Of a number too large for a ticket, as many as a sentence shows."""
_MOST_OF_A_BUTTON: Final = 9
_TOKEN: Final = re.compile(r"<([^<>]*)>")
_NUMBER: Final = re.compile(r"""["'(`]*(?:#?(\d{1,9})|<#C[A-Z0-9]+\|(\d{1,9})>)["'.,:!?)`]*""")
_BLANKS: Final = rf"[\s{NO_WIDTH}]*"
_WORD: Final = re.compile(rf"{_BLANKS}((?:<[^<>]*>|[^\s<>])+|[<>])")
_PAIR: Final = re.compile(
    r"""(?:"(?P<quoted>[^"]+)"|'(?P<quoted_so>(?:[^']|(?<=\w)'(?=\w))+)')(?!\S)
    |(?P<key>[A-Za-z_]+):
    (?:"(?P<double>[^"]*)"|'(?P<single>(?:[^']|'(?=\w))*)'|(?P<plain>\S*))
    |(?P<word>\S+)""",
    re.VERBOSE,
)
_SIGN_APART: Final = re.compile(rf"^{_BLANKS}[#\uff03\u2116]\s+(?=\d)")
"""The sign of a number that stands apart from it: `№ 6`."""
_BEHIND_A_WORD: Final = ".,:;"
_SIGNED_TAG: Final = re.compile(r"""[+-]*#?(?P<tag>"[^"]*"|'(?:[^']|'(?=\w))*'|[^\s,]+)""")
"""A sign and a tag, which stands in quotes where it has blanks."""
_SIGNED_OFF: Final = re.compile("[\"']*-")

_LABELLED: Final = re.compile(r"<@([A-Z0-9]+)\|[^<>]*>")
"""A mention with the name that Slack puts into it."""

Naming = Callable[[str], str]


def plain_text(text: str, name_of: Naming) -> str:
    """What a person typed, without Slack's markup: `@Ana`, `#support`, addresses as they are."""
    plain = _TOKEN.sub(lambda token: _read(token[1], name_of), text)
    return plain.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").strip()


def plain_with_ids(text: str) -> str:
    """The same, with people who are mentioned by id: `@U0ANA`."""
    return plain_text(_LABELLED.sub(r"<@\1>", text), str)


def _read(token: str, name_of: Naming) -> str:
    target, _, label = token.partition("|")
    if target.startswith("@"):
        return f"@{label or name_of(target[1:])}"
    if target.startswith("#"):
        return f"#{label or target[1:]}"
    if target.startswith("!"):
        return label or f"@{target[1:].partition('^')[0]}"
    address = target.removeprefix("mailto:")
    return address if label in ("", address) else f"{label} ({address})"


def after_mention(text: str, bot_user_id: str) -> str | None:
    """What follows the mention a message begins with; None when it does not address the bot."""
    mention = rf"<@{re.escape(bot_user_id)}(?:\|[^<>]*)?>"
    addressed = re.match(rf"{_BLANKS}{mention}[\s:,{DASHES}{NO_WIDTH}]*", text)
    return None if addressed is None else text[addressed.end() :].strip()


def first_word(text: str) -> tuple[str, str]:
    """The first word, whole tokens kept together, and the rest."""
    match = _WORD.match(text)
    return ("", "") if match is None else (match[1], text[match.end() :].strip())


def command_word(word: str) -> str:
    """A word as commands are looked up by: `Next.` is `next`."""
    return value_in(spelled(word).strip().rstrip(_BEHIND_A_WORD)).casefold().rstrip(_BEHIND_A_WORD)


def ticket_number(word: str) -> int | None:
    """The number of `42`, `#42.` or `«42»`, also where Slack made a channel of it; else None."""
    match = _NUMBER.fullmatch(spelled(word))
    return int(match[1] or match[2]) if match else None


def whole_number(word: str) -> int | None:
    """The number that a button names: up to nine digits, which any database holds; else None."""
    return int(word) if word.isdecimal() and len(word) <= _MOST_OF_A_BUTTON else None


@dataclass(frozen=True, slots=True)
class AddressedText:
    """A ticket's number and the text behind it."""

    number: int
    rest: str


def addressed(text: str, verb: str, own: int | None, *, takes_text: bool) -> AddressedText:
    """Which ticket is meant: the number given, else that of the thread one is in.

    In a thread a bare number before a text may be either; then the person is asked. `1.` begins a
    list there.
    """
    text = text if takes_text else _SIGN_APART.sub("#", text)
    word, rest = first_word(text)
    number, spelling = ticket_number(word), spelled(word)
    is_bare = not spelling.startswith(("#", "<"))
    if takes_text and is_bare and own is not None and not spelling.isdecimal():
        number = None
    if number is None:
        if own is None:
            digits = spelling.removeprefix("#")
            if digits.isdecimal():
                raise UserFacingError(wording.refusals.no_ticket(int(digits[:MOST_DIGITS])))
            raise UserFacingError(wording.refusals.which_ticket())
        return AddressedText(own, text.strip())
    if takes_text and is_bare and own not in (None, number):
        raise UserFacingError(wording.refusals.ambiguous_number(verb, number, own or 0))
    return AddressedText(number, rest)


def filters(text: str, words: Mapping[str, str], keys: Mapping[str, str]) -> dict[str, str]:
    """`mine dept:"Customer Care"` as a mapping from what words and keys are called to values.

    A word alone has the value `yes`. Quotes may also stand around a filter, or around several.
    """
    values: dict[str, str] = {}
    for match in _PAIR.finditer(spelled(text)):
        if inside := match["quoted"] or match["quoted_so"]:
            values |= filters(_requoted(inside, words), words, keys)
            continue
        key = (match["key"] or "").casefold()
        if key in keys:
            value = unquoted(match["double"] or match["single"] or match["plain"] or "")
            if not value:
                raise UserFacingError(wording.refusals.empty_filter(key))
            values[keys[key]] = value
        elif match["word"] and match["word"].casefold() in words:
            values[words[match["word"].casefold()]] = "yes"
        else:
            accepted = [*sorted(words), *(f"{name}:" for name in keys)]
            unknown = f"{key}:" if key else match.group()
            raise UserFacingError(wording.refusals.no_filter(unknown, accepted))
    return values


def are_filters(text: str, words: Container[str]) -> bool:
    """Whether a text is nothing but filters, of any key, and some of these words."""
    return all(
        are_filters(_requoted(inside, words), words)
        if (inside := match["quoted"] or match["quoted_so"])
        else match["key"] is not None or match["word"].casefold() in words
        for match in _PAIR.finditer(spelled(text))
    )


def _requoted(inside: str, words: Container[str]) -> str:
    """What stood between quotes; of a single filter, whose value may have blanks, it is quoted."""
    key, colon, value = inside.strip().partition(":")
    are_more = ":" in value or '"' in value or any(word in words for word in value.split())
    return f'{key}:"{value}"' if colon and value and not are_more else inside


def signed_tags(text: str) -> tuple[list[str], list[str]]:
    """`+vip -old +"billing issue"` as those to put on and those to take off."""
    add: list[str] = []
    remove: list[str] = []
    inside = unquoted(spelled(text))
    for match in _SIGNED_TAG.finditer(inside if inside.startswith(("+", "-")) else spelled(text)):
        tags = list(tags_in(match["tag"]))
        if not tags:
            raise UserFacingError(wording.refusals.which_tags())
        (remove if _SIGNED_OFF.match(match.group()) else add).extend(tags)
    return add, remove
