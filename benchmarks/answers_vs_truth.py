"""Wrong answers around clock changes: ours, and beside them the peers'."""

from collections import Counter
from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from benchmarks.asking import CannotBeAsked, patience
from benchmarks.cases import HOUR, Case, Schedule, at, cases
from benchmarks.claims import Claim, Promise, Result
from sla_core.calendars import Calendar, CalendarDefinition, Window

COUNT = 16_000
HOW = """{count:,} random questions from three days before to two days after clock changes in six
zones (Ljubljana, New York, Havana, Lord Howe, Casablanca, Troll), on five schedules (office hours,
a lunch break, nights, small hours, around the clock), half of them `add`, half `between`. The truth
is a table of every second of each calendar, made by the oracle of the tests, which shares no code
with anybody here. A peer's `add` is right at the earliest and at the latest instant with that much
time; ours has to be the earliest. What a peer has no word for it is not asked; an exception, or no
answer within half a second, is a wrong answer.

| library | asked | wrong `add` | wrong `between` | not asked |
|---|---:|---:|---:|---:|
{rows}"""


class Answers(Protocol):
    """Something that can be asked both questions."""

    def add(self, start: datetime, hours: int) -> datetime | None:
        """The instant so many business hours after the start."""

    def between(self, start: datetime, end: datetime) -> int:
        """The business seconds between two instants."""


class Ours:
    """Punctual, asked as the peers are."""

    name = "Punctual"

    def __init__(self, schedule: Schedule, zone: str) -> None:
        windows = tuple(Window(start * 60, end * 60) for start, end in schedule.windows)
        week = tuple(windows if day in schedule.days else () for day in range(7))
        self.calendar = Calendar(CalendarDefinition(schedule.name, zone, week))

    def add(self, start: datetime, hours: int) -> datetime | None:
        """`Calendar.add`."""
        return self.calendar.add(start, hours * HOUR)

    def between(self, start: datetime, end: datetime) -> int:
        """`Calendar.seconds_between`."""
        return self.calendar.seconds_between(start, end)


class Tally:
    """What one library answered."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.counts: Counter[str] = Counter()

    @property
    def wrong(self) -> int:
        """Wrong answers of both kinds."""
        return self.counts["wrong add"] + self.counts["wrong between"]

    def row(self) -> str:
        """Its line of the table."""
        told = ("asked", "wrong add", "wrong between", "not asked")
        return f"| {self.name} | {' | '.join(f'{self.counts[each]:,}' for each in told)} |"


def tally(library: Callable[[Schedule, str], Answers], questions: list[Case], name: str) -> Tally:
    """Asks a library all questions."""
    result, made = Tally(name), {}
    for case in questions:
        key = case.schedule.name, case.zone
        if key not in made:
            made[key] = _made(library, case)
        answers = made[key]
        kind = "between" if case.hours is None else "add"
        right = None if answers is None else is_right(answers, case, strict=library is Ours)
        result.counts["not asked" if right is None else "asked"] += 1
        result.counts[f"wrong {kind}"] += right is False
    return result


def _made(library: Callable[[Schedule, str], Answers], case: Case) -> Answers | None:
    try:
        return library(case.schedule, case.zone)
    except CannotBeAsked:
        return None


def is_right(answers: Answers, case: Case, *, strict: bool) -> bool | None:
    """Whether the answer is the true one; None where there is no way to ask."""
    try:
        with patience():
            if case.end_s is not None:
                return answers.between(at(case.start_s), at(case.end_s)) == case.between_s
            found = answers.add(at(case.start_s), case.hours or 0)
    except CannotBeAsked:
        return None
    except Exception:  # noqa: BLE001 whatever it raises, it is not the answer
        return False
    right = (case.earliest_s,) if strict else (case.earliest_s, case.latest_s)
    return found in {at(each_s) for each_s in right if each_s is not None}


def run() -> Result:
    """Asks everybody the same questions."""
    from benchmarks.peers import PEERS  # noqa: PLC0415 only `make bench` installs them

    questions = list(cases(COUNT))
    ours = tally(Ours, questions, Ours.name)
    theirs = [tally(peer, questions, peer.name) for peer in PEERS]
    rows = "\n".join(each.row() for each in (ours, *theirs))
    claim = Claim(
        f"wrong answers in {COUNT:,} random cases around clock changes",
        *(Promise.AT_MOST, 0, ours.wrong, "wrong"),
        ", ".join(f"{each.name} {each.wrong:,}" for each in theirs),
        f"{ours.wrong:,}",
    )
    how = HOW.format(count=COUNT, rows=rows)
    return Result("Right answers around clock changes", how, (claim,))
