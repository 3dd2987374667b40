"""Who and what there is in a workspace: its people, user groups and channels, by id.

Rights are decided by ids alone. A name is looked up once, when a configuration names somebody by
it; what it was resolved to then is all that it means later, whoever has it by now.

What is asked for is looked up in the database, each once in a transaction, so that it costs the
same in a workspace of ten people and in one of thousands.
"""

from collections.abc import Iterable, Sequence
from functools import cached_property

from bot.config.identities import (
    bare,
    channel_word,
    is_address,
    is_channel_id,
    is_group_id,
    is_handle,
    is_person_id,
)
from bot.store import channel_moves, channels, known_names, people, user_groups
from bot.store.channels import Channel
from bot.store.connection import Connection
from bot.store.people import Person
from bot.store.user_groups import UserGroup
from sla_core.configuration import Department
from sla_core.text_equality import folded


class Directory:
    """The people, channels and user groups of a workspace."""

    def __init__(self, connection: Connection, workspace_id: str) -> None:
        self._here = connection, workspace_id
        self._people: dict[str, Person | None] = {}
        self._groups: dict[str, UserGroup | None] = {}
        self._channels: dict[str, Channel | None] = {}
        self._addresses: dict[str, list[Person]] = {}

    # --- people -----------------------------------------------------------------------------------

    def person(self, person_id: str) -> Person | None:
        """The person of a Slack id, or None when never seen."""
        self.learn_people([person_id])
        return self._people[person_id]

    def name_of(self, person_id: str) -> str:
        """What somebody is called; who was never seen, by their id."""
        person = self.person(person_id)
        return person_id if person is None else person.real_name or person.name

    def admins(self) -> list[str]:
        """The ids of Slack's own admins of the workspace, as far as they are of the staff."""
        return [person.id for person in people.admins(*self._here) if is_staff(person)]

    def is_staff(self, person_id: str) -> bool:
        """Whether somebody may answer: known, a full member, here, and human."""
        person = self.person(person_id)
        return person is not None and is_staff(person)

    # --- what is configured -----------------------------------------------------------------------

    def meant(self, name: str) -> str:
        """The id of a person or group that a configuration names: an id is itself.

        An address or a handle of an older revision is what it was resolved to. Whatever else stands
        there is nobody's id, and stays as it is.
        """
        if is_person_id(name) or is_group_id(name):
            return name
        word = bare(name)
        is_id = is_person_id(word) or is_group_id(word)
        return word if is_id else self.known(folded(word), name)

    def meant_channel(self, name: str) -> str:
        """The same for a channel, by the id it has now."""
        if not is_channel_id(name):
            name = self.known(channel_word(bare(name)), name)
        return self.moved(name)

    def known(self, word: str, default: str) -> str:
        """What a word was resolved to once."""
        return self._known_names.get(word, default)

    @cached_property
    def _known_names(self) -> dict[str, str]:
        return known_names.of(*self._here)

    def group(self, name: str) -> UserGroup | None:
        """The user group that a configuration names; None when there is none, or no more."""
        group_id = self.meant(name)
        self._learn_groups([group_id])
        return self._groups.get(group_id)

    def staff_id(self, name: str) -> str | None:
        """The id of one of the staff that a configuration names; None of anybody else."""
        person_id = self.meant(name)
        return person_id if is_person_id(person_id) and self.is_staff(person_id) else None

    def staff_of(self, names: Iterable[str]) -> frozenset[str]:
        """The Slack ids of the staff that a configuration names, alone or as a group."""
        wanted = tuple(names)
        self.learn(wanted)
        return frozenset(person_id for name in wanted for person_id in self._staff_called(name))

    def _staff_called(self, name: str) -> Iterable[str]:
        group = self.group(name)
        if group is not None:
            self.learn_people(group.members)
            return filter(self.is_staff, group.members)
        person_id = self.staff_id(name)
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
        """Whether somebody is of the staff that is named, without looking the others up."""
        if not self.is_staff(person_id):
            return False
        self.learn_groups(names)
        return any(self._is_called(person_id, name) for name in names)

    def _is_called(self, person_id: str, name: str) -> bool:
        group = self.group(name)
        return self.meant(name) == person_id if group is None else person_id in group.members

    def is_anyone_of(self, person_id: str, names: Iterable[str]) -> bool:
        """Whether somebody, of the staff or not, is one of those who are named."""
        return any(self.meant(name) == person_id for name in names)

    # --- channels ---------------------------------------------------------------------------------

    def channel_id(self, name: str | None) -> str | None:
        """The id of a channel that a configuration names; None of one that Slack does not show."""
        if name is None:
            return None
        channel_id = self.meant_channel(name)
        return None if self.channel(channel_id) is None else channel_id

    def moved(self, channel_id: str) -> str:
        """The id that a channel has now which had this one; any other word as it is."""
        return self._moves.get(channel_id, channel_id)

    @cached_property
    def _moves(self) -> dict[str, str]:
        return channel_moves.of(*self._here)

    def channel(self, channel_id: str) -> Channel | None:
        """The channel of an id, or None when never seen."""
        self._learn_channels([channel_id])
        return self._channels.get(channel_id)

    def is_channel_of(self, channel_id: str, names: Iterable[str]) -> bool:
        """Whether a channel is one of those that are named, looking none up."""
        return any(self.meant_channel(name) == channel_id for name in names)

    # --- looking up at once -----------------------------------------------------------------------

    def learn(self, names: Iterable[str]) -> None:
        """Look up at once all people and groups that are named."""
        ids = [self.meant(name) for name in names]
        self._learn_groups(ids)
        self.learn_people(person_id for person_id in ids if is_person_id(person_id))

    def learn_people(self, person_ids: Iterable[str]) -> None:
        """Look up people at once."""
        missing = set(person_ids) - self._people.keys()
        if missing:
            self._people |= dict.fromkeys(missing) | people.among(*self._here, missing)

    def learn_groups(self, names: Iterable[str]) -> None:
        """Look up at once all groups that are named."""
        self._learn_groups(self.meant(name) for name in names)

    def _learn_groups(self, group_ids: Iterable[str]) -> None:
        missing = set(filter(is_group_id, group_ids)) - self._groups.keys()
        if missing:
            groups = user_groups.among(*self._here, missing, ())
            active = {group.id: group for group in groups if not group.is_disabled}
            self._groups |= dict.fromkeys(missing) | active

    def learn_channels(self, names: Iterable[str]) -> None:
        """Look up at once all channels that are named."""
        self._learn_channels(self.meant_channel(name) for name in names)

    def _learn_channels(self, channel_ids: Iterable[str]) -> None:
        missing = set(channel_ids) - self._channels.keys()
        if missing:
            rows = channels.among(*self._here, missing, ())
            self._channels |= dict.fromkeys(missing) | {channel.id: channel for channel in rows}

    # --- who has a name now: for those who write names, never for what they may -------------------

    def person_id(self, typed: str) -> str | None:
        """The Slack id of who of the staff is meant; guests, strangers, bots, who left never are.

        By an id, a mention, or the address that exactly one of them has.
        """
        word = bare(typed)
        if is_person_id(word):
            return word if self.is_staff(word) else None
        candidates = self.with_address(word)
        return candidates[0].id if len(candidates) == 1 else None

    def anyones_id(self, typed: str) -> str | None:
        """The Slack id of whoever is meant, the staff first; an id is taken as it is."""
        word = bare(typed)
        if is_person_id(word):
            return word
        staff = self.with_address(word)
        candidates = staff or [
            person for person in self._with_address(word) if not is_of_no_use(person)
        ]
        return candidates[0].id if len(candidates) == 1 else None

    def with_address(self, word: str) -> list[Person]:
        """Who of the staff has an e-mail address."""
        return [person for person in self._with_address(word) if is_staff(person)]

    def _with_address(self, word: str) -> Sequence[Person]:
        self.learn_addresses([word])
        return self._addresses.get(folded(word), ())

    def learn_addresses(self, words: Iterable[str]) -> None:
        """Look up at once who has e-mail addresses; what is none is passed over."""
        addresses = {folded(word) for word in words if is_address(word)} - self._addresses.keys()
        if addresses:
            self._addresses |= people.with_emails(*self._here, addresses)

    def outsiders_with_address(self, word: str) -> list[Person]:
        """Who has an e-mail address and is no staff: guests, strangers, bots, who left."""
        return [person for person in self._with_address(word) if not is_staff(person)]

    def namesakes(self, name: str) -> list[Person]:
        """Who of the staff goes by a display name: whom the writer of it may have meant."""
        word = folded(bare(name).removeprefix("@"))
        bearers = people.with_names(*self._here, [word])[word]
        return [person for person in bearers if is_staff(person)]

    def group_with_handle(self, handle: str) -> UserGroup | None:
        """The active user group of an `@handle`; None when there is none."""
        if not is_handle(handle):
            return None
        groups = user_groups.among(*self._here, (), [handle[1:]])
        return next((group for group in groups if not group.is_disabled), None)

    def channels_called(self, name: str) -> list[str]:
        """The ids of the channels that have a name now, with or without its `#`.

        One that is archived only where no other has it.
        """
        word = channel_word(name)
        rows = channels.among(*self._here, (), {word[1:], name.removeprefix("#")})
        matches = [channel for channel in rows if channel_word(channel.name) == word]
        active = [channel for channel in matches if not channel.is_archived]
        return [channel.id for channel in active or matches]


def is_staff(person: Person) -> bool:
    """Whether a person may be an agent: guests and other companies' people are requesters only."""
    return not (person.is_guest or person.is_stranger or person.is_deleted or person.is_bot)


def is_of_no_use(person: Person) -> bool:
    """Whether nobody can be meant by this account: it is a bot's, or of somebody who left."""
    return person.is_bot or person.is_deleted
