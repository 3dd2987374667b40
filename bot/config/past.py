"""The configuration's history in words: each revision by what it changed."""

from collections.abc import Iterator
from dataclasses import dataclass

from bot.config.frozen import other_versions
from bot.config.items import SHELVES
from bot.config.preview import preview, summary
from sla_core.calendars import CalendarDefinition
from sla_core.configuration import (
    UNDER_CLOCKS,
    WORKSPACE,
    Configuration,
    ConfigurationHistory,
    Revision,
)


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One change of a revision: when, by whom, its item, and the change in words.

    ``running`` says whether running clocks were moved to it or stayed; empty where none could.
    """

    number: int
    at_s: int
    by: str
    kind: str
    name: str
    change: str
    running: str

    def is_of(self, kind: str | None, name: str | None) -> bool:
        """Whether it is of a kind and a name, where they are given."""
        return kind in (None, self.kind) and (
            name is None or name.casefold() == self.name.casefold()
        )


def told(history: ConfigurationHistory) -> Iterator[RevisionLine]:
    """Every change of every revision, in their order."""
    newest: dict[tuple[str, str], Revision] = {}
    for revision in history.revisions:
        key = revision.kind, revision.name.casefold()
        before = newest.get(key)
        running = "" if before is None else _running(before, revision)
        for change in _changes(before, revision):
            by = revision.by or ""
            yield RevisionLine(
                revision.number, revision.at_s, by, revision.kind, revision.name, change, running
            )
        newest[key] = revision


def _running(before: Revision, after: Revision) -> str:
    is_new = before.value is None and after.value is not None
    if is_new or after.kind not in UNDER_CLOCKS:
        return ""
    return "moved" if after.moves_running else "stayed"


def _changes(before: Revision | None, after: Revision) -> list[str]:
    """What a revision changed: that it came or went, or each key with its old and new value."""
    is_new = before is None or before.value is None
    if after.value is None:
        return ["as before" if is_new else "removed"]
    if is_new and after.kind in SHELVES:
        return [f"added: {summary(after.kind, after.value)}"]
    old = Configuration() if before is None else _only(before)
    title = f"~ {_title(after)}: "
    lines = [line.removeprefix(title) for line in preview(old, _only(after))]
    return lines or _renewed(before, after) or ["as before"]


def _renewed(before: Revision | None, after: Revision) -> list[str]:
    """The versions of a calendar's data, where those are what changed."""
    was, now = (revision and revision.value for revision in (before, after))
    if not (isinstance(was, CalendarDefinition) and isinstance(now, CalendarDefinition)):
        return []
    return [", ".join(other_versions(was, now))] if was.data_versions != now.data_versions else []


def _only(revision: Revision) -> Configuration:
    """A configuration that has nothing but one item."""
    return ConfigurationHistory([revision]).latest


def _title(revision: Revision) -> str:
    if revision.kind == WORKSPACE:
        return "workspace options"
    return f"{revision.kind.replace('_', ' ')} {revision.name}"
