"""Business time worked out by hand: every row of known_answers.csv, whose last column is the sum.

Spans are of wall time in the row's zone, instants carry their offset, business time is h:mm or
h:mm:ss. Several closures or openings are parted by semicolons.
"""

import csv
from datetime import date, datetime
from pathlib import Path

import pytest

from sla_core.calendars import Calendar, CalendarDefinition, Closure, HolidaySet, Opening, batch
from tests.oracle import Business, Plan
from tests.sla_core.builders import DAY, week, when, windows

ANSWERS = Path(__file__).with_name("known_answers.csv")
LISTED = list(csv.DictReader(ANSWERS.read_text(encoding="utf-8").splitlines()))
each_row = pytest.mark.parametrize("row", LISTED, ids=lambda row: row["name"])


def parts(text):
    return [part.strip() for part in text.split(";") if part.strip()]


def closed(text):
    """A date, or a pair of wall times."""
    if "/" not in text:
        return date.fromisoformat(text)
    return tuple(map(datetime.fromisoformat, text.split("/")))


def opened(text):
    day, _, hours = text.partition(" ")
    return date.fromisoformat(day), windows(hours)


def definition(row):
    country, _, subdivision = row["holidays"].partition("-")
    closures = map(closed, parts(row["closures"]))
    return CalendarDefinition(
        row["name"],
        row["zone"],
        week(row["hours"]),
        HolidaySet(country, subdivision or None) if country else None,
        tuple(Closure(*c) if isinstance(c, tuple) else Closure.of_date(c) for c in closures),
        tuple(Opening(*opened(text)) for text in parts(row["openings"])),
    )


def seconds(row):
    hours, minutes, second = (int(each) for each in f"{row['business']}:0".split(":")[:3])
    return hours * 3600 + minutes * 60 + second


def instant(text):
    return when(text) if text else None


@each_row
def test_time_between(row):
    office = Calendar(definition(row))
    assert office.business_seconds(when(row["start"]), when(row["end"])) == seconds(row)


@each_row
def test_due(row):
    office = Calendar(definition(row))
    assert office.due(when(row["start"]), seconds(row)) == instant(row["due"])


@each_row
def test_last_moment(row):
    office = Calendar(definition(row))
    assert office.last_moment(when(row["start"]), seconds(row)) == instant(row["last_moment"])


@each_row
def test_in_a_batch(row):
    office = Calendar(definition(row))
    start_s, end_s = when(row["start"]), when(row["end"])
    assert batch.business_seconds(office, [start_s], [end_s]).tolist() == [seconds(row)]
    due_s = batch.NEVER_S if not row["due"] else when(row["due"])
    assert batch.due(office, [start_s], [seconds(row)]).tolist() == [due_s]


def is_for_the_oracle(row):
    """Its table is of whole minutes, of some days, with the holidays of whole countries."""
    days = (when(row["end"]) - when(row["start"])) / DAY
    return days < 30 and row["business"].count(":") == 1 and "-" not in row["holidays"]


def plan(row):
    return Plan(
        row["zone"],
        tuple(map(in_minutes, week(row["hours"]))),
        row["holidays"] or None,
        tuple(map(closed, parts(row["closures"]))),
        tuple((day, in_minutes(spans)) for day, spans in map(opened, parts(row["openings"]))),
    )


def in_minutes(spans):
    return tuple((each.start_local_s // 60, each.end_local_s // 60) for each in spans)


FOR_THE_ORACLE = [row for row in LISTED if is_for_the_oracle(row)]


@pytest.mark.parametrize("row", FOR_THE_ORACLE, ids=lambda row: row["name"])
def test_by_the_oracle(row):
    start_s, end_s = when(row["start"]), when(row["end"])
    last_s = max(end_s, when(row["last_moment"]))
    oracle = Business(plan(row), (start_s // DAY - 1) * DAY, (last_s // DAY + 2) * DAY)
    assert oracle.between(start_s, end_s) == seconds(row)
    assert oracle.due(start_s, seconds(row)) == when(row["due"])
    assert oracle.last_moment(start_s, seconds(row)) == when(row["last_moment"])
