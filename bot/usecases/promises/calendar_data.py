"""Calendars under new versions of the zones and the holidays they are compiled with.

What was compiled stays as it was. Where a new version opens or closes a calendar otherwise in the
years ahead, it is a revision of its own, which is previewed and made as an edit is; where it does
not, that is noted.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from bot.config.frozen import data_of, frozen, other_versions, versions_now
from bot.config.items import from_json, to_json
from bot.store import configuration
from bot.store.configuration import ConfigChange
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.promises.outdated_clocks import Repeat
from sla_core.calendars import CalendarDefinition, compiled
from sla_core.calendars.calendar import years_later
from sla_core.calendars.periods import without
from sla_core.configuration import Configuration, Revision
from sla_core.instants import from_s

PUNCTUAL = "Punctual"
"""Who acts in the audit log where nobody does."""
DATA_TAKEN_IN: Final = "calendar data"
"""The action of the audit's entries of calendars that took new data in."""
_WAITS: Final = "it waits until it is taken in from App Home or by `punctual config apply`"


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
        """An admin's line: the versions that differ, and what comes of it."""
        versions = ", ".join(other_versions(self.before, self.after))
        first = self.days[0]
        name = self.after.holidays_in(first.year).get(first) or self.before.holidays_in(
            first.year
        ).get(first)
        day = f"{first} ({name})" if name else f"{first}"
        days = "1 day" if len(self.days) == 1 else f"{len(self.days)} days"
        return f"~ calendar {self.after.name}: {versions}: open otherwise on {days}, first {day}"


def renewals(work: Transaction) -> list[Renewal]:
    """The calendars in force whose data has another version here, looked at for 5 years ahead."""
    return [
        _renewal(calendar, frozen(calendar, work.now), work.now_s)
        for calendar in work.configuration.calendars.values()
        if calendar.frozen is not None and calendar.data_versions != versions_now()
    ]


def renewals_beside(work: Transaction, wanted: Configuration) -> list[Renewal]:
    """Those that make a revision of a calendar which a wanted configuration leaves as it is."""
    return [
        renewal
        for renewal in renewals(work)
        if renewal.days
        and _is_kept(renewal.before, wanted.calendars.get(renewal.before.name.casefold()))
    ]


def _is_kept(before: CalendarDefinition, wanted: CalendarDefinition | None) -> bool:
    return wanted is not None and replace(before, frozen=None) == replace(wanted, frozen=None)


def _renewal(before: CalendarDefinition, after: CalendarDefinition, now_s: int) -> Renewal:
    before_periods, after_periods = (
        list(compiled(definition).open_periods(now_s, years_later(now_s)))
        for definition in (before, after)
    )
    differing = (*without(before_periods, after_periods), *without(after_periods, before_periods))
    days = {datetime.fromtimestamp(period.start_s, after.place).date() for period in differing}
    return Renewal(before, after, tuple(sorted(days)))


def make(work: Transaction, wanted: Sequence[ConfigChange], by: str) -> None:
    """Append revisions, those of calendars with what they are compiled from."""
    numbers = configuration.change(*work.scope, wanted, changed_at=work.now, changed_by=by)
    for number, change in zip(numbers, wanted, strict=True):
        if change.kind == "calendar" and change.body is not None:
            calendar = from_json(change.kind, change.name, change.body)
            configuration.keep_data(*work.scope, data_of(number, calendar, work.now))


def make_again(work: Transaction, repeats: Sequence[Repeat], by: str) -> None:
    """Append what is in force once more, calendars with the data they have, which is kept."""
    changes = [repeat.change for repeat in repeats]
    numbers = configuration.change(*work.scope, changes, changed_at=work.now, changed_by=by)
    data_by_revision = configuration.data_of_calendars(*work.scope)
    for number, repeat in zip(numbers, repeats, strict=True):
        if repeat.revision.kind == "calendar":
            data = replace(data_by_revision[repeat.revision.number], revision=number)
            configuration.keep_data(*work.scope, data)


def note_new_data(program: Program) -> list[str]:
    """Note new versions that change nothing; the lines say what the others would change.

    # ruling wanted: a start took those in by itself before. As semantics, section 1, has a new
    # version previewed like an edit, they wait for an admin; running clocks stayed either way.
    """
    with program.look() as work:
        if not (renewals(work) or _unfrozen(work)):
            return []
    with program.work() as work:
        freeze(work)
        waiting = [renewal for renewal in renewals(work) if renewal.days]
    return [f"{renewal.line.removeprefix('~ ')}; {_WAITS}" for renewal in waiting]


def freeze(work: Transaction) -> None:
    """Keep the data of calendars that have none yet, and note versions that change nothing."""
    for revision, calendar in _unfrozen(work):
        data = data_of(revision.number, calendar, from_s(revision.at_s))
        configuration.keep_data(*work.scope, data)
    numbers = {
        revision.name.casefold(): revision.number
        for revision in work.history.revisions
        if revision.kind == "calendar"
    }
    for renewal in renewals(work):
        if not renewal.days:
            number = numbers[renewal.before.name.casefold()]
            configuration.note_versions(*work.scope, number, versions_now())


def _unfrozen(work: Transaction) -> list[tuple[Revision, CalendarDefinition]]:
    """The revisions of calendars that were made before their data was kept."""
    return [
        (revision, revision.value)
        for revision in work.history.revisions
        if isinstance(revision.value, CalendarDefinition) and revision.value.frozen is None
    ]
