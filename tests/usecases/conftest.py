"""A desk with a small team, on both databases, that speaks in plain words."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest

from bot.config.document import read
from bot.config.history import HistoryReader
from bot.store import channels, outbox, people
from bot.store.channels import Channel
from bot.store.people import Person
from bot.usecases.consequences.order import IN_ORDER
from bot.usecases.ground.transaction import Program
from bot.usecases.intake.channel_messages import message_posted
from bot.usecases.promises.configuration import apply_configuration
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
from bot.views.messages import Message
from bot.views.notices import Notice
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
from bot.views.speech import ReadAlone
from bot.views.tickets import ClosingView
from sla_core.instants import to_s
from tests import prepared
from tests.team import EMAILS

CONFIG = """
version: 1
departments:
  Support:
    intake_channels: ["#support"]
    alert_channel: "#sla-alerts"
    leads: [lea@example.com]
    agents: [ana@example.com, bob@example.com]
  Billing:
    intake_channels: ["#billing"]
    alert_channel: "#sla-alerts"
    agents: [cid@example.com]
customers:
  Acme: {group: VIP, domains: [acme.example]}
levels:
  Standard: {targets: {first_reply: 4h, next_reply: 8h, resolution: 40h}}
  Urgent SLA: {targets: {first_reply: 1h, next_reply: 30m}}
default_level: Standard
rules:
  - name: Tag URGENT
    if: [{tags: {contains: URGENT}}]
    then: {level: Urgent SLA}
"""


def in_pieces(text: str) -> list[dict[str, Any]]:
    """A text as messages: what is behind a bar goes into another one."""
    return [{"text": piece} for piece in text.split("|")]


def card(shown: LiveCard) -> dict[str, Any]:
    ticket = shown.ticket
    undelivered = f" undelivered {ticket.undelivered}" if ticket.undelivered else ""
    about = f"{ticket.status} {ticket.level} {ticket.assignee}"
    return {"text": f"card #{ticket.number} {about}{undelivered}"}


def alert(about: ClockAlert) -> dict[str, Any]:
    view = about.alert
    return {
        "text": f"{view.point} {view.clock.metric} #{about.ticket.number}",
        "point": view.point,
        "is_breach": view.is_breach,
        "mentions": view.mentions,
        "heeds": [f"{each.kind} {each.by} {each.until}" for each in view.heeds],
        "done_by": view.done_by,
        "breached_at": None if view.clock.breached_at is None else str(view.clock.breached_at),
        "to_channel": about.to_channel,
        "card": about.card,
    }


def alert_line(about: ClockAlert) -> str:
    view = about.alert
    mentions = " ".join(view.mentions)
    return f"{view.point} {view.clock.metric} #{about.ticket.number} {mentions}".strip()


def closing(closes: ClosingView) -> dict[str, Any]:
    lines = [f"#{each.number} {each.metric} {each.left_seconds}" for each in closes.clocks]
    return {"text": f"{closes.calendar} closes: {', '.join(lines)}"}


def rule_notice(notice: RuleNotice) -> dict[str, Any]:
    return {
        "text": f"{notice.rule} #{notice.ticket.number}: {notice.text}",
        "rule": notice.rule,
        "mentions": notice.mentions,
        "to_channel": notice.to_channel,
    }


def wrote(message: RequesterWrote) -> dict[str, Any]:
    place = message.place
    at = None if place is None else [place.channel_id, place.ts, message.root_ts]
    return {"text": f"{message.author} wrote: {message.text}", "at": at}


def conversation(begun: ConversationBegun) -> list[dict[str, Any]]:
    reach = "" if begun.is_relayed else " and reads nothing"
    return in_pieces(f"{begun.ticket.requester} asks: {begun.text}{reach}")


def undelivered(notice: UndeliveredMessage) -> list[dict[str, Any]]:
    whose = "your words" if notice.author is None else f"words of {notice.author}"
    about = f"on #{notice.number} not delivered ({notice.error}): {notice.text}"
    return [{"text": f"{whose} {about}", "about": notice.key}]


MESSAGES = {
    LiveCard: card,
    ClockAlert: alert,
    ClosingView: closing,
    RuleNotice: rule_notice,
    RequesterWrote: wrote,
    ShownHome: lambda it: {"type": "home", "home": repr(it.home), "said": it.answer},
}
"""What tests read more of than a text."""

TEXTS = {
    TicketAssigned: lambda it, time: f"{it.by} gives you #{it.ticket.number}",
    TextCorrected: lambda it, time: f"{it.author} says now: {it.text}",
    Line: lambda it, time: it.sentence(**it.facts),
    DepartmentQuestion: lambda it, time: "which department",
    Confirmation: lambda it, time: f"opened #{it.ticket.number}{back(it.back_at, time)}",
    DirectConfirmation: lambda it, time: (
        f"#{it.ticket.number} opened by {it.by or 'you'}{back(it.back_at, time)}"
    ),
    NobodyThere: lambda it, time: f"away #{it.ticket.number}{back(it.back_at, time)}",
    AnswerAwaited: lambda it, time: f"reminder #{it.ticket.number}, resolved {time(it.resolve_at)}",
    SolvedQuestion: lambda it, time: (
        f"solved #{it.ticket.number}?{' in silence' if it.in_silence else ''}"
    ),
    TicketReopened: lambda it, time: f"reopened #{it.ticket.number}",
    RatingQuestion: lambda it, time: f"rate #{it.ticket.number}",
    RatingThanks: lambda it, time: (
        f"rated #{it.ticket.number}{' and comment' if it.may_comment else ''}"
    ),
    **dict.fromkeys(get_args(Notice), lambda it, time: repr(it)),
}

PIECES = {
    ConversationBegun: conversation,
    RelayedText: lambda it: in_pieces(f"{it.author} says: {it.text}"),
    RelayedReply: lambda it: in_pieces(f"{it.author.name} replies: {it.text}"),
    AgentNote: lambda it: in_pieces(f"{it.author.name} notes: {it.text}"),
    UndeliveredMessage: undelivered,
    Quotation: lambda it: in_pieces(it.sentence(**it.facts)),
}


def back(at: datetime | None, time: Any) -> str:
    return "" if at is None else f", back {time(at)}"


@dataclass(frozen=True)
class PlainSpeech:
    """Says in one line what a message is about, times in the zone of who reads alone or in UTC."""

    zone_name: str | None = None

    def for_reader(self, language: str | None, alone: ReadAlone | None = None) -> "PlainSpeech":
        return PlainSpeech(alone.zone_name if alone else None)

    def payload(self, message: Any) -> dict[str, Any]:
        kind = type(message)
        if kind in MESSAGES:
            return MESSAGES[kind](message)
        return {"text": TEXTS[kind](message, self._time)}

    def pieces(self, message: Any) -> list[dict[str, Any]]:
        return PIECES[type(message)](message)

    def summary(self, message: ClockAlert) -> str:
        return alert_line(message)

    def _time(self, at: datetime) -> str:
        return f"{at.astimezone(ZoneInfo(self.zone_name or 'UTC')):%a %H:%M}"


def person(id_: str, email: str, at: datetime) -> Person:
    return Person(
        id=id_,
        name=email.partition("@")[0],
        real_name=email.partition("@")[0].title(),
        email=email,
        time_zone="Europe/Ljubljana",
        is_admin=id_ == "UADA",
        is_bot=False,
        is_guest=False,
        is_stranger=False,
        is_deleted=False,
        seen_at=at,
    )


@dataclass
class Team:
    """The desk and what people do at it; seconds pass only when told."""

    program: Program
    clock: Any
    wakes: list[int]
    _ts: int = field(default=0)

    def writes(
        self, who: str, text: str, channel: str = "CSUPPORT", thread_ts: str | None = None
    ) -> tuple[str, Any]:
        """Somebody writes now; return the message's ts and what the gate made of it."""
        self._ts += 1
        ts = f"{to_s(self.clock.now())}.{self._ts:06}"
        at = datetime.fromtimestamp(to_s(self.clock.now()), UTC).replace(microsecond=self._ts)
        with self.program.work() as work:
            return ts, message_posted(work, Message(channel, ts, thread_ts, who, text, at))

    def does(self, action: Any, *args: Any, **kwargs: Any) -> Any:
        """Somebody does something now, in a transaction of its own."""
        with self.program.work() as work:
            if "at" in action.__code__.co_varnames[: action.__code__.co_argcount]:
                kwargs.setdefault("at", self.clock.now())
            return action(work, *args, **kwargs)

    def configure_agents(self, ids: list[str]) -> None:
        """Make these people agents of Support, from now on."""
        agents = ", ".join(ids)
        wanted = CONFIG.replace("agents: [ana@", f"agents: [{agents}, ana@", 1)
        with self.program.work() as work:
            apply_configuration(work, read(wanted, "sla.yml", work.now_s).configuration, "UADA")
        self.clock.move(seconds=1)

    def said(self, prefix: str = "") -> list[str]:
        """The texts in the outbox whose keys begin with this, in order, withdrawn ones left out."""
        with self.program.work() as work:
            rows = outbox.live(work.connection)
        return [row.payload["text"] for row in rows if row.key.startswith(prefix)]

    def keys(self, prefix: str = "") -> list[str]:
        """The keys in the outbox that begin with this."""
        with self.program.work() as work:
            return [row.key for row in outbox.live(work.connection) if row.key.startswith(prefix)]


@pytest.fixture
def team(db, clock) -> Team:
    """Support (Ana, Bob, Lea leading) and Billing (Cid); Ada is admin; Carla of Acme, and Dan."""
    wakes: list[int] = []
    program = Program(
        db, clock, "T1", "UBOT", PlainSpeech(), HistoryReader(), lambda: wakes.append(1), IN_ORDER
    )
    prepared.begin(("a team", clock.now()), db, lambda: _furnish(program))
    return Team(program, clock, wakes)


def _furnish(program: Program) -> None:
    with program.work() as work:
        for id_, email in EMAILS.items():
            people.save(work.connection, "T1", person(id_, email, work.now))
        for id_, name in (("CSUPPORT", "support"), ("CBILLING", "billing"), ("CSLA", "sla-alerts")):
            channel = Channel(id_, name, False, True, False, work.now)
            channels.save(work.connection, "T1", channel)
    with program.work() as work:
        apply_configuration(work, read(CONFIG, "sla.yml", work.now_s).configuration, "UADA")


PRIVATE = CONFIG.replace(
    '    alert_channel: "#sla-alerts"\n    agents: [cid@example.com]\n',
    '    alert_channel: "#billing-alerts"\n    agents: [cid@example.com]\n    private: true\n',
)


def configure(team, text):
    team.clock.move(seconds=1)
    with team.program.work() as work:
        apply_configuration(work, read(text, "sla.yml", work.now_s).configuration, "UADA")
    team.clock.move(seconds=1)


@pytest.fixture
def closed(team):
    """Billing is private and has an alert channel of its own; ticket 1 is of Carla there."""
    with team.program.work() as work:
        channel = Channel("CBILLALERTS", "billing-alerts", False, True, False, work.now)
        channels.save(work.connection, "T1", channel)
    configure(team, PRIVATE)
    team.writes("UCARLA", "My wage", channel="CBILLING")
    return team
