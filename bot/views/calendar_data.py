"""New data of zones and holidays, as admins are told of it before they take it in."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class ChangedDay:
    """A date on which a calendar would be open otherwise: its name, its hours before and after.

    Hours are written as in the file; none where it is closed.
    """

    on: date
    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class WaitingData:
    """A calendar that new data would open otherwise.

    `versions` are those that differ, such as `holidays 0.108 → 0.109`. The `days` are the first of
    `count` within five years.
    """

    calendar: str
    versions: tuple[str, ...]
    days: tuple[ChangedDay, ...]
    count: int


@dataclass(frozen=True, slots=True)
class NewData:
    """What waits: versions that count after a restart, and calendars that could take data in."""

    installed: tuple[str, ...] = ()
    calendars: tuple[WaitingData, ...] = ()
