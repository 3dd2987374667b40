"""The form of a rule: groups of conditions, what it does, and all of it read back as a sentence."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from bot import wording
from bot.config.idle_rules import idle_rules
from bot.config.one_item import RULE as KIND
from bot.slack.act.forms.editors.conditions import (
    CONDITION,
    GROUP,
    LIST,
    MOST_GROUPS,
    MOST_OF_A_GROUP,
    groups_of,
    is_editable,
)
from bot.slack.act.forms.editors.content import Content, Entry
from bot.slack.act.forms.editors.editor import Editor
from bot.slack.act.forms.editors.named import (
    departments_offered,
    groups_offered,
    levels_offered,
)
from bot.slack.act.forms.editors.rule_keys import (
    ASSIGNEE,
    NOTIFY,
    conditions_read,
    content_of,
    draft_rule,
    is_later,
    keys_of,
)
from bot.slack.act.forms.kind import Menu, MenuSearch
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Block
from bot.slack.draw.blocks.inputs import TEXT
from bot.slack.draw.blocks.menus import Choices, named_each
from bot.slack.draw.blocks.name_fields import GROUPS
from bot.slack.draw.blocks.rule_editor import (
    GroupLine,
    RuleFields,
    rule_blocks,
)
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import suggestions
from bot.usecases.promises.rule_changes import rule_named
from bot.usecases.promises.rule_names import naming
from bot.wording.conditions import both, condition
from sla_core.configuration.rule import Rule

_LONGEST_NAME: Final = 80


# --- drawn ----------------------------------------------------------------------------------------


def _unnamed(work: Transaction, content: Content) -> str:
    """What a rule is called by what it looks at: "The tags contain URGENT"."""
    first, name_of = next(iter(groups_of(content).values()), []), naming(work.directory)
    said = both(condition(each, name_of) for _, entry in first for each in conditions_read(entry))
    name = wording.rule_editors.named_by(said)
    return name if len(name) <= _LONGEST_NAME else f"{name[: _LONGEST_NAME - 1].rstrip()}…"


def _blocks(work: Transaction, content: Content) -> list[Block]:
    rule, name_of = draft_rule(content), naming(work.directory)
    groups = groups_of(content)
    fields = RuleFields(
        values=content.fields,
        groups=[
            _group_line(work, place, number, entries)
            for place, (number, entries) in enumerate(groups.items())
        ],
        most_groups=MOST_GROUPS,
        next_group=max(groups, default=-1) + 1,
        assignee=ASSIGNEE.shown(work, content),
        notify=NOTIFY.shown(work, content),
        more=content.more,
        is_new=content.is_new,
        is_later=is_later(content),
        has_long_texts=any(len(content.text(name)) > TEXT for name in ("note", "notice")),
        sentence="" if rule is None else wording.rules.rule(rule, name_of),
        notes=() if rule is None else list(_notes(work, content, rule)),
    )
    return rule_blocks(fields)


def _notes(work: Transaction, content: Content, draft: Rule) -> Iterator[str]:
    """What it would come to beside the other rules: one that never decides, or hides another."""
    rules = list(work.configuration.rules)
    place = next(
        (place for place, rule in enumerate(rules) if _is_it(rule, content)),
        len(rules),
    )
    known = {finding.text for finding in idle_rules(work.configuration)}
    rules[place : place + 1] = [draft]
    for finding in idle_rules(replace(work.configuration, rules=tuple(rules))):
        at = int(finding.path[1])
        if at == place:
            yield wording.rule_editors.mark(finding.text)
        elif finding.text not in known:
            yield wording.rule_editors.mark_of(rules[at].name, finding.text)


def _is_it(rule: Rule, content: Content) -> bool:
    """Whether it is the rule in force that the form changes, which it may call otherwise."""
    return not content.is_new and rule.name.casefold() == content.text("called").casefold()


def _group_line(
    work: Transaction, place: int, number: int, entries: list[tuple[int, Entry]]
) -> GroupLine:
    name_of = naming(work.directory)
    return GroupLine(
        number=number,
        conditions=[
            both(condition(each, name_of) for each in conditions_read(entry))
            for _, entry in entries
        ],
        places=[index for index, _ in entries],
        editable=[is_editable(work, entry) for _, entry in entries],
        is_full=len(entries) >= MOST_OF_A_GROUP,
        is_read_only=place >= MOST_GROUPS or len(entries) > MOST_OF_A_GROUP,
    )


# --- pressed, read, offered -----------------------------------------------------------------------


def _without_group(content: Content, argument: str) -> Content:
    """The same without a group; one that is gone already changes nothing."""
    entries = content.entries(LIST)
    return content.with_entries(LIST, (each for each in entries if str(each[GROUP]) != argument))


def _field_of(key: str) -> str:
    """The field of a key such as `then.level`; a condition stands at what it is too early for."""
    steps = key.split(".")
    if steps[0].startswith("if"):
        return "when"
    if steps[0] != "then" or len(steps) < 2:  # noqa: PLR2004 then, and an action
        return steps[0].partition("[")[0]
    action = steps[1].partition("[")[0]
    if action in ("stop", "escalate"):
        return "flags"
    return {"assignee": ASSIGNEE.field, "notify": "roles"}.get(action, action)


def _named(work: Transaction, typed: str) -> str:
    return rule_named(work, typed).name if typed else typed


def _tags_offered(work: Transaction, search: MenuSearch) -> Choices:
    return named_each(suggestions.known_values(work, search.user_id, "tag"))


_MENUS: Final[dict[str, Menu]] = {
    "level": levels_offered,
    "department": departments_offered,
    "add_tags": _tags_offered,
    "remove_tags": _tags_offered,
    f"{GROUPS}_{NOTIFY.key}": groups_offered,
}

RULE: Final = Editor(
    kind=KIND,
    callback_id=ids.RULE_EDIT_FORM,
    first_field="when",
    title=wording.rule_editors.title,
    new_title=wording.rule_editors.new_title,
    content_of=content_of,
    keys_of=keys_of,
    blocks=_blocks,
    field_of=_field_of,
    action="rule form",
    new_callback_id=ids.RULE_NEW_FORM,
    copy_callback_id=ids.RULE_COPY_FORM,
    archive_callback_id=ids.RULE_ARCHIVE_FORM,
    parts={LIST: CONDITION},
    menus=_MENUS,
    open_menus=frozenset({"add_tags", "remove_tags"}),
    line_verbs={"remove_group": _without_group},
    named=_named,
    unnamed=_unnamed,
    redraws=True,
)
