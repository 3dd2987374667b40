"""Rules as people read them, and what they would do to a ticket."""

from collections.abc import Collection, Iterator, Sequence
from typing import Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    context,
    escaped,
    joined,
    listed,
    listed_groups,
    message,
    section,
)
from bot.slack.draw.blocks.offers import edit_button, form_button, item_buttons
from bot.views.rules import RuleChanged, RuleTrial
from bot.wording.conditions import Naming
from bot.wording.times import moment
from sla_core.configuration.rule import Rule
from sla_core.instants import from_s
from sla_core.rules.explanation import TriedRule, TriedWalk

_NAME: Final = 300
_SENTENCE: Final = 2400
_LINE: Final = 600
_WITH_ALL_BUTTONS: Final = 12
"""So many rules fit into a message with three buttons each."""


def rules_shown(rules: Sequence[Rule], naming: Naming = str, *, to_admin: bool = False) -> Payload:
    """Every rule in its order, each as one sentence; for an admin with its forms."""
    new = [actions(form_button(wording.rule_editors.new_title(), ids.RULE_NEW_FORM))]
    if not rules:
        text = wording.promises.no_rules()
        return message(text, [section(text), *(new if to_admin else [])])
    head = wording.promises.rules(len(rules))
    title = [section(f"*{head}*"), *(new if to_admin else [])]
    sections = [section(_rule(number, rule, naming)) for number, rule in enumerate(rules, 1)]
    if not to_admin:
        return message(head, listed(title, sections))
    if len(rules) > _WITH_ALL_BUTTONS:
        rows = zip(sections, rules, strict=True)
        return message(head, listed(title, [_with_edit(block, rule) for block, rule in rows]))
    forms = (ids.RULE_EDIT_FORM, ids.RULE_COPY_FORM, ids.RULE_ARCHIVE_FORM)
    groups = (
        [block, item_buttons(*forms, rule.name)]
        for block, rule in zip(sections, rules, strict=True)
    )
    return message(head, listed_groups(title, groups))


def _with_edit(block: Block, rule: Rule) -> Block:
    """The sentence of a rule with one button: there are too many rules for more."""
    return {**block, "accessory": edit_button(ids.RULE_EDIT_FORM, rule.name)}


def _rule(number: int, rule: Rule, naming: Naming) -> str:
    off = "" if rule.active else f" {wording.rules.switched_off()}"
    sentence = escaped(wording.rules.rule(rule, naming), _SENTENCE)
    return f"{number}. *{escaped(rule.name, _NAME)}*{off}\n{sentence}"


def trial_shown(trial: RuleTrial, naming: Naming = str) -> Payload:
    """What each rule would do to a ticket, condition by condition."""
    head = wording.rule_trials.head(trial.number)
    if not trial.walks:
        return message(wording.promises.no_rules())
    sections = []
    for walk in trial.walks:
        title = f"*{wording.rule_trials.OCCASIONS[walk.occasion]()}*"
        first, *others = (_tried(trial, rule, naming) for rule in walk.rules)
        sections += [section(joined([title, first])), *map(section, others)]
        if walk.occasion == "created":
            sections.append(section(_level(trial, walk)))
    notes = [context(escaped(note)) for note in _notes(trial)]
    return message(head, listed([section(f"*{head}*"), *notes], sections))


def _tried(trial: RuleTrial, rule: TriedRule, naming: Naming) -> str:
    number = trial.places[rule.rule.name]
    outcome = wording.rule_trials.outcome(rule)
    lines = [f"{number}. *{escaped(rule.rule.name, _NAME)}*: {escaped(outcome)}"]
    lines += [escaped(line, _LINE) for line in wording.rule_trials.conditions(rule, naming)]
    would = wording.rule_trials.would(rule, naming)
    if would:
        lines.append(escaped(would, _LINE))
    if rule.next_s is not None:
        lines.append(wording.rule_trials.again(moment(from_s(rule.next_s))))
    return joined(lines)


def _level(trial: RuleTrial, walk: TriedWalk) -> str:
    return escaped(wording.rule_trials.level(trial.level, walk, is_by_hand=trial.is_by_hand))


def _notes(trial: RuleTrial) -> Iterator[str]:
    yield wording.rule_trials.as_it_stands()
    if trial.is_by_hand:
        yield wording.rule_trials.by_hand(trial.number)


def rule_changed(changes: Sequence[RuleChanged], action: str, naming: Naming = str) -> Payload:
    """What became of rules, each read back, and what there is to know of them now."""
    lines = []
    for change in changes:
        said = wording.rule_changes.changed(action, change.place, is_changed=change.is_changed)
        sentence = escaped(wording.rules.rule(change.rule, naming), _SENTENCE)
        lines.append(section(f"*{escaped(change.rule.name, _NAME)}*: {said}\n{sentence}"))
    notes = [
        *(wording.rule_changes.waiting(name.written) for one in changes for name in one.waiting),
        *(
            wording.rule_changes.note(note.place, note.text)
            for one in changes
            for note in one.notes
        ),
    ]
    blocks = [*lines, *([section(joined(escaped(note, _LINE) for note in notes))] if notes else [])]
    return message(escaped(changes[0].rule.name, _NAME), blocks)


def ready_made_shown(offered: Sequence[Rule], there: Collection[str]) -> Payload:
    """The ready-made rules, numbered, and how one is switched on."""
    head = wording.ready_made.head(len(offered))
    sections = []
    for number, rule in enumerate(offered, 1):
        is_there = rule.name.casefold() in there
        mark = f" ({wording.ready_made.is_there()})" if is_there else ""
        sentence = escaped(wording.rules.rule(rule), _SENTENCE)
        sections.append(section(f"{number}. *{escaped(rule.name, _NAME)}*{mark}\n{sentence}"))
    return message(head, [section(f"*{head}*"), *sections, context(wording.ready_made.how())])
