"""New data of zones and holidays: what it would change, and taking it in."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from bot.wording.language import gettext as _
from bot.wording.language import later, ngettext
from bot.wording.times import day as said_day

take_in: Final = later("Take it in")
nothing_new: Final = later("There is no new data of holidays or zones to take in.")
until_then: Final = later("Until it is taken in, promises count as before.")
_closed: Final = later("closed")


def installed(versions: Sequence[str]) -> str:
    """What lies beside the program, and is not what it runs with."""
    return _("{versions}: installed, and looked at once I am started again.").format(
        versions=", ".join(versions)
    )


def waits(calendar: str, versions: Sequence[str], count: int) -> str:
    """A calendar that new data would open otherwise; the name is escaped already."""
    return ngettext(
        "{versions}: {calendar} would be open otherwise on {count} day.",
        "{versions}: {calendar} would be open otherwise on {count} days.",
        count,
    ).format(versions=", ".join(versions), calendar=calendar, count=count)


def changed_day(on: date, name: str, before: str, after: str) -> str:
    """A day with its hours as they would be, and as they are; the name is escaped already."""
    day = f"{said_day(on)} {on.year}"
    return _("{day}: {after} instead of {before}").format(
        day=f"{day} ({name})" if name else day,
        after=after or _closed(),
        before=before or _closed(),
    )


def taken_in(calendars: Sequence[str]) -> str:
    """What the answer to the button says; names are escaped already."""
    return _(
        "{calendars}: new promises count by the new data. Those that run stay as they are; "
        "`punctual config apply --move-running` moves them."
    ).format(calendars=", ".join(calendars))


# --- what `config check` says ---------------------------------------------------------------------


def no_half_days(country: str) -> str:
    """That a country has no half days, so that their hours do nothing."""
    return _("no half days of {country} are known: the hours do nothing").format(country=country)


def no_make_up_days(country: str) -> str:
    """That a country never works a weekend for another day."""
    return _("no weekends that {country} works are known: the key does nothing").format(
        country=country
    )


def worked_days(country: str) -> str:
    """That a category has days of which most people work."""
    return _(
        "`workday` are days that {country} remembers and works: listed, they close the calendar"
    ).format(country=country)
