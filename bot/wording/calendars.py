"""Calendars in words: hours as they were typed, the special days ahead, closures."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final

from bot.wording import times
from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _

_KINDS: Final[Mapping[str, Sentence]] = {
    "holiday": later("holiday"),
    "half day": later("half day"),
    "make-up day": later("working day that makes up for another"),
    "closure": later("closed"),
    "opening": later("opening"),
}


# --- hours as lines ---------------------------------------------------------------------------


def at_line(line: int, text: str) -> str:
    """Something that is to be said of one line."""
    return _("line {line}: {text}").format(line=line, text=text)


def days_then_times() -> str:
    """How a line is written."""
    return _("begin with days, then give times, such as mon-thu 09:00-12:00 13:00-17:00")


def no_hours() -> str:
    """That there is no line."""
    return _("give a line of hours, such as mon-fri 09:00-17:00, or 24x7")


def always_alone() -> str:
    """That 24x7 leaves nothing for other lines."""
    return _("24x7 is every hour of every day: leave the other lines out")


def day_twice(day: str, line: int) -> str:
    """That a day has hours in an earlier line."""
    return _("{day} has its hours in line {line}: give them in one").format(
        day=times.days_of_week(day), line=line
    )


def minute_left_out(window: str, whole: str) -> str:
    """The question whether a day was meant to its end."""
    return _("{window} leaves the last minute of the day out: do you mean {whole}?").format(
        window=window, whole=whole
    )


def merged(windows: str, into: str) -> str:
    """That windows overlapped, and the one they became."""
    return _("{windows} overlap and count as {into}").format(windows=windows, into=into)


# --- what is ahead ----------------------------------------------------------------------------


def special_day(
    day: date, kind: str, name: str, hours: str, until: date | None, *, year_shown: bool
) -> str:
    """One day that is not as the week says: `Thu 24 Dec · half day · 09:00-12:00`."""
    which = times.day(day) if until in {None, day} else f"{times.day(day)} – {times.day(until)}"
    when = _("{day} {year}").format(day=which, year=(until or day).year) if year_shown else which
    what = _KINDS[kind]()
    named = _("{kind}, {name}").format(kind=what, name=name) if name else what
    return " · ".join(part for part in (when, named, hours) if part)


def no_special_days() -> str:
    """That every day ahead is as the week says."""
    return _("No holidays, closures or openings ahead.")


def due_example(promise: str, due_local: datetime | None) -> str:
    """When a promise made now would be due."""
    if due_local is None:
        return _("A {promise} promise made now is not due within five years.").format(
            promise=promise
        )
    due = times.dated(due_local, with_year=True)
    return _("A {promise} promise made now is due {due}.").format(promise=promise, due=due)


# --- closures ---------------------------------------------------------------------------------


def nothing_to_close() -> str:
    """That there is no calendar yet."""
    return _("There is no calendar to close: make one first.")


close_title: Final = later("Close calendars")
close: Final = later("Close")
show_first: Final = later("Preview")
which_calendars: Final = later("Which calendars")
which_hint: Final = later("Left out: all of them")


def closes(names: Sequence[str], sentence: str) -> str:
    """Which calendars, and when; both are escaped already: `office: Closed on 2026-12-24`."""
    return _("*{names}*: {sentence}").format(names=", ".join(names), sentence=sentence)


def stopped_turn(count: int, since: date) -> str:
    """How many clocks that stopped were judged without the closure, and what to do."""
    return ngettext(
        "{count} clock that stopped would be judged otherwise: `punctual reprocess --from {since}` "
        "shows it and does it.",
        "{count} clocks that stopped would be judged otherwise: `punctual reprocess --from "
        "{since}` shows it and does it.",
        count,
    ).format(count=count, since=since.isoformat())


def declared(closure: str) -> str:
    """That it is in force; the text is escaped already."""
    return _("Done. {closure}").format(closure=closure)
