"""Instants in the words people use, in the reader's zone."""

from datetime import UTC, datetime

import pytest

from bot.wording.language import speaking
from bot.wording.times import moment, moment_for

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)  # a Friday
LJUBLJANA = "Europe/Ljubljana"


def at(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("when", "zone", "said"),
    [
        ("2026-11-24T10:10Z", LJUBLJANA, "Tue 11:10"),
        ("2026-11-20T23:30Z", LJUBLJANA, "Sat 00:30"),  # the next day there
        ("2026-11-26T10:10Z", LJUBLJANA, "Thu 11:10"),  # six days: the day still says which
        ("2026-11-27T10:10Z", LJUBLJANA, "27 Nov 11:10"),  # seven: another Friday
        ("2026-11-14T10:10Z", LJUBLJANA, "Sat 11:10"),  # six days ago
        ("2026-11-13T10:10Z", LJUBLJANA, "13 Nov 11:10"),
        ("2027-01-05T10:10Z", LJUBLJANA, "5 Jan 2027 11:10"),
        ("2026-07-01T10:10Z", LJUBLJANA, "1 Jul 12:10"),  # summer time
        ("2026-11-24T10:10Z", "Asia/Kolkata", "Tue 15:40"),
        ("2026-11-24T10:10Z", None, "Tue 10:10 UTC"),
        ("2026-11-24T10:10Z", "Mars/Olympus", "Tue 10:10 UTC"),
    ],
)
def test_one_reader_has_it_in_their_own_zone(when, zone, said):
    assert moment_for(at(when), zone, NOW) == said


def test_the_year_stands_there_when_it_is_another_even_close_to_its_end():
    december = datetime(2026, 12, 31, 12, tzinfo=UTC)
    assert moment_for(at("2027-01-02T08:00Z"), "UTC", december) == "Sat 08:00"
    assert moment_for(at("2027-01-09T08:00Z"), "UTC", december) == "9 Jan 2027 08:00"


def test_many_readers_have_slacks_token_and_a_fallback_that_says_the_day():
    assert moment(at("2026-11-24T11:10+01:00")) == (
        "<!date^1795515000^{date_short_pretty} {time}|Tue 24 Nov 10:10 UTC>"
    )


def test_days_and_months_and_their_order_come_from_the_catalogue(slovenian):
    with speaking("sl"):
        assert moment_for(at("2026-11-24T10:10Z"), LJUBLJANA, NOW) == "tor. ob 11:10"
        assert moment_for(at("2026-11-30T10:10Z"), LJUBLJANA, NOW) == "30. nov. ob 11:10"
