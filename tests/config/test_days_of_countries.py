"""Half days and make-up days as the file has them: read, said, kept and written."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from bot.config.document import read
from bot.config.export import write
from bot.config.frozen import data_of, thawed
from bot.config.problems import ConfigRefused
from sla_core.calendars.definition import Window

FILE = """version: 1
calendars:
  office:
    time_zone: Asia/Shanghai
    hours: {{mon-fri: ["09:00-17:00"]}}
    holidays: {{{holidays}}}
"""
CHINA = 'country: CN, half_days: "09:00-12:00", make_up_days: true'
JANUARY = datetime(2026, 1, 1, tzinfo=UTC)


def configuration(holidays):
    return read(FILE.format(holidays=holidays), "sla.yml", 0)


def test_both_keys_are_read_and_written():
    found = configuration(CHINA).configuration
    assert found.calendars["office"].holidays.half_days == Window(9 * 3600, 12 * 3600)
    assert found.calendars["office"].holidays.make_up_days
    written = write(found)
    assert "half_days: 09:00-12:00" in written
    assert "make_up_days: true" in written
    assert read(written, "sla.yml", 0).configuration == found


def test_what_is_kept_of_a_revision_has_both_kinds_of_days():
    calendar = configuration(CHINA).configuration.calendars["office"]
    stored = data_of(7, calendar, JANUARY)
    again = thawed(calendar, stored)
    assert again.half_days_in(2026) == calendar.half_days_in(2026) != {}
    assert date(2026, 9, 20) in again.make_up_days_in(2026)


def test_what_was_kept_before_there_were_such_days_has_none():
    calendar = configuration("country: SI").configuration.calendars["office"]
    stored = data_of(7, calendar, JANUARY)
    before = {key: stored.body[key] for key in ("zone", "years", "holidays")}
    again = thawed(calendar, replace(stored, body=before))
    assert (again.half_days_in(2026), again.make_up_days_in(2026)) == ({}, frozenset())
    assert again.holidays_in(2026) == calendar.holidays_in(2026)


@pytest.mark.parametrize(
    ("holidays", "at", "text"),
    [
        (
            'country: SI, half_days: "09:00-12:00"',
            "half_days",
            "no half days of SI are known: the hours do nothing",
        ),
        (
            "country: SI, make_up_days: true",
            "make_up_days",
            "no weekends that SI works are known: the key does nothing",
        ),
        (
            "country: SI, categories: [public, workday]",
            "categories",
            "`workday` are days that SI remembers and works: listed, they close the calendar",
        ),
    ],
)
def test_days_that_a_country_does_not_have_are_said_at_their_line(holidays, at, text):
    said = [str(each) for each in configuration(holidays).warnings]
    assert said == [f"sla.yml:6:29: calendars.office.holidays.{at}: {text}"]


def test_days_that_a_country_has_are_not_spoken_of():
    assert configuration(CHINA).warnings == ()


@pytest.mark.parametrize(
    ("holidays", "text"),
    [
        ('country: CN, half_days: "09:00"', "give two times, such as 09:00-17:00"),
        ('country: CN, half_days: "09:00-09:00"', "write 00:00-24:00"),
        ("country: CN, make_up_days: sometimes", "neither true nor false"),
    ],
)
def test_wrong_values_are_refused_at_their_key(holidays, text):
    with pytest.raises(ConfigRefused) as refused:
        configuration(holidays)
    (problem,) = refused.value.problems
    assert "calendars.office.holidays" in str(problem)
    assert text in str(problem)
