"""`/sla rules` and `/sla rule …`: which there are, what they do to a ticket, and their changes."""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import ADMINS, AGENTS, Call, Command, Run, may, require
from bot.slack.act.commands.editor_commands import editor_command
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.rules import (
    ready_made_shown,
    rule_changed,
    rules_shown,
    trial_shown,
)
from bot.usecases.promises import levels as promises
from bot.usecases.promises import rule_changes
from bot.usecases.promises.ready_made import ready_made
from bot.usecases.promises.rule_names import naming
from bot.usecases.promises.rule_trials import tried_on
from bot.views.rules import RuleChanged
from bot.wording import commands as texts
from bot.wording import rule_editors
from bot.wording.conditions import Naming
from bot.wording.language import Sentence
from bot.words.spelling import unquoted
from sla_core.configuration.rule import Rule

Change = Callable[..., RuleChanged]
ALL: Final = "all"


def rules(call: Call) -> Payload:
    """Every rule, from the top."""
    require(AGENTS, call.work, call.user_id)
    to_admin = may(ADMINS, call.work, call.user_id)
    return rules_shown(promises.rules(call.work), naming_of(call), to_admin=to_admin)


def rule_test(call: Call) -> Payload:
    """What the rules would do to a ticket, condition by condition."""
    require(AGENTS, call.work, call.user_id)
    number = call.ticket("rule test").number
    return trial_shown(tried_on(call.work, number, call.user_id), naming_of(call))


def rule_ready_made(call: Call) -> Payload:
    """The ready-made rules; those that are named are switched on."""
    require(ADMINS, call.work, call.user_id)
    offered = ready_made()
    there = {rule.name.casefold() for rule in promises.rules(call.work)}
    typed = unquoted(call.plain())
    if not typed:
        return ready_made_shown(offered, there)
    made = rule_changes.add_rules(call.work, _chosen(offered, typed), call.user_id)
    if not made:
        raise UserFacingError(wording.rule_changes.nothing_to_add())
    return rule_changed(made, rule_changes.READY_MADE, naming_of(call))


def _chosen(offered: tuple[Rule, ...], typed: str) -> list[Rule]:
    if typed.casefold() == ALL:
        return list(offered)
    by_word = {str(place): rule for place, rule in enumerate(offered, 1)}
    by_word |= {rule.name.casefold(): rule for rule in offered}
    rule = by_word.get(typed.casefold().removeprefix("#"))
    if rule is None:
        raise UserFacingError(wording.ready_made.no_ready_made(typed, len(offered)))
    return [rule]


def _changes(action: str, change: Change) -> Run:
    """A command that changes one rule, named by its name or number."""

    def run(call: Call) -> Payload:
        require(ADMINS, call.work, call.user_id)
        typed = call.plain().strip()
        if not typed:
            raise UserFacingError(wording.rule_changes.which())
        made = change(call.work, typed, call.user_id)
        return rule_changed([made], action, naming_of(call))

    return run


def naming_of(call: Call) -> Naming:
    """What people, groups and channels are called that rules name."""
    return naming(call.work.directory)


_ONE_RULE: Final[Mapping[str, tuple[Sentence, str, Change]]] = {
    "on": (texts.rule_on, rule_changes.SWITCH_ON, partial(rule_changes.switch, on=True)),
    "off": (texts.rule_off, rule_changes.SWITCH_OFF, partial(rule_changes.switch, on=False)),
    "up": (texts.rule_up, rule_changes.MOVE_UP, partial(rule_changes.move, up=True)),
    "down": (texts.rule_down, rule_changes.MOVE_DOWN, partial(rule_changes.move, up=False)),
    "archive": (texts.rule_archive, rule_changes.ARCHIVE, rule_changes.archive),
}
"""What is done to one rule: by its verb what help says of it, its name in the audit, the change."""


def _changing_one() -> Iterator[Command]:
    for verb, (sentence, action, change) in _ONE_RULE.items():
        run, more = _changes(action, change), texts.rule_named_more
        yield Command(f"rule {verb}", "name", sentence, ADMINS, run, more=more)


RULES: Final = (
    Command("rules", "", texts.rules, AGENTS, rules),
    editor_command(
        "rule new", ids.RULE_NEW_FORM, rule_editors.new_title, texts.rule_new, rules, is_new=True
    ),
    editor_command("rule edit", ids.RULE_EDIT_FORM, rule_editors.title, texts.rule_edit, rules),
    editor_command("rule copy", ids.RULE_COPY_FORM, rule_editors.new_title, texts.rule_copy, rules),
    Command("rule test", "42", texts.rule_test, AGENTS, rule_test, more=texts.rule_test_more),
    *_changing_one(),
    Command(
        "rule ready-made",
        "[number, all]",
        texts.rule_ready_made,
        ADMINS,
        rule_ready_made,
        examples=("", "1", "all"),
    ),
)
