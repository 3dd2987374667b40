"""All that is wrong with a file is said at once, each with its line and column."""

import pytest

from bot.config import ConfigRefused
from tests.config.files import read_text

WRONG = """
    version: 1
    default_level: Gold
    levels:
      Standard: {targets: {first_reply: 2d}}
      Urgent:
        calendar: ofice
        targets: {first_reply: 1h}
    calendars:
      office:
        time_zone: Europe/Nowhere
        hours: 24x7
    departments:
      Support: {level: Standard, leads: [Lea]}
      Sales: {level: Silver}
    rules:
      - {name: R, then: {level: Bronze}}
      - {name: S, then: {level: Standard, colour: red}}
    """


def places(text: str) -> list[str]:
    with pytest.raises(ConfigRefused) as refused:
        read_text(text)
    return [str(problem).partition(": ")[0] for problem in refused.value.problems]


def test_what_is_wrong_between_items_is_said_with_what_cannot_be_read():
    assert places(WRONG) == [
        "sla.yml:2:1",  # no level Gold
        "sla.yml:4:24",  # days
        "sla.yml:6:5",  # no calendar ofice
        "sla.yml:10:5",  # no such zone
        "sla.yml:13:38",  # a display name
        "sla.yml:14:11",  # no level Silver
        "sla.yml:16:22",  # no level Bronze
        "sla.yml:17:39",  # no such action
    ]


def test_a_name_of_what_cannot_be_read_is_no_second_problem():
    assert len(places("levels: {A: {targets: {first_reply: 1}}}\ndefault_level: a\n")) == 1


def test_all_keys_that_are_given_twice_are_said():
    text = "version: 1\nversion: 1\nlevels: {}\nlevels: {}\n"
    assert places(text) == ["sla.yml:2:1", "sla.yml:4:1"]


def test_two_problems_of_a_line_are_told_apart_by_their_columns():
    text = "levels: {A: {targets: {first_reply: 1, next_reply: 2}}}\n"
    assert places(text) == ["sla.yml:1:24", "sla.yml:1:40"]


def test_the_column_of_wrong_yaml_is_said():
    assert places("version: 1\nlevels: [1\n") == ["sla.yml:3:1"]
