"""Random timelines as JSON lines: chance, and scenes that lead where chance seldom goes.

Much happens in the same second, some of it arrives late, some of it finds nothing to act on.
"""

import random
from collections.abc import Callable
from datetime import UTC, datetime

from sla_core.tickets.vocabulary import METRICS, PRIORITIES, STATUSES
from tests.proof.worlds import LEVELS

MICROSECONDS = 1_000_000
_STEPS_S = (0, 0, 0, 0, 1, 2, 59, 60, 61, 300, 1800, 3660, 14_400, 30_000, 86_400)
_LONG_S = (20_000, 40_000, 86_400, 100_000, 200_000)
AGENTS = ("ana", "bor")
TAGS = ("VIP", "vip", "Café", "Cafe\u0301", "STRASSE", "straße", "API")
"""Four tags in seven spellings."""


class Pen:
    """Writes lines one after another, and lets time pass between them."""

    def __init__(self, dice: random.Random, start_s: int) -> None:
        self.dice = dice
        self.at_us = self.start_us = start_s * MICROSECONDS
        self.lines: list[dict] = []

    def write(self, kind: str, **body: object) -> None:
        self.lines.append({"ticket": "T1", "at": text_of(self.at_us), "type": kind, **body})

    def created(self) -> None:
        """The ticket, and what rules decided about it at once."""
        source = self.dice.choice(("email", "email", "slack", "chat", "call"))
        by = self.dice.choice(("requester", "requester", "requester", "agent"))
        priority = self.dice.choice(PRIORITIES)
        tags = self.tags()
        self.write("created", source=source, by=by, priority=priority, actor="carla", tags=tags)
        if self.dice.random() < 0.2:
            self.write("priority", to=self.dice.choice(PRIORITIES), rule="R")
        if self.dice.random() < 0.9:
            self.write("level", to=self.dice.choice(LEVELS), rule="R")

    def wait(self) -> None:
        fraction_us = self.dice.choice((1, 500_000)) if self.dice.random() < 0.05 else 0
        self.at_us += self.dice.choice(_STEPS_S) * MICROSECONDS + fraction_us

    def wait_long(self) -> None:
        self.at_us += self.dice.choice(_LONG_S) * MICROSECONDS

    def tags(self) -> list[str]:
        """Some tags, now and then one in two spellings."""
        return self.dice.sample(TAGS, self.dice.choice((0, 0, 1, 2, 3)))

    def earlier_us(self) -> int:
        """An instant at or before now, now and then before the ticket."""
        back_us = self.dice.choice((0, 1, 60, 3600, 30_000, 90_000, 500_000)) * MICROSECONDS
        return self.at_us - back_us


def text_of(at_us: int) -> str:
    """An instant as JSON lines carry it."""
    seconds, fraction_us = divmod(at_us, MICROSECONDS)
    return datetime.fromtimestamp(seconds, UTC).replace(microsecond=fraction_us).isoformat()


def seconds_of(line: dict, key: str = "at") -> int:
    """The whole second of an instant of a line."""
    return int(datetime.fromisoformat(line[key]).replace(microsecond=0).timestamp())


# --- single events --------------------------------------------------------------------------

Kind = Callable[[Pen], None]


def message(pen: Pen) -> None:
    pen.write("requester_message", actor="carla")


def reply(pen: Pen) -> None:
    pen.write("agent_reply", actor=pen.dice.choice(AGENTS))


def no_reply_needed(pen: Pen) -> None:
    pen.write("no_reply_needed", actor=pen.dice.choice(AGENTS))


def status(pen: Pen, *wanted: str) -> None:
    to = pen.dice.choice(wanted or (*STATUSES, "pending", "on_hold", "resolved", "open", "open"))
    by_rule = pen.dice.random() < 0.1
    body: dict = {"to": to} | ({"rule": "R"} if by_rule else {"actor": pen.dice.choice(AGENTS)})
    if to in ("pending", "on_hold") and pen.dice.random() < 0.6:
        ahead_s = pen.dice.choice((1, 2, 60, 61, 300, 3660, 14_400, 30_000, 86_400))
        fraction_us = 250_000 if pen.dice.random() < 0.05 else 0
        body["until"] = text_of(pen.at_us + ahead_s * MICROSECONDS + fraction_us)
    pen.write("status", **body)


def resolved(pen: Pen) -> None:
    status(pen, "resolved")


def priority(pen: Pen) -> None:
    pen.write("priority", to=pen.dice.choice(PRIORITIES), actor="ana")


def level(pen: Pen) -> None:
    odd = ("urgent", "STANDARD", "unheard of", "auto", None)
    to = pen.dice.choice(LEVELS) if pen.dice.random() < 0.7 else pen.dice.choice(odd)
    by = ({"actor": "ana"}, {"rule": "R"}, {"chosen_by": "department"})
    pen.write("level", to=to, **pen.dice.choice(by))


def assigned(pen: Pen) -> None:
    pen.write("assigned", to=pen.dice.choice((*AGENTS, None)), actor="bor")


def absorbed(pen: Pen) -> None:
    body: dict = {"from": "T0"}
    if pen.dice.random() < 0.85:
        body["message_at"] = text_of(pen.earlier_us())
    pen.write("absorbed", **body)


def merged(pen: Pen) -> None:
    pen.write("merged", into="T2", actor=pen.dice.choice(AGENTS))


def away(pen: Pen) -> None:
    if pen.dice.random() < 0.5:
        pen.write("deleted", actor="ana")
    else:
        status(pen, "spam")


def back(pen: Pen) -> None:
    if pen.dice.random() < 0.6:
        pen.write("restored", actor="ana")
    else:
        status(pen)


def excluded(pen: Pen, *wanted: str) -> None:
    metric = pen.dice.choice(wanted or METRICS)
    pen.write("excluded", metric=metric, cycle=_cycle(pen), actor="lea", **_reason(pen))


def reprocessed(pen: Pen, *wanted: str) -> None:
    metric = pen.dice.choice(wanted or METRICS)
    as_of = text_of(pen.earlier_us())
    pen.write("reprocessed", metric=metric, cycle=_cycle(pen), as_of=as_of, actor="lea")


def _reason(pen: Pen) -> dict[str, str]:
    return {"reason": "outage"} if pen.dice.random() < 0.8 else {}


def _cycle(pen: Pen) -> int:
    return pen.dice.choice((1, 1, 1, 1, 2, 2, 3))


def call(pen: Pen) -> None:
    kind = pen.dice.choice(("call_ringing", "call_answered", "call_abandoned", "call_ended"))
    pen.write(kind, actor="bor" if kind == "call_answered" else "carla")


def idle(pen: Pen) -> None:
    """Something that moves no clock."""
    bodies: dict[str, dict] = {
        "note": {"actor": "ana"},
        "department": {"to": "Sales"},
        "customer": {"to": "Acme", "group": None},
        "field": {"name": "plan", "value": "gold"},
        "rated": {"score": 5},
        "cause": {"metric": "resolution", "cycle": 1},
    }
    until = text_of(pen.at_us + 3600 * MICROSECONDS)
    alarm = {"metric": "resolution", "cycle": 1, "until": until}
    bodies |= dict.fromkeys(("snoozed", "acknowledged"), alarm)
    kind = pen.dice.choice(tuple(bodies))
    pen.write(kind, **bodies[kind])


def tags(pen: Pen) -> None:
    pen.write("tags", add=pen.tags(), remove=pen.tags(), actor="ana")


CHANCES: tuple[tuple[Kind, int], ...] = (
    (message, 8),
    (reply, 8),
    (no_reply_needed, 2),
    (status, 9),
    (priority, 4),
    (level, 5),
    (assigned, 2),
    (call, 3),
    (absorbed, 2),
    (merged, 1),
    (away, 2),
    (back, 2),
    (excluded, 2),
    (reprocessed, 2),
    (tags, 1),
    (idle, 1),
)
_KINDS, _WEIGHTS = zip(*CHANCES, strict=True)


def anything(pen: Pen) -> None:
    pen.dice.choices(_KINDS, _WEIGHTS)[0](pen)
