"""Instants as ints, and their texts."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sla_core.instants import (
    first_second_of,
    from_s,
    from_us,
    iso,
    iso_us,
    parse_us,
    to_s,
    to_us,
)
from tests.sla_core.builders import LAW

YEARS_2_TO_9998 = st.integers(-62_100_000_000_000_000, 253_300_000_000_000_000)


def test_a_naive_datetime_is_refused():
    with pytest.raises(ValueError, match="needs an offset"):
        to_us(datetime(2026, 3, 2, 9))  # noqa: DTZ001 that is the claim


def test_an_offset_is_taken_into_account():
    at = datetime(2026, 3, 2, 9, tzinfo=timezone(timedelta(hours=1)))
    assert iso(to_s(at)) == "2026-03-02T08:00:00Z"


def test_fractions_are_dropped_downwards_even_before_1970():
    assert to_s(datetime(1969, 12, 31, 23, 59, 59, 500_000, tzinfo=UTC)) == -1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-03-02T08:55:00+01:00", "2026-03-02T07:55:00Z"),
        ("2026-03-02T08:55:00.25Z", "2026-03-02T08:55:00.25Z"),
        ("2026-03-02T08:55:00.000001Z", "2026-03-02T08:55:00.000001Z"),
        ("2026-03-02T08:55:10.100Z", "2026-03-02T08:55:10.1Z"),
        ("1969-12-31T23:59:59.9Z", "1969-12-31T23:59:59.9Z"),
        ("0002-01-02T00:00:00Z", "0002-01-02T00:00:00Z"),
    ],
)
def test_an_instant_is_written_in_utc_with_its_fraction(text, shown):
    assert iso_us(parse_us(text)) == shown


@LAW
@given(YEARS_2_TO_9998)
def test_nothing_is_lost_between_text_datetime_and_int(at_us):
    assert parse_us(iso_us(at_us)) == at_us
    assert to_us(from_us(at_us)) == at_us
    assert to_s(from_s(at_us // 1_000_000)) == at_us // 1_000_000


def test_a_date_read_without_a_zone_begins_at_its_midnight():
    assert first_second_of(date(1970, 1, 2)) == 86_400
