"""What keeps the storm from doing harm, and how each is switched off to see that it matters.

Patches of the launched bot only. Each names why a run without it turns red, and the scenes that
show it.
"""

import uuid
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any, Final


@dataclass(frozen=True, slots=True)
class Protection:
    """One protection: why a run without it is red, what shows it, how it is switched off."""

    why: str
    scenes: Sequence[str]
    switch_off: Callable[[], None]


def _patch(place: str, name: str, make: Callable[[Any], Any]) -> None:
    """Put another function in the place of one of a module or class (`module:Class`)."""
    module, _, holder = place.partition(":")
    owner: Any = import_module(module)
    if holder:
        owner = getattr(owner, holder)
    setattr(owner, name, make(getattr(owner, name)))


def _watermarks() -> None:
    """Nothing is ever asked for; so nothing is read."""
    _patch("bot.store.reading_requests", "ask_channels", lambda _: lambda *args, **more: None)
    _patch("bot.usecases.hearing.places", "read_from_now", lambda _: lambda *args: None)


def _look() -> None:
    """Whatever is due may be said."""
    _patch("bot.usecases.sweep.sweep", "hold_back", lambda _: lambda work, due: set())
    for place in ("bot.usecases.hearing.clearance", "bot.usecases.sweep.sweep"):
        _patch(place, "must_wait", lambda _: lambda *args, **more: False)


def _gate() -> None:
    """What waits goes out as it was decided."""
    _patch("bot.usecases.hearing.alarm_gate:Gate", "__call__", lambda _: lambda *args: True)


def _watchdog() -> None:
    """No socket ever counts as silent."""
    _patch("bot.slack.connect.watch:Watch", "silent", lambda _: lambda self: [])


def _intent() -> None:
    """A row is said without a mark that it is being said; a dead bot leaves it as it was."""

    def unmarked(settle: Callable[..., bool]) -> Callable[..., bool]:
        def settled(connection: Any, before: Any, after: Any) -> bool:
            if after.state == "sending":
                _claimed[after.key] = after
                return True
            claimed = _claimed.pop(after.key, None)
            if claimed is not None:
                settle(connection, before=_now(connection, claimed), after=claimed)
            return settle(connection, before, after)

        return settled

    _claimed: dict[str, Any] = {}
    _patch("bot.store.delivery_rows", "settle", unmarked)


def _now(connection: Any, row: Any) -> Any:
    outbox = import_module("bot.store.outbox")
    return outbox.get(connection, row.workspace_id, row.key)


def _reconcile() -> None:
    """What is in doubt is not looked for, but said again."""
    _patch("bot.delivery.search:Search", "copies", lambda _: lambda *args: ())


def _dedupe() -> None:
    """What comes twice is kept twice, and counts twice."""

    def kept(accept: Callable[..., Any]) -> Callable[..., Any]:
        def accepted(connection: Any, workspace_id: str, arrival: Any) -> Any:
            key = f"{arrival.dedupe_key}:{uuid.uuid4().hex}"
            return accept(connection, workspace_id, replace(arrival, dedupe_key=key))

        return accepted

    _patch("bot.store.inbox", "accept", kept)
    _patch("bot.usecases.intake.channel_messages", "_is_known", lambda _: lambda *args: False)
    _patch("bot.usecases.intake.channel_messages", "find", lambda _: lambda *args: None)


def _monotonic() -> None:
    """Beats wait for instants of the wall clock, and waits that lie ahead are waited for."""
    from tests.storm.wall_metronome import WallMetronome  # noqa: PLC0415 the bot's own, else

    for place in ("bot.main", "bot.service"):
        try:
            module = import_module(place)
        except ModuleNotFoundError:
            continue
        if hasattr(module, "Metronome"):
            module.Metronome = WallMetronome  # type: ignore[attr-defined]


def _set_aside() -> None:
    """A row that cannot be read is read like any other."""
    _patch("bot.store.types", "_reading", lambda _: lambda read: read)
    _patch("bot.store.broken", "fault_in", lambda _: lambda *args: None)


def _numbers() -> None:
    """What was told hangs on the cycle of a clock, which late events count anew."""

    def by_cycle(memories: Sequence[Any], clocks: Sequence[Any]) -> Iterator[tuple[Any, Any]]:
        known = {(each.metric, each.number): each for each in memories}
        for clock in clocks:
            former = known.get((clock.metric, clock.cycle))
            if former is not None:
                yield (clock.metric, clock.cycle), former

    _patch("sla_core.alarms.memory", "_handed", lambda _: by_cycle)


PROTECTIONS: Final[dict[str, Protection]] = {
    "watermarks": Protection(
        "nothing is read after a reconnect: what Slack gave up meanwhile is lost",
        ("cut_off", "answered_while_dead", "limited"),
        _watermarks,
    ),
    "look": Protection(
        "alarms are not preceded by a look: who was answered unheard is called late",
        ("answered_while_dead", "answered_while_cut_off", "answered_before_the_breach_while_dead"),
        _look,
    ),
    "gate": Protection(
        "what waits to be sent is not looked at again: a warning is said of what was answered",
        ("answered_behind_a_waiting_warning",),
        _gate,
    ),
    "watchdog": Protection(
        "nobody notices that sockets are silent: what is written then is lost",
        ("fallen_silent_for_good",),
        _watchdog,
    ),
    "intent": Protection(
        "a message is marked only after it was posted: who dies between the two says it twice",
        ("killed_while_posting",),
        _intent,
    ),
    "reconcile": Protection(
        "a message in doubt is said again without a look whether it arrived: it stands twice",
        ("lost_answers", "killed_while_posting"),
        _reconcile,
    ),
    "dedupe": Protection(
        "what comes twice counts twice: a request opens two tickets",
        ("muddled",),
        _dedupe,
    ),
    "monotonic": Protection(
        "beats wait for the wall clock: set back by an hour, nothing is announced for an hour",
        ("started_an_hour_ahead", "set_ahead"),
        _monotonic,
    ),
    "set-aside": Protection(
        "a row that cannot be read is tried again and again: nothing else is heard or said",
        ("poisoned",),
        _set_aside,
    ),
    "numbers": Protection(
        "what was told hangs on a cycle: an answer heard late moves it to another clock",
        ("heard_late",),
        _numbers,
    ),
}
