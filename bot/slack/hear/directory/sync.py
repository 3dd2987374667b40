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
from bot.slack.hear.directory.descriptions import channel_of, group_of, person_of
from bot.slack.hear.directory.directory import WITH_LOCALE, learn_channel, save_people
from bot.slack.hear.slack_calls import SlackAway, ask, patiently, whole_pages
from bot.usecases.ground.transaction import Program
from bot.usecases.promises.directory_changes import (
    Channel,
    channels_in_use,
    keep_channels,
    keep_groups,
    note_listed,
)
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


def sync_directory(program: Program, slack: SlackPort, sleep: Sleep = time.sleep) -> bool:
    """Read every channel, group and person, and join the public channels that are named.

    Return whether Slack told all of it; what it did not tell still holds as it was known.
    """
    listed = sync_channels(program, slack, sleep)
    if listed is None:
        return False
    has_groups = sync_groups(program, slack, sleep)
    resolve_waiting(program)
    note_listed(program)
    has_unlisted = _learn_unlisted(program, slack, listed)
    has_joined = join_named_channels(program, slack)
    has_people = sync_people(program, slack, sleep)
    with program.work() as work:
        say_out_of_reach(work)
        say_lost(work)
        say_shared(work)
    if has_groups and has_unlisted and has_people:
        note_read_whole(program)
    return has_groups and has_unlisted and has_joined and has_people


def sync_channels(program: Program, slack: SlackPort, sleep: Sleep) -> set[str] | None:
    """Read every channel, and return the ids of those that Slack listed; None if it did not."""
    channel_ids: set[str] = set()
    try:
        for page in whole_pages(slack, "conversations.list", LISTED, "channels", sleep):
            now = program.clock.now()
            channels = [channel_of(item, now) for item in page]
            keep_channels(program, channels)
            channel_ids |= {channel.id for channel in channels}
    except SlackAway as away:
        log.warning("channels could not be read", known=len(channel_ids), problem=str(away))
        return None
    return channel_ids


def sync_people(program: Program, slack: SlackPort, sleep: Sleep) -> bool:
    """Read everybody; return whether Slack told."""
    count = 0
    try:
        for page in whole_pages(slack, "users.list", WITH_LOCALE, "members", sleep):
            now = program.clock.now()
            save_people(program, [person_of(member, program.workspace_id, now) for member in page])
            resolve_waiting(program)
            count += len(page)
    except SlackAway as away:
        log.warning("people could not be read", known=count, problem=str(away))
        return False
    return True


def sync_groups(program: Program, slack: SlackPort, sleep: Sleep = time.sleep) -> bool:
    """Read every user group with its members; return whether Slack told, or never will."""
    try:
        answer = patiently(slack, "usergroups.list", WITH_MEMBERS, sleep)
    except SlackAway as away:
        log.warning("user groups could not be read", problem=str(away))
        return away.error in UNGRANTED
    now = program.clock.now()
    keep_groups(
        program, [group_of(subteam, now) for subteam in answer.data.get("usergroups") or []]
    )
    return True


def join_named_channels(program: Program, slack: SlackPort) -> bool:
    """Join the public intake and alert channels of which the bot is no member.

    Return whether Slack could be asked for each.
    """
    has_asked = True
    for channel in channels_in_use(program):
        is_closed = channel.is_member or channel.is_private or channel.is_archived
        if not is_closed:
            has_asked = _join(program, slack, channel) and has_asked
    return has_asked


def _learn_unlisted(program: Program, slack: SlackPort, listed: set[str]) -> bool:
    """Ask of the channels in use that Slack did not list: archived ones, and those we were in.

    Return whether Slack told of each.
    """
    is_whole = True
    for channel in channels_in_use(program):
        if channel.id not in listed:
            try:
                learn_channel(program, slack, channel.id)
            except SlackAway as away:
                log.warning("a channel could not be read", channel=channel.name, problem=str(away))
                is_whole = False
    return is_whole


def _join(program: Program, slack: SlackPort, channel: Channel) -> bool:
    """Join a channel; return whether Slack could be asked."""
    try:
        answer = ask(slack, "conversations.join", {"channel": channel.id})
    except SlackAway as away:
        log.warning("a channel could not be joined", channel=channel.name, problem=str(away))
        return False
    if answer.ok:
        keep_channels(program, [replace(channel, is_member=True, seen_at=program.clock.now())])
    else:
        log.warning("a channel could not be joined", channel=channel.name, problem=answer.error)
    return True
