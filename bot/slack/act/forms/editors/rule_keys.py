"""A rule's keys and what stands in its form: from one to the other and back."""

from collections.abc import Iterable
from typing import Any, Final

from bot import wording
from bot.config.keys import Plain
from bot.config.problems import ConfigRefused
from bot.config.rules import conditions_of, read_actions, read_conditions, written_group
from bot.slack.act.forms.editors.conditions import GROUP, LIST, groups_of
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.editors.named import NameList, listed_one, one_of
from bot.slack.act.forms.kind import FieldErrors
from bot.slack.draw.blocks.name_fields import CHANNELS, GROUPS, PEOPLE
from bot.slack.draw.blocks.rule_editor import ACTIVE, ESCALATE, LEAVE, STOP
from bot.usecases.ground.subjects import shows_something
from bot.words.tags import LONGEST_TAG, tag_in
from sla_core.configuration.conditions import Condition
from sla_core.configuration.rule import LATER_ACTIONS, OCCASIONS, Actions, Rule

ASSIGNEE: Final = NameList("assignee", (PEOPLE,), most=1)
NOTIFY: Final = NameList("notify", (PEOPLE, GROUPS, CHANNELS))
ROLES: Final = tuple(wording.level_editors.ROLES)
_OF_THE_RULE: Final = ("name", "active", "when", "if", "then")
_HANDLED: Final = {
    *("level", "priority", "department", "assignee", "add_tags", "remove_tags", "stop"),
    *LATER_ACTIONS,
}
TAGS: Final = ("add_tags", "remove_tags")
_IN_MORE: Final = ("department", "assignee", "add_tags", "remove_tags")


# --- from the file --------------------------------------------------------------------------------


def content_of(keys: Plain) -> Content:
    """What stands in the form of a rule with these keys."""
    then = keys.get("then", {})
    when = list(keys.get("when", ["created"]))
    notify = then.get("notify")
    told = notify if isinstance(notify, dict) else {"to": notify or []}
    names = list(told["to"])
    fields: dict[str, Any] = {
        "when": when,
        "when_before": when,
        "level": listed_one(then.get("level")),
        "priority": then.get("priority", LEAVE),
        "department": listed_one(then.get("department")),
        **ASSIGNEE.fields_of(listed_one(then.get("assignee"))),
        **{name: list(then.get(name, [])) for name in TAGS},
        **{f"{name}_before": list(then.get(name, [])) for name in TAGS},
        "status": then.get("status", LEAVE),
        "note": then.get("note", ""),
        "roles": [name for name in names if name in ROLES],
        **NOTIFY.fields_of([name for name in names if name not in ROLES]),
        "told": names,
        "notice": told.get("text", ""),
        "flags": list(_flags_of(keys, then)),
        "others": {name: value for name, value in keys.items() if name not in _OF_THE_RULE},
        "other_actions": {name: value for name, value in then.items() if name not in _HANDLED},
    }
    more = any(name in then for name in _IN_MORE)
    return Content(fields, {LIST: tuple(_entries(keys.get("if", [])))}, more=more)


def _flags_of(keys: Plain, then: Plain) -> Iterable[str]:
    flags = {
        STOP: then.get("stop", False),
        ESCALATE: then.get("escalate", False),
        ACTIVE: keys.get("active", True),
    }
    return (name for name, is_on in flags.items() if is_on)


def _entries(groups: Any) -> Iterable[Entry]:
    for number, group in enumerate(groups if isinstance(groups, list) else [groups]):
        for name, operator, value in conditions_of(group):
            yield {GROUP: number, "field": name, "operator": operator, "value": value}


# --- to the file ----------------------------------------------------------------------------------


def keys_of(content: Content) -> Plain:
    """The keys of what stands in the form; `FieldErrors` where it is no rule."""
    when, then = occasions(content), _then(content)
    if not when:
        raise FieldErrors({"when": wording.rule_editors.no_when()})
    if not then:
        raise FieldErrors({"level": wording.rule_editors.no_action()})
    keys: Plain = {**(content.fields.get("others") or {}), "then": then}
    if when != ["created"]:
        keys["when"] = when
    if ACTIVE not in content.list("flags"):
        keys["active"] = False
    groups = [
        written_group((each["field"], each["operator"], each["value"]) for _, each in entries)
        for entries in groups_of(content).values()
    ]
    return {**keys, "if": groups} if groups else keys


def occasions(content: Content) -> list[str]:
    """The occasions, in the order in which they were written."""
    chosen, before = set(content.list("when")), content.list("when_before")
    kept = [name for name in before if name in chosen]
    return [*kept, *(name for name in OCCASIONS if name in chosen and name not in kept)]


def _then(content: Content) -> Plain:
    flags = content.list("flags")
    assignee = ASSIGNEE.names_in(content)
    if len(assignee) > 1:
        raise FieldErrors({ASSIGNEE.field: wording.rule_editors.one_person()})
    then: Plain = {
        **(content.fields.get("other_actions") or {}),
        "level": one_of(content, "level"),
        "priority": _choice(content, "priority"),
        "department": one_of(content, "department"),
        "assignee": next(iter(assignee), None),
        **{name: _tags(content, name) for name in TAGS},
        "status": _choice(content, "status"),
        "note": _text(content, "note"),
        "notify": _notice(content),
        "escalate": ESCALATE in flags,
        "stop": STOP in flags,
    }
    return {name: value for name, value in then.items() if value not in (None, [], False)}


def _tags(content: Content, name: str) -> list[str]:
    """The tags of a field; what was typed is made a tag, what stood there stays as it is."""
    before = content.list(f"{name}_before")
    if content.list(name) in (before, list(dict.fromkeys(before))):
        return before
    tags = [tag if tag in before else tag_in(tag) for tag in content.list(name)]
    if any(len(tag) > LONGEST_TAG for tag in tags if tag not in before):
        raise FieldErrors({name: wording.objections.long_tag(LONGEST_TAG)})
    return list(dict.fromkeys(filter(None, tags)))


def _choice(content: Content, name: str) -> str | None:
    chosen = content.text(name)
    return None if chosen in ("", LEAVE) else chosen


def _text(content: Content, name: str) -> str | None:
    text = content.text(name)
    return text if shows_something(text) else None


def _notice(content: Content) -> Plain | list[str] | None:
    chosen = [*content.list("roles"), *NOTIFY.names_in(content)]
    before = [name for name in content.list("told") if name in chosen]
    names, text = list(dict.fromkeys([*before, *chosen])), _text(content, "notice")
    if text is None:
        return names or None
    if not names:
        raise FieldErrors({"roles": wording.rule_editors.nobody_told()})
    return {"to": names, "text": text}


# --- as far as it is filled in --------------------------------------------------------------------


def draft_rule(content: Content) -> Rule | None:
    """The rule as it stands in the form, to be told while it is made; None where it is never."""
    when = occasions(content)
    groups = (
        tuple(each for _, entry in entries for each in conditions_read(entry))
        for entries in groups_of(content).values()
    )
    if not when:
        return None
    active = ACTIVE in content.list("flags")
    return Rule(content.text("name"), _actions(content), tuple(groups), tuple(when), active)


def _actions(content: Content) -> Actions:
    try:
        then = _then(content)
        return read_actions(then) if then else Actions()
    except (FieldErrors, ConfigRefused):
        return Actions()


def conditions_read(entry: Entry) -> list[Condition]:
    """The condition of an entry, alone in a list; none where it cannot be read any more."""
    try:
        return read_conditions(entry["field"], {entry["operator"]: entry["value"]})
    except ConfigRefused:
        return []


def is_later(content: Content) -> bool:
    """Whether it may do what only happens to tickets that are there, or is said to do that."""
    then = _actions(content)
    return "created" not in content.list("when") or any(
        getattr(then, name) for name in LATER_ACTIONS
    )
