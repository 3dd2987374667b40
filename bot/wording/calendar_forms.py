"""Calendars: read aloud, and the forms in which they are made and changed."""

import datetime as dt
from collections.abc import Sequence
from typing import Final

from bot.wording.language import gettext as _
from bot.wording.language import later, ngettext
from bot.wording.times import day as said_day
from bot.wording.times import days_of_week

title: Final = later("Calendar")
new_title: Final = later("New calendar")
none: Final = later("There are no calendars yet: promises run around the clock.")

# --- the form -------------------------------------------------------------------------------------

hours: Final = later("Hours")
hours_hint: Final = later(
    "A line for each kind of day, such as mon-thu 09:00-12:00 13:00-17:00. 22:00-06:00 ends on the "
    "next day, 24x7 is always"
)
time_zone: Final = later("Time zone")
time_zone_hint: Final = later("Search for a city")
country: Final = later("Public holidays of")
country_hint: Final = later("No promise runs on them. Empty: none are kept")
subdivision: Final = later("Part of the country")
categories: Final = later("Kinds of holidays")
left_out: Final = later("Left out: the public ones")
half_days: Final = later("Hours on half days")
half_hint: Final = later("Such as 09:00-12:00. Left out: they are days like others")
make_up_days: Final = later("Make-up working days")
make_up_box: Final = later("Weekends on which the country works count")
closures_head: Final = later("*Closed and open beside that*")
add_closure: Final = later("Add a closure")
add_opening: Final = later("Add an opening")
preview: Final = later("Preview")

closure_title: Final = later("Closure")
opening_title: Final = later("Opening")
from_date: Final = later("From")
from_time: Final = later("From what time")
to_date: Final = later("To")
to_time: Final = later("To what time")
to_time_hint: Final = later("Left out: to the end of the day")
date: Final = later("Day")
open_hours: Final = later("Hours")
open_hours_hint: Final = later("Such as 09:00-12:00 13:00-15:00: they stand instead of all else")
called: Final = later("Called")
no_date: Final = later("Choose a day.")
last_minute: Final = later("A day that ends at 23:59")
to_midnight: Final = later("It ends at midnight: 24:00")
as_written: Final = later("It leaves the last minute out, as written")


# --- the preview ----------------------------------------------------------------------------------


def due(moment: str) -> str:
    """When a promise of four hours is due that is made now."""
    return _("A 4 h promise made now is due {moment}.").format(moment=moment)


never_due: Final = later("A 4 h promise made now is never due: it opens too rarely.")
no_days: Final = later("No special days lie ahead.")
_closed: Final = later("closed")
make_up_day: Final = later("make-up working day")


def days_head(count: int) -> str:
    """What follows."""
    return ngettext("The next special day:", "The next {count} special days:", count).format(
        count=count
    )


def days_of(on: dt.date, until: dt.date | None) -> str:
    """A day with its year, or the first and the last of several."""
    first = f"{said_day(on)} {on.year}"
    if until is None or until == on:
        return first
    return _("{first} to {last}").format(first=first, last=f"{said_day(until)} {until.year}")


def special_day(day: str, name: str, open_hours: str) -> str:
    """A day that is not like its weekday; the name is escaped already."""
    what = open_hours or _closed()
    if not name:
        return _("{day}: {hours}").format(day=day, hours=what)
    return _("{day}, {name}: {hours}").format(day=day, name=name, hours=what)


def noted(note: str) -> str:
    """What was made of the hours; it is escaped already."""
    return _("Of the hours, {note}.").format(note=note)


# --- closures and openings in a line --------------------------------------------------------------


def closed_on(day: str, name: str) -> str:
    """A closure of a day."""
    line = _("Closed on {day}").format(day=day)
    return f"{line} ({name})" if name else line


def closed_from(starts: str, ends: str, name: str) -> str:
    """A closure of a time."""
    line = _("Closed from {starts} to {ends}").format(starts=starts, ends=ends)
    return f"{line} ({name})" if name else line


def open_on(day: str, hours_of_day: str, name: str) -> str:
    """An opening."""
    line = _("Open on {day}, {hours}").format(day=day, hours=hours_of_day)
    return f"{line} ({name})" if name else line


# --- read aloud -----------------------------------------------------------------------------------


def calendars(count: int) -> str:
    """A number of calendars."""
    return ngettext("{count} calendar", "{count} calendars", count).format(count=count)


always: Final = later("Around the clock")


def on_days(days: str, windows: Sequence[str]) -> str:
    """The hours of some days: `Mon-Thu 09:00-12:00 and 13:00-17:00`."""
    return _("{days} {hours}").format(days=days_of_week(days), hours=_(" and ").join(windows))


def hours_of(parts: Sequence[str], zone: str) -> str:
    """The hours of a week in a zone."""
    return _("{hours} ({zone}).").format(hours="; ".join(parts), zone=zone)


def holidays_of(country_name: str) -> str:
    """Whose holidays are kept."""
    return _("Closed on the public holidays of {country}.").format(country=country_name)


no_holidays: Final = later("No holidays are kept.")


def exceptions(closures: int, openings: int) -> str:
    """How many closures and openings it has of its own."""
    closed = ngettext("{count} closure", "{count} closures", closures).format(count=closures)
    opened = ngettext("{count} opening", "{count} openings", openings).format(count=openings)
    return _("{closures} and {openings} of its own.").format(closures=closed, openings=opened)


def used_by(levels: Sequence[str]) -> str:
    """Which levels run on it; names are escaped already."""
    return ngettext(
        "The level {levels} runs on it.", "The levels {levels} run on it.", len(levels)
    ).format(levels=", ".join(levels))


unused: Final = later("No level runs on it.")
