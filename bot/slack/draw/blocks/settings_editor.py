"""The forms of the settings of the workspace, and of a digest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from bot import wording
from bot.slack.draw.blocks.department_editor import one_of_many
from bot.slack.draw.blocks.editors import add_button, buttons, part_lines, press_button
from bot.slack.draw.blocks.elements import Block, escaped, section
from bot.slack.draw.blocks.inputs import field, select, text_input
from bot.slack.draw.blocks.menus import named, searched
from bot.slack.draw.blocks.name_fields import (
    BOTS,
    NameFields,
    channel_blocks,
    people_blocks,
)
from bot.views.administration import DigestView
from bot.wording import words
from bot.wording.language import languages

OPEN: Final = "-"
"""The choice of no language in particular."""
DIGESTS_SHOWN: Final = 50
_EMOJI: Final = 100


@dataclass(frozen=True, slots=True)
class SettingsFields:
    """What stands in the form of the settings."""

    default_level: str | None
    time_zone: str | None
    language: str
    admins: NameFields
    bots: NameFields
    emoji: Mapping[str, str]
    digests: Sequence[DigestView]
    more: bool


def settings_blocks(settings: SettingsFields) -> Iterator[Block]:
    """The fields and lines of the first view."""
    texts = wording.administration
    level, zone = settings.default_level, settings.time_zone
    yield one_of_many("default_level", texts.default_level(), level, texts.default_level_hint())
    menu = searched(named(zone))
    yield field("report_time_zone", texts.time_zone(), menu, hint=texts.time_zone_hint())
    yield field("language", texts.language(), _languages(settings.language))
    yield from people_blocks(settings.admins, hint=texts.admins_hint())
    if not settings.more:
        yield buttons(press_button("more", wording.editors.more()))
        return
    for purpose, label in texts.EMOJI.items():
        element = text_input(settings.emoji.get(purpose, ""), most=_EMOJI)
        hint = texts.emoji_hint() if purpose == "open" else None
        yield field(f"emoji_{purpose}", label(), element, optional=True, hint=hint)
    yield settings.bots.block(BOTS, texts.bots())
    yield from settings.bots.rest(texts.other_bots(), texts.other_bots_hint())
    yield section(texts.digests_head())
    lines = [digest_sentence(digest) for digest in settings.digests]
    yield from part_lines("digests", lines, DIGESTS_SHOWN)
    yield buttons(add_button("digests", texts.add_digest()))


def _languages(chosen: str) -> Block:
    choices = {OPEN: wording.administration.language_open()}
    choices |= {tag: words.language(tag) for tag in languages()}
    return select(choices | ({} if chosen in choices else {chosen: chosen}), chosen)


@dataclass(frozen=True, slots=True)
class DigestFields:
    """What stands in the form of a digest."""

    every: str
    on: str
    at: str
    readers: NameFields
    department: str | None


def digest_blocks(digest: DigestFields) -> Iterator[Block]:
    """The form of a digest."""
    texts = wording.administration
    yield field("every", texts.every(), select(words.choices(texts.EVERY), digest.every))
    days = select(words.choices(texts.WEEKDAYS), digest.on)
    yield field("on", texts.on_day(), days, hint=texts.on_day_hint())
    yield field("at", texts.at_time(), {"type": "timepicker", "initial_time": digest.at})
    yield digest.readers.block("people", wording.departments.PEOPLE["to"]())
    yield from channel_blocks(digest.readers)
    about = digest.department
    yield one_of_many("department", texts.department(), about, texts.department_hint())


def digest_sentence(digest: DigestView) -> str:
    """A digest in a line, of text that is escaped here."""
    texts = wording.administration
    when = texts.EVERY[digest.every]()
    if digest.every == "week":
        when = texts.weekly(texts.WEEKDAYS[digest.on]())
    about = None if digest.department is None else escaped(digest.department, 150)
    return texts.digest_line(when, digest.at, escaped(", ".join(digest.to), 300), about)
