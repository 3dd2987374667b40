"""People, channels and user groups as Slack describes them, kept up by its events."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from bot.clock import is_over
from bot.delivery.ports import SlackPort
from bot.slack.names import Names
from bot.slack.slack_calls import ask
from bot.slack.speech import SlackSpeech
from bot.store import channels, people, user_groups
from bot.store.channels import Channel
from bot.store.people import Person
from bot.store.statements import in_batches
from bot.store.user_groups import UserGroup
from bot.usecases.ground.transaction import Desk
from bot.usecases.promises.first_contact import resolve_waiting

Json = Mapping[str, Any]
log = structlog.get_logger(__name__)

ASK_AGAIN_AFTER: Final = timedelta(minutes=1)
"""How long somebody Slack did not tell of counts as known."""
WITH_LOCALE: Final = {"include_locale": True}
"""Slack tells of whose language somebody uses only when asked."""


def learn_person(desk: Desk, slack: SlackPort, person_id: str) -> None:
    """Ask Slack who somebody is and keep it; one Slack does not tell of is kept as a stranger.

    Raises `SlackAway` when Slack cannot be asked now.
    """
    answer = ask(slack, "users.info", {"user": person_id, **WITH_LOCALE})
    if answer.ok:
        person = person_of(answer.data["user"], desk.workspace_id, desk.clock.now())
    else:
        log.warning("slack does not tell who this is", person=person_id, error=answer.error)
        person = _unknown(person_id, desk.clock.now())
    meet(desk, person)


def meet(desk: Desk, person: Person) -> None:
    """Keep somebody as Slack describes them now; they may be who the configuration waits for."""
    save_people(desk, [person])
    resolve_waiting(desk)


def is_known(desk: Desk, person_id: str) -> bool:
    """Whether Slack told who this is, or did not when it was asked less than a minute ago."""
    with desk.look() as work:
        person = people.get(work.connection, work.workspace_id, person_id)
    if person is None:
        return False
    return not _is_assumed(person) or not is_over(person.seen_at, desk.clock.now(), ASK_AGAIN_AFTER)


def assume_stranger(desk: Desk, person_id: str) -> None:
    """Keep somebody as a stranger; Slack is asked again when something of theirs comes later."""
    save_people(desk, [_unknown(person_id, desk.clock.now())])


def learn_channel(desk: Desk, slack: SlackPort, channel_id: str) -> None:
    """Ask Slack what a channel is and keep it; of one it does not show us we are no member."""
    answer = ask(slack, "conversations.info", {"channel": channel_id})
    if answer.ok:
        save_channels(desk, [channel_of(answer.data["channel"], desk.clock.now())])
        resolve_waiting(desk)
    else:
        change_channel(desk, channel_id, is_member=False)


def meet_channel(desk: Desk, told: Json) -> None:
    """Keep a channel that was made; what is known of it already says more than the news of it."""
    made = channel_of(told, desk.clock.now())
    with desk.look() as work:
        known = channels.get(work.connection, work.workspace_id, made.id)
    if known is None:
        save_channels(desk, [made])
        resolve_waiting(desk)


def learn_new_channel(desk: Desk, slack: SlackPort, channel_id: str) -> None:
    """Ask Slack what a channel is, if nobody knows; not of direct conversations."""
    with desk.look() as work:
        known = channels.get(work.connection, work.workspace_id, channel_id)
    if known is None and not channel_id.startswith("D"):
        learn_channel(desk, slack, channel_id)


def change_channel(desk: Desk, channel_id: str, **values: Any) -> None:
    """Keep what changed of a channel, if it is known."""
    with desk.look() as work:
        known = channels.get(work.connection, work.workspace_id, channel_id)
    if known is not None:
        save_channels(desk, [replace(known, **values, seen_at=desk.clock.now())])
        resolve_waiting(desk)


def learn_group(desk: Desk, subteam: Json) -> None:
    """Keep a user group as Slack tells of it; where its members are left out, those known stay."""
    group = group_of(subteam, desk.clock.now())
    if subteam.get("users") is None:
        with desk.look() as work:
            known = user_groups.get(work.connection, work.workspace_id, group.id)
        group = replace(group, members=known.members if known else ())
    save_groups(desk, [group])
    resolve_waiting(desk)


def change_members(
    desk: Desk, group_id: str, *, added: Iterable[str], removed: Iterable[str]
) -> None:
    """Keep who came into a user group and who left it, if it is known."""
    with desk.look() as work:
        known = user_groups.get(work.connection, work.workspace_id, group_id)
    if known is not None:
        gone = set(removed)
        members = dict.fromkeys([*known.members, *added])
        staying = tuple(each for each in members if each not in gone)
        save_groups(desk, [replace(known, members=staying, seen_at=desk.clock.now())])


def save_people(desk: Desk, known: Sequence[Person]) -> None:
    """Keep people as Slack describes them, many in short transactions: others write as well."""
    for some in in_batches(known):
        with desk.database.writing() as connection:
            people.save_all(connection, desk.workspace_id, some)
    names_of(desk).learn(known)


def save_channels(desk: Desk, known: Sequence[Channel]) -> None:
    """Keep channels as Slack describes them, many in short transactions."""
    for some in in_batches(known):
        with desk.database.writing() as connection:
            channels.save_all(connection, desk.workspace_id, some)


def save_groups(desk: Desk, found: list[UserGroup]) -> None:
    """Keep user groups as Slack describes them."""
    with desk.database.writing() as connection:
        for group in found:
            user_groups.save(connection, desk.workspace_id, group)


def names_of(desk: Desk) -> Names:
    """The names the desk's speech uses."""
    speech = desk.speech
    return speech.names if isinstance(speech, SlackSpeech) else Names()


def domain_of(desk: Desk) -> str | None:
    """The workspace's domain, for links to threads."""
    speech = desk.speech
    return speech.domain if isinstance(speech, SlackSpeech) else None


def person_of(user: Json, workspace_id: str, seen_at: datetime) -> Person:
    """A member as Slack describes them.

    On Enterprise Grid a colleague may be at home in another workspace of the organisation, and is
    one of us where ours is among those that hold them; what makes them admin there makes none here.
    """
    profile: Json = user.get("profile") or {}
    team_id = user.get("team_id") or profile.get("team") or workspace_id
    of_organisation: Json = user.get("enterprise_user") or {}
    is_one_of_us = workspace_id in (team_id, *(of_organisation.get("teams") or ()))
    is_at_home = team_id in (workspace_id, of_organisation.get("enterprise_id"))
    return Person(
        id=str(user["id"]),
        name=str(user.get("name") or user["id"]),
        real_name=str(profile.get("real_name") or user.get("real_name") or user.get("name") or ""),
        email=profile.get("email"),
        time_zone=user.get("tz"),
        is_admin=is_at_home and bool(user.get("is_admin") or user.get("is_owner")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=not is_one_of_us,
        is_deleted=bool(user.get("deleted")),
        seen_at=seen_at,
        locale=user.get("locale"),
    )


def channel_of(channel: Json, seen_at: datetime) -> Channel:
    """A channel as Slack describes it."""
    return Channel(
        id=str(channel["id"]),
        name=str(channel.get("name") or channel["id"]),
        is_private=bool(channel.get("is_private")),
        is_member=bool(channel.get("is_member")),
        is_archived=bool(channel.get("is_archived")),
        seen_at=seen_at,
        made_by=channel.get("creator") or None,
    )


def group_of(subteam: Json, seen_at: datetime) -> UserGroup:
    """A user group as Slack describes it with its members."""
    return UserGroup(
        id=str(subteam["id"]),
        handle=str(subteam.get("handle") or ""),
        name=str(subteam.get("name") or subteam["id"]),
        members=tuple(str(each) for each in subteam.get("users") or ()),
        is_disabled=bool(subteam.get("date_delete")),
        seen_at=seen_at,
        made_by=subteam.get("created_by") or None,
    )


def _unknown(person_id: str, seen_at: datetime) -> Person:
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


def _is_assumed(person: Person) -> bool:
    """Whether this is all that is known of somebody: their id."""
    return person == _unknown(person.id, person.seen_at)
