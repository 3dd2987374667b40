"""Reads the whole directory: first the channels and groups that work waits for, then the people.

Each page is kept as it comes, beside all other work, so that what was read holds where reading
breaks off. Whoever writes before their page came is asked about by themselves.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Final

import structlog

from bot.delivery.ports import SlackPort
from bot.slack.directory import (
    WITH_LOCALE,
    channel_of,
    group_of,
    learn_channel,
    person_of,
    save_channels,
    save_groups,
    save_people,
)
from bot.slack.slack_calls import (
    SlackAway,
    ask,
    patiently,
    whole_pages,
)
from bot.store import channels, jobs
from bot.store.channels import Channel
from bot.store.jobs import JobRun
from bot.usecases.ground.department_channels import named_channels
from bot.usecases.ground.transaction import Desk
from bot.usecases.promises.first_contact import resolve_waiting
from bot.usecases.promises.lost_names import say_lost
from bot.usecases.promises.nobody import note_read_whole
from bot.usecases.promises.shared_names import say_shared
from bot.usecases.promises.unusable_channels import say_out_of_reach

log = structlog.get_logger(__name__)

Sleep = Callable[[float], None]

LISTED: Final = {"types": "public_channel,private_channel", "exclude_archived": True}
WITH_MEMBERS: Final = {"include_users": True, "include_disabled": True}
UNGRANTED: Final = frozenset({"missing_scope", "paid_teams_only", "plan_upgrade_required"})
"""Why Slack does not tell of user groups, however often it is asked."""


def sync_directory(desk: Desk, slack: SlackPort, sleep: Sleep = time.sleep) -> bool:
    """Read every channel, group and person, and join the public channels that are named.

    Return whether Slack told all of it; what it did not tell still holds as it was known.
    """
    listed = sync_channels(desk, slack, sleep)
    if listed is None:
        return False
    has_groups = sync_groups(desk, slack, sleep)
    resolve_waiting(desk)
    note_told(desk)
    has_unlisted = _learn_unlisted(desk, slack, listed)
    has_joined = join_named_channels(desk, slack)
    has_people = sync_people(desk, slack, sleep)
    with desk.work() as work:
        say_out_of_reach(work)
        say_lost(work)
        say_shared(work)
    if has_groups and has_unlisted and has_people:
        note_read_whole(desk)
    return has_groups and has_unlisted and has_joined and has_people


def was_told(desk: Desk) -> bool:
    """Whether Slack ever told which channels and groups there are, to any process."""
    with desk.database.reading() as connection:
        return jobs.last_run_at(connection, _job(desk)) is not None


def sync_channels(desk: Desk, slack: SlackPort, sleep: Sleep) -> set[str] | None:
    """Read every channel, and return the ids of those that Slack listed; None if it did not."""
    listed: set[str] = set()
    try:
        for page in whole_pages(slack, "conversations.list", LISTED, "channels", sleep):
            now = desk.clock.now()
            rooms = [channel_of(each, now) for each in page]
            save_channels(desk, rooms)
            listed |= {each.id for each in rooms}
    except SlackAway as away:
        log.warning("channels could not be read", known=len(listed), problem=str(away))
        return None
    return listed


def sync_people(desk: Desk, slack: SlackPort, sleep: Sleep) -> bool:
    """Read everybody; return whether Slack told."""
    count = 0
    try:
        for page in whole_pages(slack, "users.list", WITH_LOCALE, "members", sleep):
            now = desk.clock.now()
            save_people(desk, [person_of(each, desk.workspace_id, now) for each in page])
            resolve_waiting(desk)
            count += len(page)
    except SlackAway as away:
        log.warning("people could not be read", known=count, problem=str(away))
        return False
    return True


def sync_groups(desk: Desk, slack: SlackPort, sleep: Sleep = time.sleep) -> bool:
    """Read every user group with its members; return whether Slack told, or never will."""
    try:
        answer = patiently(slack, "usergroups.list", WITH_MEMBERS, sleep)
    except SlackAway as away:
        log.warning("user groups could not be read", problem=str(away))
        return away.error in UNGRANTED
    now = desk.clock.now()
    save_groups(desk, [group_of(each, now) for each in answer.data.get("usergroups") or []])
    return True


def join_named_channels(desk: Desk, slack: SlackPort) -> bool:
    """Join the public intake and alert channels of which the bot is no member.

    Return whether Slack could be asked for each.
    """
    has_asked = True
    for channel in _in_use(desk):
        is_closed = channel.is_member or channel.is_private or channel.is_archived
        if not is_closed:
            has_asked = _join(desk, slack, channel) and has_asked
    return has_asked


def _learn_unlisted(desk: Desk, slack: SlackPort, listed: set[str]) -> bool:
    """Ask of the channels in use that Slack did not list: archived ones, and those we were in.

    Return whether Slack told of each.
    """
    is_whole = True
    for channel in _in_use(desk):
        if channel.id not in listed:
            try:
                learn_channel(desk, slack, channel.id)
            except SlackAway as away:
                log.warning("a channel could not be read", channel=channel.name, problem=str(away))
                is_whole = False
    return is_whole


def _in_use(desk: Desk) -> list[Channel]:
    """The channels that departments name, as far as they are known."""
    with desk.look() as work:
        names = [each.name for each in named_channels(work)]
        work.directory.learn_channels(names)
        ids = {channel_id for name in names if (channel_id := work.directory.channel_id(name))}
        return channels.among(work.connection, work.workspace_id, ids, [])


def _join(desk: Desk, slack: SlackPort, channel: Channel) -> bool:
    """Join a channel; return whether Slack could be asked."""
    try:
        answer = ask(slack, "conversations.join", {"channel": channel.id})
    except SlackAway as away:
        log.warning("a channel could not be joined", channel=channel.name, problem=str(away))
        return False
    if answer.ok:
        save_channels(desk, [replace(channel, is_member=True, seen_at=desk.clock.now())])
    else:
        log.warning("a channel could not be joined", channel=channel.name, problem=answer.error)
    return True


def note_told(desk: Desk) -> None:
    """Remember, for every process to come, that channels and groups were told."""
    with desk.database.writing() as connection:
        jobs.record(connection, JobRun(_job(desk), desk.clock.now(), None))


def _job(desk: Desk) -> str:
    return f"directory:{desk.workspace_id}"
