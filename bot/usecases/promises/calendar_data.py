"""Calendars under new versions of the zones and the holidays they are compiled with.

What was compiled stays as it was. Where a new version opens or closes a calendar otherwise in the
years ahead, it makes a revision of its own, as an edit does; where it does not, that is noted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from bot.config.frozen import data_of, frozen, other_versions, versions_now
from bot.config.items import from_json, to_json
from bot.store import audit, configuration
from bot.store.audit import AuditEntry
from bot.store.configuration import ConfigChange
from bot.usecases.ground.transaction import Desk, Work
from bot.usecases.promises.outdated_clocks import Repeat
from sla_core.calendars import CalendarDefinition, compiled
from sla_core.calendars.calendar import years_later
from sla_core.calendars.periods import without
from sla_core.configuration import Configuration, Revision
from sla_core.instants import from_s

PUNCTUAL = "Punctual"
"""Who makes the revisions that a new version of the data asks for."""


@dataclass(frozen=True, slots=True)
class Renewal:
    """A calendar in force that was compiled with other data than this program has.

    ``days`` are the local dates ahead on which its open time would be another; perhaps none.
    """

    before: CalendarDefinition
    after: CalendarDefinition
    days: tuple[date, ...]

    @property
    def change(self) -> ConfigChange:
        """The revision it would make."""
        return ConfigChange("calendar", self.after.name, to_json("calendar", self.after))

    @property
    def line(self) -> str:
        """What an admin reads: the versions that differ, and what comes of it."""
        versions = ", ".join(other_versions(self.before, self.after))
        first = self.days[0]
        name = self.after.holidays_in(first.year).get(first) or self.before.holidays_in(
            first.year
        ).get(first)
        shown = f"{first} ({name})" if name else f"{first}"
        days = "1 day" if len(self.days) == 1 else f"{len(self.days)} days"
        return f"~ calendar {self.after.name}: {versions}: open otherwise on {days}, first {shown}"


def renewals(work: Work) -> list[Renewal]:
    """The calendars in force whose data has another version here, looked at for 5 years ahead."""
    return [
        _renewal(each, frozen(each, work.now), work.now_s)
        for each in work.configuration.calendars.values()
        if each.frozen is not None and each.data_versions != versions_now()
    ]


def renewals_beside(work: Work, wanted: Configuration) -> list[Renewal]:
    """Those that make a revision of a calendar which a wanted configuration leaves as it is."""
    return [
        each
        for each in renewals(work)
        if each.days and _is_kept(each.before, wanted.calendars.get(each.before.name.casefold()))
    ]


def _is_kept(before: CalendarDefinition, wanted: CalendarDefinition | None) -> bool:
    return wanted is not None and replace(before, frozen=None) == replace(wanted, frozen=None)


def _renewal(before: CalendarDefinition, after: CalendarDefinition, now_s: int) -> Renewal:
    ours, theirs = (
        list(compiled(each).open_periods(now_s, years_later(now_s))) for each in (before, after)
    )
    differing = (*without(ours, theirs), *without(theirs, ours))
    days = {datetime.fromtimestamp(each.start_s, after.place).date() for each in differing}
    return Renewal(before, after, tuple(sorted(days)))


def make(work: Work, wanted: Sequence[ConfigChange], by: str) -> None:
    """Append revisions, those of calendars with what they are compiled from."""
    here = work.connection, work.workspace_id
    numbers = configuration.change(*here, wanted, changed_at=work.now, changed_by=by)
    for number, change in zip(numbers, wanted, strict=True):
        if change.kind == "calendar" and change.body is not None:
            calendar = from_json(change.kind, change.name, change.body)
            configuration.keep_data(*here, data_of(number, calendar, work.now))


def make_again(work: Work, repeats: Sequence[Repeat], by: str) -> None:
    """Append what is in force once more, calendars with the data they have, which is kept."""
    here = work.connection, work.workspace_id
    changes = [each.change for each in repeats]
    numbers = configuration.change(*here, changes, changed_at=work.now, changed_by=by)
    kept = configuration.data_of_calendars(*here)
    for number, each in zip(numbers, repeats, strict=True):
        if each.revision.kind == "calendar":
            data = replace(kept[each.revision.number], revision=number)
            configuration.keep_data(*here, data)


def renew_calendars(desk: Desk) -> list[str]:
    """Take in new versions of the data; the lines say which calendars have a new revision.

    Running clocks stay under the one they run under.
    """
    with desk.look() as work:
        if not (renewals(work) or _unfrozen(work)):
            return []
    with desk.work() as work:
        freeze(work)
        found = [each for each in renewals(work) if each.days]
        make(work, [each.change for each in found], PUNCTUAL)
        for each in found:
            subject = f"calendar:{each.after.name}"
            after = {"versions": list(each.after.data_versions)}
            entry = AuditEntry(work.now, PUNCTUAL, "calendar data", subject, None, after)
            audit.record(work.connection, work.workspace_id, entry)
    return [f"{each.line.removeprefix('~ ')}; running clocks stay as they are" for each in found]


def freeze(work: Work) -> None:
    """Keep the data of calendars that have none yet, and note versions that change nothing."""
    here = work.connection, work.workspace_id
    for revision, calendar in _unfrozen(work):
        data = data_of(revision.number, calendar, from_s(revision.at_s))
        configuration.keep_data(*here, data)
    newest = {
        each.name.casefold(): each.number
        for each in work.history.revisions
        if each.kind == "calendar"
    }
    for each in renewals(work):
        if not each.days:
            number = newest[each.before.name.casefold()]
            configuration.note_versions(*here, number, versions_now())


def _unfrozen(work: Work) -> list[tuple[Revision, CalendarDefinition]]:
    """The revisions of calendars that were made before their data was kept."""
    return [
        (each, each.value)
        for each in work.history.revisions
        if isinstance(each.value, CalendarDefinition) and each.value.frozen is None
    ]
