"""Events: messages and what becomes of them are kept; who and what there is is learned."""

from collections.abc import Mapping
from typing import Any, Final

import structlog
from slack_bolt import Ack

from bot.delivery.reopening import reopen
from bot.slack import directory
from bot.slack.arrival_rows import (
    correction_key,
    is_a_program,
    message_arrival,
    reaction_arrival,
    reaction_payload,
)
from bot.slack.arrivals import CORRECTION, keep, keep_arrival
from bot.slack.contents import CONTENTS, contents_of
from bot.slack.deps import SlackDeps
from bot.slack.listeners.people import is_listed, is_of_a_person
from bot.slack.message_payload import kept_of
from bot.slack.routes import Routes
from bot.store import inbox
from bot.store.connection import Connection
from bot.usecases.hearing.state import have_read
from bot.usecases.hearing.state import joined as joined_channel
from bot.usecases.intake.emoji import purpose_of
from bot.usecases.promises.channel_moves import channel_moved
from bot.usecases.promises.unusable_channels import say_out_of_reach

Json = Mapping[str, Any]
log = structlog.get_logger(__name__)

CHANGED: Final = frozenset({"message_changed", "message_deleted"})
LEFT: Final = frozenset({"channel_left", "group_left"})
"""We were taken out, told apart from somebody else who leaves."""
ARCHIVED: Final = {
    "channel_archive": True,
    "group_archive": True,
    "channel_unarchive": False,
    "group_unarchive": False,
}


def register(app: Routes, deps: SlackDeps) -> None:
    """Hear everything that is subscribed but mentions."""

    def message(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if event.get("subtype") in CHANGED:
            keep_correction(deps, body["event_id"], event)
        else:
            keep_message(deps, f"event:{body['event_id']}", event)
        ack()

    def reacted(ack: Ack, body: dict[str, Any]) -> None:
        keep_reaction(deps, body["event"])
        ack()

    app.event("message")(message)
    app.event("reaction_added")(reacted)
    _register_people(app, deps)
    _register_channels(app, deps)
    _register_names_of_channels(app, deps)
    _register_moves(app, deps)


def _register_people(app: Routes, deps: SlackDeps) -> None:
    def person(ack: Ack, body: dict[str, Any]) -> None:
        desk = deps.desk
        seen = directory.person_of(body["event"]["user"], desk.workspace_id, desk.clock.now())
        directory.meet(desk, seen)
        ack()

    def group(ack: Ack, body: dict[str, Any]) -> None:
        directory.learn_group(deps.desk, body["event"]["subteam"])
        ack()

    def members(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        added, removed = event.get("added_users") or (), event.get("removed_users") or ()
        directory.change_members(deps.desk, event["subteam_id"], added=added, removed=removed)
        ack()

    for name in ("team_join", "user_change"):
        app.event(name)(person)
    for name in ("subteam_created", "subteam_updated"):
        app.event(name)(group)
    app.event("subteam_members_changed")(members)


def _register_channels(app: Routes, deps: SlackDeps) -> None:
    def joined(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if event["user"] == deps.desk.bot_user_id:
            channel_id = event["channel"]
            _reopened(deps, channel_id)
            deps.later(lambda: directory.learn_channel(deps.desk, deps.slack, channel_id))
            deps.later(lambda: joined_channel(deps.desk, channel_id, event["event_ts"]))
        ack()

    def left(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if event["type"] in LEFT or event["user"] == deps.desk.bot_user_id:
            _changed(deps, event["channel"], is_member=False)
        ack()

    def archived(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        _changed(deps, event["channel"], is_archived=ARCHIVED[event["type"]])
        deps.later(lambda: have_read(deps.desk, event["channel"]))
        ack()

    app.event("member_joined_channel")(joined)
    for name in ("member_left_channel", *sorted(LEFT)):
        app.event(name)(left)
    for name in ARCHIVED:
        app.event(name)(archived)


def _register_names_of_channels(app: Routes, deps: SlackDeps) -> None:
    def created(ack: Ack, body: dict[str, Any]) -> None:
        made = body["event"]["channel"]
        directory.meet_channel(deps.desk, made)
        deps.later(lambda: directory.learn_channel(deps.desk, deps.slack, made["id"]))
        ack()

    def renamed(ack: Ack, body: dict[str, Any]) -> None:
        channel = body["event"]["channel"]
        directory.change_channel(deps.desk, channel["id"], name=channel["name"])
        ack()

    app.event("channel_created")(created)
    for name in ("channel_rename", "group_rename"):
        app.event(name)(renamed)


def _register_moves(app: Routes, deps: SlackDeps) -> None:
    def moved(ack: Ack, body: dict[str, Any]) -> None:
        old_id, new_id = body["event"]["old_channel_id"], body["event"]["new_channel_id"]
        with deps.desk.work() as work:
            channel_moved(work, old_id, new_id)
        deps.later(lambda: directory.learn_channel(deps.desk, deps.slack, new_id))
        ack()

    app.event("channel_id_changed")(moved)


def _changed(deps: SlackDeps, channel_id: str, **values: bool) -> None:
    """Keep what changed of a channel; admins are told where a department needs it."""
    directory.change_channel(deps.desk, channel_id, **values)
    if values.get("is_archived") is False:
        _reopened(deps, channel_id)
    with deps.desk.work() as work:
        say_out_of_reach(work)


def _reopened(deps: SlackDeps, channel_id: str) -> None:
    """Have that said which a channel did not take until now."""
    with deps.desk.work() as work:
        reopen(work.connection, work.workspace_id, channel_id, work.now)


def keep_message(deps: SlackDeps, name: str, event: Json) -> None:
    """Keep a message once, however often and under whatever event Slack sends it."""
    desk = deps.desk

    def listed(event: Json) -> bool:
        with desk.look() as work:
            return is_listed(work, event)

    arrival = message_arrival(event, name, desk.clock.now(), desk.bot_user_id, listed)
    if arrival is not None:
        keep_arrival(deps, arrival)


def keep_correction(deps: SlackDeps, event_id: str, event: Json) -> None:
    """Keep that a person's message was edited or deleted; what Slack adds to one is no edit.

    A message that still waits is changed at once, and judged as it stands then.
    """
    before: Json = event.get("previous_message") or {}
    now: Json = event.get("message") or {}
    is_deleted = not now or now.get("subtype") == "tombstone"
    if not is_of_a_person(before if is_deleted else now, deps.desk.bot_user_id):
        return
    if not is_deleted and contents_of(now).is_same(contents_of(before)):
        return
    payload = {
        **kept_of(before if is_deleted else now, event["channel"]),
        "is_deleted": is_deleted,
        "event_ts": event.get("event_ts") or event["ts"],
    }
    changes = None if is_deleted else {name: payload[name] for name in CONTENTS}

    def applied(connection: Connection) -> bool:
        place = (deps.desk.workspace_id, payload["channel_id"], payload["ts"])
        return inbox.correct_waiting(connection, *place, changes, deps.desk.clock.now())

    key = correction_key(event["channel"], now, event_id)
    keep(deps, CORRECTION, key, payload, unless=applied)


def keep_reaction(deps: SlackDeps, event: Json) -> None:
    """Keep an emoji that does something here, put at a message by a person."""
    item = event["item"]
    if item.get("type") != "message" or is_a_program(event["user"], deps.desk.bot_user_id):
        return
    with deps.desk.look() as work:
        purpose = purpose_of(work, event["reaction"])
    if purpose is None:
        return
    payload = reaction_payload(
        item["channel"], item["ts"], event["user"], purpose, event["event_ts"]
    )
    with deps.desk.look() as work:
        now = deps.desk.clock.now()
        arrival = reaction_arrival(work.connection, work.workspace_id, payload, now, is_event=True)
    if arrival is not None:
        keep_arrival(deps, arrival)
