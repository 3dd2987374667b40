"""Who is meant by what levels, rules and departments name: people, user groups and channels."""

import re
from collections.abc import Iterable
from typing import Final

from bot.usecases.ground.directory import Directory
from bot.usecases.ground.transaction import Transaction
from sla_core.configuration import Department

_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{7,}")


def mentioned(
    work: Transaction, department_name: str | None, assignee: str | None, to: Iterable[str]
) -> tuple[str, ...]:
    """The Slack ids of the people and user groups that ``to`` stands for; channels have none.

    The leads stand in for an assignee where nobody has the ticket, or who had it left.
    """
    department = work.configuration.department(department_name)
    leads = department.leads if department else ()
    by_word = {
        "channel": (),
        "leads": leads,
        "managers": department.managers if department else (),
        "agents": department.agents if department else (),
        "assignee": (assignee,) if assignee and not has_left(work, assignee) else leads,
    }
    names = [name for word in to for name in by_word.get(word, (word,))]
    slack_ids = [_pinged(work.directory, name) for name in names]
    return tuple(dict.fromkeys(slack_id for slack_id in slack_ids if slack_id is not None))


def has_left(work: Transaction, person_id: str) -> bool:
    """Whether somebody is known to have left, so that what they have is nobody's."""
    person = work.directory.person(person_id)
    return person is not None and person.is_deleted


def _pinged(directory: Directory, name: str) -> str | None:
    """The id of the user group or of the person a name stands for, if anybody bears it."""
    group = directory.group(name)
    if group is not None:
        return group.id
    return directory.staff_id(name)


def channels_named(directory: Directory, to: Iterable[str]) -> tuple[str, ...]:
    """The ids of the channels that are named in ``to``, as far as Slack knows their names."""
    channel_ids = [_channel_id(directory, name) for name in to]
    return tuple(dict.fromkeys(channel_id for channel_id in channel_ids if channel_id is not None))


def _channel_id(directory: Directory, name: str) -> str | None:
    if name.startswith("#"):
        return directory.channel_id(name)
    name = directory.moved(name)
    return name if directory.channel(name) is not None or _CHANNEL.fullmatch(name) else None


def first_lead(work: Transaction, department_name: str | None) -> str | None:
    """The first lead of a department, else its first manager; None where there is nobody."""
    department = work.configuration.department(department_name)
    names = _who_leads(department) if department else ()
    members = (sorted(work.directory.staff_of([name])) for name in names)
    return next((ids[0] for ids in members if ids), None)


def _who_leads(department: Department) -> tuple[str, ...]:
    return *department.leads, *department.managers
