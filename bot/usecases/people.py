"""Who people are here: workspace admins, a department's agents, and everybody else.

A configuration names people by e-mail address, Slack id or name, user groups by id or handle, and
channels by id or name; the directory, as Slack last described it, says whom that means.
"""

import re
from collections.abc import Iterable, Mapping

from bot.store.channels import Channel
from bot.store.people import Person
from bot.store.user_groups import UserGroup
from sla_core.configuration import Configuration, Department

_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
_GROUP_MENTION = re.compile(r"<!subteam\^([A-Z0-9]+)(?:\|[^>]*)?>")


class Directory:
    """The people, channels and user groups of a workspace, by whatever they are called."""

    def __init__(
        self,
        people: Iterable[Person],
        channels: Iterable[Channel],
        groups: Iterable[UserGroup] = (),
        moves: Mapping[str, str] | None = None,
    ) -> None:
        self._people = {person.id: person for person in people}
        self._channels = {channel.id: channel for channel in channels}
        self._groups = {group.id: group for group in groups}
        self._moves = moves or {}

    def person(self, person_id: str) -> Person | None:
        """The person of a Slack id, or None when never seen."""
        return self._people.get(person_id)

    def name_of(self, person_id: str) -> str:
        """What somebody is called; who was never seen, by their id."""
        person = self._people.get(person_id)
        return person_id if person is None else person.real_name or person.name

    def everyone(self) -> tuple[Person, ...]:
        """All who were ever seen, by id."""
        return tuple(self._people.values())

    def left(self) -> frozenset[str]:
        """The ids of who left, so that what they have is nobody's."""
        return frozenset(each.id for each in self.everyone() if each.is_deleted)

    def is_staff(self, person_id: str) -> bool:
        """Whether somebody may answer: known, a full member, here, and human."""
        person = self._people.get(person_id)
        return person is not None and is_staff(person)

    def person_id(self, name: str) -> str | None:
        """The Slack id of who of the staff is meant; guests, strangers, bots, who left never are.

        An id, a mention, an e-mail address or a name that exactly one bears. Anybody may choose
        their name: an address is looked for among the addresses only.
        """
        return self._meant(name, filter(is_staff, self._people.values()))

    def anyones_id(self, name: str) -> str | None:
        """The Slack id of whoever is meant, the staff first; a mention is taken as it is."""
        if mention := _MENTION.fullmatch(name):
            return mention[1]
        return self.person_id(name) or self._meant(name, self._people.values())

    def _meant(self, name: str, people: Iterable[Person]) -> str | None:
        mention = _MENTION.fullmatch(name)
        person_id = mention[1] if mention else name
        wanted = name.removeprefix("@").casefold()
        called = _addresses if "@" in wanted else _names
        among = list(people)
        if any(each.id == person_id for each in among):
            return person_id
        found = [each.id for each in among if wanted in called(each)]
        return found[0] if len(found) == 1 else None

    def channel_id(self, name: str | None) -> str | None:
        """The id of a channel's id, former id or name; None when no channel is called that."""
        name = None if name is None else self.moved(name)
        if name is None or name in self._channels:
            return name
        wanted = name.removeprefix("#").casefold()
        found = [each.id for each in self._channels.values() if each.name.casefold() == wanted]
        return found[0] if len(found) == 1 else None

    def moved(self, channel_id: str) -> str:
        """The id that a channel has now which had this one; any other word as it is."""
        return self._moves.get(channel_id, channel_id)

    def channel(self, channel_id: str) -> Channel | None:
        """The channel of an id, or None when never seen."""
        return self._channels.get(channel_id)

    def group(self, name: str) -> UserGroup | None:
        """The user group of an id, a mention or an `@handle`; None when there is none, or no more.

        A handle is nobody's to choose but theirs who may make groups: it goes before a name.
        """
        mention = _GROUP_MENTION.fullmatch(name)
        found = self._groups.get(mention[1] if mention else name)
        if found is None and name.startswith("@"):
            handle = name[1:].casefold()
            called = (each for each in self._groups.values() if each.handle.casefold() == handle)
            found = next((each for each in called if not each.is_disabled), None)
        return None if found is None or found.is_disabled else found

    def staff_of(self, names: Iterable[str]) -> frozenset[str]:
        """The Slack ids of the staff that names of people and groups stand for.

        Names that nobody bears are left out.
        """
        return frozenset(each for name in names for each in self._staff_called(name))

    def _staff_called(self, name: str) -> Iterable[str]:
        group = self.group(name)
        if group is not None:
            return filter(self.is_staff, group.members)
        person_id = self.person_id(name)
        return () if person_id is None else (person_id,)

    def roster(self, department: Department | None) -> frozenset[str]:
        """The agents, leads and managers of a department, members of its user groups too."""
        if department is None:
            return frozenset()
        return self.staff_of((*department.agents, *department.leads, *department.managers))


def is_staff(person: Person) -> bool:
    """Whether a person may be an agent: guests and other companies' people are requesters only."""
    return not (person.is_guest or person.is_stranger or person.is_deleted or person.is_bot)


def _names(person: Person) -> set[str]:
    return {name.casefold() for name in (person.name, person.real_name) if name}


def _addresses(person: Person) -> set[str]:
    return {person.email.casefold()} if person.email else set()


def departments_of(configuration: Configuration, directory: Directory, person_id: str) -> list[str]:
    """The departments a person is an agent, lead or manager of, by name."""
    return sorted(
        department.name
        for department in configuration.departments.values()
        if person_id in directory.roster(department)
    )


def customer_of(
    configuration: Configuration, directory: Directory, channel_id: str | None, person_id: str
) -> str | None:
    """The customer of a request: the channel's, else the person's, else the mail domain's."""
    person = directory.person(person_id)
    domain = (person.email or "").rpartition("@")[2].casefold() if person else ""
    customers = configuration.customers.values()
    for customer in customers:
        if channel_id in [directory.channel_id(name) for name in customer.channels]:
            return customer.name
    for customer in customers:
        if person_id in [directory.anyones_id(name) for name in customer.users]:
            return customer.name
    for customer in customers:
        if domain and domain in [each.casefold() for each in customer.domains]:
            return customer.name
    return None
