"""The one way the configuration changes: revisions, their data, the audit, whoever looks again.

Whoever changes it says what changes, by whom it is, and as what it stands in the audit log: a file
that is applied, the form of a level, names that were looked up.
"""

from collections.abc import Mapping, Sequence

from bot.config.items import items_of, to_json
from bot.store.audit import AuditEntry
from bot.store.configuration import ConfigChange
from bot.usecases.consequences.wakes import wake_all
from bot.usecases.ground.audit_log import note
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.calendar_data import freeze, make, make_again
from bot.usecases.promises.impact import Impact
from bot.usecases.promises.outdated_clocks import Repeat
from sla_core.configuration import Configuration


def revise(
    work: Transaction,
    wanted: Configuration,
    changes: Sequence[ConfigChange],
    by: str,
    action: str,
    *,
    repeats: Sequence[Repeat] = (),
    wakes: bool = True,
) -> int:
    """Make a configuration, names by id, the one in force by these changes; return how many.

    ``repeats`` are said again with them. Tickets look at it anew, unless nothing that ``wakes``
    them can have changed.
    """
    all_changes = [*changes, *(repeat.change for repeat in repeats)]
    freeze(work)
    make(work, changes, by)
    make_again(work, repeats, by)
    _audit(work, all_changes, by, action)
    if all_changes and wakes:
        wake_all(work, wanted)
    return len(all_changes)


def note_impact(
    work: Transaction, seen: Impact | None, by: str, action: str, *, moves_running: bool
) -> None:
    """Write down what clocks were said to come to, where any stands on what changed."""
    numbers = None if seen is None else seen.numbers
    note_numbers(work, numbers, by, action, moves_running=moves_running)


def note_numbers(
    work: Transaction,
    numbers: Mapping[str, int] | None,
    by: str,
    action: str,
    *,
    moves_running: bool,
) -> None:
    """Write down the same by its numbers."""
    if numbers is not None:
        after = {"moves_running": moves_running, **numbers}
        entry = AuditEntry(work.now, by, action, "clocks", None, after)
        note(work, entry)


def _audit(work: Transaction, changes: Sequence[ConfigChange], by: str, action: str) -> None:
    before = items_of(work.configuration)
    entries = []
    for change in changes:
        item = before.get((change.kind, change.name))
        body_before = None if item is None else to_json(change.kind, item)
        subject = f"{change.kind}:{change.name}"
        entries.append(AuditEntry(work.now, by, action, subject, body_before, change.body))
    note(work, *entries)
