"""Whom a configuration means by its names of people, user groups and channels.

What is asked for is looked up in the database, each once in a transaction, so that it costs the
same in a workspace of ten people and in one of thousands.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cached_property

from bot.store import channel_moves, channels, people, user_groups
from bot.store.channels import Channel
from bot.store.connection import Connection
from bot.store.people import Person
from bot.store.user_groups import UserGroup
from sla_core.configuration import Department
from sla_core.folding import folded

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP_MENTION = re.compile(r"<!subteam\^([A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP_ID = re.compile(r"S[A-Z0-9]+")


class Directory:
    """The people, channels and user groups of a workspace, by whatever they are called."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        self._here = connection, workspace_id
        self._people: dict[str, Person | None] = {}
        self._bearers: dict[str, Sequence[Person]] = {}
        self._groups: dict[str, UserGroup | None] = {}
        self._channels: dict[str, Channel | None] = {}
        self._channels_called: dict[str, list[str]] = {}

    # --- people -----------------------------------------------------------------------------------

    def person(self, person_id: str) -> Person | None:
        """The person of a Slack id, or None when never seen."""
        if person_id not in self._people:
            self._learn_people([person_id])
        return self._people[person_id]

    def name_of(self, person_id: str) -> str:
        """What somebody is called; who was never seen, by their id."""
        person = self.person(person_id)
        return person_id if person is None else person.real_name or person.name

    def admins(self) -> list[str]:
        """The ids of the workspace's admins, as far as they are of the staff."""
        return [each.id for each in people.admins(*self._here) if is_staff(each)]

    def is_admin(self, person_id: str) -> bool:
        """Whether somebody is an admin of the workspace, and of the staff."""
        person = self.person(person_id)
        return person is not None and person.is_admin and is_staff(person)

    def is_staff(self, person_id: str) -> bool:
        """Whether somebody may answer: known, a full member, here, and human."""
        person = self.person(person_id)
        return person is not None and is_staff(person)

    def person_id(self, name: str) -> str | None:
        """The Slack id of who of the staff is meant; guests, strangers, bots, who left never are.

        An id, a mention, an e-mail address or a name that exactly one bears. Anybody may choose
        their name: an address is looked for among the addresses only.
        """
        self.learn_people([name])
        person = self._people.get(_id_in(name))
        if person is not None and is_staff(person):
            return person.id
        return _only(each.id for each in self._bearers[_word(name)] if is_staff(each))

    def anyones_id(self, name: str) -> str | None:
        """The Slack id of whoever is meant, the staff first; a mention is taken as it is."""
        if mention := _MENTION.fullmatch(name):
            return mention[1]
        staff_id = self.person_id(name)
        if staff_id is not None or self._people.get(name) is not None:
            return staff_id or name
        return _only(each.id for each in self._bearers[_word(name)])

    # --- user groups and rosters ------------------------------------------------------------------

    def group(self, name: str) -> UserGroup | None:
        """The user group of an id, a mention or an `@handle`; None when there is none, or no more.

        A handle is nobody's to choose but theirs who may make groups: it goes before a name.
        """
        self.learn_groups([name])
        return self._groups.get(name)

    def staff_of(self, names: Iterable[str]) -> frozenset[str]:
        """The Slack ids of the staff that names of people and groups stand for.

        Names that nobody bears are left out.
        """
        wanted = tuple(names)
        self.learn(wanted)
        return frozenset(each for name in wanted for each in self._staff_called(name))

    def _staff_called(self, name: str) -> Iterable[str]:
        group = self.group(name)
        if group is not None:
            self._learn_people(group.members)
            return filter(self.is_staff, group.members)
        person_id = self.person_id(name)
        return () if person_id is None else (person_id,)

    def roster(self, department: Department | None) -> frozenset[str]:
        """The agents, leads and managers of a department, members of its user groups too."""
        if department is None:
            return frozenset()
        return self.staff_of((*department.agents, *department.leads, *department.managers))

    def is_on_roster(self, person_id: str, department: Department | None) -> bool:
        """Whether somebody is an agent, lead or manager of a department."""
        if department is None:
            return False
        return self.is_of(person_id, (*department.agents, *department.leads, *department.managers))

    def is_of(self, person_id: str, names: Sequence[str]) -> bool:
        """Whether somebody is of the staff that names stand for, without looking the others up."""
        if not self.is_staff(person_id):
            return False
        self.learn_groups(names)
        return any(self._is_called(person_id, name) for name in names)

    def _is_called(self, person_id: str, name: str) -> bool:
        group = self._groups.get(name)
        if group is not None:
            return person_id in group.members
        return self._may_be_called(person_id, name) and self.person_id(name) == person_id

    def is_anyone_of(self, person_id: str, names: Iterable[str]) -> bool:
        """Whether somebody, of the staff or not, is one of those whom names stand for."""
        return any(
            self._may_be_called(person_id, name) and self.anyones_id(name) == person_id
            for name in names
        )

    def _may_be_called(self, person_id: str, name: str) -> bool:
        """Whether a name can mean somebody, if it means nobody else."""
        if _id_in(name) == person_id:
            return True
        person, word = self.person(person_id), _word(name)
        if person is None:
            return False
        called = (person.email,) if "@" in word else (person.name, person.real_name)
        return word in [folded(each) for each in called if each]

    # --- channels ---------------------------------------------------------------------------------

    def channel_id(self, name: str | None) -> str | None:
        """The id of a channel's id, former id or name; None when no channel is called that."""
        if name is None:
            return None
        name = self.moved(name)
        self.learn_channels([name])
        if self._channels.get(name) is not None:
            return name
        return _only(self._channels_called[_channel_word(name)])

    def moved(self, channel_id: str) -> str:
        """The id that a channel has now which had this one; any other word as it is."""
        return self._moves.get(channel_id, channel_id)

    @cached_property
    def _moves(self) -> dict[str, str]:
        return channel_moves.of(*self._here)

    def channel(self, channel_id: str) -> Channel | None:
        """The channel of an id, or None when never seen."""
        self.learn_channels([channel_id])
        return self._channels.get(channel_id)

    def is_channel_of(self, channel_id: str, names: Iterable[str]) -> bool:
        """Whether a channel is one of those that names stand for, looking no other up."""
        channel = self.channel(channel_id)
        word = None if channel is None else folded(channel.name)
        return any(
            self.moved(name) == channel_id
            or (_channel_word(name) == word and self.channel_id(name) == channel_id)
            for name in names
        )

    # --- looking up at once -----------------------------------------------------------------------

    def learn(self, names: Iterable[str]) -> None:
        """Look up at once all whom names of people and groups may mean."""
        wanted = tuple(names)
        self.learn_groups(wanted)
        self.learn_people(each for each in wanted if self._groups.get(each) is None)

    def learn_people(self, names: Iterable[str]) -> None:
        """Look up at once all whom names of people may mean."""
        wanted = [name for name in names if _word(name) not in self._bearers]
        if not wanted:
            return
        self._learn_people(each for each in map(_id_in, wanted) if "@" not in each)
        words = {_word(name) for name in wanted if not _MENTION.fullmatch(name)}
        addresses = {word for word in words if "@" in word}
        self._bearers |= {_word(name): () for name in wanted}
        if addresses:
            self._bearers |= people.with_emails(*self._here, addresses)
        if words - addresses:
            self._bearers |= people.with_names(*self._here, words - addresses)

    def _learn_people(self, person_ids: Iterable[str]) -> None:
        wanted = set(person_ids) - self._people.keys()
        if wanted:
            self._people |= dict.fromkeys(wanted) | people.among(*self._here, wanted)

    def learn_groups(self, names: Iterable[str]) -> None:
        """Look up at once all groups that names may mean; an address means none."""
        wanted = {name for name in names if name not in self._groups}
        ids = {name: group_id for name in wanted if (group_id := _group_id_in(name))}
        handles = {name: folded(name[1:]) for name in wanted if _is_handle(name)}
        self._groups |= dict.fromkeys(wanted)
        if not ids and not handles:
            return
        groups = user_groups.among(*self._here, set(ids.values()), set(handles.values()))
        active = [each for each in groups if not each.is_disabled]
        by_id = {each.id: each for each in active}
        by_handle = {each.handle: each for each in reversed(active)}
        self._groups |= {name: by_id.get(group_id) for name, group_id in ids.items()}
        self._groups |= {name: by_handle.get(handle) for name, handle in handles.items()}

    def learn_channels(self, names: Iterable[str]) -> None:
        """Look up at once all channels that names may mean."""
        wanted = {name for name in names if _channel_word(name) not in self._channels_called}
        if not wanted:
            return
        words = {_channel_word(name) for name in wanted}
        written = {name.removeprefix("#") for name in wanted}
        known = channels.among(*self._here, wanted, words | written)
        self._channels |= dict.fromkeys(wanted) | {each.id: each for each in known}
        self._channels_called |= {word: [] for word in words}
        for each in known:
            if folded(each.name) in words:
                self._channels_called[folded(each.name)].append(each.id)


def is_staff(person: Person) -> bool:
    """Whether a person may be an agent: guests and other companies' people are requesters only."""
    return not (person.is_guest or person.is_stranger or person.is_deleted or person.is_bot)


def _id_in(name: str) -> str:
    mention = _MENTION.fullmatch(name)
    return mention[1] if mention else name


def _word(name: str) -> str:
    """A name of a person as it is compared."""
    return folded(name.removeprefix("@"))


def _group_id_in(name: str) -> str | None:
    mention = _GROUP_MENTION.fullmatch(name)
    if mention:
        return mention[1]
    return name if _GROUP_ID.fullmatch(name) else None


def _is_handle(name: str) -> bool:
    return name.startswith("@") and "@" not in name[1:]


def _channel_word(name: str) -> str:
    """A name of a channel as it is compared."""
    return folded(name.removeprefix("#"))


def _only(ids: Iterable[str]) -> str | None:
    """The only one; None of several, and of none."""
    found = list(ids)
    return found[0] if len(found) == 1 else None
