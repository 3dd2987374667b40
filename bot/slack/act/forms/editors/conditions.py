"""A condition of a rule: a field, one of its operators, and what is compared with."""

from collections.abc import Mapping
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot import wording
from bot.config.problems import ConfigRefused
from bot.config.rules import read_conditions
from bot.slack.act.forms.editors.condition_values import (
    ConditionComparison,
    Standing,
    asked_of,
    fits,
    standing_of,
    wanted_in,
)
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.editors.editor import PartEditor
from bot.slack.act.forms.kind import FieldErrors, Menu, MenuSearch, Submission
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.condition_editor import (
    FIELD,
    ConditionFields,
    condition_blocks,
    operator_field,
)
from bot.slack.draw.blocks.elements import Block
from bot.slack.draw.blocks.menus import Choices, named_each
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import suggestions
from sla_core.configuration.facts import FIELD_PREFIX, LATER_FIELDS, kind_of
from sla_core.configuration.inputs import FIELDS, inputs_of
from sla_core.configuration.operators import OPERATORS
from sla_core.errors import RuleError

LIST: Final = "conditions"
GROUP: Final = "group"
MOST_GROUPS: Final = 10
MOST_OF_A_GROUP: Final = 10
_GROUPED: Final[Mapping[str, tuple[str, ...]]] = {
    "ticket": (
        *("tags", "priority", "subject", "last_message", "source", "status", "level"),
        *("referrer_url", "from_invitation", "deleted"),
    ),
    "people": (
        *("customer_group", "customer", "department"),
        *("assignee", "assignee_status", "last_message.by"),
    ),
    "times": ("business_hours", "created_at", "changed_at"),
}
_MOST_FIELDS: Final = 100
"""So many choices a menu has under one heading."""
_LONGEST_FIELD: Final = 140
"""A choice of a menu holds 150 characters."""


# --- what is asked --------------------------------------------------------------------------------


def declared(work: Transaction, name: str) -> Mapping[str, Any] | None:
    """How a department declares a field; None of what none does."""
    fields = (each.fields for each in work.configuration.departments.values())
    own = name.removeprefix(FIELD_PREFIX)
    return next((each[own] for each in fields if own in each), None)


def _comparison(work: Transaction, name: str, operator: str) -> ConditionComparison:
    asked = asked_of(name, operator, declared(work, name))
    zone = ZoneInfo(work.configuration.options.report_time_zone)
    return ConditionComparison(name, operator, asked, zone)


def _names(work: Transaction, content: Content, name: str) -> dict[str, list[str]]:
    """The fields that may be looked at, by what they are grouped under."""
    fields = {
        f"{FIELD_PREFIX}{field}": None
        for each in work.configuration.departments.values()
        for field in each.fields
    }
    groups = {group: list(names) for group, names in _GROUPED.items()}
    groups["later"] = [
        field
        for field in FIELDS
        if field in LATER_FIELDS and ("created" not in content.list("when") or field == name)
    ]
    known = [field for field in fields if len(field) <= _LONGEST_FIELD][:_MOST_FIELDS]
    is_known = name in FIELDS or name in known
    groups["fields"] = known if is_known else [name, *known[:-1]]
    return groups


def _operators(work: Transaction, name: str, standing: str | None) -> list[str]:
    """The operators that make sense, and the one that stands there."""
    offered = inputs_of(name, declared(work, name)).offered
    return [*offered, *([standing] if standing and standing not in offered else [])]


# --- drawn ----------------------------------------------------------------------------------------


def _blocks(work: Transaction, content: Content, entry: Entry | None, argument: str) -> list[Block]:
    if entry is None:
        return _drawn(work, content, next(iter(FIELDS)), None, {})
    name, operator = entry["field"], entry["operator"]
    standing = standing_of(_comparison(work, name, operator), entry["value"])
    return _drawn(work, content, name, operator, standing)


def _redrawn(
    work: Transaction, submitted: Submission, content: Content, argument: str
) -> list[Block]:
    name = _field(submitted)
    chosen = submitted.choice(operator_field(name))
    operator = chosen if chosen in (*OPERATORS[kind_of(name)], "is_set") else None
    standing = {key: value for key, value in submitted.values.items() if value}
    return _drawn(work, content, name, operator, standing)


def _drawn(
    work: Transaction, content: Content, name: str, operator: str | None, standing: Standing
) -> list[Block]:
    operators = _operators(work, name, operator)
    chosen = operator or operators[0]
    asked = _comparison(work, name, chosen).asked
    names = _names(work, content, name)
    return condition_blocks(ConditionFields(name, chosen, names, operators, asked, standing))


def _field(submitted: Submission) -> str:
    name = submitted.choice(FIELD) or ""
    try:
        inputs_of(name)
    except RuleError:
        raise FieldErrors({FIELD: wording.forms.unreadable()}) from None
    return name


# --- read -----------------------------------------------------------------------------------------


def _entry_of(
    work: Transaction,
    submitted: Submission,
    content: Content,
    before: Entry | None,
    argument: str,
) -> Entry:
    name = _field(submitted)
    group = _group(content, argument) if before is None else before[GROUP]
    operator = submitted.choice(operator_field(name))
    same = before is not None and (before["field"], before["operator"]) == (name, operator)
    standing = before["operator"] if before is not None and before["field"] == name else None
    if operator is None or operator not in _operators(work, name, standing):
        raise FieldErrors({operator_field(name): wording.rule_editors.not_this_operator()})
    of = _comparison(work, name, operator)
    wanted = wanted_in(submitted, of, before["value"] if same and before is not None else None)
    _require_sound(of, wanted)
    return {GROUP: group, "field": name, "operator": operator, "value": wanted}


def _group(content: Content, argument: str) -> int:
    """The group that a new condition belongs to; one too many is refused."""
    groups = groups_of(content)
    if not argument.isascii() or not argument.isdecimal():
        raise FieldErrors({FIELD: wording.editors.gone()})
    if int(argument) not in groups:
        if len(groups) >= MOST_GROUPS:
            raise FieldErrors({FIELD: wording.rule_editors.most_groups(MOST_GROUPS)})
        return max(groups, default=-1) + 1
    if len(groups[int(argument)]) >= MOST_OF_A_GROUP:
        raise FieldErrors({FIELD: wording.rule_editors.most_conditions(MOST_OF_A_GROUP)})
    return int(argument)


def _require_sound(of: ConditionComparison, wanted: Any) -> None:
    """Refuse at its field what the file is refused for, such as a pattern that takes too long."""
    try:
        read_conditions(of.name, {of.operator: wanted})
    except ConfigRefused as refused:
        text = wording.forms.problem(refused.problems[0].text)
        raise FieldErrors({of.block: text}) from refused


def groups_of(content: Content) -> dict[int, list[tuple[int, Entry]]]:
    """The conditions of each group with their places in the list, in the order of the groups."""
    groups: dict[int, list[tuple[int, Entry]]] = {}
    for index, entry in enumerate(content.entries(LIST)):
        groups.setdefault(int(entry[GROUP]), []).append((index, entry))
    return dict(sorted(groups.items()))


def is_editable(work: Transaction, entry: Entry) -> bool:
    """Whether the form of a condition can hold it as it is."""
    of = _comparison(work, entry["field"], entry["operator"])
    return fits(of, entry["value"], lambda one: work.directory.person(one) is not None)


# --- what is offered ------------------------------------------------------------------------------


def _offered(known: str) -> Menu:
    def menu(work: Transaction, search: MenuSearch) -> Choices:
        return named_each(suggestions.known_values(work, search.user_id, known))

    return menu


_SEARCHED: Final = ("tag", "source", "level", "department", "customer", "customer_group")
_OPEN: Final = ("tag", "source", "customer", "customer_group")
"""What may be named though nobody has it yet."""

CONDITION: Final = PartEditor(
    callback_id=ids.RULE_CONDITION_FORM,
    first_field=FIELD,
    title=wording.rule_editors.condition_title,
    blocks=_blocks,
    entry_of=_entry_of,
    most=MOST_GROUPS * MOST_OF_A_GROUP,
    menus={f"search_{known}": _offered(known) for known in _SEARCHED},
    open_menus=frozenset(f"search_{known}" for known in _OPEN),
    redrawn=_redrawn,
)
