"""Who will read what once two tickets of different people are one, said before they are."""

from typing import Final

from bot.wording.language import gettext as _
from bot.wording.language import later

title: Final = later("Who will read what")
confirm: Final = later("Merge them")
not_undone: Final = later("This cannot be undone.")


def read_first(number: int, into: int) -> str:
    """That nothing was merged yet."""
    return _(
        "Nothing is merged yet: different people asked for #{number} and #{into}, "
        "so read first who will read what."
    ).format(number=number, into=into)


def overheard(number: int, into: int) -> str:
    """That the first is talked about where nothing of the second may be read."""
    return _(
        "#{number} is talked about in a channel where nothing of #{into} may be read, as its "
        "department is private. Answer there that you go on elsewhere, and resolve #{number}."
    ).format(number=number, into=into)


def published(number: int, into: int) -> str:
    """That what is written to the first would be read where the second is talked about."""
    return _(
        "What is written to #{number} is not for all who read where #{into} is talked about: it "
        "would be read there. Answer in both, or say in #{into} that it goes on in #{number}, and "
        "resolve #{into}."
    ).format(number=number, into=into)


def asked(number: int, names: str, department: str | None) -> str:
    """Who asked for a ticket, and with whom it is."""
    if department is None:
        return _("*#{number}* was asked by {names}.").format(number=number, names=names)
    return _("*#{number}* was asked by {names} and is with {department}.").format(
        number=number, names=names, department=department
    )


def hears_answers(name: str, into: int) -> str:
    """What somebody reads alone."""
    return _("{name} will read what agents answer in #{into}.").format(name=name, into=into)


def hears_answers_among(name: str, into: int, channel: str) -> str:
    """What somebody reads together with everybody in a channel."""
    return _("{name}, and all in {channel}, will read what agents answer in #{into}.").format(
        name=name, into=into, channel=channel
    )


def hears_words(names: str, writer: str) -> str:
    """Whose words others read from then on."""
    return _("{names} will read what is written by {writer}.").format(names=names, writer=writer)


def hears_words_among(names: str, writer: str, channel: str) -> str:
    """Whose words others read from then on, together with everybody in a channel."""
    return _("{names}, and all in {channel}, will read what is written by {writer}.").format(
        names=names, writer=writer, channel=channel
    )


def goes_on(number: int, into: int) -> str:
    """What becomes of the tickets."""
    return _("#{number} is closed; what is written in its threads belongs to #{into}.").format(
        number=number, into=into
    )
