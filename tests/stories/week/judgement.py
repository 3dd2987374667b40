"""What ought to stand in the log, and which alarms ought to have come: against what does."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.store import clocks, events
from bot.usecases.ground.timelines import event_of
from bot.usecases.ground.transaction import Transaction
from bot.usecases.reports.figures import load_rows
from sla_core.alarms import Change, ClockNotice
from sla_core.clocks.replay import ReplayedTicket
from sla_core.configuration import ConfigurationHistory
from sla_core.instants import to_s
from sla_core.reports.log import LogRow
from tests.oracle import Plan, judged
from tests.proof.court import Court
from tests.proof.desk import Desk
from tests.stories.week.diary import Page

DAY_S = 86_400
HOUR_S = 3600
NINE, NOON, ONE, THREE, FIVE = 540, 720, 780, 900, 1020
_DAY = ((NINE, NOON), (ONE, FIVE))
_PAUSES = {
    "resolution": ("answered", "pending", "on_hold"),
    "periodic_update": ("pending", "on_hold"),
}

OFFICE = Plan("Europe/Ljubljana", (_DAY, _DAY, _DAY, _DAY, ((NINE, THREE),), (), ()), "SI")
NEW_YORK = Plan("America/New_York", (((NINE, FIVE),),) * 5 + ((), ()), "US")


def _level(calendar: str, reopen: str, on_change: str, **targets: Any) -> dict[str, Any]:
    return {
        "calendar": calendar,
        "targets": targets,
        "pause_on": _PAUSES,
        "reopen": reopen,
        "on_change": on_change,
    }


STANDARD = _level(
    "office",
    "resume",
    "carry",
    first_assign=2 * HOUR_S,
    first_reply=4 * HOUR_S,
    next_reply=4 * HOUR_S,
    resolution=12 * HOUR_S,
    periodic_update=6 * HOUR_S,
)
URGENT = _level(
    "office",
    "new_cycle",
    "restart",
    first_reply=HOUR_S,
    next_reply=HOUR_S // 2,
    resolution={"urgent": 4 * HOUR_S, "default": 8 * HOUR_S},
)
BILLING = _level("new-york", "ignore", "carry", first_reply=4 * HOUR_S, resolution=16 * HOUR_S)
ITEMS = (
    ("calendar", "office", OFFICE),
    ("calendar", "new-york", NEW_YORK),
    ("level", "Standard", STANDARD),
    ("level", "Urgent SLA", URGENT),
    ("level", "Billing", BILLING),
)


def edits(
    installed_at: datetime, outages: list[tuple[datetime, tuple[datetime, datetime]]]
) -> list[dict[str, Any]]:
    """The configuration of `week.yml` in plain values, then the outages, which move clocks."""
    found = [(to_s(installed_at), kind, name, value, False) for kind, name, value in ITEMS]
    closures: tuple[Any, ...] = ()
    for at, closure in outages:
        closures = (*closures, closure)
        plan = Plan(OFFICE.zone, OFFICE.week, OFFICE.country, closures)
        found.append((to_s(at), "calendar", "office", plan, True))
    keys = ("at_s", "kind", "name", "value", "moves")
    return [
        {"number": number, "by": "ada", **dict(zip(keys, each, strict=True))}
        for number, each in enumerate(found, 1)
    ]


# --- the log --------------------------------------------------------------------------------


def log_differences(work: Transaction, pages: list[Page], configured: list[dict]) -> list[str]:
    """Where the log is not what the oracle makes of the diary, row by row."""
    reported: dict[tuple[str, str, int], LogRow] = {
        (row.ticket, row.metric, row.cycle): row for row in load_rows(work)
    }
    ought = {
        (str(page.number), row["metric"], row["cycle"]): row
        for page in pages
        for row in _judged(page, configured, work.now_s)
    }
    return [
        f"ticket {' '.join(map(str, place))}: {difference}"
        for place in sorted(reported.keys() | ought.keys())
        for difference in _compared(reported.get(place), ought.get(place))
    ]


def _judged(page: Page, configured: list[dict], now_s: int) -> list[dict]:
    midnight_s = now_s - now_s % DAY_S
    from_s, to_s_ = midnight_s - 90 * DAY_S, midnight_s + 90 * DAY_S
    return judged(page.lines, configured, from_s, now_s, to_s_).rows


_COLUMNS = {
    "level": lambda row: row.level.lower(),
    "priority": lambda row: row.priority,
    "target_s": lambda row: row.target_seconds,
    "started_at_s": lambda row: row.started_at_s,
    "due_at_s": lambda row: row.due_at_s,
    "stopped_at_s": lambda row: row.stopped_at_s,
    "state": lambda row: row.state,
    "elapsed_s": lambda row: row.elapsed_seconds,
    "remaining_s": lambda row: row.remaining_seconds,
    "paused_s": lambda row: row.paused_seconds,
    "breached_at_s": lambda row: row.breached_at_s,
    "decided_at_s": lambda row: row.decided_at_s,
    "cancel_reason": lambda row: row.cancel_reason,
    "withdrawn_at_s": lambda row: row.withdrawn_at_s,
    "agent": lambda row: row.agent,
}


def _compared(row: LogRow | None, ought: dict | None) -> Iterator[str]:
    if row is None or ought is None:
        yield f"only {'the oracle' if row is None else 'the log'} has it: {row or ought}"
        return
    for name, of in _COLUMNS.items():
        if of(row) != ought[name]:
            yield f"{name} is {of(row)} in the log and {ought[name]} by the oracle"


def stored_differences(work: Transaction) -> list[str]:
    """Where what is kept of stopped clocks is not what the log computes anew."""
    found = []
    for row in load_rows(work):
        kept = {
            each.name: each
            for each in clocks.of(work.connection, work.workspace_id, int(row.ticket))
        }[row.metric, row.cycle]
        if row.stopped_at_s is None:
            continue
        same = (kept.state, _s(kept.due_at), _s(kept.stopped_at), kept.elapsed_seconds)
        told = (row.state, row.due_at_s, row.stopped_at_s, row.elapsed_seconds)
        if same != told:
            found.append(f"ticket {row.ticket} {row.metric}: {same} is kept, {told} is told")
    return found


def _s(at: datetime | None) -> int | None:
    return None if at is None else to_s(at)


# --- the alarms -----------------------------------------------------------------------------


@dataclass
class Witness:
    """Lets the court judge, and writes down what is said and when."""

    ticket: str
    court: Court = field(default_factory=Court)
    heard: dict[str, int] = field(default_factory=dict)

    def begins(self, found: ReplayedTicket) -> None:
        self.court.begins(found)

    def time_passed(self, found: ReplayedTicket) -> None:
        self.court.time_passed(found)

    def said(self, saying: ClockNotice) -> None:
        self.court.said(saying)
        self.heard.setdefault(saying.announcement.key(self.ticket), saying.at_s)

    def changed(self, change: Change) -> None:
        self.court.changed(change)

    def swept(self, found: ReplayedTicket) -> None:
        self.court.swept(found)


def witnessed(work: Transaction, number: int) -> Witness:
    """The alarms of a ticket by the law, with the court's judgement of each."""
    witness = Witness(str(number))
    desk = Desk(work.history, witness)
    kept = events.of(work.connection, work.workspace_id, number)
    now_s = to_s(kept[0].at)
    for event in sorted((event_of(each) for each in kept), key=lambda each: each.seq):
        _sweep(desk, work.history, now_s, event.at_s)
        now_s = max(now_s, event.at_s)
        desk.record(event, now_s)
        desk.sweep(now_s)
    _sweep(desk, work.history, now_s, work.now_s + 1)
    return witness


def _sweep(desk: Desk, history: ConfigurationHistory, from_s: int, to_s_: int) -> None:
    """At every second at which something is due or the configuration moves clocks."""
    moves = [each.at_s for each in history.revisions if each.moves_running]
    at_s = from_s
    while desk.events:
        due_s = desk.due_s()
        ahead = [each for each in moves if each > at_s] + ([] if due_s is None else [due_s])
        if not ahead or min(ahead) >= to_s_:
            return
        at_s = max(min(ahead), at_s)
        desk.sweep(at_s)


def alarm_differences(
    work: Transaction, said: dict[str, float], numbers: list[int], within_s: float
) -> list[str]:
    """What was lost, false, late or against the law of the alarms that appeared in Slack.

    ``said`` holds when each appeared; it must be within so many seconds of when it was due.
    """
    wrong: list[str] = []
    due: dict[str, int] = {}
    for number in numbers:
        witness = witnessed(work, number)
        wrong += [f"ticket {number}: {each}" for each in witness.court.broken]
        due |= witness.heard
    wrong += [f"{key} is lost" for key in sorted(due.keys() - said.keys())]
    wrong += [f"{key} is false" for key in sorted(said.keys() - due.keys())]
    for key in sorted(due.keys() & said.keys()):
        late_s = said[key] - due[key]
        if not 0 <= late_s <= within_s:
            wrong.append(f"{key} came {late_s:.0f} s after it was due")
    return wrong
