"""What a file that is right is read as."""

from datetime import date, datetime
from pathlib import Path

import pytest

from bot.config import ConfigRefused, read
from sla_core.calendars.definition import Closure, HolidaySet, Opening, Window
from sla_core.configuration import DEFAULT_ALERTS, DEFAULT_PAUSES, AlertPoint, Target
from tests.config.files import NOW_S, SMALLEST, lines, read_text

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
NINE_TO_FIVE = (Window(9 * 3600, 17 * 3600),)

local = datetime.fromisoformat


def level_with(key: str):
    return read_text(f"{SMALLEST}    {key}\n").configuration.level("standard")


def calendar_with(text: str):
    start = "version: 1\ncalendars:\n  office:\n    time_zone: UTC\n"
    configuration = read_text(f"{start}    {text}\n").configuration
    return configuration.calendars["office"]


def test_what_a_level_leaves_out_has_its_default():
    level = level_with("")
    assert level.calendar == "24x7"
    assert level.pause_on == DEFAULT_PAUSES
    assert level.alerts == DEFAULT_ALERTS
    assert (level.reopen, level.on_change, level.quiet_local_s) == ("resume", "carry", None)


def test_a_key_with_nothing_behind_it_is_left_out():
    assert level_with("calendar:").calendar == "24x7"


@pytest.mark.parametrize(
    ("written", "target"),
    [
        ("4h", Target(14_400)),
        ("1h30m", Target(5_400)),
        ("{urgent: 1h, default: 24h}", Target(86_400, (("urgent", 3_600),))),
        ("{low: 45m}", Target(None, (("low", 2_700),))),
    ],
)
def test_targets_are_seconds_by_priority(written, target):
    text = f"version: 1\nlevels: {{A: {{targets: {{resolution: {written}}}}}}}"
    assert read_text(text).configuration.level("a").targets == {"resolution": target}


def test_a_list_of_pauses_is_the_resolutions_and_leaves_updates_at_their_default():
    assert level_with("pause_on: [on_hold]").pause_on == {
        "resolution": {"on_hold"},
        "periodic_update": {"pending", "on_hold"},
    }


def test_a_mapping_of_pauses_names_all_that_pauses():
    assert level_with("pause_on: {first_reply: [pending]}").pause_on == {"first_reply": {"pending"}}


@pytest.mark.parametrize(
    ("written", "point"),
    [
        ("75%", AlertPoint(share_pct=75)),
        ("-15m", AlertPoint(before_s=900)),
        ("breach", AlertPoint(breach=True)),
        ("+1h", AlertPoint(after_s=3_600)),
    ],
)
def test_an_alert_is_at_one_of_four_kinds_of_points(written, point):
    (alert,) = level_with(f"alerts: [{{at: {written}, to: channel}}]").alerts
    assert alert.point == point
    assert alert.to == ("channel",)


def test_no_alerts_is_none_not_the_default():
    assert level_with("alerts: []").alerts == ()


def test_quiet_hours_are_wall_times():
    assert level_with("quiet: 22:00-07:00").quiet_local_s == (79_200, 25_200)


@pytest.mark.parametrize(
    ("days", "open_on"),
    [
        ("mon", [0]),
        ("mon-thu", [0, 1, 2, 3]),
        ("mon,wed", [0, 2]),
        ("mon-tue,SAT", [0, 1, 5]),
        ("sat-mon", [0, 5, 6]),
    ],
)
def test_days_are_ranges_and_lists(days, open_on):
    week = calendar_with(f'hours: {{"{days}": ["09:00-17:00"]}}').week
    assert [day for day in range(7) if week[day] == NINE_TO_FIVE] == open_on


def test_24x7_is_every_second_of_every_day():
    assert set(calendar_with("hours: 24x7").week) == {(Window(0, 86_400),)}


def test_norway_is_a_country():
    calendar = calendar_with("hours: 24x7\n    holidays: {country: NO}")
    assert calendar.holidays == HolidaySet("NO")


@pytest.mark.parametrize(
    ("written", "closure"),
    [
        ("{date: 2026-12-24, name: Eve}", Closure.of_date(date(2026, 12, 24), "Eve")),
        (
            '{from: "2026-12-31T12:00", to: "2027-01-02T00:00"}',
            Closure(local("2026-12-31T12:00"), local("2027-01-02")),
        ),
        (
            "{from: 2026-12-31, to: 2027-01-01}",
            Closure(local("2026-12-31"), date(2027, 1, 1)),
        ),
        (
            '{from: "2026-12-31T24:00", to: "2027-01-01T24:00"}',
            Closure(local("2027-01-01"), date(2027, 1, 1)),
        ),
    ],
)
def test_closures_are_dates_or_local_times(written, closure):
    assert calendar_with(f"hours: 24x7\n    closures: [{written}]").closures == (closure,)


def test_an_opening_has_windows_of_its_own():
    calendar = calendar_with(
        'hours: 24x7\n    openings: [{date: 2026-05-02, hours: "09:00-17:00"}]'
    )
    assert calendar.openings == (Opening(date(2026, 5, 2), NINE_TO_FIVE),)


def test_an_alias_stands_for_what_it_names():
    text = "version: 1\nlevels:\n  A: {targets: &t {first_reply: 1h}}\n  B: {targets: *t}\n"
    levels = read_text(text).configuration.levels
    assert levels["a"].targets == levels["b"].targets


def test_a_problem_in_an_aliased_value_is_told_where_it_stands():
    text = "version: 1\nlevels:\n  A:\n    targets: &t\n      first_reply: 1h\n  B: {targets: *t}\n"
    assert read_text(text).configuration.level("b") is not None


@pytest.mark.parametrize("name", ["007", "1e3", "0x1F", "2026-12-24", "NO", "22:00"])
def test_names_are_the_text_they_were_written_with(name):
    text = f"version: 1\ncustomers: {{{name}: {{group: {name}}}}}"
    customer = read_text(text).configuration.customer(name)
    assert (customer.name, customer.group) == (name, name)


def test_conditions_compare_with_text_and_durations_with_seconds():
    text = """
        version: 1
        rules:
          - name: R
            if:
              - {tags: {contains: [URGENT, 911]}, created_at: {older_than: 1h30m}}
              - {from_invitation: {is: true}}
            when: [created]
            then: {add_tags: late}
        """
    (rule,) = read_text(text).configuration.rules
    wanted = [[(each.name, each.operator, each.wanted) for each in group] for group in rule.groups]
    assert wanted == [
        [("tags", "contains", ("URGENT", "911")), ("created_at", "older_than", 5_400)],
        [("from_invitation", "is", True)],
    ]
    assert rule.then.add_tags == ("late",)


def test_a_name_in_a_rule_that_the_file_does_not_declare_is_a_warning():
    text = """
        version: 1
        customers: {Acme: {group: VIP}}
        rules:
          - name: R
            if: [{department: {in: [Billing]}, customer: {contains: Ac}, field.plan: {is: gold}}]
            then: {department: Sales}
        """
    assert lines(read_text(text).warnings) == [
        (
            "sla.yml:2: customers.Acme.group: customer group VIP is not declared in this "
            "file: taken as plain text"
        ),
        (
            "sla.yml:5: rules.R.if[1].department.in: department Billing is not declared in this "
            "file: taken as plain text"
        ),
        (
            "sla.yml:5: rules.R.if[1].field.plan.is: field plan is not declared in this "
            "file: taken as plain text"
        ),
        (
            "sla.yml:6: rules.R.then.department: department Sales is not declared in this "
            "file: taken as plain text"
        ),
    ]


ALMOST = "is closed: if you mean midnight, write 24:00"


@pytest.mark.parametrize(
    "hours",
    [
        pytest.param('mon-sun: ["00:00-23:59"]', id="all day"),
        pytest.param('mon-sun: ["00:00-23:59:59"]', id="to the second"),
        pytest.param('mon-fri: ["00:00-06:00", "22:00-23:59"]', id="a night shift with a hole"),
    ],
)
def test_hours_that_stop_a_minute_before_midnight_are_warned_of(hours):
    text = f"""
        version: 1
        calendars:
          all:
            time_zone: Europe/Ljubljana
            hours: {{{hours}}}
        """
    assert lines(read_text(text).warnings) == [
        f"sla.yml:5: calendars.all.hours: the last minute of the date {ALMOST}"
    ]


def test_so_are_openings_and_closures_and_midnight_is_not():
    text = """
        version: 1
        calendars:
          all:
            time_zone: UTC
            hours: {mon-fri: ["09:00-24:00"], sat: ["22:00-00:00"], sun: ["23:00-02:00"]}
            openings:
              - {date: 2026-05-01, hours: ["09:00-12:00"]}
              - {date: 2026-05-02, hours: ["09:00-23:59"]}
            closures:
              - {from: "2026-12-24T12:00", to: "2026-12-25T23:59"}
              - {from: "2026-12-30T12:00", to: "2026-12-31T24:00"}
              - {date: 2026-12-28}
        """
    assert lines(read_text(text).warnings) == [
        f"sla.yml:8: calendars.all.openings[2]: the last minute of the date {ALMOST}",
        (
            "sla.yml:10: calendars.all.closures[1]: the last minute of the date "
            f"{ALMOST.replace('closed', 'open')}"
        ),
    ]


def test_the_first_configuration_for_slack_is_read_without_a_warning():
    found = read(EXAMPLES / "slack.yml", "slack.yml", NOW_S)
    assert found.warnings == ()
    (department,) = found.configuration.departments.values()
    assert department.intake_channels
    assert department.alert_channel


def test_the_example_is_read_without_a_warning():
    found = read(EXAMPLES / "sla.yml", "sla.yml", NOW_S)
    assert found.warnings == ()
    assert len(found.configuration.calendars) == 2
    assert len(found.configuration.levels) == 3


def test_a_file_that_is_not_there_is_told(tmp_path):
    with pytest.raises(ConfigRefused) as refused:
        read(tmp_path / "sla.yml", "sla.yml", NOW_S)
    assert str(refused.value) == "sla.yml: no such file or directory"


def test_a_file_that_is_not_utf_8_is_told_with_its_line(tmp_path):
    path = tmp_path / "sla.yml"
    path.write_bytes(b"version: 1\n# caf\xe9\n")
    with pytest.raises(ConfigRefused) as refused:
        read(path, "sla.yml", NOW_S)
    assert str(refused.value) == "sla.yml:2: not UTF-8: save it as UTF-8"


def test_a_byte_order_mark_is_passed_over(tmp_path):
    path = tmp_path / "sla.yml"
    path.write_bytes(b"\xef\xbb\xbf" + SMALLEST.encode())
    assert read(path, "sla.yml", NOW_S).configuration.level("standard") is not None
