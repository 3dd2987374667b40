"""A promise: targets by metric and priority, alerts, and the rules of pause, reopen and change."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from sla_core.errors import LevelError
from sla_core.instants import SECONDS_A_DAY
from sla_core.tickets.vocabulary import METRICS, PRIORITIES, STATUSES

ALWAYS: Final = "24x7"
MOST_REPEATS: Final = 100
_REOPEN_MODES: Final = ("resume", "new_cycle", "ignore")
_CHANGE_MODES: Final = ("carry", "restart")
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
            raise LevelError("no_target", field="targets")
        if min(allowed) < 1:
            raise LevelError("short_target", field="targets")
        for priority, _ in self.by_priority:
            if priority not in PRIORITIES:
                raise LevelError("unknown_target", field="targets", name=priority, known=PRIORITIES)

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
            raise LevelError("no_alert_point", field="alerts")
        if self.share_pct is not None and not 0 < self.share_pct < 100:  # noqa: PLR2004 a percentage
            raise LevelError("share_out_of_range", field="alerts")
        times = [seconds for seconds in (self.before_s, self.after_s) if seconds is not None]
        if min([*times, self.repeat]) < 1:
            raise LevelError("short_alert", field="alerts")
        if self.repeat > MOST_REPEATS:
            raise LevelError("many_repeats", field="alerts", most=MOST_REPEATS)
        if self.repeat > 1 and self.after_s is None:
            raise LevelError("early_repeat", field="alerts")


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
            raise LevelError("no_metric", field="targets")
        _known("unknown_metric", self.targets, METRICS, "targets")
        _known("unknown_metric", self.pause_on, METRICS, "pause_on")
        for statuses in self.pause_on.values():
            _known("unknown_status", statuses, STATUSES, "pause_on")
        _known("unknown_reopen_mode", [self.reopen], _REOPEN_MODES, "reopen")
        _known("unknown_change_mode", [self.on_change], _CHANGE_MODES, "on_change")
        if self.quiet_local_s is not None:
            starts_s, ends_s = self.quiet_local_s
            if starts_s % SECONDS_A_DAY == ends_s % SECONDS_A_DAY:
                raise LevelError("no_quiet", field="quiet")

    def target_s(self, metric: str, priority: str) -> int | None:
        """The target of a metric at a priority, in business seconds, or None without one."""
        target = self.targets.get(metric)
        return None if target is None else target.seconds(priority)

    def pauses(self, metric: str, status: str) -> bool:
        """Whether a clock of this metric stands still in this status."""
        return status in self.pause_on.get(metric, ())


def _known(problem: str, names: Iterable[str], known: tuple[str, ...], at: str) -> None:
    for name in names:
        if name not in known:
            raise LevelError(problem, field=at, name=name, known=known)
