"""Works off what came in: learns who sent it, has it handled, and answers who sent it."""

from collections.abc import Mapping
from concurrent.futures import Executor
from functools import partial
from typing import Any, Final

import structlog

from bot import wording
from bot.delivery.ports import SlackPort
from bot.slack.act import answers
from bot.slack.act.answers import RESPONSE_URL, PrivateAnswer
from bot.slack.act.forms import KINDS
from bot.slack.act.handlers import HANDLERS, reaction
from bot.slack.act.home_answers import AtHome, at_home, is_at_home, show
from bot.slack.act.ways import way_of
from bot.slack.draw.blocks.elements import message, sentence
from bot.slack.draw.blocks.inputs import notice
from bot.slack.hear import arrivals
from bot.slack.hear.authors import is_of_a_person
from bot.slack.hear.directory.directory import (
    assume_stranger,
    learn_person,
    names_of,
)
from bot.slack.hear.instants import fault_in_instants
from bot.slack.hear.message.file_stubs import learn_files, with_files
from bot.slack.hear.message.payload import kept_of, message_of
from bot.slack.hear.reader.fetch import read_message
from bot.slack.hear.slack_calls import SlackAway, ask
from bot.usecases.ground.languages import addressing, language_at
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.hearing.arrivals import InboxRow, find_message, forget
from bot.usecases.intake import emoji
from bot.usecases.promises.directory_changes import is_known
from bot.views.messages import Message
from bot.wording.language import Sentence, speaking
from bot.wording.markup import Markup

Json = Mapping[str, Any]
log = structlog.get_logger(__name__)

PATIENCE: Final = 2
"""How often an arrival is put off because Slack does not tell who sent it."""


class Dispatch:
    """Works off arrivals of Slack; answers are given by `talking`, after the commit."""

    def __init__(self, program: Program, slack: SlackPort, talking: Executor) -> None:
        self._desk = program
        self._slack = slack
        self._talking = talking
        self._read: dict[int, Message] = {}

    def prepare(self, row: InboxRow) -> None:
        """Learn who sent it, and what it is about, while no transaction is open."""
        self._read.clear()
        self._learn(row, row.payload["user_id"])
        self._learn_files(row)
        if row.kind == arrivals.REACTION and row.payload["purpose"] == emoji.OPEN:
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
            arrival = find_message(work, channel_id, ts)
        if arrival is not None:
            return message_of(arrival.payload, names_of(self._desk).of)
        slack_message = read_message(self._slack, channel_id, ts)
        if slack_message is None or not is_of_a_person(slack_message, self._desk.bot_user_id):
            return None
        payload = with_files(partial(ask, self._slack), kept_of(slack_message, channel_id))
        return message_of(payload, names_of(self._desk).of)

    def fault_of(self, row: InboxRow) -> str | None:
        """Why a row can never be worked off: of no known kind, of nobody, or of no instant."""
        if row.kind not in {*HANDLERS, arrivals.REACTION}:
            return f"its kind is unknown: {row.kind[:40]!r}"
        if not isinstance(row.payload.get("user_id"), str):
            return "it does not say who sent it"
        return fault_in_instants(row.payload)

    def is_waited_for(self, row: InboxRow) -> bool:
        """Whether somebody waits for the answer; what is merely written somewhere may come late."""
        return row.kind not in (arrivals.MESSAGE, arrivals.REACTION, arrivals.CORRECTION)

    def process(self, work: Transaction, row: InboxRow) -> PrivateAnswer | AtHome | None:
        """Do what the arrival asks, and return what to answer."""
        work.way = way_of(row)
        with addressing(work, row.payload["user_id"]):
            if row.kind == arrivals.REACTION:
                reaction(work, row, self._read.get(row.id))
                return None
            answer = HANDLERS[row.kind](work, row)
        forget(work, row, RESPONSE_URL)
        return answer

    def answer(self, row: InboxRow, answer: object) -> None:
        """Answer the person, after the commit."""
        try:
            if isinstance(answer, PrivateAnswer):
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
            with self._desk.quiet_work() as work:
                forget(work, row, RESPONSE_URL)


def _say(slack: SlackPort, answer: PrivateAnswer) -> None:
    try:
        answers.say(slack, answer)
    except Exception:
        log.exception("an answer could not be given", way=answer.way)


def _refusal(row: InboxRow, text: str) -> PrivateAnswer | AtHome | None:
    payload = row.payload
    if row.kind == arrivals.SUBMISSION:
        title = KINDS[payload["callback_id"]].title()
        markup = Markup(wording.forms.not_done(sentence(text)))
        return answers.by_view(payload["view_id"], notice(title, markup))
    answer = message(sentence(text if isinstance(text, Markup) else text[:1].upper() + text[1:]))
    if is_at_home(row):
        return at_home(row, answer)
    if row.kind in (arrivals.MESSAGE, arrivals.MENTION, arrivals.REACTION):
        return answers.beside(payload, answer)
    if payload.get("response_url") is None:
        return None
    return answers.by_response_url(payload["response_url"], answer)
