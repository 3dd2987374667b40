"""A whole configuration takes the place of the one in force, item by item, each one revision."""

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

from bot import wording
from bot.config.check import Finding
from bot.config.document import ConfigDocument, read
from bot.config.identities import names_taken
from bot.config.items import items_of, plain, to_json
from bot.config.preview import differences
from bot.config.problems import ConfigProblem
from bot.errors import UserFacingError
from bot.store import configuration
from bot.store.configuration import ConfigChange
from bot.usecases.ground.audit_log import Way
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.promises.calendar_data import renewals_beside
from bot.usecases.promises.identities import (
    by_ids,
    intake_twice,
    keep_resolved,
    names_refused,
)
from bot.usecases.promises.impact import Impact, impact
from bot.usecases.promises.last_admin import no_admin_left
from bot.usecases.promises.revisions import note_numbers, revise
from bot.views.differences import Difference
from sla_core.configuration import UNDER_CLOCKS, Configuration

APPLY: Final = "config apply"
"""The action of the audit's entries."""


def latest_revision(program: Program) -> int:
    """The number of the latest change of the configuration; 0 before the first."""
    with program.look() as work:
        return configuration.latest_revision(*work.scope)


def changes(before: Configuration, after: Configuration) -> list[ConfigChange]:
    """What makes one configuration out of another: items added or changed, then those gone."""
    old = {key: plain(key[0], item) for key, item in items_of(before).items()}
    new = {key: plain(key[0], item) for key, item in items_of(after).items()}
    present = {(kind, name.casefold()) for kind, name in new}
    changed = [
        ConfigChange(kind, name, to_json(kind, item))
        for (kind, name), item in items_of(after).items()
        if old.get((kind, name)) != new[kind, name]
    ]
    removed = [
        ConfigChange(kind, name, None)
        for kind, name in old
        if (kind, name.casefold()) not in present
    ]
    return [*changed, *removed]


def changes_to(work: Transaction, wanted: Configuration) -> list[ConfigChange]:
    """What applying a configuration would change, new data of its calendars included."""
    wanted = by_ids(work, wanted)
    renewed = [renewal.change for renewal in renewals_beside(work, wanted)]
    return [*changes(work.configuration, wanted), *renewed]


def differences_to(work: Transaction, wanted: Configuration) -> list[Difference]:
    """What a configuration says otherwise than the one in force, as data."""
    return differences(work.configuration, by_ids(work, wanted))


def renewal_lines(work: Transaction, wanted: Configuration) -> list[str]:
    """Which calendars come under newer data of holidays and zones with it, a line each."""
    return [renewal.line for renewal in renewals_beside(work, by_ids(work, wanted))]


def impact_of(
    work: Transaction, wanted: Configuration, *, with_trailing: bool = False
) -> Impact | None:
    """What making a configuration the one in force means for clocks; None if nothing.

    If asked, with the clocks that earlier changes left behind.
    """
    return impact(work, changes_to(work, wanted), with_trailing=with_trailing)


def apply_configuration(
    work: Transaction,
    wanted: Configuration,
    by: str,
    *,
    moves_running: bool = False,
    seen: Impact | None = None,
    numbers: Mapping[str, int] | None = None,
) -> int:
    """Make a configuration the one in force from now on; return how many items changed.

    Whom it names is looked up now, and kept by id.

    ``seen`` is what its clocks were said to come to, for the audit log; what is to be said again
    for clocks that were left behind is made with it. ``numbers`` are the same where no more is
    known.
    """
    wanted = keep_resolved(work, wanted)
    wanted_changes = [
        replace(change, moves_running=moves_running and change.kind in UNDER_CLOCKS)
        for change in changes_to(work, wanted)
    ]
    repeats = seen.repeats if seen is not None and moves_running else ()
    count = revise(work, wanted, wanted_changes, by, APPLY, repeats=repeats)
    if count:
        known = numbers if seen is None else seen.numbers
        note_numbers(work, known, by, APPLY, moves_running=moves_running)
    return count


def require_unchanged(work: Transaction, revision: int) -> None:
    """Refuse to go on when the configuration is no longer the one that was looked at."""
    newest = configuration.latest_revision(*work.scope)
    if newest != revision:
        raise UserFacingError(wording.config_file.changed_meanwhile())


def apply_to_empty(program: Program, path: Path) -> list[str]:
    """Configure from a file what was never configured; the lines say what was done or differs.

    Raises ``ConfigRefused`` for a file with problems, whether it would be taken or not; only that
    it names people by display names, as it could once, ends nothing where all is configured.
    """
    with program.work() as work:
        if is_configured(work):
            return _beside(work, path)
        document = read(path, str(path), work.now_s, partial(findings, work))
        work.way = Way("file", path.name)
        items = apply_configuration(work, document.configuration, "PUNCTUAL_CONFIG")
        warnings = [str(warning) for warning in document.warnings]
        return [*warnings, f"configured {items} items from {path}"]


def _beside(work: Transaction, path: Path) -> list[str]:
    """What is to be said of a file where all is configured already; it goes into the log."""
    document = read(path, str(path), work.now_s, names_taken)
    if not what_differs(work, document.configuration):
        return [str(warning) for warning in document.warnings]
    ways = f"see `punctual config diff {path}`, then `punctual config apply {path} --yes`"
    refused = names_refused(work.directory, document.configuration, says_who=False)
    problems = document.problems([*refused, *intake_twice(work.directory, document.configuration)])
    lines = [f"this file could not be applied: {problem}" for problem in problems]
    differs = f"{path} differs from the configuration in force, and nothing of it holds until then"
    return [*lines, f"{differs}: {ways}"]


def what_differs(work: Transaction, wanted: Configuration) -> list[ConfigChange]:
    """What applying a configuration would change, but for new data of calendars."""
    return changes(work.configuration, by_ids(work, wanted))


def problems_of(work: Transaction, found: ConfigDocument) -> list[ConfigProblem]:
    """What only who knows Slack finds wrong with a file, each with its line."""
    return found.problems(findings(work, found.configuration))


def findings(work: Transaction, wanted: Configuration) -> list[Finding]:
    """Each name that may not be written, with what to write instead.

    And each channel that is another department's under another name, and that no admin is left.
    """
    return [
        *names_refused(work.directory, wanted),
        *intake_twice(work.directory, wanted),
        *no_admin_left(work, wanted),
    ]


def is_configured(work: Transaction) -> bool:
    """Whether anything was ever configured here."""
    return bool(work.history.revisions)
