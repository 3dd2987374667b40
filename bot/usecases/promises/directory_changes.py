"""Keeps who and what there is as Slack describes it; what a configuration waits for is looked up.

Many are kept in short transactions, as others write as well.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from bot.clock import is_over
from bot.store import channels, jobs, people, user_groups
from bot.store.channels import Channel
from bot.store.jobs import JobRun
from bot.store.people import Person
from bot.store.statements import in_batches
from bot.store.user_groups import UserGroup
from bot.usecases.ground.department_channels import named_channels
from bot.usecases.ground.transaction import Program
from bot.usecases.promises.first_contact import resolve_waiting

__all__ = [
    "Channel",
    "Person",
    "UserGroup",
    "change_channel",
    "change_members",
    "channels_in_use",
    "is_channel_known",
    "is_known",
    "keep_channels",
    "keep_group",
    "keep_groups",
    "keep_new_channel",
    "keep_people",
    "note_listed",
    "stranger",
    "was_listed",
]

ASK_AGAIN_AFTER: Final = timedelta(minutes=1)
"""How long somebody Slack did not tell of counts as known."""


def keep_people(program: Program, known: Sequence[Person]) -> None:
    """Keep people as Slack describes them."""
    for batch in in_batches(known):
        with program.quiet_work() as work:
            people.save_all(*work.scope, batch)


def keep_channels(program: Program, known: Sequence[Channel]) -> None:
    """Keep channels as Slack describes them."""
    for batch in in_batches(known):
        with program.quiet_work() as work:
            channels.save_all(*work.scope, batch)


def keep_groups(program: Program, known: Iterable[UserGroup]) -> None:
    """Keep user groups as Slack describes them."""
    with program.quiet_work() as work:
        for group in known:
            user_groups.save(*work.scope, group)


def is_known(program: Program, person_id: str) -> bool:
    """Whether Slack told who this is, or did not when it was asked less than a minute ago."""
    with program.look() as work:
        person = work.directory.person(person_id)
    if person is None:
        return False
    is_assumed = person == stranger(person.id, person.seen_at)
    return not is_assumed or not is_over(person.seen_at, program.clock.now(), ASK_AGAIN_AFTER)


def stranger(person_id: str, seen_at: datetime) -> Person:
    """Somebody of whom nothing is known but their id."""
    return Person(
        id=person_id,
        name=person_id,
        real_name=person_id,
        email=None,
        time_zone=None,
        is_admin=False,
        is_bot=False,
        is_guest=False,
        is_stranger=True,
        is_deleted=False,
        seen_at=seen_at,
    )


def is_channel_known(program: Program, channel_id: str) -> bool:
    """Whether Slack ever told what a channel is."""
    return _channel(program, channel_id) is not None


def keep_new_channel(program: Program, made: Channel) -> None:
    """Keep a channel that was made; what is known of it already says more than the news of it."""
    if not is_channel_known(program, made.id):
        keep_channels(program, [made])
        resolve_waiting(program)


def change_channel(program: Program, channel_id: str, **values: Any) -> None:
    """Keep what changed of a channel, if it is known."""
    channel = _channel(program, channel_id)
    if channel is not None:
        keep_channels(program, [replace(channel, **values, seen_at=program.clock.now())])
        resolve_waiting(program)


def _channel(program: Program, channel_id: str) -> Channel | None:
    with program.look() as work:
        return work.directory.channel(channel_id)


def keep_group(program: Program, group: UserGroup, *, has_members: bool) -> None:
    """Keep a user group; where its members were left out, those known stay."""
    if not has_members:
        stored = _group(program, group.id)
        group = replace(group, members=stored.members if stored else ())
    keep_groups(program, [group])
    resolve_waiting(program)


def change_members(
    program: Program, group_id: str, *, added: Iterable[str], removed: Iterable[str]
) -> None:
    """Keep who came into a user group and who left it, if it is known."""
    group = _group(program, group_id)
    if group is not None:
        removed_ids = set(removed)
        members = dict.fromkeys([*group.members, *added])
        members_now = tuple(person_id for person_id in members if person_id not in removed_ids)
        keep_groups(program, [replace(group, members=members_now, seen_at=program.clock.now())])


def _group(program: Program, group_id: str) -> UserGroup | None:
    """A user group, a disabled one too."""
    with program.look() as work:
        return user_groups.get(*work.scope, group_id)


def channels_in_use(program: Program) -> list[Channel]:
    """The channels that departments name, as far as they are known."""
    with program.look() as work:
        names = [channel.name for channel in named_channels(work)]
        work.directory.learn_channels(names)
        ids = {channel_id for name in names if (channel_id := work.directory.channel_id(name))}
        return channels.among(*work.scope, ids, [])


def was_listed(program: Program) -> bool:
    """Whether Slack ever told which channels and groups there are, to any process."""
    with program.look() as work:
        return jobs.last_run_at(work.connection, _job(program)) is not None


def note_listed(program: Program) -> None:
    """Remember, for every process to come, that channels and groups were told."""
    with program.quiet_work() as work:
        jobs.record(work.connection, JobRun(_job(program), work.now, None))


def _job(program: Program) -> str:
    return f"directory:{program.workspace_id}"
