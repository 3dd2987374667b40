"""A desk with a small team, on both databases, that speaks in plain words."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.config.document import read
from bot.config.history import HistoryReader
from bot.store import channels, outbox, people
from bot.store.channels import Channel
from bot.store.people import Person
from bot.usecases.ground.transaction import Desk
from bot.usecases.intake.channel_messages import message_posted
from bot.usecases.promises.configuration import apply_configuration
from bot.views.messages import Message
from sla_core.instants import to_s
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


@dataclass(frozen=True)
class PlainTelling:
    """Says what a requester is told in one line, with times in their zone or in UTC."""

    zone_name: str | None

    def confirmation(self, ticket: Any, back_at: Any = None) -> dict[str, Any]:
        return {"text": f"opened #{ticket.number}{self._back(back_at)}"}

    def opened(self, ticket: Any, *, by: str | None, back_at: Any = None) -> dict[str, Any]:
        return {"text": f"#{ticket.number} opened by {by or 'you'}{self._back(back_at)}"}

    def away(self, ticket: Any, back_at: Any) -> dict[str, Any]:
        return {"text": f"away #{ticket.number}{self._back(back_at)}"}

    def reminder(self, ticket: Any, resolve_at: Any) -> dict[str, Any]:
        return {"text": f"reminder #{ticket.number}, resolved {self._time(resolve_at)}"}

    def solved(self, ticket: Any, *, in_silence: bool) -> dict[str, Any]:
        return {"text": f"solved #{ticket.number}?{' in silence' if in_silence else ''}"}

    def reopened(self, ticket: Any) -> dict[str, Any]:
        return {"text": f"reopened #{ticket.number}"}

    def rate(self, ticket: Any) -> dict[str, Any]:
        return {"text": f"rate #{ticket.number}"}

    def rated(self, ticket: Any, *, may_comment: bool) -> dict[str, Any]:
        return {"text": f"rated #{ticket.number}{' and comment' if may_comment else ''}"}

    def _back(self, at: Any) -> str:
        return "" if at is None else f", back {self._time(at)}"

    def _time(self, at: Any) -> str:
        return f"{at.astimezone(ZoneInfo(self.zone_name or 'UTC')):%a %H:%M}"


def in_pieces(text: str) -> list[dict[str, Any]]:
    """A text as messages: what is behind a bar goes into another one."""
    return [{"text": piece} for piece in text.split("|")]


class PlainSpeech:
    """Says in one line what a message is about, so that tests read it."""

    def in_language(self, language: str | None) -> "PlainSpeech":
        return self

    def card(self, ticket: Any) -> dict[str, Any]:
        undelivered = f" undelivered {ticket.undelivered}" if ticket.undelivered else ""
        about = f"{ticket.status} {ticket.level} {ticket.assignee}"
        return {"text": f"card #{ticket.number} {about}{undelivered}"}

    def alert(self, ticket: Any, said: Any, **how: Any) -> dict[str, Any]:
        shown = {
            "point": said.point,
            "is_breach": said.is_breach,
            "mentions": said.mentions,
            "heeds": [f"{each.kind} {each.by} {each.until}" for each in said.heeds],
            "done_by": said.done_by,
            "breached_at": None if said.clock.breached_at is None else str(said.clock.breached_at),
        }
        return {"text": f"{said.point} {said.clock.metric} #{ticket.number}", **shown, **how}

    def closing(self, closing: Any) -> dict[str, Any]:
        lines = [f"#{each.number} {each.metric} {each.left_seconds}" for each in closing.clocks]
        return {"text": f"{closing.calendar} closes: {', '.join(lines)}"}

    def alert_line(self, ticket: Any, said: Any) -> str:
        return (
            f"{said.point} {said.clock.metric} #{ticket.number} {' '.join(said.mentions)}".strip()
        )

    def to_requester(self, language: str | None, zone_name: str | None) -> "PlainTelling":
        return PlainTelling(zone_name)

    def conversation(self, ticket: Any, text: str, *, is_relayed: bool) -> list[dict[str, Any]]:
        reach = "" if is_relayed else " and reads nothing"
        return in_pieces(f"{ticket.requester} asks: {text}{reach}")

    def relayed(self, author: str, text: str) -> list[dict[str, Any]]:
        return in_pieces(f"{author} says: {text}")

    def wrote(
        self, ticket: Any, author: str, text: str, place: Any, root_ts: str | None = None
    ) -> dict[str, Any]:
        at = None if place is None else [place.channel_id, place.ts, root_ts]
        return {"text": f"{author} wrote: {text}", "at": at}

    def reply(self, ticket: Any, author: Any, text: str) -> list[dict[str, Any]]:
        return in_pieces(f"{author.name} replies: {text}")

    def note(self, ticket: Any, author: Any, text: str) -> list[dict[str, Any]]:
        return in_pieces(f"{author.name} notes: {text}")

    def undelivered(self, notice: Any) -> list[dict[str, Any]]:
        whose = "your words" if notice.author is None else f"words of {notice.author}"
        about = f"on #{notice.number} not delivered ({notice.error}): {notice.text}"
        return [{"text": f"{whose} {about}", "about": notice.key}]

    def which_department(self) -> dict[str, Any]:
        return {"text": "which department"}

    def corrected(self, author: str, text: str | None) -> dict[str, Any]:
        return {"text": f"{author} says now: {text}"}

    def line(self, sentence: Any, /, **facts: Any) -> dict[str, Any]:
        return {"text": sentence(**facts)}

    def quoting(self, sentence: Any, /, **facts: Any) -> list[dict[str, Any]]:
        return in_pieces(sentence(**facts))

    def assigned(self, ticket: Any, by: str) -> dict[str, Any]:
        return {"text": f"{by} gives you #{ticket.number}"}

    def home(self, home: Any, said: Any) -> dict[str, Any]:
        return {"type": "home", "home": repr(home), "said": said}

    def told(self, told: Any) -> dict[str, Any]:
        return {"text": repr(told)}

    def notice(self, ticket: Any, **how: Any) -> dict[str, Any]:
        return {**how, "text": f"{how['rule']} #{ticket.number}: {how['text']}"}


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

    desk: Desk
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
        with self.desk.work() as work:
            return ts, message_posted(work, Message(channel, ts, thread_ts, who, text, at))

    def does(self, action: Any, *args: Any, **kwargs: Any) -> Any:
        """Somebody does something now, in a transaction of its own."""
        with self.desk.work() as work:
            if "at" in action.__code__.co_varnames[: action.__code__.co_argcount]:
                kwargs.setdefault("at", self.clock.now())
            return action(work, *args, **kwargs)

    def configure_agents(self, ids: list[str]) -> None:
        """Make these people agents of Support, from now on."""
        agents = ", ".join(ids)
        wanted = CONFIG.replace("agents: [ana@", f"agents: [{agents}, ana@", 1)
        with self.desk.work() as work:
            apply_configuration(work, read(wanted, "sla.yml", work.now_s).configuration, "UADA")
        self.clock.move(seconds=1)

    def said(self, prefix: str = "") -> list[str]:
        """The texts in the outbox whose keys begin with this, in order, withdrawn ones left out."""
        with self.desk.work() as work:
            rows = outbox.live(work.connection)
        return [row.payload["text"] for row in rows if row.key.startswith(prefix)]

    def keys(self, prefix: str = "") -> list[str]:
        """The keys in the outbox that begin with this."""
        with self.desk.work() as work:
            return [row.key for row in outbox.live(work.connection) if row.key.startswith(prefix)]


@pytest.fixture
def team(db, clock) -> Team:
    """Support (Ana, Bob, Lea leading) and Billing (Cid); Ada is admin; Carla of Acme, and Dan."""
    wakes: list[int] = []
    desk = Desk(db, clock, "T1", "UBOT", PlainSpeech(), HistoryReader(), lambda: wakes.append(1))
    with desk.work() as work:
        for id_, email in EMAILS.items():
            people.save(work.connection, "T1", person(id_, email, clock.now()))
        for id_, name in (("CSUPPORT", "support"), ("CBILLING", "billing"), ("CSLA", "sla-alerts")):
            channel = Channel(id_, name, False, True, False, clock.now())
            channels.save(work.connection, "T1", channel)
    with desk.work() as work:
        apply_configuration(work, read(CONFIG, "sla.yml", work.now_s).configuration, "UADA")
    return Team(desk, clock, wakes)


PRIVATE = CONFIG.replace(
    '    alert_channel: "#sla-alerts"\n    agents: [cid@example.com]\n',
    '    alert_channel: "#billing-alerts"\n    agents: [cid@example.com]\n    private: true\n',
)


def configure(team, text):
    team.clock.move(seconds=1)
    with team.desk.work() as work:
        apply_configuration(work, read(text, "sla.yml", work.now_s).configuration, "UADA")
    team.clock.move(seconds=1)


@pytest.fixture
def closed(team):
    """Billing is private and has an alert channel of its own; ticket 1 is of Carla there."""
    with team.desk.work() as work:
        channel = Channel("CBILLALERTS", "billing-alerts", False, True, False, work.now)
        channels.save(work.connection, "T1", channel)
    configure(team, PRIVATE)
    team.writes("UCARLA", "My wage", channel="CBILLING")
    return team
