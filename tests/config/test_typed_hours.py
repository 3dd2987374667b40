"""Hours as people type them, a line for some days."""

import pytest
from hypothesis import given

from bot.config.calendars import read_calendar, write_calendar
from bot.config.parts import Part
from bot.config.tree import tree_of
from bot.config.typed_hours import hours_as_lines, typed_hours
from tests.config.strategies import calendars


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        (
            "mon-thu 09:00-12:00 13:00-17:00\nfri 09:00-15:00",
            {"mon-thu": ["09:00-12:00", "13:00-17:00"], "fri": ["09:00-15:00"]},
        ),
        ("Mon, Wed: 9:00-17:00", {"mon,wed": ["09:00-17:00"]}),
        ("mon – fri 09:00–17:00", {"mon-fri": ["09:00-17:00"]}),
        ("mon-fri 09:00-12:00, 13:00-17:00", {"mon-fri": ["09:00-12:00", "13:00-17:00"]}),
        ("sat-mon 22:00-06:00", {"sat-mon": ["22:00-06:00"]}),
        ("sun 00:00-24:00", {"sun": ["00:00-24:00"]}),
        ("\n  24x7 \n", "24x7"),
    ],
)
def test_lines_are_read_as_people_write_them(text, hours):
    read = typed_hours(text)
    assert (read.hours, read.problems, read.questions, read.notes) == (hours, (), (), ())


def test_every_wrong_line_is_said_with_its_number():
    read = typed_hours("mon 09:00-17:00\nmoo 09:00-17:00\ntue 25:00-26:00\n09:00-17:00\nwed")
    assert read.hours is None
    assert [problem.split(":")[0] for problem in read.problems] == [
        "line 2", "line 3", "line 4", "line 5",
    ]  # fmt: skip


def test_a_day_with_hours_in_two_lines_is_refused_with_the_other_line():
    (problem,) = typed_hours("mon-wed 09:00-12:00\nwed 13:00-17:00").problems
    assert problem == "line 2: wed has its hours in line 1: give them in one"


def test_no_line_at_all_is_refused():
    assert typed_hours(" \n").problems == (
        "give a line of hours, such as mon-fri 09:00-17:00, or 24x7",
    )


def test_24x7_stands_alone():
    assert typed_hours("24x7\nmon 09:00-17:00").problems == (
        "line 1: 24x7 is every hour of every day: leave the other lines out",
    )


def test_an_end_of_2359_is_asked_about():
    read = typed_hours("mon-sun 00:00-23:59")
    assert read.hours == {"mon-sun": ["00:00-23:59"]}
    assert read.questions == (
        "line 1: 00:00-23:59 leaves the last minute of the day out: do you mean 00:00-24:00?",
    )


def test_an_end_of_2359_that_was_asked_about_is_taken_as_midnight():
    read = typed_hours("mon-sun 00:00-23:59", to_midnight=True)
    assert (read.hours, read.questions) == ({"mon-sun": ["00:00-24:00"]}, ())


def test_windows_that_overlap_are_merged_and_it_is_said():
    read = typed_hours("mon 12:00-17:00 09:00-13:00 22:00-06:00 23:00-02:00")
    assert read.hours == {"mon": ["09:00-17:00", "22:00-06:00"]}
    assert read.notes == (
        "line 1: 09:00-13:00, 12:00-17:00 overlap and count as 09:00-17:00",
        "line 1: 22:00-06:00, 23:00-02:00 overlap and count as 22:00-06:00",
    )


def test_windows_that_touch_are_no_overlap():
    assert typed_hours("mon 09:00-12:00 12:00-17:00").notes == ()


@given(calendars())
def test_the_lines_of_a_calendar_are_read_as_its_hours(calendar):
    hours = write_calendar(calendar)["hours"]
    read = typed_hours(hours_as_lines(hours))
    assert read.problems == ()
    if not read.notes:
        keys = {"time_zone": "UTC", "hours": read.hours}
        assert read_calendar("again", Part(tree_of(keys), "")).week == calendar.week
