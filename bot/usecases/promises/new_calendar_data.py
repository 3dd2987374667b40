"""New versions of the zones and the holidays: what they would change, and taking them in.

They wait until an admin takes them in, from App Home or by `punctual config apply`: a new version
is previewed like an edit.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.config.calendars import span
from bot.config.frozen import new_versions, other_versions
from bot.store.audit import AuditEntry
from bot.usecases.changes.access import require_admin
from bot.usecases.ground.audit_log import note
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.calendar_data import (
    DATA_TAKEN_IN,
    Renewal,
    freeze,
    make,
    renewals,
)
from bot.views.calendar_data import ChangedDay, NewData, WaitingData
from sla_core.calendars import CalendarDefinition
from sla_core.calendars.days import windows_on

DAYS_SHOWN: Final = 12


def new_data(work: Transaction) -> NewData:
    """What waits to be taken in, and what was installed beside this program while it runs."""
    waiting = (renewal for renewal in renewals(work) if renewal.days)
    return NewData(new_versions(), tuple(_waiting(renewal) for renewal in waiting))


def _waiting(renewal: Renewal) -> WaitingData:
    days = tuple(_changed(renewal, day) for day in renewal.days[:DAYS_SHOWN])
    versions = tuple(other_versions(renewal.before, renewal.after))
    return WaitingData(renewal.after.name, versions, days, len(renewal.days))


def _changed(renewal: Renewal, day: date) -> ChangedDay:
    name = _name_of(renewal.after, day) or _name_of(renewal.before, day)
    return ChangedDay(day, name, _hours(renewal.before, day), _hours(renewal.after, day))


def _name_of(calendar: CalendarDefinition, day: date) -> str:
    names = calendar.half_days_in(day.year) | calendar.holidays_in(day.year)
    return names.get(day, "")


def _hours(calendar: CalendarDefinition, day: date) -> str:
    windows = windows_on(calendar, day)
    return " ".join(span(window.start_local_s, window.end_local_s) for window in windows)


def take_in(work: Transaction, by: str) -> list[str]:
    """Have the calendars use new data from now on; their names. Who is no admin is refused.

    Running clocks stay under the one they run under.
    """
    require_admin(work, by)
    freeze(work)
    renewed = [renewal for renewal in renewals(work) if renewal.days]
    make(work, [renewal.change for renewal in renewed], by)
    _note(work, renewed, by)
    return [renewal.after.name for renewal in renewed]


def _note(work: Transaction, renewed: Sequence[Renewal], by: str) -> None:
    for renewal in renewed:
        subject = f"calendar:{renewal.after.name}"
        was, now = (
            {"versions": list(side.data_versions)} for side in (renewal.before, renewal.after)
        )
        note(work, AuditEntry(work.now, by, DATA_TAKEN_IN, subject, was, now))
