"""A whole configuration takes the place of the one in force, item by item, each one revision."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from bot.config.check import Finding
from bot.config.document import Read, read
from bot.config.history import MOVING_KINDS
from bot.config.identities import names_taken
from bot.config.items import items_of, plain, to_json
from bot.config.preview import preview
from bot.config.problems import ConfigProblem
from bot.errors import UserFacingError
from bot.store import audit, configuration
from bot.store.audit import AuditEntry
from bot.store.configuration import ConfigChange
from bot.usecases.consequences import silence
from bot.usecases.consequences.rules import wake_all
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.promises.calendar_data import (
    freeze,
    make,
    make_again,
    renewals_beside,
)
from bot.usecases.promises.identities import (
    by_ids,
    intake_twice,
    keep_resolved,
    names_refused,
)
from bot.usecases.promises.impact import Impact, impact
from sla_core.configuration import Configuration


def changes(before: Configuration, after: Configuration) -> list[ConfigChange]:
    """What makes one configuration out of another: items added or changed, then those gone."""
    old = {place: plain(place[0], item) for place, item in items_of(before).items()}
    new = {place: plain(place[0], item) for place, item in items_of(after).items()}
    kept = {(kind, name.casefold()) for kind, name in new}
    changed = [
        ConfigChange(kind, name, to_json(kind, item))
        for (kind, name), item in items_of(after).items()
        if old.get((kind, name)) != new[kind, name]
    ]
    gone = [
        ConfigChange(kind, name, None) for kind, name in old if (kind, name.casefold()) not in kept
    ]
    return [*changed, *gone]


def changes_to(work: Work, wanted: Configuration) -> list[ConfigChange]:
    """What applying a configuration would change, new data of its calendars included."""
    wanted = by_ids(work, wanted)
    renewed = [each.change for each in renewals_beside(work, wanted)]
    return [*changes(work.configuration, wanted), *renewed]


def lines_of(work: Work, wanted: Configuration) -> list[str]:
    """The same in words."""
    wanted = by_ids(work, wanted)
    renewed = [each.line for each in renewals_beside(work, wanted)]
    return [*preview(work.configuration, wanted), *renewed]


def impact_of(work: Work, wanted: Configuration, *, with_trailing: bool = False) -> Impact | None:
    """What making a configuration the one in force means for clocks; None if nothing.

    If asked, with the clocks that earlier changes left behind.
    """
    return impact(work, changes_to(work, wanted), with_trailing=with_trailing)


def apply_configuration(
    work: Work,
    wanted: Configuration,
    by: str,
    *,
    moves_running: bool = False,
    seen: Impact | None = None,
) -> int:
    """Make a configuration the one in force from now on; return how many items changed.

    Whom it names is looked up now, and kept by id.

    ``seen`` is what its clocks were said to come to, for the audit log; what is to be said again
    for clocks that were left behind is made with it.
    """
    wanted = keep_resolved(work, wanted)
    wanted_changes = [
        replace(change, moves_running=moves_running and change.kind in MOVING_KINDS)
        for change in changes_to(work, wanted)
    ]
    repeats = seen.repeats if seen is not None and moves_running else ()
    made = [*wanted_changes, *(each.change for each in repeats)]
    freeze(work)
    make(work, wanted_changes, by)
    make_again(work, repeats, by)
    _audit(work, made, by)
    if made:
        wake_all(work, wanted)
        silence.wake_all(work, wanted)
    if seen is not None and made:
        after = {"moves_running": moves_running, **seen.numbers}
        entry = AuditEntry(work.now, by, "config apply", "clocks", None, after)
        audit.record(work.connection, work.workspace_id, entry)
    return len(made)


def _audit(work: Work, made: Sequence[ConfigChange], by: str) -> None:
    before = items_of(work.configuration)
    for change in made:
        item = before.get((change.kind, change.name))
        old = None if item is None else to_json(change.kind, item)
        subject = f"{change.kind}:{change.name}"
        entry = AuditEntry(work.now, by, "config apply", subject, old, change.body)
        audit.record(work.connection, work.workspace_id, entry)


def require_unchanged(work: Work, revision: int) -> None:
    """Refuse to go on when the configuration is no longer the one that was looked at."""
    newest = configuration.latest_revision(work.connection, work.workspace_id)
    if newest != revision:
        raise UserFacingError("the configuration was changed meanwhile: look again, then apply")


def apply_to_empty(desk: Desk, path: Path) -> list[str]:
    """Configure from a file what was never configured; the lines say what was done or differs.

    Raises ``ConfigRefused`` for a file with problems, whether it would be taken or not; only that
    it names people by display names, as it could once, ends nothing where all is configured.
    """
    with desk.work() as work:
        if is_configured(work):
            return _beside(work, path)
        found = read(path, str(path), work.now_s, partial(findings, work))
        items = apply_configuration(work, found.configuration, "PUNCTUAL_CONFIG")
        said = [str(warning) for warning in found.warnings]
        return [*said, f"configured {items} items from {path}"]


def _beside(work: Work, path: Path) -> list[str]:
    """What is to be said of a file where all is configured already; it goes into the log."""
    found = read(path, str(path), work.now_s, names_taken)
    if not what_differs(work, found.configuration):
        return [str(warning) for warning in found.warnings]
    diff = f"`punctual config diff {path}`"
    refused = names_refused(work.directory, found.configuration, says_who=False)
    wrong = found.problems([*refused, *intake_twice(work.directory, found.configuration)])
    lines = [f"this file could not be applied: {each}" for each in wrong]
    return [*lines, f"{path} differs from the configuration in force: see {diff}"]


def what_differs(work: Work, wanted: Configuration) -> list[ConfigChange]:
    """What applying a configuration would change, but for new data of calendars."""
    return changes(work.configuration, by_ids(work, wanted))


def problems_of(work: Work, found: Read) -> list[ConfigProblem]:
    """What only who knows Slack finds wrong with a file, each with its line."""
    return found.problems(findings(work, found.configuration))


def findings(work: Work, wanted: Configuration) -> list[Finding]:
    """Each name that may not be written, with what to write instead.

    And each channel that is another department's under another name.
    """
    return [*names_refused(work.directory, wanted), *intake_twice(work.directory, wanted)]


def is_configured(work: Work) -> bool:
    """Whether anything was ever configured here."""
    return bool(work.history.revisions)
