"""Levels and rules, as people read them."""

from collections.abc import Callable, Iterable, Sequence
from functools import reduce

from bot import wording
from bot.slack.blocks.elements import (
    Payload,
    escaped,
    joined,
    listed,
    message,
    section,
)
from bot.wording import words
from sla_core.alarms import point_name
from sla_core.configuration import Alert, Level, Target
from sla_core.rules.conditions import Condition
from sla_core.rules.rule import Actions, Rule
from sla_core.tickets.vocabulary import METRICS, STATUSES


def levels_shown(levels: Sequence[Level]) -> Payload:
    """Every level: its calendar, targets, pauses and alerts."""
    if not levels:
        return message(wording.promises.no_levels())
    head = wording.promises.levels(len(levels))
    return message(head, listed([], [section(_level(each)) for each in levels]))


def rules_shown(rules: Sequence[Rule]) -> Payload:
    """Every rule in its order: when it matches, and what it does."""
    if not rules:
        return message(wording.promises.no_rules())
    head = wording.promises.rules(len(rules))
    shown = [section(_rule(number, rule)) for number, rule in enumerate(rules, 1)]
    return message(head, listed([section(f"*{head}*")], shown))


def _level(level: Level) -> str:
    targets = [
        wording.promises.target(words.metric(metric), _target(level.targets[metric]))
        for metric in METRICS
        if metric in level.targets
    ]
    lines = [
        wording.promises.level_on(escaped(level.name), escaped(level.calendar)),
        *targets,
        wording.promises.pauses(_pauses(level)),
        wording.promises.alerts(
            escaped("; ".join(alert_line(each) for each in level.alerts) or words.none())
        ),
    ]
    return joined(lines)


def _target(target: Target) -> str:
    times = [f"{name} {words.duration(seconds)}" for name, seconds in target.by_priority]
    if target.default_s is not None:
        rest = words.duration(target.default_s)
        times.append(wording.promises.otherwise(rest) if times else rest)
    return ", ".join(times)


def _pauses(level: Level) -> str:
    found = [
        wording.promises.pauses_while(words.metric_inside(metric), ", ".join(in_order))
        for metric in METRICS
        if metric in level.targets
        and (in_order := [each for each in STATUSES if level.pauses(metric, each)])
    ]
    return "; ".join(found) or words.none()


def alert_line(alert: Alert) -> str:
    """An alert as people write it: `+1h to channel, leads for resolution repeat 3 escalate`."""
    metrics = [each for each in METRICS if each in alert.metrics]
    about = f" for {', '.join(metrics)}" if metrics else ""
    repeat = f" repeat {alert.point.repeat}" if alert.point.repeat > 1 else ""
    escalate = " escalate" if alert.escalate else ""
    return f"{point_name(alert.point)} to {', '.join(alert.to)}{about}{repeat}{escalate}"


def _rule(number: int, rule: Rule) -> str:
    said = wording.promises
    groups = [_all(said.both, (_condition(each) for each in group)) for group in rule.groups]
    shown = [f"({each})" if len(groups) > 1 else each for each in groups]
    when = _all(said.either, shown) or said.always()
    later = [said.OCCASIONS[each]() for each in rule.when if rule.when != ("created",)]
    off = "" if rule.active else said.switched_off()
    head = f"{number}. *{escaped(rule.name, 300)}*"
    return said.rule(
        " ".join(filter(None, (head, _all(said.both, later), off))),
        escaped(when, 1200),
        escaped(_actions(rule.then), 1200),
    )


def _all(joining: Callable[[str, str], str], parts: Iterable[str]) -> str:
    """The parts in one sentence, joined two by two; none is empty."""
    found = list(parts)
    return reduce(joining, found) if found else ""


def _condition(condition: Condition) -> str:
    wanted = condition.wanted
    if condition.takes_duration:
        wanted = words.duration(wanted)
    elif isinstance(wanted, list | tuple):
        wanted = ", ".join(str(each) for each in wanted)
    return f"{condition.name} {condition.operator.replace('_', ' ')} {wanted}"


def _actions(then: Actions) -> str:
    done = [
        wording.promises.action(what, value)
        for what, value in (
            ("level", then.level),
            ("priority", then.priority),
            ("department", then.department),
            ("assignee", then.assignee),
            ("add_tags", ", ".join(then.add_tags)),
            ("remove_tags", ", ".join(then.remove_tags)),
            ("status", then.status),
            ("notify", ", ".join(then.notify.to) if then.notify else None),
            ("note", then.note),
        )
        if value
    ]
    said = wording.promises
    flags = [
        what() for what, on in ((said.escalate, then.escalate), (said.stop_here, then.stop)) if on
    ]
    return ", ".join([*done, *flags]) or said.nothing()
