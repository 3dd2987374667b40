"""The language of the moment: whose sentences are made now, and where their words are read from.

Every sentence is written in English and looked up when it is said. A catalogue is a folder
``<language>/LC_MESSAGES/punctual.mo`` beside this module: a new one is a new language, without any
other change.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import cache, partial
from gettext import GNUTranslations, NullTranslations
from pathlib import Path
from typing import Final

DOMAIN: Final = "punctual"
ENGLISH: Final = "en"
"""The language of the sources: it is there always, and is spoken where no other is."""
SHIPPED: Final = Path(__file__).parent / "locale"

Sentence = Callable[[], str]
"""A sentence that is looked up each time it is said."""

_FOLDERS: ContextVar[tuple[Path, ...]] = ContextVar("folders", default=(SHIPPED,))
_SPOKEN: ContextVar[str] = ContextVar("spoken", default=ENGLISH)
_CATALOGUE: ContextVar[NullTranslations] = ContextVar("catalogue", default=NullTranslations())  # noqa: B039 it never changes


@contextmanager
def speaking(language: str | None) -> Iterator[str]:
    """Make every sentence in a language while this lasts, and give its tag.

    `de-AT` falls back to `de`, what nobody translated to English.
    """
    tag = nearest_language(language) or ENGLISH
    spoken, catalogue = _SPOKEN.set(tag), _CATALOGUE.set(_catalogue(_FOLDERS.get(), tag))
    try:
        yield tag
    finally:
        _CATALOGUE.reset(catalogue)
        _SPOKEN.reset(spoken)


@contextmanager
def also_reading(folder: Path) -> Iterator[None]:
    """Know the languages of another folder as well while this lasts; they come first."""
    folders = _FOLDERS.set((folder, *_FOLDERS.get()))
    try:
        yield
    finally:
        _FOLDERS.reset(folders)


def spoken() -> str:
    """The language that is spoken now."""
    return _SPOKEN.get()


def languages() -> tuple[str, ...]:
    """The tags of all languages there are, English first."""
    return (ENGLISH, *sorted(_translated(_FOLDERS.get()) - {ENGLISH}))


def nearest_language(tag: str | None) -> str | None:
    """The language there is for a tag such as `de-AT` or `de_at`, or None."""
    names = {name.casefold(): name for name in languages()}
    parts = (tag or "").replace("_", "-").casefold().split("-")
    tags = ("-".join(parts[:length]) for length in range(len(parts), 0, -1))
    return next((names[name] for name in tags if name in names), None)


def gettext(message: str) -> str:
    """The message in the language of the moment."""
    return _CATALOGUE.get().gettext(message)


def ngettext(one: str, many: str, number: int) -> str:
    """The form of the message that fits a number, in the language of the moment."""
    return _CATALOGUE.get().ngettext(one, many, number)


def pgettext(context: str, message: str) -> str:
    """The message in the language of the moment, where English has one word for two ideas."""
    return _CATALOGUE.get().pgettext(context, message)


def later(message: str) -> Sentence:
    """A sentence without blanks to fill, looked up when it is called."""
    return partial(gettext, message)


def later_as(context: str, message: str) -> Sentence:
    """The same, where English has one word for two ideas: `later_as("button", "Open")`."""
    return partial(pgettext, context, message)


@cache
def _translated(folders: tuple[Path, ...]) -> frozenset[str]:
    files = (file for folder in folders for file in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.mo"))
    return frozenset(file.parent.parent.name.replace("_", "-") for file in files)


@cache
def _catalogue(folders: tuple[Path, ...], language: str) -> NullTranslations:
    names = {language, language.replace("-", "_")}
    files = (folder / name / "LC_MESSAGES" / f"{DOMAIN}.mo" for folder in folders for name in names)
    for file in files:
        if file.is_file():
            with file.open("rb") as opened:
                return GNUTranslations(opened)
    return NullTranslations()
