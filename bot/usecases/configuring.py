"""A whole configuration takes the place of the one in force, item by item, each one revision."""

from dataclasses import replace
from pathlib import Path

from bot.config.document import read
from bot.config.items import items_of, to_json
from bot.store import audit, configuration
from bot.store.audit import AuditEntry
from bot.store.configuration import ConfigChange
from bot.usecases.desk import Desk, Work
from sla_core.configuration import Configuration


def changes(before: Configuration, after: Configuration) -> list[ConfigChange]:
    """What makes one configuration out of another: items added or changed, then those gone."""
    old = {place: to_json(place[0], item) for place, item in items_of(before).items()}
    new = {place: to_json(place[0], item) for place, item in items_of(after).items()}
    kept = {(kind, name.casefold()) for kind, name in new}
    changed = [
        ConfigChange(kind, name, body)
        for (kind, name), body in new.items()
        if old.get((kind, name)) != body
    ]
    gone = [
        ConfigChange(kind, name, None) for kind, name in old if (kind, name.casefold()) not in kept
    ]
    return [*changed, *gone]


def apply_configuration(
    work: Work, wanted: Configuration, by: str, *, moves_running: bool = False
) -> int:
    """Make a configuration the one in force from now on; return how many items changed."""
    wanted_changes = [
        replace(change, moves_running=moves_running)
        for change in changes(work.configuration, wanted)
    ]
    configuration.change(
        work.connection,
        work.workspace_id,
        wanted_changes,
        changed_at=work.now,
        changed_by=by,
    )
    for change in wanted_changes:
        entry = AuditEntry(
            work.now, by, "config apply", f"{change.kind}:{change.name}", None, change.body
        )
        audit.record(work.connection, work.workspace_id, entry)
    return len(wanted_changes)


def apply_to_empty(desk: Desk, path: Path) -> list[str]:
    """Configure from a file what was never configured; the lines say what was done or differs.

    Raises ``ConfigRefused`` for a file with problems, whether it would be taken or not.
    """
    with desk.work() as work:
        found = read(path, str(path), work.now_s)
        said = [str(warning) for warning in found.warnings]
        if not is_configured(work):
            items = apply_configuration(work, found.configuration, "PUNCTUAL_CONFIG")
            return [*said, f"configured {items} items from {path}"]
        if not changes(work.configuration, found.configuration):
            return said
    return [f"{path} differs from the configuration in force: see `punctual config diff {path}`"]


def is_configured(work: Work) -> bool:
    """Whether anything was ever configured here."""
    return bool(work.history.revisions)
