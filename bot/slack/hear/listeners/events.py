"""Events: messages and what becomes of them are kept; who and what there is is learned."""

from collections.abc import Mapping
from typing import Any, Final

import structlog
from slack_bolt import Ack

from bot.delivery.reopened_channels import reopen
from bot.slack.hear import routes
from bot.slack.hear.arrival_rows import (
    correction_key,
    event_key,
    is_a_program,
    message_arrival,
    reaction_arrival,
    reaction_payload,
)
from bot.slack.hear.arrivals import CORRECTION, keep, keep_arrival
from bot.slack.hear.authors import is_listed, is_of_a_person
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.directory import descriptions, directory
from bot.slack.hear.message.contents import CONTENTS, contents_of
from bot.slack.hear.message.payload import kept_of
from bot.slack.hear.routes import Listeners
from bot.usecases.ground.transaction import Transaction
from bot.usecases.hearing.arrivals import correct_waiting
from bot.usecases.hearing.state import have_read
from bot.usecases.hearing.state import joined as joined_channel
from bot.usecases.intake.emoji import purpose_of
from bot.usecases.promises import directory_changes
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


def listeners(deps: SlackDeps) -> Listeners:
    """Who hears everything that is subscribed but mentions."""

    def message(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if event.get("subtype") in CHANGED:
            keep_correction(deps, body["event_id"], event)
        else:
            keep_message(deps, event_key(body["event_id"]), event)
        ack()

    def reacted(ack: Ack, body: dict[str, Any]) -> None:
        keep_reaction(deps, body["event"])
        ack()

    yield (routes.EVENT, "message"), message
    yield (routes.EVENT, "reaction_added"), reacted
    yield from _people(deps)
    yield from _channels(deps)
    yield from _names_of_channels(deps)
    yield from _moves(deps)


def _people(deps: SlackDeps) -> Listeners:
    def person(ack: Ack, body: dict[str, Any]) -> None:
        program = deps.program
        seen = descriptions.person_of(
            body["event"]["user"], program.workspace_id, program.clock.now()
        )
        directory.meet(program, seen)
        ack()

    def group(ack: Ack, body: dict[str, Any]) -> None:
        directory.learn_group(deps.program, body["event"]["subteam"])
        ack()

    def members(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        added, removed = event.get("added_users") or (), event.get("removed_users") or ()
        directory_changes.change_members(
            deps.program, event["subteam_id"], added=added, removed=removed
        )
        ack()

    for name in ("team_join", "user_change"):
        yield (routes.EVENT, name), person
    for name in ("subteam_created", "subteam_updated"):
        yield (routes.EVENT, name), group
    yield (routes.EVENT, "subteam_members_changed"), members


def _channels(deps: SlackDeps) -> Listeners:
    def joined(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if event["user"] == deps.program.bot_user_id:
            channel_id = event["channel"]
            _reopened(deps, channel_id)
            deps.later(lambda: directory.learn_channel(deps.program, deps.slack, channel_id))
            deps.later(lambda: joined_channel(deps.program, channel_id, event["event_ts"]))
        ack()

    def left(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        if event["type"] in LEFT or event["user"] == deps.program.bot_user_id:
            _changed(deps, event["channel"], is_member=False)
        ack()

    def archived(ack: Ack, body: dict[str, Any]) -> None:
        event = body["event"]
        _changed(deps, event["channel"], is_archived=ARCHIVED[event["type"]])
        deps.later(lambda: have_read(deps.program, event["channel"]))
        ack()

    yield (routes.EVENT, "member_joined_channel"), joined
    for name in ("member_left_channel", *sorted(LEFT)):
        yield (routes.EVENT, name), left
    for name in ARCHIVED:
        yield (routes.EVENT, name), archived


def _names_of_channels(deps: SlackDeps) -> Listeners:
    def created(ack: Ack, body: dict[str, Any]) -> None:
        channel = body["event"]["channel"]
        directory.meet_channel(deps.program, channel)
        deps.later(lambda: directory.learn_channel(deps.program, deps.slack, channel["id"]))
        ack()

    def renamed(ack: Ack, body: dict[str, Any]) -> None:
        channel = body["event"]["channel"]
        directory_changes.change_channel(deps.program, channel["id"], name=channel["name"])
        ack()

    yield (routes.EVENT, "channel_created"), created
    for name in ("channel_rename", "group_rename"):
        yield (routes.EVENT, name), renamed


def _moves(deps: SlackDeps) -> Listeners:
    def moved(ack: Ack, body: dict[str, Any]) -> None:
        old_id, new_id = body["event"]["old_channel_id"], body["event"]["new_channel_id"]
        with deps.program.work() as work:
            channel_moved(work, old_id, new_id)
        deps.later(lambda: directory.learn_channel(deps.program, deps.slack, new_id))
        ack()

    yield (routes.EVENT, "channel_id_changed"), moved


def _changed(deps: SlackDeps, channel_id: str, **values: bool) -> None:
    """Keep what changed of a channel; admins are told where a department needs it."""
    directory_changes.change_channel(deps.program, channel_id, **values)
    if values.get("is_archived") is False:
        _reopened(deps, channel_id)
    with deps.program.work() as work:
        say_out_of_reach(work)


def _reopened(deps: SlackDeps, channel_id: str) -> None:
    """Have that said which a channel did not take until now."""
    with deps.program.work() as work:
        reopen(*work.scope, channel_id, work.now)


def keep_message(deps: SlackDeps, name: str, event: Json) -> None:
    """Keep a message once, however often and under whatever event Slack sends it."""
    program = deps.program

    def listed(event: Json) -> bool:
        with program.look() as work:
            return is_listed(work, event)

    at, bot_user_id = program.clock.now(), program.bot_user_id
    arrival = message_arrival(event, name, at, bot_user_id, listed, deps.is_command)
    if arrival is not None:
        keep_arrival(deps, arrival)


def keep_correction(deps: SlackDeps, event_id: str, event: Json) -> None:
    """Keep that a person's message was edited or deleted; what Slack adds to one is no edit.

    A message that still waits is changed at once, and judged as it stands then.
    """
    before: Json = event.get("previous_message") or {}
    now: Json = event.get("message") or {}
    is_deleted = not now or now.get("subtype") == "tombstone"
    if not is_of_a_person(before if is_deleted else now, deps.program.bot_user_id):
        return
    if not is_deleted and contents_of(now).is_same(contents_of(before)):
        return
    payload = {
        **kept_of(before if is_deleted else now, event["channel"]),
        "is_deleted": is_deleted,
        "event_ts": event.get("event_ts") or event["ts"],
    }
    changes = None if is_deleted else {name: payload[name] for name in CONTENTS}

    def applied(work: Transaction) -> bool:
        return correct_waiting(work, payload["channel_id"], payload["ts"], changes)

    key = correction_key(event["channel"], now, event_id)
    keep(deps, CORRECTION, key, payload, unless=applied)


def keep_reaction(deps: SlackDeps, event: Json) -> None:
    """Keep an emoji that does something here, put at a message by a person."""
    item = event["item"]
    if item.get("type") != "message" or is_a_program(event["user"], deps.program.bot_user_id):
        return
    with deps.program.look() as work:
        purpose = purpose_of(work, event["reaction"])
    if purpose is None:
        return
    payload = reaction_payload(
        item["channel"], item["ts"], event["user"], purpose, event["event_ts"]
    )
    with deps.program.look() as work:
        arrival = reaction_arrival(work, payload, is_event=True)
    if arrival is not None:
        keep_arrival(deps, arrival)
