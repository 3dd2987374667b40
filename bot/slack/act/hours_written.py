"""Hours of a week as people write them: a line for each kind of day."""

from collections.abc import Mapping
from typing import Any, Final

from bot import wording
from bot.slack.act.forms.kind import FieldErrors
from sla_core.configuration import ALWAYS

NEARLY_ALL_DAY: Final = "00:00-23:59"


def hours_shown(written: Any) -> str:
    """The hours of the file as lines."""
    if not isinstance(written, Mapping):
        return str(written)
    return "\n".join(f"{days} {' '.join(windows)}" for days, windows in written.items())


def hours_at(field: str, typed: str, before: Any = None) -> Any:
    """The hours that were typed into a field, as the file has them; else `FieldErrors`.

    A day that is nearly whole is asked about, unless it was so before.
    """
    if typed.strip().casefold() == ALWAYS:
        return ALWAYS
    week: dict[str, list[str]] = {}
    for number, line in enumerate(typed.splitlines(), 1):
        days, windows = _days_and_windows(line)
        if not (days or windows):
            continue
        if not (days and windows):
            raise FieldErrors({field: wording.calendar_forms.no_hours_line(number, line.strip())})
        if NEARLY_ALL_DAY in windows and NEARLY_ALL_DAY not in str(before):
            raise FieldErrors({field: wording.calendar_forms.nearly_all_day(number)})
        week.setdefault(days, []).extend(windows)
    if not week:
        raise FieldErrors({field: wording.calendar_forms.no_hours()})
    return week


def _days_and_windows(line: str) -> tuple[str, list[str]]:
    """The days in front, and the windows; commas and dashes stand as people set them."""
    plain = line.replace("–", "-").replace("—", "-").replace(" - ", "-")
    words = plain.replace(", ", ",").strip(" ,;").split()
    days = [word.rstrip(":") for word in words if not word[:1].isdigit()]
    windows = [
        window
        for word in words
        if word[:1].isdigit()
        for window in word.rstrip(",;").split(",")
        if window
    ]
    return "".join(days).casefold(), windows
