"""Levels and rules, as people read them."""

from collections.abc import Sequence

from bot.slack import wording
from bot.slack.blocks.marks import Payload, escaped, joined, message, section
from sla_core.alarms import point_name
from sla_core.configuration import Alert, Level, Target
from sla_core.rules.conditions import Condition
from sla_core.rules.rule import Actions, Rule
from sla_core.tickets.vocabulary import METRICS, STATUSES

AT_MOST = 45
_OCCASIONS = {"created": "at the creation", "changed": "on each change", "time": "in time"}


def levels_shown(levels: Sequence[Level]) -> Payload:
    """Every level: its calendar, targets, pauses and alerts."""
    if not levels:
        return message(wording.NO_LEVELS)
    head = wording.counted(len(levels), "level")
    more = [section(f"… and {len(levels) - AT_MOST} more")] if len(levels) > AT_MOST else []
    return message(head, [*(section(_level(each)) for each in levels[:AT_MOST]), *more])


def rules_shown(rules: Sequence[Rule]) -> Payload:
    """Every rule in its order: when it matches, and what it does."""
    if not rules:
        return message(wording.NO_RULES)
    head = f"{wording.counted(len(rules), 'rule')}, read from the top"
    lines = [_rule(number, rule) for number, rule in enumerate(rules, 1)]
    shown = [section(line) for line in lines[:AT_MOST]]
    more = [section(f"… and {len(lines) - AT_MOST} more")] if len(lines) > AT_MOST else []
    return message(head, [section(f"*{head}*"), *shown, *more])


def _level(level: Level) -> str:
    targets = [
        f"{wording.metric(metric)}: {_target(level.targets[metric])}"
        for metric in METRICS
        if metric in level.targets
    ]
    lines = [
        f"*{escaped(level.name)}* on the calendar {escaped(level.calendar)}",
        *targets,
        f"Pauses: {_pauses(level)}",
        f"Alerts: {escaped('; '.join(alert_line(each) for each in level.alerts) or 'none')}",
    ]
    return joined(lines)


def _target(target: Target) -> str:
    times = [f"{name} {wording.duration(seconds)}" for name, seconds in target.by_priority]
    if target.default_s is not None:
        rest = wording.duration(target.default_s)
        times.append(f"otherwise {rest}" if times else rest)
    return ", ".join(times)


def _pauses(level: Level) -> str:
    found = [
        f"{wording.metric(metric).lower()} while {', '.join(in_order)}"
        for metric in METRICS
        if metric in level.targets
        and (in_order := [each for each in STATUSES if level.pauses(metric, each)])
    ]
    return "; ".join(found) or "none"


def alert_line(alert: Alert) -> str:
    """An alert as people write it: `+1h to channel, leads for resolution repeat 3 escalate`."""
    metrics = [each for each in METRICS if each in alert.metrics]
    about = f" for {', '.join(metrics)}" if metrics else ""
    repeat = f" repeat {alert.point.repeat}" if alert.point.repeat > 1 else ""
    escalate = " escalate" if alert.escalate else ""
    return f"{point_name(alert.point)} to {', '.join(alert.to)}{about}{repeat}{escalate}"


def _rule(number: int, rule: Rule) -> str:
    groups = [" and ".join(_condition(each) for each in group) for group in rule.groups]
    when = " or ".join(f"({each})" if len(groups) > 1 else each for each in groups) or "always"
    later = [_OCCASIONS[each] for each in rule.when if rule.when != ("created",)]
    occasions = f" {' and '.join(later)}" if later else ""
    off = "" if rule.active else " (switched off)"
    return (
        f"{number}. *{escaped(rule.name, 300)}*{occasions}{off}\n"
        f"If {escaped(when, 1200)}\nThen {escaped(_actions(rule.then), 1200)}"
    )


def _condition(condition: Condition) -> str:
    wanted = condition.wanted
    if condition.takes_duration:
        wanted = wording.duration(wanted)
    elif isinstance(wanted, list | tuple):
        wanted = ", ".join(str(each) for each in wanted)
    return f"{condition.name} {condition.operator.replace('_', ' ')} {wanted}"


def _actions(then: Actions) -> str:
    done = [
        f"{what} {value}"
        for what, value in (
            ("level", then.level),
            ("priority", then.priority),
            ("department", then.department),
            ("assignee", then.assignee),
            ("add tags", ", ".join(then.add_tags)),
            ("remove tags", ", ".join(then.remove_tags)),
            ("status", then.status),
            ("notify", ", ".join(then.notify.to) if then.notify else None),
            ("note", then.note),
        )
        if value
    ]
    flags = [what for what, on in (("escalate", then.escalate), ("stop here", then.stop)) if on]
    return ", ".join([*done, *flags]) or "nothing"
