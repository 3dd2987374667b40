"""What is promised: levels, rules and calendars, and how an admin changes them."""

from bot.config.items import to_json
from bot.store import audit, configuration
from bot.store.audit import AuditEntry
from bot.store.configuration import ConfigChange
from bot.usecases.changes.access import require_admin
from bot.usecases.ground.transaction import Work
from bot.usecases.promises.identities import keep_resolved
from sla_core.configuration import ALWAYS, Configuration, Level
from sla_core.errors import LevelError
from sla_core.rules.rule import Rule


def levels(work: Work) -> list[Level]:
    """Every level, by name."""
    return sorted(work.configuration.levels.values(), key=lambda level: level.name.casefold())


def rules(work: Work) -> tuple[Rule, ...]:
    """Every rule, from the top."""
    return work.configuration.rules


def calendars(work: Work) -> list[str]:
    """The names of the calendars a level may run on."""
    names = [calendar.name for calendar in work.configuration.calendars.values()]
    return sorted({ALWAYS, *names}, key=str.casefold)


def save_new_level(work: Work, level: Level, by: str) -> None:
    """Keep a new level, whom its alerts name by id.

    A name that is taken, or a promise never reached, is a ``LevelError``.
    """
    require_admin(work, by)
    if work.configuration.options.managed_by == "file":
        raise LevelError(
            "the configuration is managed by a file: change it there and apply it", field="name"
        )
    if work.configuration.level(level.name) is not None:
        raise LevelError(f"there is a level {level.name!r} already", field="name")
    work.configuration.check_promise(level, work.now_s)
    level = _by_ids(work, level)
    body = to_json("level", level)
    configuration.change(
        work.connection,
        work.workspace_id,
        [ConfigChange("level", level.name, body)],
        changed_at=work.now,
        changed_by=by,
    )
    entry = AuditEntry(work.now, by, "level new", f"level:{level.name}", None, body)
    audit.record(work.connection, work.workspace_id, entry)


def _by_ids(work: Work, level: Level) -> Level:
    named = level.name.casefold()
    found = keep_resolved(work, Configuration(levels={named: level}))
    return found.levels[named]
