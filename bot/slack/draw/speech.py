"""Draws messages for Slack: a table from each kind of message to the function that draws it.

A new kind of message is its dataclass in `bot.views`, its drawing with a row here, its sentence.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, Final, TypeVar

from bot.slack.draw import requester_speech, ticket_speech
from bot.slack.draw.blocks import alert, home, intake, notices, report_digest, undelivered
from bot.slack.draw.blocks.card import SUBJECT
from bot.slack.draw.blocks.elements import Payload, escaped, message, unlinked
from bot.slack.draw.names import Names
from bot.slack.draw.pieces import in_pieces
from bot.usecases.ground.people import people_in
from bot.usecases.ground.transaction import Database
from bot.views.agent_messages import (
    AgentNote,
    ClockAlert,
    LiveCard,
    RequesterWrote,
    RuleNotice,
    TextCorrected,
    TicketAssigned,
)
from bot.views.conversation_messages import ConversationBegun, RelayedReply, RelayedText
from bot.views.home import ShownHome
from bot.views.notices import (
    DigestTold,
    ExclusionAsked,
    ExclusionDecided,
    FollowUpDone,
    FollowUpDue,
    FollowUpGiven,
    MissesWait,
)
from bot.views.refusals import UndeliveredMessage
from bot.views.requester_messages import (
    AnswerAwaited,
    Confirmation,
    DepartmentQuestion,
    DirectConfirmation,
    NobodyThere,
    RatingQuestion,
    RatingThanks,
    SolvedQuestion,
    TicketReopened,
)
from bot.views.sentences import Line, Quotation
from bot.views.speech import LongMessage, OneMessage, ReadAlone
from bot.views.tickets import ClosingView
from bot.wording.language import speaking
from bot.wording.markup import escape
from bot.wording.times import read_by, read_by_many

Drawn = TypeVar("Drawn")
Drawing = Callable[[Any, Names, str | None], Drawn]
"""Takes a message, what people are called, and the workspace's domain, for links to threads."""


def _line(line: Line, names: Names, domain: str | None) -> Payload:
    facts = {
        name: escaped(fact, SUBJECT) if isinstance(fact, str) else fact
        for name, fact in line.facts.items()
    }
    return message(line.sentence(**facts))


def _quotation(quotation: Quotation, names: Names, domain: str | None) -> list[Payload]:
    texts = {
        name: escape(fact) if name == "text" else unlinked(escaped(fact, SUBJECT))
        for name, fact in quotation.facts.items()
        if isinstance(fact, str)
    }
    sentence = quotation.sentence(**{**quotation.facts, **texts})
    return [{"text": piece} for piece in in_pieces(sentence)]


DRAWINGS: Final[Mapping[type, Drawing[Payload]]] = {
    LiveCard: ticket_speech.live_card,
    ClockAlert: alert.alert,
    ClosingView: alert.closing_time,
    TicketAssigned: ticket_speech.ticket_assigned,
    RuleNotice: ticket_speech.rule_notice,
    RequesterWrote: ticket_speech.requester_wrote,
    TextCorrected: ticket_speech.text_corrected,
    Confirmation: requester_speech.confirmation,
    DirectConfirmation: requester_speech.direct_confirmation,
    NobodyThere: requester_speech.nobody_there,
    AnswerAwaited: requester_speech.answer_awaited,
    SolvedQuestion: requester_speech.solved_question,
    TicketReopened: requester_speech.ticket_reopened,
    RatingQuestion: requester_speech.rating_question,
    RatingThanks: requester_speech.rating_thanks,
    DepartmentQuestion: intake.department_question,
    MissesWait: notices.misses_wait,
    ExclusionAsked: notices.exclusion_asked,
    ExclusionDecided: notices.exclusion_decided,
    FollowUpGiven: notices.follow_up_given,
    FollowUpDue: notices.follow_up_due,
    FollowUpDone: notices.follow_up_done,
    DigestTold: report_digest.digest,
    ShownHome: home.home_view,
    Line: _line,
}
"""The kinds that are one message."""
LONG_DRAWINGS: Final[Mapping[type, Drawing[list[Payload]]]] = {
    ConversationBegun: ticket_speech.conversation_begun,
    RelayedText: ticket_speech.relayed_text,
    RelayedReply: ticket_speech.relayed_reply,
    AgentNote: ticket_speech.agent_note,
    UndeliveredMessage: undelivered.undelivered,
    Quotation: _quotation,
}
"""The kinds that are as many messages as their text needs."""


@dataclass(frozen=True, slots=True)
class SlackSpeech:
    """Payloads without channel and thread; `domain` is the workspace's, for links to threads.

    What is refused is told in the language of who asks, all else in that of who reads.
    """

    names: Names = field(default_factory=Names)
    domain: str | None = None
    language: str | None = None
    alone: ReadAlone | None = None

    def for_reader(self, language: str | None, alone: ReadAlone | None = None) -> "SlackSpeech":
        """The same speech for readers of a language, or for one who reads alone."""
        return replace(self, language=language, alone=alone)

    def payload(self, message: OneMessage) -> Payload:
        """The message as it is drawn. Raises `TypeError` for a kind without a row."""
        return self._drawn(DRAWINGS, message)

    def pieces(self, message: LongMessage) -> list[Payload]:
        """The pieces of it as they are drawn. Raises `TypeError` for a kind without a row."""
        return self._drawn(LONG_DRAWINGS, message)

    def summary(self, message: ClockAlert) -> str:
        """An alert in one line, with those it mentions."""
        with self._to_reader():
            return alert.alert_line(message, self.names, self.domain)

    def _drawn(self, drawings: Mapping[type, Drawing[Drawn]], message: Any) -> Drawn:
        kind = type(message)
        if kind not in drawings:
            raise TypeError(f"a {kind.__name__} has no drawing: give it a row in {__name__}")
        with self._to_reader():
            return drawings[kind](message, self.names, self.domain)

    @contextmanager
    def _to_reader(self) -> Iterator[None]:
        """Speak to the readers of this speech, whoever is spoken to around it."""
        alone = self.alone
        times = read_by_many() if alone is None else read_by(alone.zone_name, alone.now)
        with speaking(self.language), times:
            yield


def speech_for(database: Database, workspace_id: str, domain: str | None) -> SlackSpeech:
    """The speech of a workspace: it knows what its people are called, and links to threads."""
    return SlackSpeech(Names(people_in(database, workspace_id)), domain)
