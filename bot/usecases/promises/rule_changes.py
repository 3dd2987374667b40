"""Rules as an admin changes them one by one: made, edited, switched, moved, archived.

Every change is one revision of the whole list, as the order of rules counts. Whoever looked at
the list before says at which revision (`seen`), and is refused once somebody else changed it.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot import wording
from bot.config.check import errors, warnings
from bot.errors import UserFacingError
from bot.store import configuration
from bot.usecases.changes.access import require_admin
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.configuration import changes, findings
from bot.usecases.promises.editable import require_editable
from bot.usecases.promises.identities import keep_resolved, names_of_nobody
from bot.usecases.promises.revisions import revise
from bot.views.rules import ConfigNote, RuleChanged
from bot.views.waiting_names import WaitingName
from bot.words.spelling import named, unquoted
from sla_core.configuration import RULES, Configuration
from sla_core.configuration.rule import MOST_RULES, Rule
from sla_core.errors import RuleError

RuleList = tuple[Rule, ...]

NEW_RULE: Final = "rule new"
EDIT_RULE: Final = "rule edit"
SWITCH_ON: Final = "rule on"
SWITCH_OFF: Final = "rule off"
MOVE_UP: Final = "rule up"
MOVE_DOWN: Final = "rule down"
ARCHIVE: Final = "rule archive"
READY_MADE: Final = "rule ready-made"
"""The actions of the audit's entries."""


def rules_revision(work: Transaction) -> int:
    """The number of the newest revision of the rules; 0 before the first."""
    numbers = (one.number for one in work.history.revisions if one.kind == RULES)
    return max(numbers, default=0)


def rule_named(work: Transaction, typed: str) -> Rule:
    """The rule of a name as it was typed, or of its number from the top; else it is refused."""
    rules = work.configuration.rules
    name = named(unquoted(typed), [rule.name for rule in rules])
    found = next((rule for rule in rules if rule.name == name), None)
    number = typed.strip().removeprefix("#")
    if found is None and number.isdecimal() and 1 <= int(number) <= len(rules):
        found = rules[int(number) - 1]
    if found is None:
        raise UserFacingError(
            wording.rule_changes.no_rule(unquoted(typed), [one.name for one in rules])
        )
    return found


def save_rule(
    work: Transaction, rule: Rule, by: str, *, replaces: str | None = None, seen: int | None = None
) -> RuleChanged:
    """Make a new rule, below all others, or put one in the place of another by its name.

    A name that is taken is a `RuleError`, as is one rule too many.
    """
    before = _changeable(work, by, seen)
    old = None if replaces is None else rule_named(work, replaces)
    others = [one for one in before if one is not old]
    _require_name(rule, others)
    rule, waiting = _resolved(work, rule)
    after = (*before, rule) if old is None else _with(before, old, rule)
    made = _save(work, after, rule, by, NEW_RULE if old is None else EDIT_RULE)
    return replace(made, waiting=waiting)


def add_rules(work: Transaction, added: Sequence[Rule], by: str) -> list[RuleChanged]:
    """Add ready-made rules below all others, as one change; one of a name that is there stays."""
    before = _changeable(work, by, None)
    names = {rule.name.casefold() for rule in before}
    new = tuple(rule for rule in added if rule.name.casefold() not in names)
    made = [_save(work, (*before, *new), rule, by, READY_MADE) for rule in new[-1:]]
    first = len(before) + 1
    return [
        replace(one, rule=rule, place=place)
        for one in made
        for place, rule in enumerate(new, first)
    ]


def switch(
    work: Transaction, typed: str, by: str, *, on: bool, seen: int | None = None
) -> RuleChanged:
    """Switch a rule on or off."""
    before = _changeable(work, by, seen)
    rule = rule_named(work, typed)
    after = _with(before, rule, replace(rule, active=on))
    return _save(work, after, replace(rule, active=on), by, SWITCH_ON if on else SWITCH_OFF)


def move(
    work: Transaction, typed: str, by: str, *, up: bool, seen: int | None = None
) -> RuleChanged:
    """Move a rule one up or one down; the first goes no higher, the last no lower."""
    before = _changeable(work, by, seen)
    rule = rule_named(work, typed)
    place = before.index(rule)
    other = max(0, place - 1) if up else min(len(before) - 1, place + 1)
    after = list(before)
    after[place], after[other] = after[other], after[place]
    return _save(work, tuple(after), rule, by, MOVE_UP if up else MOVE_DOWN)


def archive(work: Transaction, typed: str, by: str, *, seen: int | None = None) -> RuleChanged:
    """Take a rule out of the list; what it decided stays in the timelines, it in the history."""
    before = _changeable(work, by, seen)
    rule = rule_named(work, typed)
    after = tuple(one for one in before if one is not rule)
    return replace(_save(work, after, rule, by, ARCHIVE), place=None)


def _changeable(work: Transaction, by: str, seen: int | None) -> RuleList:
    """The rules, held for a change by an admin who saw them as they are."""
    require_admin(work, by)
    configuration.hold(*work.scope)
    require_editable(work, by)
    if seen is not None and seen != rules_revision(work):
        raise UserFacingError(wording.rule_changes.changed_meanwhile())
    return work.configuration.rules


def _with(rules: RuleList, old: Rule, new: Rule) -> RuleList:
    return tuple(new if one is old else one for one in rules)


def _require_name(rule: Rule, others: Sequence[Rule]) -> None:
    if any(other.name.casefold() == rule.name.casefold() for other in others):
        raise RuleError("rule_taken", field="name", name=rule.name)


def _resolved(work: Transaction, rule: Rule) -> tuple[Rule, tuple[WaitingName, ...]]:
    """A rule with whom it names by id; the names of other rules are not looked up for it."""
    alone = Configuration(rules=(rule,))
    for finding in findings(work, alone):
        raise UserFacingError(finding.text)
    waiting = names_of_nobody(work, alone)
    (resolved,) = keep_resolved(work, alone).rules
    return resolved, waiting


def _save(work: Transaction, rules: RuleList, rule: Rule, by: str, action: str) -> RuleChanged:
    before = work.configuration
    if len(rules) > max(MOST_RULES, len(before.rules)):
        raise RuleError("too_many_rules", field="name", most=MOST_RULES)
    wanted = replace(before, rules=rules)
    _refuse_errors(before, wanted, work.now_s)
    made = changes(before, wanted)
    revise(work, wanted, made, by, action)
    names = [one.name for one in rules]
    place = names.index(rule.name) + 1 if rule.name in names else None
    return RuleChanged(rule, place, bool(made), notes=_notes(before, wanted))


def _refuse_errors(before: Configuration, wanted: Configuration, now_s: int) -> None:
    """Refuse what a file would be refused for, but for what was wrong already."""
    known = {finding.text for finding in errors(before, now_s)}
    for finding in errors(wanted, now_s):
        if finding.text not in known:
            raise UserFacingError(finding.text)


def _notes(before: Configuration, wanted: Configuration) -> tuple[ConfigNote, ...]:
    """What there is to say of the rules now that was not to be said before, wherever it stands."""
    known = {finding.text for finding in warnings(before)}
    return tuple(
        ConfigNote(finding.place, finding.text)
        for finding in warnings(wanted)
        if finding.text not in known
    )
