"""Weekly hours as lines are typed: `mon-thu 09:00-12:00 13:00-17:00`, and the same as keys.

Every line that is wrong is said with its number. Windows that overlap are merged, which is said as
well; what may be a slip is asked about, and is read as it stands.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from bot.config.calendars import days_in, span, span_s
from bot.config.keys import Plain
from bot.config.parts import Part, built
from bot.config.problems import ConfigRefused
from bot.config.tree import tree_of
from bot.wording import calendars as sentences
from bot.words.spelling import value_in
from sla_core.calendars.definition import Window
from sla_core.configuration import ALWAYS
from sla_core.instants import SECONDS_A_DAY

LAST_MINUTE_S: Final = SECONDS_A_DAY - 60
_WHERE: Final = Part(tree_of(""), "")


@dataclass(frozen=True, slots=True)
class TypedHours:
    """Lines of hours as they were understood.

    ``hours`` is the value of the key of that name, None where a line is wrong; ``problems`` say
    where, ``questions`` what may be a slip, ``notes`` what was made of it; each names its line.
    """

    hours: Any
    problems: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()


class _HoursReader:
    """Takes line after line."""

    def __init__(self, *, to_midnight: bool) -> None:
        self.to_midnight = to_midnight
        self.hours: dict[str, list[str]] = {}
        self.line_by_day: dict[str, int] = {}
        self.problems: list[str] = []
        self.questions: list[str] = []
        self.notes: list[str] = []

    def take(self, number: int, line: str) -> None:
        """Read one line; what is wrong with it is kept for later."""
        days, times = _parted(line)
        if not days or not times:
            self.problems.append(sentences.at_line(number, sentences.days_then_times()))
            return
        try:
            self._claim(number, days_in(_WHERE, days))
            windows = [self._window(number, written) for written in times]
        except ConfigRefused as refused:
            texts = (problem.text for problem in refused.problems)
            self.problems += [sentences.at_line(number, text) for text in texts]
            return
        self.hours[days] = self._merged(number, windows)

    def _claim(self, number: int, days: Sequence[str]) -> None:
        for day in days:
            if day in self.line_by_day:
                earlier = self.line_by_day[day]
                raise _WHERE.refused(sentences.day_twice(day, earlier))
            self.line_by_day[day] = number

    def _window(self, number: int, written: str) -> Window:
        part = _WHERE.reading(written)
        starts_s, ends_s = span_s(part)
        if ends_s == LAST_MINUTE_S and self.to_midnight:
            ends_s = SECONDS_A_DAY
        elif ends_s == LAST_MINUTE_S:
            shown = span(starts_s, ends_s), span(starts_s, SECONDS_A_DAY)
            self.questions.append(sentences.at_line(number, sentences.minute_left_out(*shown)))
        return built(part, lambda: Window(starts_s, ends_s))

    def _merged(self, number: int, windows: Sequence[Window]) -> list[str]:
        """The windows of a line in order, those that overlap as one."""
        groups: list[list[Window]] = []
        for window in sorted(windows):
            if groups and window.start_local_s < max(each.until_s for each in groups[-1]):
                groups[-1].append(window)
            else:
                groups.append([window])
        for group in groups:
            if len(group) > 1:
                overlapping = ", ".join(_shown(window) for window in group)
                note = sentences.merged(overlapping, _shown(_whole(group)))
                self.notes.append(sentences.at_line(number, note))
        return [_shown(_whole(group)) for group in groups]


def typed_hours(text: str, *, to_midnight: bool = False) -> TypedHours:
    """Read the lines of a text; ``to_midnight`` takes an end of 23:59 as the end of the day."""
    lines = [(number, value_in(line)) for number, line in enumerate(text.splitlines(), 1)]
    written = [(number, line.casefold()) for number, line in lines if line]
    if not written:
        return TypedHours(None, (sentences.no_hours(),))
    always = [number for number, line in written if line == ALWAYS]
    if always:
        problem = sentences.at_line(always[0], sentences.always_alone())
        return TypedHours(ALWAYS) if len(written) == 1 else TypedHours(None, (problem,))
    reader = _HoursReader(to_midnight=to_midnight)
    for number, line in written:
        reader.take(number, line)
    hours = None if reader.problems else reader.hours
    found = (tuple(each) for each in (reader.problems, reader.questions, reader.notes))
    return TypedHours(hours, *found)


def hours_as_lines(hours: Plain | str) -> str:
    """The lines of a key `hours`, as a person may type them again."""
    if isinstance(hours, str):
        return hours
    return "\n".join(f"{days} {' '.join(windows)}" for days, windows in hours.items())


def _parted(line: str) -> tuple[str, list[str]]:
    """The days a line begins with, without blanks, and its times."""
    for dash in (" - ", " -", "- "):
        line = line.replace(dash, "-")
    pieces = line.replace(",", " ").split()
    count = next((place for place, each in enumerate(pieces) if each[0].isdigit()), len(pieces))
    return ",".join(piece.rstrip(":") for piece in pieces[:count]), pieces[count:]


def _whole(group: Sequence[Window]) -> Window:
    """One window from the first opening of some to their last end, a day long at most."""
    first = group[0]
    if len(group) == 1:
        return first
    until_s = max(window.until_s for window in group)
    until_s = min(until_s, first.start_local_s + SECONDS_A_DAY - 1)
    return Window(first.start_local_s, until_s - SECONDS_A_DAY * (until_s > SECONDS_A_DAY))


def _shown(window: Window) -> str:
    return span(window.start_local_s, window.end_local_s)
