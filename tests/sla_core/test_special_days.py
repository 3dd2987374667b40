"""The next days that are not as the week says."""

from datetime import date, datetime, time

from sla_core.calendars import CalendarDefinition, Closure, HolidaySet, Opening, Window
from sla_core.calendars.definition import week_of
from sla_core.calendars.special_days import SpecialDay, special_days

DAY = Window(9 * 3600, 17 * 3600)
MORNING = Window(9 * 3600, 12 * 3600)
WEEK = week_of(dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), (DAY,)))


def calendar(holidays=None, closures=(), openings=()):
    return CalendarDefinition("office", "UTC", WEEK, holidays, closures, openings)


def kinds(definition, since, limit=12):
    return [(each.day.isoformat(), each.kind) for each in special_days(definition, since, limit)]


def test_holidays_and_half_days_come_in_order_with_their_windows():
    icelandic = calendar(HolidaySet("IS", half_days=MORNING))
    days = special_days(icelandic, date(2026, 12, 20), 5)
    assert [(each.day.day, each.kind) for each in days] == [
        (24, "half day"), (25, "holiday"), (26, "holiday"), (31, "half day"), (1, "holiday"),
    ]  # fmt: skip
    assert [each.windows for each in days[:2]] == [(MORNING,), ()]
    assert days[1].name == "Jóladagur"


def test_a_make_up_day_is_shown_with_its_hours():
    chinese = calendar(HolidaySet("CN", make_up_days=True))
    (first, *_) = special_days(chinese, date(2026, 2, 14))
    assert first == SpecialDay(date(2026, 2, 14), "make-up day", "", (DAY,))


def test_an_opening_on_a_holiday_is_an_opening():
    opened = calendar(HolidaySet("SI"), openings=(Opening(date(2026, 5, 1), (MORNING,), "Fair"),))
    (first, *_) = special_days(opened, date(2026, 5, 1))
    assert first == SpecialDay(date(2026, 5, 1), "opening", "Fair", (MORNING,))


def test_a_closure_is_one_line_with_its_last_date():
    closed = calendar(
        closures=(
            Closure(
                datetime.fromisoformat("2026-12-31T12:00"),
                datetime.combine(date(2027, 1, 2), time()),
                "New Year",
            ),
        )
    )
    assert special_days(closed, date(2026, 3, 1)) == (
        SpecialDay(date(2026, 12, 31), "closure", "New Year", (), date(2027, 1, 1)),
    )


def test_a_closure_that_began_is_shown_from_today():
    closed = calendar(closures=(Closure(datetime.fromisoformat("2026-03-01"), date(2026, 3, 5)),))
    assert kinds(closed, date(2026, 3, 3)) == [("2026-03-03", "closure")]


def test_what_is_over_is_not_shown():
    past = calendar(
        closures=(Closure.of_date(date(2026, 1, 2)),),
        openings=(Opening(date(2026, 1, 3), (DAY,)),),
    )
    assert kinds(past, date(2026, 3, 1)) == []


def test_no_more_are_shown_than_asked_for():
    assert len(special_days(calendar(HolidaySet("SI")), date(2026, 1, 1))) == 12
