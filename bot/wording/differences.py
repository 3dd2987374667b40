"""What a configuration says otherwise than the one in force, a sentence for each thing."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from bot.views.differences import Difference, DifferenceKind, parts
from bot.wording import administration, departments, level_editors, rule_editors, words
from bot.wording.conditions import Naming
from bot.wording.editors import KINDS
from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _

yes: Final = later("yes")
no: Final = later("no")

LABELS: Final[Mapping[str, Mapping[str, Sentence]]] = {
    "calendar": {
        "time_zone": later("Time zone"),
        "hours": later("Hours"),
        "holidays": later("Holidays"),
        "closures": later("Closures"),
        "openings": later("Openings"),
    },
    "department": {
        "intake_channels": departments.intake_channels,
        "alert_channel": departments.alert_channel,
        "leads": later("Leads"),
        "managers": later("Managers"),
        "agents": later("Agents"),
        "level": departments.level,
        "private": departments.private,
        "fields": later("Fields"),
    },
    "customer": {
        "group": departments.customer_group,
        "channels": later("Channels"),
        "users": later("People"),
        "domains": departments.domains,
        "level": departments.level,
    },
    "customer_group": {"level": departments.level},
    "level": {
        "calendar": level_editors.hours,
        "pause_on": later("What pauses clocks"),
        "reopen": later("When a ticket is reopened"),
        "on_change": later("When a ticket gets this level"),
        "resolve_after": level_editors.resolve_after,
        "close_after": level_editors.close_after,
        "quiet": level_editors.quiet,
        "alerts": later("Alerts"),
    },
    "rule": {
        "active": later("In use"),
        "when": rule_editors.when,
        "if": rule_editors.conditions,
        "then.level": rule_editors.level,
        "then.priority": rule_editors.priority,
        "then.department": rule_editors.department,
        "then.assignee": rule_editors.assignee,
        "then.add_tags": rule_editors.add_tags,
        "then.remove_tags": rule_editors.remove_tags,
        "then.status": rule_editors.status,
        "then.note": rule_editors.note,
        "then.notify": rule_editors.roles,
        "then.stop": later("Look at no further rule"),
    },
    "workspace": {
        "admins": later("Admins"),
        "report_time_zone": administration.time_zone,
        "default_level": administration.default_level,
        "language": administration.language,
        "emoji.open": administration.emoji_open,
        "emoji.no_reply": administration.emoji_no_reply,
        "emoji.resolve": administration.emoji_resolve,
        "intake_bots": administration.bots,
        "digests": later("Digests"),
    },
}
"""What people call the keys of each kind of item; another key is called as the file has it."""


NAMING: Final = frozenset(
    {
        *("intake_channels", "alert_channel", "leads", "managers", "agents"),
        *("channels", "users", "admins", "then.assignee", "then.notify"),
    }
)
"""The keys whose values are people, user groups and channels."""


def sentence(difference: Difference, naming: Naming) -> str:
    """What one difference means; people, groups and channels are called by `naming`."""
    kind = KINDS[difference.kind]()
    match difference.does:
        case DifferenceKind.ADDED:
            return _("The {kind} {name} is new.").format(kind=kind, name=difference.name)
        case DifferenceKind.REMOVED:
            return _("The {kind} {name} is taken out.").format(kind=kind, name=difference.name)
        case DifferenceKind.REORDERED:
            names = ", ".join(difference.new)
            return _("The rules are looked at in the order {names}.").format(names=names)
    what = " ".join(filter(None, (kind[:1].upper() + kind[1:], difference.name)))
    return _("{what}: {change}").format(what=what, change=_change(_named(difference, naming)))


def _named(difference: Difference, naming: Naming) -> Difference:
    if ".".join(difference.path[:2]) not in NAMING:
        return difference

    def named(value: Any) -> Any:
        if isinstance(value, list):
            return [named(part) for part in value]
        return naming(value) if isinstance(value, str) else value

    return replace(difference, old=named(difference.old), new=named(difference.new))


def _change(difference: Difference) -> str:
    label, changed = _label(difference.kind, difference.path), parts(difference)
    if changed is not None:
        return _parts(label, *changed)
    old, new = difference.old, difference.new
    if old is None:
        return _("“{label}” is {new}; it was left out.").format(label=label, new=_value(new))
    if new is None:
        return _("“{label}” is left out; it was {old}.").format(label=label, old=_value(old))
    return _("“{label}” is {new} instead of {old}.").format(
        label=label, new=_value(new), old=_value(old)
    )


def _parts(label: str, gained: list[Any], lost: list[Any]) -> str:
    names = {"label": label, "gained": _value(gained), "lost": _value(lost)}
    if not lost:
        return _("“{label}” gains {gained}.").format(**names)
    if not gained:
        return _("“{label}” loses {lost}.").format(**names)
    return _("“{label}” gains {gained} and loses {lost}.").format(**names)


def _label(kind: str, path: tuple[str, ...]) -> str:
    """What people call a key: what is promised at what priority, a label, else the key itself."""
    if kind == "level" and path[0] in ("targets", "goals") and len(path) > 1:
        return ", ".join([words.metric(path[1]), *map(words.priority, path[2:])])
    labels = LABELS.get(kind, {})
    for length in range(len(path), 0, -1):
        label = labels.get(".".join(path[:length]))
        if label is not None:
            return " · ".join([label(), *path[length:]])
    return ".".join(path)


def _value(value: Any) -> str:
    """A value in words: a list with commas, of an entry what it holds."""
    if isinstance(value, bool):
        return yes() if value else no()
    if isinstance(value, list):
        return ", ".join(map(_value, value)) or words.none()
    if isinstance(value, Mapping):
        return " ".join(_value(part) for part in value.values()) or words.none()
    return str(value)
