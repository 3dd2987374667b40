"""A page of the audit log: who did what, when, through what, what was before and what after."""

from bot import wording
from bot.config.identities import is_person_id
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    button,
    context,
    escaped,
    joined,
    message,
    section,
)
from bot.slack.draw.names import Names
from bot.usecases.reports.audit_log import AuditPage, AuditRow, ChangedValue, changed_values
from bot.wording.times import moment

FILTERS = 1900
SHOWN = 8
"""So many values of an entry are shown."""
VALUE = 120
"""Characters of a value."""
NOTHING = "–"


def audit_page(found: AuditPage, filters: str, zone: str, names: Names) -> Payload:
    """One page; its buttons carry the filters, which are read again."""
    if not found.rows:
        return message(wording.audit.nothing())
    head = wording.audit.head(found.total, found.page, found.pages, zone)
    lines = [section(_entry(row, names)) for row in found.rows]
    return message(head, [context(head), *lines, *_pager(found, filters)])


def _entry(row: AuditRow, names: Names) -> str:
    way = wording.audit.WAYS[row.way]()
    facts = [
        moment(row.at),
        f"*{_value(row.actor, names)}*",
        f"`{escaped(row.action, VALUE)}`",
        escaped(_subject(row), VALUE),
        way if row.way_name is None else f"{way} `{escaped(row.way_name, VALUE)}`",
    ]
    changes = changed_values(row)
    lines = [_change(change, names) for change in changes[:SHOWN]]
    if len(changes) > SHOWN:
        lines.append(wording.audit.more_values(len(changes) - SHOWN))
    return joined([" · ".join(facts), *lines])


def _subject(row: AuditRow) -> str:
    kind, _, name = row.subject.partition(":")
    return f"#{name}" if kind == "ticket" else f"{kind} {name}".strip()


def _change(change: ChangedValue, names: Names) -> str:
    before, after = (_value(side, names) for side in (change.before, change.after))
    return f"{escaped(change.name, VALUE)}: {before} → {after}"


def _value(value: object, names: Names) -> str:
    """A value as it is read: a person by their name, nothing by a dash."""
    if value is None or value in ("", [], {}):
        return NOTHING
    if isinstance(value, list):
        return escaped(", ".join(_text(item, names) for item in value), VALUE)
    return escaped(_text(value, names), VALUE)


def _text(value: object, names: Names) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return names.of(value) if isinstance(value, str) and is_person_id(value) else str(value)


def _pager(page: AuditPage, filters: str) -> list[Block]:
    back, on = (f"{number} {filters}"[:FILTERS] for number in (page.page - 1, page.page + 1))
    elements = [
        *([button(ids.AUDIT_BACK, wording.audit.previous_page(), back)] if page.page > 1 else []),
        *([button(ids.AUDIT_ON, wording.audit.next_page(), on)] if page.page < page.pages else []),
    ]
    return [actions(*elements)] if elements else []
