"""Lists of people, user groups, channels and bots in forms: by Slack's menus, the rest as text.

The keys keep the order they had, so that nothing is changed that nobody changed.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot import wording
from bot.config.identities import is_channel_id, is_group_id, is_person_id
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.kind import FieldErrors, MenuSearch
from bot.slack.draw.blocks.inputs import TEXT
from bot.slack.draw.blocks.menus import Choices, RankedChoices, named_each
from bot.slack.draw.blocks.name_fields import BOTS, CHANNELS, GROUPS, OTHERS, PEOPLE, NameFields
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import suggestions

_SHOWN: Final = "shown"
"""What the fields held that was shown first: the order, and what no field can show."""
_BEYOND: Final = "beyond"
_BOT_ID: Final = re.compile(r"[ABUW][A-Z0-9]+")


def _is_bot_id(name: str) -> bool:
    return _BOT_ID.fullmatch(name) is not None


_FITS: Final = {
    PEOPLE: is_person_id,
    GROUPS: is_group_id,
    CHANNELS: is_channel_id,
    BOTS: _is_bot_id,
}


def _can_be_text(names: Sequence[str]) -> bool:
    """Whether names can stand in a field with commas between them, and be read back."""
    fits = len(", ".join(names)) <= TEXT
    return (
        fits
        and all(name.strip() == name and name.isprintable() for name in names)
        and (not any("," in name for name in names))
    )


@dataclass(frozen=True, slots=True)
class NameList:
    """A key of an item that names some of Slack's, and the menus in which they are chosen."""

    key: str
    menus: tuple[str, ...]
    most: int | None = None
    always_others: bool = False

    @property
    def field(self) -> str:
        """Where its errors stand: the first menu, else the text, which are always shown."""
        return f"{(*self.menus, OTHERS)[0]}_{self.key}"

    def before(self, content: Content) -> list[str]:
        """The names that stood there first."""
        return self._held(content, _SHOWN)

    def fields_of(self, written: Sequence[str]) -> dict[str, Any]:
        """What stands in its fields for the names of a key."""
        held: dict[str, list[str]] = {menu: [] for menu in (*self.menus, OTHERS, _BEYOND)}
        for name in written:
            menu = self._menu_of(name)
            is_beyond = menu == OTHERS and not _can_be_text([*held[menu], name])
            held[_BEYOND if is_beyond else menu].append(name)
        fields: dict[str, Any] = {f"{menu}_{self.key}": held[menu] for menu in held}
        fields[f"{OTHERS}_{self.key}"] = ", ".join(held[OTHERS])
        return {**fields, f"{_SHOWN}_{self.key}": list(written)}

    def names_in(self, content: Content) -> list[str]:
        """The names that its fields hold, those that stood there first in their order."""
        chosen = [name for menu in (*self.menus, _BEYOND) for name in self._held(content, menu)]
        text = content.text(f"{OTHERS}_{self.key}")
        chosen += [name.strip() for name in re.split(r"[,\n]", text) if name.strip()]
        before = [name for name in self.before(content) if name in chosen]
        return list(dict.fromkeys([*before, *chosen]))

    def one_in(self, content: Content) -> str | None:
        """The only name; None of none, and `FieldErrors` of several."""
        names = self.names_in(content)
        if len(names) > 1:
            raise FieldErrors({self.field: wording.departments.one_channel()})
        return names[0] if names else None

    def shown(self, work: Transaction, content: Content) -> NameFields:
        """What its menus show: those whom the directory knows, as Slack's menus know no others."""
        held = {menu: self._held(content, menu) for menu in self.menus}
        work.directory.learn_people(held.get(PEOPLE, []))
        known = {menu: dict(self._known(work, menu, held[menu])) for menu in held}
        unknown = [name for menu in held for name in held[menu] if name not in known[menu]]
        text = content.text(f"{OTHERS}_{self.key}")
        return NameFields(
            key=self.key,
            menus=self.menus,
            people=list(known.get(PEOPLE, ())),
            groups=known.get(GROUPS, {}),
            channels=list(known.get(CHANNELS, ())),
            bots=known.get(BOTS, {}),
            others=", ".join(filter(None, [text, *unknown])),
            most=self.most,
            always_others=self.always_others,
        )

    def _held(self, content: Content, menu: str) -> list[str]:
        return [str(name) for name in content.list(f"{menu}_{self.key}")]

    def _menu_of(self, name: str) -> str:
        return next((menu for menu in self.menus if _FITS[menu](name)), OTHERS)

    def _known(
        self, work: Transaction, menu: str, names: Sequence[str]
    ) -> Iterator[tuple[str, str]]:
        """Those of some ids that are somebody's, each with what a menu calls them."""
        directory = work.directory
        for name in names:
            if menu == GROUPS:
                group = directory.group(name)
                called = None if group is None else suggestions.group_label(group)
            elif menu == CHANNELS:
                channel = directory.channel(directory.moved(name))
                called = None if channel is None else channel.name
            else:
                called = directory.name_of(name) if directory.person(name) else None
            if called is not None:
                yield name, called


def field_of(lists: Sequence[NameList], key: str) -> str:
    """The field at which what is wrong with a key stands: `leads[2]` at that of the leads."""
    name = re.split(r"[.\[]", key)[0]
    return next((each.field for each in lists if each.key == name), name)


# --- what is offered ------------------------------------------------------------------------------


def groups_offered(work: Transaction, search: MenuSearch) -> Choices:
    """The user groups that Slack told of; nothing to who is no admin."""
    return suggestions.user_groups(work, search.user_id)


def bots_offered(work: Transaction, search: MenuSearch) -> Choices:
    """The bots that Slack told of; nothing to who is no admin."""
    return suggestions.bots(work, search.user_id)


def levels_offered(work: Transaction, search: MenuSearch) -> Choices:
    """The levels, for an admin."""
    return named_each(suggestions.levels_of_admin(work, search.user_id))


def departments_offered(work: Transaction, search: MenuSearch) -> Choices:
    """The departments, for an admin."""
    return named_each(suggestions.departments_of_admin(work, search.user_id))


def customer_groups_offered(work: Transaction, search: MenuSearch) -> Choices:
    """The groups of customers, for an admin."""
    return named_each(suggestions.customer_groups(work, search.user_id))


def zones_offered(work: Transaction, search: MenuSearch) -> Choices:
    """The time zones that the typed text may mean, for an admin."""
    return RankedChoices(suggestions.time_zones(work, search.user_id, search.typed))


def countries_offered(work: Transaction, search: MenuSearch) -> Choices:
    """The countries with holidays that the typed text may mean, for an admin."""
    return RankedChoices(suggestions.countries(work, search.user_id, search.typed))


def one_of(content: Content, field: str) -> str | None:
    """What is chosen in a menu of several in which one is chosen at most."""
    chosen = content.list(field)
    return str(chosen[0]) if chosen else None


def listed_one(name: object) -> list[str]:
    """The same the other way round."""
    return [] if name is None else [str(name)]


def unlike_empty(keys: Mapping[str, Any]) -> dict[str, Any]:
    """The keys behind which something stands."""
    return {name: value for name, value in keys.items() if value not in (None, [], "", {})}
