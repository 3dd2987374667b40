"""One item of the configuration as an admin changes it in a form: looked at, saved, archived.

It is read like one of the file and saved like a file that is applied; other items stay as they are.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot import wording
from bot.config.check import Finding, warnings
from bot.config.keys import Plain
from bot.config.one_item import (
    ItemKey,
    alone,
    find,
    left_without,
    owner_of,
    with_read,
    without_item,
    written,
)
from bot.config.preview import differences
from bot.config.problems import ConfigRefused
from bot.config.renames import renamed
from bot.config.unsupported import not_acted_on
from bot.errors import UserFacingError
from bot.store import stale_tickets
from bot.store.configuration import ConfigChange
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.configuration import changes, findings
from bot.usecases.promises.editable import require_editable
from bot.usecases.promises.identities import keep, names_of_nobody, resolved
from bot.usecases.promises.impact import Impact, edited_names, impact
from bot.usecases.promises.revisions import note_numbers, revise
from bot.views.differences import Difference
from bot.views.waiting_names import WaitingName
from sla_core.configuration import UNDER_CLOCKS, WORKSPACE, Configuration

__all__ = ["ItemKey", "Wanted", "find", "owner_of", "require_editable", "written"]


@dataclass(frozen=True, slots=True)
class Wanted:
    """The configuration as it would be, what makes it of the one in force, what is said of it.

    `waiting` are names of the item that stand for nobody yet; `notes` are new warnings.
    """

    configuration: Configuration
    changes: tuple[ConfigChange, ...]
    waiting: tuple[WaitingName, ...] = ()
    notes: tuple[Finding, ...] = ()


def name_of(work: Transaction, key: ItemKey) -> str:
    """Return the name of an item as it is written in force; refuse one that is not there.

    The workspace's options are always there and have none.
    """
    if key.kind == WORKSPACE:
        return ""
    item = find(work.configuration, key)
    if item is None:
        raise UserFacingError(wording.editors.no_item(key.kind, key.name))
    return str(item.name)


def keys_of(work: Transaction, key: ItemKey) -> Plain:
    """Return the keys of an item in force; refuse one that is not there."""
    keys = written(work.configuration, key)
    if keys is None:
        raise UserFacingError(wording.editors.no_item(key.kind, key.name))
    return keys


def looked_at(work: Transaction, key: ItemKey, keys: Plain, name: str | None = None) -> Wanted:
    """Return what saving an item would come to; `ConfigRefused` with every problem.

    Whom it names is kept by id as soon as it is saved; names elsewhere are not looked up. Under
    another `name` whatever names it follows.
    """
    now = key if name is None else ItemKey(key.kind, name)
    only = alone(now, keys)
    item = find(resolved(work.directory, only).configuration, now)
    before = work.configuration
    moved = renamed(before, key, now.name) if now != key else before
    after = with_read(moved, now, item, work.now_s, partial(findings, work))
    return Wanted(
        after,
        tuple(changes(before, after)),
        names_of_nobody(work, only),
        _notes(before, after),
    )


def without(work: Transaction, key: ItemKey) -> Wanted:
    """Return what archiving an item would come to; `ConfigRefused` where others name it."""
    keys_of(work, key)
    after = without_item(work.configuration, key, work.now_s, partial(findings, work))
    problems = left_without(work.configuration, after)
    if problems:
        raise ConfigRefused(problems)
    return Wanted(after, tuple(changes(work.configuration, after)))


def has_clocks(work: Transaction, wanted: Wanted) -> bool:
    """Whether clocks may stand on what is changed, so that they are worth counting.

    Of a calendar those that stopped are counted as well.
    """
    names = edited_names(work.history, wanted.changes)
    return bool(names.calendars) or stale_tickets.is_any_under(*work.scope, names)


def counted(work: Transaction, wanted: Wanted) -> Impact | None:
    """Return what the changes mean for clocks; None where none stands on them."""
    return impact(work, wanted.changes)


def save(  # noqa: PLR0913 the item, who saves it, and what they chose
    work: Transaction,
    key: ItemKey,
    keys: Plain,
    by: str,
    action: str,
    *,
    name: str | None = None,
    moves_running: bool = False,
    numbers: Mapping[str, int] | None = None,
) -> Wanted:
    """Make an item the one in force; whom it names is looked up now, and kept by id.

    With another `name` it has that from now on, and so it has wherever it is named.
    """
    require_editable(work, by)
    wanted = looked_at(work, key, keys, name)
    keep(work, resolved(work.directory, alone(ItemKey(key.kind, name or key.name), keys)))
    _make(work, wanted, by, action, moves_running=moves_running, numbers=numbers)
    return wanted


def archive(
    work: Transaction,
    key: ItemKey,
    by: str,
    action: str,
    *,
    ends_running: bool = False,
    numbers: Mapping[str, int] | None = None,
) -> None:
    """Take an item out of what is in force; clocks under it go on, or end."""
    require_editable(work, by)
    _make(work, without(work, key), by, action, moves_running=ends_running, numbers=numbers)


def _make(
    work: Transaction,
    wanted: Wanted,
    by: str,
    action: str,
    *,
    moves_running: bool,
    numbers: Mapping[str, int] | None,
) -> None:
    moved = [
        replace(change, moves_running=moves_running and change.kind in UNDER_CLOCKS)
        for change in wanted.changes
    ]
    if revise(work, wanted.configuration, moved, by, action):
        note_numbers(work, numbers, by, action, moves_running=moves_running)


def difference(before: Configuration, after: Configuration) -> list[Difference]:
    """Return what differs between two configurations."""
    return differences(before, after)


def changed_by_others(work: Transaction, key: ItemKey, shown: Mapping[str, Any] | None) -> bool:
    """Whether the item is no longer what somebody was shown of it; None: there was none."""
    return written(work.configuration, key) != shown


def _notes(before: Configuration, wanted: Configuration) -> tuple[Finding, ...]:
    """What there is to say of a configuration that was not to be said of the one before."""
    known = {finding.text for finding in _warnings(before)}
    return tuple(finding for finding in _warnings(wanted) if finding.text not in known)


def _warnings(configuration: Configuration) -> list[Finding]:
    return [*warnings(configuration), *not_acted_on(configuration)]
