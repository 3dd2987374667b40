"""A promise: targets by metric and priority, alerts, and the rules of pause, reopen and change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sla_core.errors import LevelError
from sla_core.instants import SECONDS_A_DAY
from sla_core.tickets.vocabulary import METRICS, PRIORITIES, STATUSES

ALWAYS: Final = "24x7"
MOST_REPEATS: Final = 100
DEFAULT_PAUSES: Final[Mapping[str, frozenset[str]]] = {
    "resolution": frozenset({"answered", "pending", "on_hold"}),
    "periodic_update": frozenset({"pending", "on_hold"}),
}


@dataclass(frozen=True, slots=True)
class Target:
    """Business seconds allowed for one metric, perhaps by priority; at least 1 each."""

    default_s: int | None
    by_priority: tuple[tuple[str, int], ...] = ()

    def __post_init__(self) -> None:
        allowed = [seconds for _, seconds in self.by_priority]
        if self.default_s is not None:
            allowed.append(self.default_s)
        if not allowed:
            raise LevelError("a target names at least one time", field="targets")
        if min(allowed) < 1:
            raise LevelError("a target is at least one second", field="targets")
        for priority, _ in self.by_priority:
            if priority not in PRIORITIES:
                raise LevelError(
                    f"unknown priority {priority!r}: use {', '.join(PRIORITIES)} or default",
                    field="targets",
                )

    def seconds(self, priority: str) -> int | None:
        """The target for a priority, in business seconds, or None where none is promised."""
        return dict(self.by_priority).get(priority, self.default_s)

    @property
    def largest_s(self) -> int:
        """The longest time it allows."""
        times = [seconds for _, seconds in self.by_priority]
        return max(times if self.default_s is None else [*times, self.default_s])


@dataclass(frozen=True, slots=True)
class AlertPoint:
    """When an alert is due on a clock: exactly one of the four kinds of semantics, section 8.

    ``share_pct`` of the target used, ``before_s`` business seconds left, the ``breach`` itself, or
    ``after_s`` of the clock's own time after it, ``repeat`` times, 100 at most.
    """

    share_pct: int | None = None
    before_s: int | None = None
    breach: bool = False
    after_s: int | None = None
    repeat: int = 1

    def __post_init__(self) -> None:
        kinds = [self.share_pct, self.before_s, self.breach or None, self.after_s]
        if sum(kind is not None for kind in kinds) != 1:
            raise LevelError("an alert is at 75%, -15m, breach or +1h", field="alerts")
        if self.share_pct is not None and not 0 < self.share_pct < 100:  # noqa: PLR2004 a percentage
            raise LevelError("a share lies between 1% and 99%", field="alerts")
        times = [each for each in (self.before_s, self.after_s) if each is not None]
        if min([*times, self.repeat]) < 1:
            raise LevelError("times and repeats of an alert are at least 1", field="alerts")
        if self.repeat > MOST_REPEATS:
            raise LevelError(f"an alert repeats {MOST_REPEATS} times at most", field="alerts")
        if self.repeat > 1 and self.after_s is None:
            raise LevelError("only an alert after the breach repeats", field="alerts")


@dataclass(frozen=True, slots=True)
class Alert:
    """Who hears of which point of which metrics; no metrics means all."""

    point: AlertPoint
    to: tuple[str, ...]
    metrics: frozenset[str] = frozenset()
    escalate: bool = False


DEFAULT_ALERTS: Final = (
    Alert(AlertPoint(share_pct=75), ("channel",)),
    Alert(AlertPoint(breach=True), ("channel", "leads")),
)


@dataclass(frozen=True, slots=True)
class Level:
    """A named set of targets with a calendar, alerts, and the rules of pause, reopen, change."""

    name: str
    targets: Mapping[str, Target]
    calendar: str = ALWAYS
    pause_on: Mapping[str, frozenset[str]] = field(default_factory=lambda: dict(DEFAULT_PAUSES))
    reopen: str = "resume"
    on_change: str = "carry"
    alerts: tuple[Alert, ...] = DEFAULT_ALERTS
    resolve_after_s: int | None = None
    close_after_s: int | None = None
    quiet_local_s: tuple[int, int] | None = None

    def __post_init__(self) -> None:
        if not self.targets:
            raise LevelError("a level promises at least one metric", field="targets")
        _known("metric", self.targets, METRICS, "targets")
        _known("metric", self.pause_on, METRICS, "pause_on")
        for statuses in self.pause_on.values():
            _known("status", statuses, STATUSES, "pause_on")
        _known("reopen mode", [self.reopen], ("resume", "new_cycle", "ignore"), "reopen")
        _known("change mode", [self.on_change], ("carry", "restart"), "on_change")
        if self.quiet_local_s is not None:
            starts_s, ends_s = self.quiet_local_s
            if starts_s % SECONDS_A_DAY == ends_s % SECONDS_A_DAY:
                raise LevelError("quiet hours end when they start", field="quiet")

    def target_s(self, metric: str, priority: str) -> int | None:
        """The target of a metric at a priority, in business seconds, or None without one."""
        target = self.targets.get(metric)
        return None if target is None else target.seconds(priority)

    def pauses(self, metric: str, status: str) -> bool:
        """Whether a clock of this metric stands still in this status."""
        return status in self.pause_on.get(metric, ())


def _known(what: str, names: Iterable[str], known: tuple[str, ...], at: str) -> None:
    for name in names:
        if name not in known:
            raise LevelError(f"unknown {what} {name!r}: use one of {', '.join(known)}", field=at)
