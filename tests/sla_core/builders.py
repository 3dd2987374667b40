"""Calendars, levels, timelines with defaults: a test names only what matters to it.

Times are told as in the week that begins on Monday 2026-03-02: ``"mon 09:00"``, ``"fri 16:59:30"``,
``"mon+1 09:00"`` for the Monday after; in UTC unless a test says otherwise.
"""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from hypothesis import settings

from sla_core.alarms import (
    Announcement,
    ClockMemory,
    Point,
    announcement,
    next_point,
    points_of,
)
from sla_core.calendars import (
    Calendar,
    CalendarDefinition,
    Closure,
    HolidaySet,
    Opening,
    Period,
    Window,
    always,
    compiled,
)
from sla_core.calendars.definition import DAYS, week_of
from sla_core.clocks.clock import FOREVER_S, Clock
from sla_core.clocks.replay import ReplayedTicket, replay
from sla_core.configuration import (
    Configuration,
    ConfigurationHistory,
    Level,
    LevelInForce,
    Target,
    named,
)
from sla_core.instants import iso
from sla_core.tickets.event import Event
from sla_core.tickets.event_lines import checked, event_from
from sla_core.tickets.timeline import Timeline

LAW = settings(deadline=None, database=None, derandomize=True, max_examples=100)
"""Laws are tried on the same examples every time, so that a red build is red again."""

MONDAY = datetime(2026, 3, 2, tzinfo=UTC)
HOUR, DAY, MINUTE = 3600, 86_400, 60
FAR_S = int(datetime(2027, 1, 1, tzinfo=UTC).timestamp())


# --- time -----------------------------------------------------------------------------------


def when(text: str) -> int:
    """Epoch seconds of ``mon 09:00`` in the week of 2026-03-02, or of an ISO instant."""
    if text[0].isdigit():
        return int(datetime.fromisoformat(text).astimezone(UTC).timestamp())
    day, _, time = text.partition(" ")
    name, _, weeks = day.partition("+")
    days = DAYS.index(name) + 7 * int(weeks or 0)
    hours, minutes, *seconds = (int(each) for each in time.split(":"))
    moment = MONDAY + timedelta(days=days, hours=hours, minutes=minutes)
    return int(moment.timestamp()) + sum(seconds)


def told(at_s: int | None) -> str | None:
    """``mon 09:00`` of epoch seconds, the inverse of ``when`` for the weeks around."""
    if at_s is None:
        return None
    days, seconds = divmod(at_s - int(MONDAY.timestamp()), DAY)
    weeks, day = divmod(days, 7)
    minutes, second = divmod(seconds, 60)
    clock = f"{minutes // 60:02}:{minutes % 60:02}" + (f":{second:02}" if second else "")
    return f"{DAYS[day]}{f'+{weeks}' if weeks else ''} {clock}"


# --- calendars ------------------------------------------------------------------------------


def windows(text: str) -> tuple[Window, ...]:
    """``09:00-12:00 13:00-17:00`` as windows."""
    return tuple(
        Window(*(_of_day(time) for time in span.split("-"))) for span in text.split() if span
    )


def _of_day(time: str) -> int:
    hours, minutes, *seconds = (int(each) for each in time.split(":"))
    return hours * 3600 + minutes * 60 + sum(seconds)


def week(text: str) -> tuple[tuple[Window, ...], ...]:
    """``mon-thu 09:00-12:00 13:00-17:00; fri 09:00-15:00`` as seven days."""
    hours: dict[str, list[Window]] = {}
    for part in text.split(";"):
        days, _, spans = part.strip().partition(" ")
        first, _, last = days.partition("-")
        for day in DAYS[DAYS.index(first) : DAYS.index(last or first) + 1]:
            hours.setdefault(day, []).extend(windows(spans))
    return week_of(hours)


def definition(
    hours: str = "mon-fri 09:00-17:00",
    zone: str = "UTC",
    name: str = "office",
    country: str | None = None,
    closures: Iterable[Closure] = (),
    openings: Iterable[tuple[str, str]] = (),
) -> CalendarDefinition:
    return CalendarDefinition(
        name,
        zone,
        week(hours),
        HolidaySet(country) if country else None,
        tuple(closures),
        tuple(Opening(date.fromisoformat(day), windows(spans)) for day, spans in openings),
    )


def calendar(hours: str = "mon-fri 09:00-17:00", zone: str = "UTC", **more: Any) -> Calendar:
    return Calendar(definition(hours, zone, **more))


OFFICE = definition()
ALWAYS = always()


# --- levels ---------------------------------------------------------------------------------


def target(value: int | dict[str, int] | Target) -> Target:
    if isinstance(value, Target):
        return value
    if isinstance(value, int):
        return Target(value)
    allowed = dict(value)
    return Target(allowed.pop("default", None), tuple(allowed.items()))


def level(name: str = "Standard", *, on: str = "office", **given: Any) -> Level:
    """A level; keywords that are metrics are its targets in seconds, the rest its options."""
    options = {
        key: given.pop(key)
        for key in ("pause_on", "reopen", "on_change", "alerts", "resolve_after_s")
        if key in given
    }
    targets = given or {"first_reply": 4 * HOUR}
    return Level(name, {metric: target(each) for metric, each in targets.items()}, on, **options)


def configuration(
    *levels: Level, calendars: Iterable[CalendarDefinition] = (OFFICE,), **more: Any
) -> Configuration:
    return Configuration(calendars=named(calendars), levels=named(levels), **more)


def history(
    *levels: Level, calendars: Iterable[CalendarDefinition] = (OFFICE,), **more: Any
) -> ConfigurationHistory:
    return ConfigurationHistory.of(configuration(*levels, calendars=calendars, **more))


def promise(of: Level | None = None, on: CalendarDefinition = OFFICE) -> LevelInForce:
    return LevelInForce(of or level(), 1, compiled(on), 2)


def clock(
    started: str = "mon 09:00",
    target_s: int = 4 * HOUR,
    pauses: Iterable[tuple[int, int]] = (),
    *,
    on: CalendarDefinition = OFFICE,
    of: Level | None = None,
    metric: str = "first_reply",
    cycle: int = 1,
    **more: Any,
) -> Clock:
    spans = tuple(Period(*span) for span in pauses)
    return Clock(metric, cycle, promise(of, on), "normal", target_s, when(started), spans, **more)


def pause(start: str, end: str | None = None) -> tuple[int, int]:
    return when(start), FOREVER_S if end is None else when(end)


# --- timelines ------------------------------------------------------------------------------


def line(at: str, kind: str, **own: Any) -> dict[str, Any]:
    """A JSON line; ``until`` and ``message_at`` may be told like ``at``."""
    for key in ("until", "message_at"):
        if isinstance(own.get(key), str) and own[key][0].isalpha():
            own[key] = iso(when(own[key]))
    instant = iso(when(at)) if at[0].isalpha() else at
    return {"ticket": "T1", "at": instant, "type": kind} | own


def created(at: str = "mon 09:00", level: str | None = "Standard", **own: Any) -> list[dict]:
    """A creation and, directly behind it, the choice of its level."""
    lines = [line(at, "created", **({"actor": "carla"} | own))]
    if level is not None:
        lines.append(line(at, "level", to=level, chosen_by="default"))
    return lines


def events(lines: Iterable[dict[str, Any]]) -> list[Event]:
    """Lines as events, in their order of arrival, every one of them checked."""
    made = []
    for seq, each in enumerate(lines, 1):
        checked(each)
        made.append(event_from(each, seq))
    return made


def timeline(lines: Iterable[dict[str, Any]]) -> Timeline:
    return Timeline.of("T1", events(lines))


def played(
    lines: Iterable[dict[str, Any]], of: ConfigurationHistory | Level, until: str | int = FAR_S
) -> ReplayedTicket:
    """A timeline replayed until an instant, under a history or one level alone."""
    under = history(of) if isinstance(of, Level) else of
    return replay(timeline(lines), under, when(until) if isinstance(until, str) else until)


def shown(replayed: ReplayedTicket) -> dict[str, tuple]:
    """Every clock as ``{"first_reply 1": (state, elapsed minutes, due)}``: the whole state."""
    return {
        f"{each.metric} {each.cycle}": (
            each.state(replayed.at_s),
            each.elapsed(replayed.at_s) / 60,
            told(each.due_at_s),
        )
        for each in replayed.clocks
    }


def only(replayed: ReplayedTicket, metric: str | None = None, cycle: int | None = None) -> Clock:
    """The one clock asked for."""
    found = [
        each
        for each in replayed.clocks
        if metric in (None, each.metric) and cycle in (None, each.cycle)
    ]
    assert len(found) == 1, found
    return found[0]


# --- stories --------------------------------------------------------------------------------

STANDARD = level(first_reply=4 * HOUR, next_reply=2 * HOUR, resolution=16 * HOUR)
MESSAGE, REPLY = "requester_message", "agent_reply"


def tell(under, steps, beginning=None):
    """Play a story: each step is an instant, what happens then (or nothing), the whole state."""
    under = under if isinstance(under, ConfigurationHistory) else history(under)
    lines = list(beginning if beginning is not None else created("mon 09:00"))
    for at, event, state in steps:
        if event is not None:
            kind, own = event if isinstance(event, tuple) else (event, {})
            lines.append(line(at, kind, **({"actor": "ana"} | own)))
        assert shown(played(lines, under, at)) == state, (at, event)
    return lines


def status(to, until=None):
    return "status", {"to": to} | ({"until": until} if until else {})


def memory_of(of: Clock, told_at: str | int | None = None, **given: Any) -> ClockMemory:
    """What is remembered of a clock when everything due by an instant was told."""
    told = {}
    if told_at is not None:
        points = points_of(of, _second(told_at))
        told = {each.name: _second(told_at) for each in points if each.at_s <= _second(told_at)}
    facts = {"opened_by": of.opened_by, "started_at_s": of.started_at_s, "told": told}
    facts |= {"due_at_s": of.due_at_s, "due_version": of.due_version}
    return ClockMemory(of.metric, of.cycle, of.cycle, **(facts | given))


def announced(of: Clock, told_at: str | int, now: str | int, **how: bool) -> Announcement | None:
    """What is announced of a clock now, when everything due by an instant was told."""
    return announcement(of, memory_of(of, told_at), _second(now), **how)


def coming(of: Clock, told_at: str | int, now: str | int) -> Point | None:
    """The next point of a clock, when everything due by an instant was told."""
    return next_point(of, memory_of(of, told_at), _second(now))


def _second(at: str | int) -> int:
    return at if isinstance(at, int) else when(at)
