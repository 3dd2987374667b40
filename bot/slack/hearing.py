"""What arrivals mean: each is told to the use case it is for, and answered to who sent it."""

from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from dataclasses import fields, replace
from datetime import datetime
from typing import Any, Final

import structlog

from bot import wording
from bot.delivery.ports import SlackPort
from bot.slack import answers, arrivals, forms
from bot.slack.answers import Said
from bot.slack.blocks.inputs import notice
from bot.slack.blocks.marks import Payload, message, sentence
from bot.slack.clicks import CLICKS
from bot.slack.commands.call import Call, Place
from bot.slack.commands.table import answered, meant, meant_by_mention
from bot.slack.directory import (
    SlackAway,
    assume_stranger,
    domain_of,
    is_known,
    learn_person,
    names_of,
)
from bot.slack.forms import KINDS
from bot.slack.forms.kind import Submitted
from bot.slack.parsing import after_mention, plain_text
from bot.store.inbox import InboxRow
from bot.usecases import tickets
from bot.usecases.desk import Desk, Work
from bot.usecases.inbound import Message, message_posted
from bot.usecases.languages import language_at, language_of
from bot.wording.language import Sentence, speaking
from sla_core.instants import MICROSECONDS, from_us

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

    def prepare(self, row: InboxRow) -> None:
        """Learn who sent it, if nobody knows, while no transaction is open.

        When Slack cannot be asked for long, whoever it is counts as a stranger until it can:
        better a requester too many than a message lost.
        """
        user_id = row.payload["user_id"]
        if is_known(self._desk, user_id):
            return
        try:
            learn_person(self._desk, self._slack, user_id)
        except SlackAway as away:
            if row.attempts < PATIENCE:
                raise
            log.warning("somebody counts as a stranger", person=user_id, problem=str(away))
            assume_stranger(self._desk, user_id)

    def process(self, work: Work, row: InboxRow) -> Said | None:
        """Do what the arrival asks, and return what to answer."""
        with speaking(language_of(work, row.payload["user_id"])):
            return _KINDS[row.kind](work, row)

    def answer(self, row: InboxRow, answer: object) -> None:
        """Answer the person, after the commit."""
        if isinstance(answer, Said):
            self._talking.submit(_say, self._slack, answer)

    def refuse(self, row: InboxRow, why: Sentence) -> None:
        """Tell the person, and nobody else, why it was not done."""
        with speaking(language_at(self._desk, row.payload["user_id"])):
            self.answer(row, _refusal(row, why()))


def _say(slack: SlackPort, said: Said) -> None:
    try:
        answers.say(slack, said)
    except Exception:
        log.exception("an answer could not be given", way=said.way)


def _refusal(row: InboxRow, text: str) -> Said | None:
    payload = row.payload
    if row.kind == arrivals.SUBMISSION:
        title = KINDS[payload["callback_id"]].title()
        return answers.by_view(payload["view_id"], notice(title, wording.forms.not_done(text)))
    shown = message(sentence(text[:1].upper() + text[1:]))
    if row.kind in (arrivals.MESSAGE, arrivals.MENTION):
        return _beside(payload, shown)
    if payload["response_url"] is None:
        return None
    return answers.by_response_url(payload["response_url"], shown)


def _command(work: Work, row: InboxRow) -> Said | None:
    payload = row.payload
    asked = meant(payload["command"], payload["text"])
    call = _call(work, payload["user_id"], row.received_at, asked.rest)
    return answers.by_response_url(payload["response_url"], answered(call, asked))


def _message(work: Work, row: InboxRow) -> Said | None:
    payload = row.payload
    at = instant_of(payload["ts"])
    told = after_mention(payload["text"], work.bot_user_id)
    if told is None:
        message_posted(work, _posted(work, payload, at))
        return None
    asked = meant_by_mention(told)
    thread_ts = payload["thread_ts"]
    own = tickets.find_in_thread(work, payload["channel_id"], thread_ts) if thread_ts else None
    call = _call(work, payload["user_id"], at, asked.rest, own)
    return _beside(payload, answered(call, asked))


def _posted(work: Work, payload: Json, at: datetime) -> Message:
    text = plain_text(payload["text"], names_of(work.desk).of)
    files = [f"[{name}]" for name in payload["files"]]
    return Message(
        channel_id=payload["channel_id"],
        ts=payload["ts"],
        thread_ts=payload["thread_ts"],
        user_id=payload["user_id"],
        text="\n".join([*([text] if text else []), *files]),
        at=at,
    )


def _beside(payload: Json, shown: Payload) -> Said:
    return answers.ephemeral(payload["channel_id"], payload["user_id"], payload["thread_ts"], shown)


def _action(work: Work, row: InboxRow) -> Said | None:
    payload = row.payload
    at = instant_of(payload["action_ts"])
    call = replace(_call(work, payload["user_id"], at, payload["value"]), place=_place(payload))
    shown = CLICKS[payload["action_id"]](call)
    if shown is None or payload["response_url"] is None:
        return None
    return answers.by_response_url(payload["response_url"], shown, replace=call.place.is_ephemeral)


def _place(payload: Json) -> Place:
    return Place(**{each.name: payload[each.name] for each in fields(Place)})


def _submission(work: Work, row: InboxRow) -> Said | None:
    payload = row.payload
    text = forms.do(work, submitted(payload, row.received_at))
    title = KINDS[payload["callback_id"]].title()
    return answers.by_view(payload["view_id"], notice(title, text))


def submitted(payload: Json, at: datetime) -> Submitted:
    """A form as it was kept."""
    return Submitted(
        callback_id=payload["callback_id"],
        user_id=payload["user_id"],
        metadata=payload["metadata"],
        values=payload["values"],
        at=at,
    )


def instant_of(ts: str) -> datetime:
    """The instant of one of Slack's `ts`, to the microsecond."""
    seconds, _, fraction = ts.partition(".")
    return from_us(int(seconds) * MICROSECONDS + int(fraction[:6].ljust(6, "0") or 0))


def _call(work: Work, user_id: str, at: datetime, text: str, own: int | None = None) -> Call:
    return Call(work, user_id, at, text, names_of(work.desk), domain_of(work.desk), own)


_KINDS: Final[Mapping[str, Callable[[Work, InboxRow], Said | None]]] = {
    arrivals.COMMAND: _command,
    arrivals.MESSAGE: _message,
    arrivals.MENTION: _message,
    arrivals.ACTION: _action,
    arrivals.SUBMISSION: _submission,
}
