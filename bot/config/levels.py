"""Levels as they are written down, read and written: targets, pauses, alerts, quiet hours."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot.config.calendars import span, span_s
from bot.config.keys import Key, Plain, attributes, plain, record
from bot.config.parts import (
    Part,
    all_of,
    built,
    count,
    duration_s,
    every,
    flag,
    one_of,
    positive_duration_s,
    text,
    texts,
    word,
)
from bot.wording import configuration as sentences
from bot.words.spelling import value_in
from sla_core.configuration import DEFAULT_ALERTS, DEFAULT_PAUSES, Alert, AlertPoint, Level, Target
from sla_core.durations import format_duration
from sla_core.instants import SECONDS_A_DAY
from sla_core.tickets.vocabulary import METRICS, PRIORITIES, STATUSES

_DEFAULT: Final = "default"
_SHARE: Final = re.compile(r"(\d{1,3})%", re.ASCII)


def _by_word(part: Part, words: tuple[str, ...], kind: str, read: Any) -> dict[str, Any]:
    """The values of a mapping whose keys are all among these words."""

    def value(named: tuple[str, Part]) -> tuple[str, Any]:
        typed, below = named
        name = value_in(typed)
        if name not in words:
            raise below.refused(sentences.unknown(name, words, kind))
        return name, read(below)

    return dict(every(part.keys().items(), value))


def _target(part: Part) -> Target:
    if not part.is_mapping:
        seconds = duration_s(part)
        return built(part, lambda: Target(seconds))
    times = _by_word(part, (*PRIORITIES, _DEFAULT), "priority", duration_s)
    default_s = times.pop(_DEFAULT, None)
    return built(part, lambda: Target(default_s, tuple(times.items())))


def _written_target(target: Target) -> Any:
    times = {priority: format_duration(seconds) for priority, seconds in target.by_priority}
    if target.default_s is None:
        return times
    default = format_duration(target.default_s)
    return {**times, _DEFAULT: default} if times else default


def _targets(part: Part) -> Mapping[str, Target]:
    return _by_word(part, METRICS, "metric", _target)


def _written_targets(targets: Mapping[str, Target]) -> Plain:
    return {metric: _written_target(targets[metric]) for metric in METRICS if metric in targets}


_statuses = all_of(STATUSES)


def _pause_on(part: Part) -> Mapping[str, frozenset[str]]:
    """A list is `resolution`'s and leaves the rest at its default; a mapping names all."""
    if part.is_mapping:
        return _by_word(part, METRICS, "metric", _statuses)
    return {**DEFAULT_PAUSES, "resolution": _statuses(part)}


def _written_pauses(pauses: Mapping[str, frozenset[str]]) -> Any:
    in_order = {
        metric: [status for status in STATUSES if status in pauses[metric]]
        for metric in METRICS
        if metric in pauses
    }
    as_list = {**DEFAULT_PAUSES, "resolution": pauses.get("resolution", frozenset())}
    return in_order["resolution"] if pauses == as_list else in_order


def _point(part: Part) -> dict[str, Any]:
    """When an alert is due, as the arguments of its point: `75%`, `-15m`, `breach`, `+1h`."""
    written = word(part)
    if written == "breach":
        return {"breach": True}
    if share := _SHARE.fullmatch(written):
        return {"share_pct": int(share[1])}
    if written[0] not in "+-" or written[1:2].isspace():
        raise part.refused(sentences.no_time_of_an_alert(written))
    seconds = positive_duration_s(part.reading(written[1:]))
    return {"before_s" if written[0] == "-" else "after_s": seconds}


def _written_point(point: AlertPoint) -> str:
    if point.breach:
        return "breach"
    if point.share_pct is not None:
        return f"{point.share_pct}%"
    if point.before_s is not None:
        return f"-{format_duration(point.before_s)}"
    return f"+{format_duration(point.after_s or 0)}"


_ALERT = (
    Key("to", "to", texts, list),
    Key(
        "metrics",
        "metrics",
        all_of(METRICS),
        lambda value: [metric for metric in METRICS if metric in value],
    ),
    Key("escalate", "escalate", flag),
)
_POINT = (Key("at", "at", _point), Key("repeat", "repeat", count))


def _alert(part: Part) -> Alert:
    values = attributes(part, (*_POINT, *_ALERT), required=("at", "to"))
    if not values["to"]:
        raise part.find(["to"]).refused(sentences.no_readers())
    at, repeat = values.pop("at"), values.pop("repeat", 1)
    point_part = part.find(["repeat" if repeat > 1 else "at"])
    return Alert(built(point_part, lambda: AlertPoint(**at, repeat=repeat)), **values)


def _written_alert(alert: Alert) -> Plain:
    repeat = {"repeat": alert.point.repeat} if alert.point.repeat > 1 else {}
    return {"at": _written_point(alert.point), **plain(alert, _ALERT), **repeat}


def _quiet(part: Part) -> tuple[int, int]:
    starts_s, ends_s = span_s(part)
    if starts_s % SECONDS_A_DAY == ends_s % SECONDS_A_DAY:
        raise part.refused(sentences.no_quiet())
    return starts_s, ends_s


def _after(name: str) -> Key:
    return Key(name, f"{name}_s", positive_duration_s, format_duration)


_LEVEL = (
    Key("calendar", "calendar", text),
    Key("targets", "targets", _targets, _written_targets),
    Key("pause_on", "pause_on", _pause_on, _written_pauses),
    Key("reopen", "reopen", one_of(("resume", "new_cycle", "ignore"))),
    Key("on_change", "on_change", one_of(("carry", "restart"))),
    _after("resolve_after"),
    _after("close_after"),
    Key("quiet", "quiet_local_s", _quiet, lambda value: span(*value)),
    Key(
        "alerts",
        "alerts",
        lambda part: tuple(every(part.items(), _alert)),
        lambda value: [_written_alert(alert) for alert in value],
    ),
)


DEFAULT_ALERTS_WRITTEN: Final = tuple(_written_alert(alert) for alert in DEFAULT_ALERTS)
"""The alerts of a level that names none, as the file would have them."""


def read_level(name: str, part: Part) -> Level:
    """The level of a name."""
    if name.casefold() == "auto":
        raise part.refused(sentences.auto())
    return record(part, Level, _LEVEL, required=["targets"], name=name)


def write_level(level: Level) -> Plain:
    """The keys of a level."""
    return plain(level, _LEVEL)
