"""What each kind of arrival asks: handed to the use case it is for, and how that is answered."""

from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

from bot.slack.act import answers, forms
from bot.slack.act.answers import PrivateAnswer
from bot.slack.act.clicks import CLICKS
from bot.slack.act.commands.call import Call, ClickPlace
from bot.slack.act.commands.table import answered, meant
from bot.slack.act.commands_in_text import command_in
from bot.slack.act.forms import KINDS
from bot.slack.act.forms.kind import submitted
from bot.slack.act.home_answers import AtHome, is_at_home, visited
from bot.slack.act.ways import way_of_mention
from bot.slack.draw.blocks.inputs import notice
from bot.slack.hear import arrivals
from bot.slack.hear.directory.directory import domain_of, names_of
from bot.slack.hear.instants import instant_of
from bot.slack.hear.message.contents import CONTENTS, contents_in, read
from bot.slack.hear.message.payload import message_of
from bot.usecases import tickets
from bot.usecases.ground.transaction import Transaction
from bot.usecases.hearing.arrivals import InboxRow
from bot.usecases.hearing.places import is_direct, note_use
from bot.usecases.home.home import look_again
from bot.usecases.intake import emoji
from bot.usecases.intake.channel_messages import message_posted
from bot.usecases.intake.edits import Correction, corrected
from bot.usecases.intake.emoji import Reaction
from bot.usecases.intake.ticket_threads import find
from bot.views.messages import Message

Json = Mapping[str, Any]


def _command(work: Transaction, row: InboxRow) -> PrivateAnswer | None:
    payload = row.payload
    invocation = meant(payload["command"], payload["text"])
    call = _call(work, payload["user_id"], arrivals.sent_at(row), invocation.rest)
    call = replace(call, arrival_id=row.id)
    return answers.by_response_url(payload["response_url"], answered(call, invocation))


def _message(work: Transaction, row: InboxRow) -> PrivateAnswer | None:
    payload = row.payload
    channel_id, thread_ts = payload["channel_id"], payload["thread_ts"]
    if is_direct(channel_id):
        note_use(work, channel_id, instant_of(payload["ts"]))
    invocation = command_in(payload["text"], work.bot_user_id, channel_id, thread_ts)
    if invocation is None or payload.get("is_form"):
        message_posted(work, message_of(payload, names_of(work.program).of))
        return None
    work.way = way_of_mention(invocation)
    ticket_number = _of_thread(work, channel_id, thread_ts) if thread_ts else None
    call = _call(
        work, payload["user_id"], instant_of(payload["ts"]), invocation.rest, ticket_number
    )
    beside = read(replace(contents_in(payload), text=""), call.names.of).words
    return answers.beside(
        payload, answered(replace(call, arrival_id=row.id, beside=beside), invocation)
    )


def _of_thread(work: Transaction, channel_id: str, thread_ts: str) -> int | None:
    """The ticket of a thread, the requester's own ones too."""
    ticket = find(work, channel_id, thread_ts)
    return tickets.find_in_thread(work, channel_id, thread_ts) if ticket is None else ticket.number


def reaction(work: Transaction, row: InboxRow, message: Message | None) -> None:
    """Do what an emoji asks; `message` is what one that opens a ticket was put at."""
    payload = row.payload
    reaction = Reaction(
        channel_id=payload["channel_id"],
        ts=payload["ts"],
        by=payload["user_id"],
        at=instant_of(payload["event_ts"]),
    )
    if payload["purpose"] == emoji.OPEN:
        emoji.opens(work, reaction, message)
    elif payload["purpose"] == emoji.NO_REPLY:
        emoji.needs_no_reply(work, reaction)
    else:
        emoji.resolves(work, reaction)


def _correction(work: Transaction, row: InboxRow) -> None:
    payload = row.payload
    message = message_of(payload, names_of(work.program).of)
    corrected(
        work,
        Correction(
            channel_id=message.channel_id,
            ts=message.ts,
            thread_ts=message.thread_ts,
            user_id=message.user_id,
            text=None if payload["is_deleted"] else message.text,
            written_at=message.at,
            at=instant_of(payload["event_ts"]),
            version=payload["event_ts"],
            kept={name: payload[name] for name in CONTENTS if name in payload},
        ),
    )


def _nothing(work: Transaction, row: InboxRow) -> None:
    """It is only kept: a form finds it."""


def _action(work: Transaction, row: InboxRow) -> PrivateAnswer | AtHome | None:
    payload = row.payload
    at = instant_of(payload["action_ts"])
    call = replace(_call(work, payload["user_id"], at, payload["value"]), place=_place(payload))
    answer = CLICKS[payload["action_id"]](call)
    if is_at_home(row):
        return visited(work, row, answer)
    if answer is None or payload["response_url"] is None:
        return None
    return answers.by_response_url(payload["response_url"], answer, replace=call.place.is_ephemeral)


def _place(payload: Json) -> ClickPlace:
    return ClickPlace(**{field.name: payload[field.name] for field in fields(ClickPlace)})


def _submission(work: Transaction, row: InboxRow) -> PrivateAnswer | None:
    payload = row.payload
    sent = submitted(payload, arrivals.sent_at(row))
    text, kind = forms.do(work, sent), KINDS[payload["callback_id"]]
    look_again(work, payload["user_id"])
    follows = kind.then_shown
    view = notice(kind.title(), text) if follows is None else follows(work, sent, text)
    return answers.by_view(payload["view_id"], view)


def _call(
    work: Transaction, user_id: str, at: datetime, text: str, ticket_number: int | None = None
) -> Call:
    return Call(
        work, user_id, at, text, names_of(work.program), domain_of(work.program), ticket_number
    )


HANDLERS: Final[Mapping[str, Callable[[Transaction, InboxRow], PrivateAnswer | AtHome | None]]] = {
    arrivals.COMMAND: _command,
    arrivals.MESSAGE: _message,
    arrivals.MENTION: _message,
    arrivals.ACTION: _action,
    arrivals.HOME: visited,
    arrivals.SUBMISSION: _submission,
    arrivals.CORRECTION: _correction,
    arrivals.SHORTCUT: _nothing,
}
"""By the kind of an arrival; an emoji needs more, see `reaction`."""
