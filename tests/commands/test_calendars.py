"""`punctual calendar …` and `punctual closure`."""

import json

import pytest

from bot.usecases.promises.configuration import apply_configuration
from tests.commands.test_config_moves import program  # noqa: F401 the fixture
from tests.config.files import read_text


def closures(program):  # noqa: F811
    with program.look() as work:
        return [each.name for each in work.configuration.calendars["office"].closures]


def close(punctual, *more):
    return punctual("closure", "--from", "2020-01-01", "--to", "2020-01-02", *more)


def test_a_calendar_is_shown_as_it_is_in_force(help_desk):
    answer = help_desk("calendar", "show", "OFFICE")
    assert answer.out.splitlines() == ["office: UTC", "mon-fri 09:00-12:00 13:00-17:00"]


def test_a_calendar_that_is_not_there_is_refused_with_those_that_are(help_desk):
    answer = help_desk("calendar", "show", "ofice")
    assert answer.code in {1, 2}
    assert "office" in answer.err


def test_the_preview_lists_what_is_ahead_and_when_a_promise_is_due(help_desk):
    help_desk("closure", "--from", "2090-05-02", "--to", "2090-05-03", "--why", "Fair", "--yes")
    answer = help_desk("calendar", "preview", "office", "--format", "json")
    assert json.loads(answer.out) == []
    assert "A 4h promise made now is due" in answer.err


HOLIDAYS = """
    version: 1
    calendars:
      office:
        time_zone: UTC
        hours: {mon-fri: ["09:00-12:00"]}
        holidays: {country: IS, half_days: "09:00-10:00"}
    """


@pytest.mark.parametrize("fmt", ["json", "csv", "table"])
def test_the_preview_says_of_each_special_day_its_kind_and_hours(program, punctual, fmt):  # noqa: F811
    with program.work() as work:
        apply_configuration(work, read_text(HOLIDAYS).configuration, "ada")
    answer = punctual("calendar", "preview", "office", "--format", fmt)
    assert answer.code == 0, answer.err
    assert "Jóladagur" in answer.out
    assert "half day" in answer.out
    if fmt == "json":
        assert len(json.loads(answer.out)) == 12


def test_a_closure_is_only_shown_without_yes(program, punctual):  # noqa: F811
    answer = close(punctual)
    assert (answer.code, closures(program)) == (1, [])
    assert "add --yes" in answer.err


def test_a_closure_closes_all_calendars_and_moves_what_runs(program, punctual):  # noqa: F811
    answer = close(punctual, "--why", "Snow", "--yes")
    assert answer.code == 0, answer.err
    assert closures(program) == ["Snow"]
    with program.look() as work:
        assert work.history.revisions[-1].moves_running


def test_a_closure_of_an_unknown_calendar_changes_nothing(program, punctual):  # noqa: F811
    answer = close(punctual, "--calendar", "shop", "--yes")
    assert "There is no calendar shop" in answer.err
    assert closures(program) == []


@pytest.mark.parametrize("until", ["2019-12-31", "tomorrow"])
def test_a_closure_that_is_none_is_refused(program, punctual, until):  # noqa: F811
    answer = punctual("closure", "--from", "2020-01-01", "--to", until, "--yes")
    assert answer.code != 0
    assert closures(program) == []
