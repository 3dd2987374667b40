"""The fields in which somebody or something of Slack is named: menus, and a text for the rest."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

from bot import wording
from bot.slack.draw.blocks.elements import Block
from bot.slack.draw.blocks.inputs import TEXT, channels, people, text_input
from bot.slack.draw.blocks.inputs import field as input_field
from bot.slack.draw.blocks.menus import searched_several

PEOPLE: Final = "people"
GROUPS: Final = "groups"
CHANNELS: Final = "channels"
BOTS: Final = "bots"
OTHERS: Final = "others"
"""What each field begins with that holds a part of a list: `people_leads`, `groups_leads`."""


@dataclass(frozen=True, slots=True)
class NameFields:
    """A list of names as its menus show it: whom each holds, and what no menu can show."""

    key: str
    menus: Sequence[str]
    people: Sequence[str] = ()
    groups: Mapping[str, str] = field(default_factory=dict)
    channels: Sequence[str] = ()
    bots: Mapping[str, str] = field(default_factory=dict)
    others: str = ""
    most: int | None = None
    always_others: bool = False
    """Whether the text is there even where nothing stands in it."""

    def block(self, menu: str, label: str, hint: str | None = None) -> Block:
        """One of its menus."""
        elements = {
            PEOPLE: lambda: people(self.people),
            CHANNELS: lambda: channels(self.channels, self.most),
            GROUPS: lambda: searched_several(self.groups),
            BOTS: lambda: searched_several(self.bots),
        }
        return input_field(f"{menu}_{self.key}", label, elements[menu](), optional=True, hint=hint)

    def rest(self, label: str | None = None, hint: str | None = None) -> Iterator[Block]:
        """The text of what no menu shows; nothing where there is none of that."""
        if self.others or self.always_others:
            texts = wording.departments
            element = text_input(self.others, most=TEXT)
            label, hint = label or texts.others(), hint or texts.others_hint()
            yield input_field(f"{OTHERS}_{self.key}", label, element, optional=True, hint=hint)


def people_blocks(names: NameFields, *, hint: str | None = None) -> Iterator[Block]:
    """People, their user groups where such may stand there, and what waits."""
    texts = wording.departments
    yield names.block(PEOPLE, texts.PEOPLE[names.key](), hint)
    if GROUPS in names.menus:
        yield names.block(GROUPS, texts.GROUPS[names.key]())
    yield from names.rest()


def channel_blocks(names: NameFields, *, hint: str | None = None) -> Iterator[Block]:
    """Channels, and what waits."""
    yield names.block(CHANNELS, wording.departments.CHANNELS[names.key](), hint)
    yield from names.rest()
