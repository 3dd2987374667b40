"""Rules read back as sentences, and what is told of them.

"When the tags contain URGENT, promise Urgent SLA and stop."
"""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.wording import words
from bot.wording.conditions import Naming, both, condition
from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _
from sla_core.configuration.rule import Actions, Notice, Rule

nothing: Final = later("do nothing")
stop: Final = later("stop")
escalate: Final = later("escalate it")
switched_off: Final = later("(switched off)")

_EVERY: Final[Mapping[tuple[str, ...], Sentence]] = {
    ("created",): later("Whenever a ticket is created, {then}."),
    ("changed",): later("On each change of a ticket, {then}."),
    ("time",): later("For each ticket once, {then}."),
    ("created", "changed"): later("When a ticket is created and on each change, {then}."),
    ("created", "time"): later("When a ticket is created, and once more in time, {then}."),
    ("changed", "time"): later("On each change of a ticket, and once in time, {then}."),
    ("created", "changed", "time"): later(
        "When a ticket is created, on each change, and once in time, {then}."
    ),
}
_WHEN: Final[Mapping[tuple[str, ...], Sentence]] = {
    ("created",): later("When {when}, {then}."),
    ("changed",): later("On each change when {when}, {then}."),
    ("time",): later("As soon as {when}, {then}."),
    ("created", "changed"): later("At the creation and on each change when {when}, {then}."),
    ("created", "time"): later("At the creation when {when}, and as soon as that is so, {then}."),
    ("changed", "time"): later("On each change when {when}, and as soon as that is so, {then}."),
    ("created", "changed", "time"): later(
        "At the creation and on each change when {when}, and as soon as that is so, {then}."
    ),
}
"""By when a rule runs."""
_ORDER: Final = ("created", "changed", "time")
_WHOM: Final[Mapping[str, Sentence]] = {
    "channel": later("the channel"),
    "assignee": later("the assignee"),
    "leads": later("the leads"),
    "managers": later("the managers"),
    "agents": later("the agents"),
}
_LONGEST_TEXT: Final = 200


def rule(of: Rule, naming: Naming = str) -> str:
    """A rule as one sentence; where it is off, that is not said."""
    occasions = tuple(occasion for occasion in _ORDER if occasion in of.when)
    then = actions(of.then, naming)
    if not of.groups:
        return _EVERY[occasions]().format(then=then)
    return _WHEN[occasions]().format(when=when(of, naming), then=then)


def when(of: Rule, naming: Naming = str) -> str:
    """The groups of a rule: all of one, or all of another."""
    groups = [both(condition(each, naming) for each in group) for group in of.groups]
    text = groups[0]
    for group in groups[1:]:
        text = _("{first}, or when {other}").format(first=text, other=group)
    return text


def actions(then: Actions, naming: Naming = str) -> str:
    """What a rule does: "promise Urgent SLA and stop"."""
    return both(_effects(then, naming)) or nothing()


def _effects(then: Actions, naming: Naming) -> list[str]:
    effects = []
    if then.level is not None:
        effects.append(_("promise {level}").format(level=then.level))
    if then.priority is not None:
        priority = words.priority_inside(then.priority)
        effects.append(_("set the priority to {priority}").format(priority=priority))
    if then.department is not None:
        effects.append(_("move it to {department}").format(department=then.department))
    if then.assignee is not None:
        effects.append(_("give it to {person}").format(person=naming(then.assignee)))
    if then.add_tags:
        effects.append(_tags_added(then.add_tags))
    if then.remove_tags:
        effects.append(_tags_removed(then.remove_tags))
    if then.status is not None:
        status = words.status_inside(then.status)
        effects.append(_("set the status to {status}").format(status=status))
    if then.notify is not None:
        effects.append(_told(then.notify, naming))
    if then.note is not None:
        effects.append(_("note “{text}”").format(text=_short(then.note)))
    flags = ((escalate, then.escalate), (stop, then.stop))
    return [*effects, *(sentence() for sentence, is_on in flags if is_on)]


def _tags_added(tags: Sequence[str]) -> str:
    return ngettext("add the tag {tags}", "add the tags {tags}", len(tags)).format(
        tags=", ".join(tags)
    )


def _tags_removed(tags: Sequence[str]) -> str:
    return ngettext("remove the tag {tags}", "remove the tags {tags}", len(tags)).format(
        tags=", ".join(tags)
    )


def _told(notice: Notice, naming: Naming) -> str:
    people = both(_WHOM[name]() if name in _WHOM else naming(name) for name in notice.to)
    if notice.text is None:
        return _("tell {people}").format(people=people)
    return _("tell {people} “{text}”").format(people=people, text=_short(notice.text))


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= _LONGEST_TEXT else f"{flat[:_LONGEST_TEXT]}…"
