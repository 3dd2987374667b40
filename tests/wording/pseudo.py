"""A language of no people: English with an accent on every letter, made when tests run.

What is read plain in it was never looked up: it is said in English to everybody.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from babel.messages.catalog import Catalog

from bot.wording import language
from scripts.messages import compiled, template

TAG: Final = "en-XA"
WORDING: Final = Path(__file__).resolve().parents[2] / "bot/wording"

_ACCENTED: Final = str.maketrans(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz",
    "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞǪŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþǫŕšţûṽŵẋýž",
)
_KEPT: Final = re.compile(r"(\{[^{}]*\}|<[^<>|]*[|>]|`[^`]*`|:[a-z_]+:|https?://\S+)")
"""Blanks, Slack's marks, what is typed as it is in every language, emoji, addresses."""


def accented(english: str) -> str:
    """The same with an accent on every letter, as long as it was."""
    pieces = _KEPT.split(english)
    return "".join(
        piece if place % 2 else piece.translate(_ACCENTED) for place, piece in enumerate(pieces)
    )


def catalogue() -> Catalog:
    """Every sentence of the program, accented."""
    sentences = template(WORDING)
    made = Catalog(locale="en", charset="utf-8")
    for message in sentences:
        if message.id:
            texts = message.id if isinstance(message.id, tuple) else (message.id,)
            said = tuple(map(accented, texts))
            string = said if isinstance(message.id, tuple) else said[0]
            made.add(message.id, string, context=message.context)
    return made


def write(folder: Path) -> None:
    """Put the language into a folder of catalogues."""
    file = folder / TAG / "LC_MESSAGES" / f"{language.DOMAIN}.mo"
    file.parent.mkdir(parents=True)
    file.write_bytes(compiled(catalogue()))


@contextmanager
def known_everywhere(folder: Path) -> Iterator[None]:
    """Let all threads know the languages of a folder, those included that run already."""
    known = language._FOLDERS
    language._FOLDERS = ContextVar("folders", default=(folder, language.SHIPPED))
    try:
        yield
    finally:
        language._FOLDERS = known
