"""The people and channels of the workspace: read from Slack at the start, kept up by its events."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from bot.delivery.ports import Answer, SlackPort, Unclear
from bot.slack.names import Names
from bot.slack.speech import SlackSpeech
from bot.store import channels, people
from bot.store.channels import Channel
from bot.store.people import Person
from bot.usecases.desk import Desk

Json = Mapping[str, Any]
log = structlog.get_logger(__name__)

TIMEOUT_S: Final = 10.0
PAGE: Final = 500
PATIENCE: Final = 5
"""How often a page is asked for while Slack says to wait."""
LONGEST_WAIT_S: Final = 60.0
ASK_AGAIN_AFTER: Final = timedelta(minutes=1)
"""How long somebody Slack did not tell of counts as known."""
WITH_LOCALE: Final = {"include_locale": True}
"""Slack tells of whose language somebody uses only when asked."""
CHANNEL_TYPES: Final = "public_channel,private_channel"


class SlackAway(Exception):
    """Slack could not be asked now; what is known already still holds."""


def sync_directory(
    desk: Desk, slack: SlackPort, sleep: Callable[[float], None] = time.sleep
) -> None:
    """Read everybody and every channel, and join the public channels the configuration names.

    When Slack cannot be asked, what is known already still holds.
    """
    try:
        members = list(pages(slack, "users.list", WITH_LOCALE, "members", sleep))
        listed = {"types": CHANNEL_TYPES, "exclude_archived": True}
        rooms = list(pages(slack, "conversations.list", listed, "channels", sleep))
    except SlackAway as away:
        log.warning("the directory could not be read", problem=str(away))
        return
    now = desk.clock.now()
    save_people(desk, [person_of(each, desk.workspace_id, now) for each in members])
    save_channels(desk, [channel_of(each, now) for each in rooms])
    join_named_channels(desk, slack)


def join_named_channels(desk: Desk, slack: SlackPort) -> None:
    """Join the public intake and alert channels of which the bot is no member."""
    with desk.look() as work:
        known = channels.listing(work.connection, work.workspace_id)
        names = [
            name
            for department in work.configuration.departments.values()
            for name in (*department.intake_channels, department.alert_channel)
        ]
        wanted = {work.directory.channel_id(name) for name in names if name is not None}
    for channel in known:
        if channel.id in wanted and not (channel.is_member or channel.is_private):
            _join(desk, slack, channel)


def learn_person(desk: Desk, slack: SlackPort, person_id: str) -> None:
    """Ask Slack who somebody is and keep it; one Slack does not tell of is kept as a stranger.

    Raises `SlackAway` when Slack cannot be asked now.
    """
    answer = _asked(slack, "users.info", {"user": person_id, **WITH_LOCALE})
    if answer.ok:
        person = person_of(answer.data["user"], desk.workspace_id, desk.clock.now())
    else:
        log.warning("slack does not tell who this is", person=person_id, error=answer.error)
        person = _unknown(person_id, desk.clock.now())
    save_people(desk, [person])


def is_known(desk: Desk, person_id: str) -> bool:
    """Whether Slack told who this is, or did not when it was asked less than a minute ago."""
    with desk.look() as work:
        person = people.get(work.connection, work.workspace_id, person_id)
    if person is None:
        return False
    return not _is_assumed(person) or desk.clock.now() - person.seen_at < ASK_AGAIN_AFTER


def assume_stranger(desk: Desk, person_id: str) -> None:
    """Keep somebody as a stranger; Slack is asked again when something of theirs comes later."""
    save_people(desk, [_unknown(person_id, desk.clock.now())])


def learn_channel(desk: Desk, slack: SlackPort, channel_id: str) -> None:
    """Ask Slack what a channel is and keep it."""
    answer = _asked(slack, "conversations.info", {"channel": channel_id})
    if answer.ok:
        save_channels(desk, [channel_of(answer.data["channel"], desk.clock.now())])


def rename_channel(desk: Desk, channel_id: str, name: str) -> None:
    """Keep a channel's new name."""
    with desk.look() as work:
        known = channels.get(work.connection, work.workspace_id, channel_id)
    if known is not None:
        save_channels(desk, [replace(known, name=name, seen_at=desk.clock.now())])


def save_people(desk: Desk, found: list[Person]) -> None:
    """Keep people as Slack describes them."""
    with desk.database.writing() as connection:
        for person in found:
            people.save(connection, desk.workspace_id, person)
    names_of(desk).learn(found)


def save_channels(desk: Desk, found: list[Channel]) -> None:
    """Keep channels as Slack describes them."""
    with desk.database.writing() as connection:
        for channel in found:
            channels.save(connection, desk.workspace_id, channel)


def names_of(desk: Desk) -> Names:
    """The names the desk's speech uses."""
    speech = desk.speech
    return speech.names if isinstance(speech, SlackSpeech) else Names()


def domain_of(desk: Desk) -> str | None:
    """The workspace's domain, for links to threads."""
    speech = desk.speech
    return speech.domain if isinstance(speech, SlackSpeech) else None


def person_of(user: Json, workspace_id: str, seen_at: datetime) -> Person:
    """A member as Slack describes them."""
    profile: Json = user.get("profile") or {}
    team_id = user.get("team_id") or profile.get("team") or workspace_id
    return Person(
        id=str(user["id"]),
        name=str(user.get("name") or user["id"]),
        real_name=str(profile.get("real_name") or user.get("real_name") or user.get("name") or ""),
        email=profile.get("email"),
        time_zone=user.get("tz"),
        is_admin=bool(user.get("is_admin") or user.get("is_owner")),
        is_bot=bool(user.get("is_bot")) or user["id"] == "USLACKBOT",
        is_guest=bool(user.get("is_restricted") or user.get("is_ultra_restricted")),
        is_stranger=bool(user.get("is_stranger")) or team_id != workspace_id,
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


def _join(desk: Desk, slack: SlackPort, channel: Channel) -> None:
    try:
        answer = _asked(slack, "conversations.join", {"channel": channel.id})
    except SlackAway as away:
        log.warning("a channel could not be joined", channel=channel.name, problem=str(away))
        return
    if not answer.ok:
        log.warning("a channel could not be joined", channel=channel.name, problem=answer.error)
        return
    save_channels(desk, [replace(channel, is_member=True, seen_at=desk.clock.now())])


def _asked(slack: SlackPort, method: str, payload: dict[str, Any]) -> Answer:
    """Slack's answer; `SlackAway` where there is none, or one that only says to wait."""
    try:
        answer = slack.call(method, payload, timeout_s=TIMEOUT_S)
    except Unclear as problem:
        raise SlackAway(f"{method}: {problem}") from problem
    if answer.error in ("ratelimited", "unreachable"):
        raise SlackAway(f"{method}: {answer.error}")
    return answer


def pages(
    slack: SlackPort,
    method: str,
    arguments: dict[str, Any],
    key: str,
    sleep: Callable[[float], None],
) -> Iterator[Json]:
    """Every item of every page."""
    cursor = ""
    while True:
        asked = {**arguments, "limit": PAGE} | ({"cursor": cursor} if cursor else {})
        answer = _patiently(slack, method, asked, sleep)
        yield from answer.data.get(key) or []
        cursor = (answer.data.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def _patiently(
    slack: SlackPort, method: str, payload: dict[str, Any], sleep: Callable[[float], None]
) -> Answer:
    for _ in range(PATIENCE):
        try:
            answer = slack.call(method, payload, timeout_s=TIMEOUT_S)
        except Unclear as problem:
            raise SlackAway(f"{method}: {problem}") from problem
        if answer.ok:
            return answer
        if answer.error != "ratelimited":
            raise SlackAway(f"{method}: {answer.error}")
        sleep(min(answer.retry_after_s or 1.0, LONGEST_WAIT_S))
    raise SlackAway(f"{method}: ratelimited")
