"""The audit log as it is read: which entries words ask for, pages of them, all of them for a file.

Only admins read it in Slack; who is at the terminal has the database anyway.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot import wording
from bot.config.identities import is_person_id
from bot.errors import UserFacingError
from bot.store import audit
from bot.store.audit import AuditFilter, AuditRow, chain_of_ticket
from bot.store.types import Json
from bot.usecases.changes.access import is_admin
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.calendar_data import PUNCTUAL
from bot.usecases.reports.selections import WrongWord, day_of
from bot.wording.suggestions import advice
from bot.words.spelling import named, value_in
from sla_core.calendars.zones import opening_instant, zone
from sla_core.configuration import KINDS
from sla_core.instants import from_s

__all__ = [
    "KINDS_OF_THINGS",
    "WORDS",
    "AuditPage",
    "AuditRow",
    "ChangedValue",
    "all_of",
    "changed_values",
    "chosen",
    "page_of",
    "require_entries",
    "require_reader",
]

KINDS_OF_THINGS: Final = (*KINDS, "clocks", "ticket", "review", "follow_up")
"""What an entry can be about: what is configured, running clocks, and what belongs to a ticket."""
WORDS: Final = ("by", "ticket", "kind", "since", "until")
"""What it may be asked with."""
PAGE: Final = 10
_AT_ONCE: Final = 500
_MOST_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of the audit log, the newest entries first, as its reader's zone cuts days."""

    rows: tuple[AuditRow, ...]
    page: int
    pages: int
    total: int


@dataclass(frozen=True, slots=True)
class ChangedValue:
    """A value of an entry that differs: its name, such as `targets.first_reply`, before, after."""

    name: str
    before: object
    after: object


def page_of(work: Transaction, by: str, words: Mapping[str, str], page: int) -> AuditPage:
    """A page of what words ask for, for an admin; the last one where there are not so many."""
    require_reader(work, by)
    selection = chosen(work, words)
    total = audit.count(*work.scope, selection)
    pages = max(1, -(-total // PAGE))
    page = min(max(page, 1), pages)
    offset = (page - 1) * PAGE
    rows = audit.listing(*work.scope, selection=selection, limit=PAGE, offset=offset)
    return AuditPage(tuple(rows), page, pages, total)


def require_reader(work: Transaction, person_id: str) -> None:
    """Refuse everybody but admins."""
    if not is_admin(work, person_id):
        raise UserFacingError(wording.audit.admins_only())


def all_of(work: Transaction, selection: AuditFilter) -> Iterator[AuditRow]:
    """All entries that are meant, the newest first, read some at a time."""
    last: int | None = None
    while rows := audit.listing(*work.scope, selection=selection, limit=_AT_ONCE, below=last):
        yield from rows
        last = rows[-1].id


def chosen(work: Transaction, words: Mapping[str, str]) -> AuditFilter:
    """What words ask for, by the names in ``WORDS``; ``WrongWord`` for one that means nothing."""
    time_zone = zone(work.configuration.options.report_time_zone)
    since, until = day_of("since", words), day_of("until", words)
    if since is not None and until is not None and until < since:
        text = wording.audit.backward(since.isoformat(), until.isoformat())
        raise WrongWord("until", until.isoformat(), text, f"give a day from {since} on")
    return AuditFilter(
        actors=_actors(work, words.get("by")),
        chain=_chain(words.get("ticket")),
        kinds=_kinds(words.get("kind")),
        since=_begin(time_zone, since),
        until=None if until is None else _begin(time_zone, until + timedelta(days=1)),
    )


def _begin(time_zone: ZoneInfo, day: date | None) -> datetime | None:
    return None if day is None else from_s(opening_instant(time_zone, day, 0))


def _actors(work: Transaction, written: str | None) -> tuple[str, ...]:
    """By id, mention or address; who is at a terminal by what they are called there."""
    if written is None:
        return ()
    mentioned = written.removeprefix("@")
    person_id = work.directory.anyones_id(mentioned if is_person_id(mentioned) else written)
    if person_id is not None:
        return (person_id,)
    if named(written, [PUNCTUAL]) is not None:
        return tuple(filter(None, (PUNCTUAL, work.bot_user_id)))
    if audit.count(*work.scope, AuditFilter(actors=(written,))):
        return (written,)
    raise WrongWord("by", written, wording.audit.no_person(written), "give an address or Slack id")


def _chain(written: str | None) -> str | None:
    if written is None:
        return None
    digits = value_in(written).removeprefix("#")
    if not digits.isdecimal() or len(digits) > _MOST_DIGITS:
        text = wording.audit.no_ticket(written)
        raise WrongWord("ticket", written, text, "give the number of a ticket")
    return chain_of_ticket(int(digits))


def _kinds(written: str | None) -> tuple[str, ...]:
    if written is None:
        return ()
    word = value_in(written).replace(" ", "_").replace("-", "_")
    kind = named(word, KINDS_OF_THINGS) or named(word.removesuffix("s"), KINDS_OF_THINGS)
    if kind is None:
        text = wording.audit.no_kind(written, KINDS_OF_THINGS)
        raise WrongWord("kind", written, text, advice(written, KINDS_OF_THINGS))
    return (kind,)


def changed_values(row: AuditRow) -> list[ChangedValue]:
    """What an entry changed, value by value, in the order of their names."""
    before, after = (dict(_values(side)) for side in (row.before, row.after))
    names = dict.fromkeys([*after, *before])
    return [
        ChangedValue(name, before.get(name), after.get(name))
        for name in names
        if before.get(name) != after.get(name)
    ]


def _values(side: Json | None) -> Iterator[tuple[str, object]]:
    for name, value in (side or {}).items():
        yield from _values_in(value, name)


def _values_in(value: object, path: str) -> Iterator[tuple[str, object]]:
    """The values below a path; what is listed goes by its name, or by its place in the list."""
    if isinstance(value, dict) and value:
        for name, item in value.items():
            yield from _values_in(item, f"{path}.{name}")
    elif isinstance(value, list) and any(isinstance(item, dict) for item in value):
        for place, item in enumerate(value, 1):
            name = item.get("name") if isinstance(item, dict) else None
            inside = {key: it for key, it in item.items() if key != "name"} if name else item
            yield from _values_in(inside, f"{path}.{name or place}")
    elif value not in (None, "", [], {}):
        yield path, value


def require_entries(count: int) -> None:
    """Refuse a file without anything in it."""
    if not count:
        raise UserFacingError(wording.audit.nothing())
