"""What arrivals mean: each is told to the use case it is for, and answered to who sent it."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import fields, replace
from datetime import datetime
from functools import partial
from typing import Any, Final

import structlog

from bot import wording
from bot.delivery.ports import SlackPort
from bot.slack import answers, arrivals, forms
from bot.slack.answers import RESPONSE_URL, Said
from bot.slack.at_home import AtHome, at_home, is_at_home, show, visited
from bot.slack.blocks.elements import Payload, message, sentence
from bot.slack.blocks.inputs import notice
from bot.slack.clicks import CLICKS
from bot.slack.commands.call import Call, ClickPlace
from bot.slack.commands.table import answered, meant
from bot.slack.commands_in_text import command_in
from bot.slack.contents import CONTENTS, contents_in, read
from bot.slack.directory import (
    assume_stranger,
    domain_of,
    is_known,
    learn_person,
    names_of,
)
from bot.slack.fetch import read_message
from bot.slack.file_stubs import learn_files, with_files
from bot.slack.forms import KINDS
from bot.slack.forms.kind import submitted
from bot.slack.instants import fault_in_instants, instant_of
from bot.slack.listeners.people import is_of_a_person
from bot.slack.message_payload import kept_of, message_of
from bot.slack.slack_calls import SlackAway, ask
from bot.store import inbox
from bot.store.inbox import InboxRow
from bot.usecases import tickets
from bot.usecases.ground.languages import addressing, language_at
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.hearing.places import is_direct, note_use
from bot.usecases.home.home import look_again
from bot.usecases.intake import emoji
from bot.usecases.intake.channel_messages import message_posted
from bot.usecases.intake.edits import Correction, corrected
from bot.usecases.intake.emoji import Reaction
from bot.usecases.intake.ticket_threads import find
from bot.views.messages import Message
from bot.wording.language import Sentence, speaking
from bot.wording.markup import Markup

Json = Mapping[str, Any]
log = structlog.get_logger(__name__)

PATIENCE: Final = 2
"""How often an arrival is put off because Slack does not tell who sent it."""


class SlackHearing:
    """Works off arrivals of Slack; answers are given by `talking`, after the commit."""

    def __init__(self, desk: Desk, slack: SlackPort, talking: Executor) -> None:
        self._desk = desk
        self._slack = slack
        self._talking = talking
        self._read: dict[int, Message] = {}

    def prepare(self, row: InboxRow) -> None:
        """Learn who sent it, and what it is about, while no transaction is open."""
        self._learn(row, row.payload["user_id"])
        self._learn_files(row)
        if row.kind == arrivals.REACTION and row.payload["purpose"] == emoji.OPEN:
            self._read.pop(row.id, None)
            message = self._message_at(row)
            if message is not None:
                self._learn(row, message.user_id)
                self._read[row.id] = message

    def _learn(self, row: InboxRow, user_id: str) -> None:
        """Ask who somebody is, if nobody knows.

        When Slack cannot be asked for long, whoever it is counts as a stranger until it can:
        better a requester too many than a message lost.
        """
        if is_known(self._desk, user_id):
            return
        try:
            learn_person(self._desk, self._slack, user_id)
        except SlackAway as away:
            if row.attempts < PATIENCE:
                raise
            log.warning("somebody counts as a stranger", person=user_id, problem=str(away))
            assume_stranger(self._desk, user_id)

    def _learn_files(self, row: InboxRow) -> None:
        """Ask for files that Slack showed no more of than an id; better unnamed than never."""
        try:
            learn_files(self._desk, self._slack, row)
        except SlackAway as away:
            if row.attempts < PATIENCE:
                raise
            log.warning("files stay without name and link", arrival=row.id, problem=str(away))

    def _message_at(self, row: InboxRow) -> Message | None:
        """The message a reaction was put at: as it was heard, else as Slack shows it."""
        channel_id, ts = row.payload["channel_id"], row.payload["ts"]
        with self._desk.look() as work:
            heard = inbox.find_message(work.connection, work.workspace_id, channel_id, ts)
        if heard is not None:
            return message_of(heard.payload, names_of(self._desk).of)
        shown = read_message(self._slack, channel_id, ts)
        if shown is None or not is_of_a_person(shown, self._desk.bot_user_id):
            return None
        whole = with_files(partial(ask, self._slack), kept_of(shown, channel_id))
        return message_of(whole, names_of(self._desk).of)

    def fault_of(self, row: InboxRow) -> str | None:
        """Why a row can never be worked off: of no known kind, of nobody, or of no instant."""
        if row.kind not in {*_KINDS, arrivals.REACTION}:
            return f"its kind is unknown: {row.kind[:40]!r}"
        if not isinstance(row.payload.get("user_id"), str):
            return "it does not say who sent it"
        return fault_in_instants(row.payload)

    def is_waited_for(self, row: InboxRow) -> bool:
        """Whether somebody waits for the answer; what is merely written somewhere may come late."""
        return row.kind not in (arrivals.MESSAGE, arrivals.REACTION, arrivals.CORRECTION)

    def process(self, work: Work, row: InboxRow) -> Said | AtHome | None:
        """Do what the arrival asks, and return what to answer."""
        with addressing(work, row.payload["user_id"]):
            if row.kind == arrivals.REACTION:
                return _reaction(work, row, self._read.pop(row.id, None))
            answer = _KINDS[row.kind](work, row)
        inbox.forget(work.connection, row, RESPONSE_URL)
        return answer

    def answer(self, row: InboxRow, answer: object) -> None:
        """Answer the person, after the commit."""
        try:
            if isinstance(answer, Said):
                self._talking.submit(_say, self._slack, answer)
            elif isinstance(answer, AtHome):
                self._talking.submit(show, self._desk, answer)
        except RuntimeError:  # nobody talks any more
            log.info("ended before an answer was given", kind=row.kind)

    def refuse(self, row: InboxRow, why: Sentence) -> None:
        """Tell the person, and nobody else, why it was not done."""
        with speaking(language_at(self._desk, row.payload["user_id"])):
            self.answer(row, _refusal(row, why()))
        if row.payload.get(RESPONSE_URL) is not None:
            with self._desk.database.writing() as connection:
                inbox.forget(connection, row, RESPONSE_URL)


def _say(slack: SlackPort, said: Said) -> None:
    try:
        answers.say(slack, said)
    except Exception:
        log.exception("an answer could not be given", way=said.way)


def _refusal(row: InboxRow, text: str) -> Said | AtHome | None:
    payload = row.payload
    if row.kind == arrivals.SUBMISSION:
        title = KINDS[payload["callback_id"]].title()
        told = Markup(wording.forms.not_done(sentence(text)))
        return answers.by_view(payload["view_id"], notice(title, told))
    shown = message(sentence(text if isinstance(text, Markup) else text[:1].upper() + text[1:]))
    if is_at_home(row):
        return at_home(row, shown)
    if row.kind in (arrivals.MESSAGE, arrivals.MENTION, arrivals.REACTION):
        return _beside(payload, shown)
    if payload.get("response_url") is None:
        return None
    return answers.by_response_url(payload["response_url"], shown)


def _command(work: Work, row: InboxRow) -> Said | None:
    payload = row.payload
    asked = meant(payload["command"], payload["text"])
    call = _call(work, payload["user_id"], arrivals.sent_at(row), asked.rest)
    call = replace(call, arrival_id=row.id)
    return answers.by_response_url(payload["response_url"], answered(call, asked))


def _message(work: Work, row: InboxRow) -> Said | None:
    payload = row.payload
    channel_id, thread_ts = payload["channel_id"], payload["thread_ts"]
    if is_direct(channel_id):
        note_use(work, channel_id, instant_of(payload["ts"]))
    asked = command_in(payload["text"], work.bot_user_id, channel_id, thread_ts)
    if asked is None or payload.get("is_form"):
        message_posted(work, message_of(payload, names_of(work.desk).of))
        return None
    own = _of_thread(work, channel_id, thread_ts) if thread_ts else None
    call = _call(work, payload["user_id"], instant_of(payload["ts"]), asked.rest, own)
    beside = read(replace(contents_in(payload), text=""), call.names.of).words
    return _beside(payload, answered(replace(call, arrival_id=row.id, beside=beside), asked))


def _of_thread(work: Work, channel_id: str, thread_ts: str) -> int | None:
    """The ticket of a thread, the requester's own ones too."""
    found = find(work, channel_id, thread_ts)
    return tickets.find_in_thread(work, channel_id, thread_ts) if found is None else found.number


def _reaction(work: Work, row: InboxRow, message: Message | None) -> Said | None:
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
    return None


def _correction(work: Work, row: InboxRow) -> None:
    payload = row.payload
    now = message_of(payload, names_of(work.desk).of)
    corrected(
        work,
        Correction(
            channel_id=now.channel_id,
            ts=now.ts,
            thread_ts=now.thread_ts,
            user_id=now.user_id,
            text=None if payload["is_deleted"] else now.text,
            written_at=now.at,
            at=instant_of(payload["event_ts"]),
            version=payload["event_ts"],
            kept={name: payload[name] for name in CONTENTS if name in payload},
        ),
    )


def _nothing(work: Work, row: InboxRow) -> None:
    """It is only kept: a form finds it."""


def _beside(payload: Json, shown: Payload) -> Said:
    return answers.ephemeral(payload["channel_id"], payload["user_id"], payload["thread_ts"], shown)


def _action(work: Work, row: InboxRow) -> Said | AtHome | None:
    payload = row.payload
    at = instant_of(payload["action_ts"])
    call = replace(_call(work, payload["user_id"], at, payload["value"]), place=_place(payload))
    shown = CLICKS[payload["action_id"]](call)
    if is_at_home(row):
        return visited(work, row, shown)
    if shown is None or payload["response_url"] is None:
        return None
    return answers.by_response_url(payload["response_url"], shown, replace=call.place.is_ephemeral)


def _place(payload: Json) -> ClickPlace:
    return ClickPlace(**{each.name: payload[each.name] for each in fields(ClickPlace)})


def _submission(work: Work, row: InboxRow) -> Said | None:
    payload = row.payload
    text = forms.do(work, submitted(payload, arrivals.sent_at(row)))
    look_again(work, payload["user_id"])
    title = KINDS[payload["callback_id"]].title()
    return answers.by_view(payload["view_id"], notice(title, text))


def _call(work: Work, user_id: str, at: datetime, text: str, own: int | None = None) -> Call:
    return Call(work, user_id, at, text, names_of(work.desk), domain_of(work.desk), own)


_KINDS: Final[Mapping[str, Callable[[Work, InboxRow], Said | AtHome | None]]] = {
    arrivals.COMMAND: _command,
    arrivals.MESSAGE: _message,
    arrivals.MENTION: _message,
    arrivals.ACTION: _action,
    arrivals.HOME: visited,
    arrivals.SUBMISSION: _submission,
    arrivals.CORRECTION: _correction,
    arrivals.SHORTCUT: _nothing,
}
