"""What rules would do to a ticket: which match, which condition fails at which value."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.wording import conditions as phrases
from bot.wording.conditions import Naming
from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _
from bot.wording.rules import actions
from sla_core.configuration.rule import Actions, Notice
from sla_core.rules.explanation import TriedCondition, TriedRule, TriedWalk, chosen_level
from sla_core.tickets.event import Event
from sla_core.tickets.events import (
    Assigned,
    DepartmentSet,
    Escalated,
    LevelSet,
    Note,
    Notified,
    PrioritySet,
    StatusSet,
    TagsChanged,
)

as_it_stands: Final = later(
    "As the ticket stands now, under the rules in force. Nothing was changed."
)
_nothing_new: Final = later("It would change nothing: the ticket is like that already.")
_stops: Final = later("The rules below are not looked at then.")

OCCASIONS: Final[Mapping[str, Sentence]] = {
    "created": later("Were it created like this"),
    "changed": later("At its next change"),
    "time": later("As time passes"),
}
_OUTCOMES: Final[Mapping[str, Sentence]] = {
    "matches": later("matches"),
    "done": later("matches, and acted on that already"),
    "fails": later("does not match"),
    "stopped": later("not looked at: a rule above stops"),
    "off": later("is switched off"),
}


def head(number: int) -> str:
    """Which ticket it is about."""
    return _("The rules on #{number}").format(number=number)


def outcome(rule: TriedRule) -> str:
    """What became of a rule."""
    return _OUTCOMES[rule.outcome]()


def again(at: str) -> str:
    """When time makes a rule come true, if nothing else happens."""
    return _("It is looked at again {at}.").format(at=at)


def conditions(rule: TriedRule, naming: Naming) -> Iterator[str]:
    """Each condition with its value, a line each; groups are numbered where there are several."""
    for place, group in enumerate(rule.groups, 1):
        if len(rule.groups) > 1:
            yield _("Group {number}:").format(number=place)
        for tried in group:
            yield _condition(tried, naming)


def _condition(tried: TriedCondition, naming: Naming) -> str:
    text = phrases.condition(tried.condition, naming)
    value = phrases.value_of(tried.condition, tried.value, naming)
    if tried.holds:
        return _("• yes: {condition} (here: {value})").format(condition=text, value=value)
    return _("• no: {condition} (here: {value})").format(condition=text, value=value)


def would(rule: TriedRule, naming: Naming) -> str:
    """What a rule that matches would do; nothing is said of another."""
    if rule.outcome != "matches":
        return ""
    effects = actions_of(rule.effects)
    if effects == Actions():
        text = _nothing_new()
    else:
        text = _("It would {actions}.").format(actions=actions(effects, naming))
    return f"{text} {_stops()}" if rule.rule.then.stop else text


def level(present: str | None, walk: TriedWalk, *, is_by_hand: bool) -> str:
    """The level that would come of it."""
    before = present or phrases.nothing()
    chosen = chosen_level(walk)
    if chosen is None or is_by_hand:
        return _("Level: stays {level}").format(level=before)
    return _("Level: {before} → {after}").format(before=before, after=chosen.to)


def of_your_own(number: int) -> str:
    """That who asked is not told what rules make of it."""
    return _("You asked for #{number} yourself, so its rules are your colleagues' to see.").format(
        number=number
    )


def by_hand(number: int) -> str:
    """That no rule changes the level, and what gives it back to them."""
    return _(
        "Its level was set by hand: rules leave it, until `/ticket level {number} auto`."
    ).format(number=number)


def actions_of(events: tuple[Event, ...]) -> Actions:
    """What events come to, as the actions of a rule."""
    given: dict[str, object] = {}
    for event in events:
        given.update(_action_of(event))
    return Actions(**given)  # type: ignore[arg-type]


def _action_of(event: Event) -> dict[str, object]:
    if isinstance(event, TagsChanged):
        return {"add_tags": event.add, "remove_tags": event.remove}
    if isinstance(event, Notified):
        return {"notify": Notice(event.to, event.text)}
    if isinstance(event, Escalated):
        return {"escalate": True}
    if isinstance(event, Note):
        return {"note": event.text}
    name = _NAMES.get(type(event))
    return {} if name is None else {name: event.to}  # type: ignore[attr-defined]


_NAMES: Final[Mapping[type[Event], str]] = {
    LevelSet: "level",
    PrioritySet: "priority",
    DepartmentSet: "department",
    Assigned: "assignee",
    StatusSet: "status",
}
