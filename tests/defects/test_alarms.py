"""Defects of others in warnings: told at night, told together, told for ever, told too late.

The calendar is mon-fri 09:00-17:00 UTC, Monday is 2026-03-02.
"""

import pytest

from sla_core.alarms import Change, changed, points_of, swept
from sla_core.configuration import Alert, AlertPoint
from sla_core.instants import iso
from tests.defects.naming import defect
from tests.sla_core.builders import (
    HOUR,
    MESSAGE,
    MINUTE,
    REPLY,
    announced,
    calendar,
    coming,
    created,
    events,
    level,
    line,
    only,
    played,
    told,
    when,
)

SHARE = Alert(AlertPoint(share_pct=75), ("channel",))
BREACH = Alert(AlertPoint(breach=True), ("channel", "leads"))
AFTER = Alert(AlertPoint(after_s=HOUR, repeat=3), ("managers",))
WATCHED = level(first_reply=4 * HOUR, alerts=(SHARE, BREACH, AFTER))


AFTER_SIX_DAYS = Alert(AlertPoint(after_s=48 * HOUR), ("managers",))


def before(seconds):
    return Alert(AlertPoint(before_s=seconds), ("channel",))


def points(of, at):
    return [(told(each.at_s), each.name) for each in points_of(of, when(at))]


def heard(lines, under, *looks):
    """What is announced at some instants, one after the other, as a sweep would."""
    known, memories, said = [], (), []
    for at in looks:
        now_s = at if isinstance(at, int) else when(at)
        for each in [each for each in lines if each not in known and each["at"] <= iso(now_s)]:
            if known:
                at_s = events([each])[0].at_s
                before, stands = played(known, under, at_s), played(known, under, now_s)
                after = played([*known, each], under, now_s)
                memories = changed(memories, Change(before, stands, after, at_s)).memories
            known.append(each)
        outcome = swept(memories, played(known, under, now_s))
        memories = outcome.memories
        said += [
            (told(now_s), each.announcement.point.name, each.announcement.key("T1"))
            for each in outcome.sayings
        ]
    return said


def names(said):
    return [(at, name) for at, name, _ in said]


# --- when ------------------------------------------------------------------------------------


@defect(4, "zammad 4432, 2157")
@pytest.mark.parametrize(
    ("start", "expected"),
    [
        pytest.param(
            "fri 15:00",
            [("mon+1 10:00", "75%"), ("mon+1 11:00:01", "breach"), ("mon+1 12:00", "+1h"),
             ("mon+1 13:00", "+2h"), ("mon+1 14:00", "+3h")],
            id="over a weekend",
        ),
        pytest.param(
            "sat 23:59",
            [("mon+1 12:00", "75%"), ("mon+1 13:00:01", "breach"), ("mon+1 14:00", "+1h"),
             ("mon+1 15:00", "+2h"), ("mon+1 16:00", "+3h")],
            id="asked at midnight on a weekend",
        ),
        pytest.param(
            "fri 13:00",
            [("fri 16:00", "75%"), ("mon+1 09:00:01", "breach"), ("mon+1 10:00", "+1h"),
             ("mon+1 11:00", "+2h"), ("mon+1 12:00", "+3h")],
            id="used up at closing time on Friday",
        ),
    ],
)  # fmt: skip
def test_no_alarm_comes_at_night_or_on_a_weekend(start, expected):
    found = only(played(created(start), WATCHED, start))
    assert points(found, start) == expected
    assert all(calendar().is_open(each.at_s - 1) for each in points_of(found, when(start)))


@defect(16, "GLPI PR 22678, 15357")
@pytest.mark.parametrize(
    ("alert", "at"),
    [
        pytest.param(before(80 * HOUR), "mon+2 17:00", id="10 working days before"),
        pytest.param(before(HOUR), "mon+4 16:00", id="an hour before"),
        pytest.param(Alert(AlertPoint(share_pct=50), ("leads",)), "mon+2 17:00", id="halfway"),
        pytest.param(AFTER_SIX_DAYS, "tue+5 17:00", id="six working days after"),
    ],
)
def test_every_point_is_due_by_the_clocks_own_time(alert, at):
    """20 working days of 8 h, from Tuesday 09:00 to Monday four weeks later."""
    under = level(resolution=160 * HOUR, alerts=(alert,))
    found = only(played(created("tue 09:00"), under, "tue 09:00"))
    assert told(found.due_at_s) == "mon+4 17:00"
    (point,) = points_of(found, when("tue 09:00"))
    assert told(point.at_s) == at
    assert point.at_s == calendar().due(when("tue 09:00"), point.used_s)


@defect(38, "Zendesk")
def test_a_next_reply_is_told_in_the_second_it_is_late():
    under = level(next_reply=30 * MINUTE, alerts=(BREACH,))
    lines = [*created(), line("mon 10:00:07", REPLY), line("mon 11:11:11", MESSAGE)]
    found = only(played(lines, under, "mon 11:11:11"))
    assert points(found, "mon 11:11:11") == [("mon 11:41:12", "breach")]
    asked_s = found.started_at_s
    assert announced(found, asked_s, "mon 11:41:11") is None
    assert announced(found, asked_s, "mon 11:41:12").point.name == "breach"


# --- once ------------------------------------------------------------------------------------


@defect(17, "GLPI 1996, 2408")
def test_each_point_is_told_once_however_often_one_looks():
    looks = range(when("mon 09:00"), when("fri+1 17:00"), 5 * MINUTE)
    said = heard(created(), WATCHED, *looks)
    assert names(said) == [
        ("mon 12:00", "75%"),
        ("mon 13:05", "breach"),
        ("mon 14:00", "+1h"),
        ("mon 15:00", "+2h"),
        ("mon 16:00", "+3h"),
    ]
    assert len({key for *_, key in said}) == len(said)


@defect(17, "GLPI 2408")
def test_what_was_passed_unseen_becomes_one_message():
    assert names(heard(created(), WATCHED, "fri 12:00", "fri 12:05")) == [("fri 12:00", "+3h")]


@defect(17, "GLPI 1996")
def test_a_due_time_that_moves_repeats_nothing_that_lies_behind():
    under = level(
        first_reply=4 * HOUR, alerts=(SHARE, BREACH), pause_on={"first_reply": {"pending"}}
    )
    lines = [
        *created(),
        line("mon 12:30", "status", to="pending"),
        line("mon 13:30", "status", to="open"),
    ]
    looks = range(when("mon 09:00"), when("tue 17:00"), MINUTE)
    assert names(heard(lines, under, *looks)) == [("mon 12:00", "75%"), ("mon 14:01", "breach")]


# --- acknowledge and snooze ------------------------------------------------------------------


def acknowledged(at, until=None):
    return line(at, "acknowledged", metric="first_reply", cycle=1, actor="ana", until=until)


def snoozed(at, until=None):
    return line(at, "snoozed", metric="first_reply", cycle=1, actor="ana", until=until)


EVERY_MINUTE = range(when("mon 09:00"), when("tue 17:00"), MINUTE)


@defect(28, "grafana oncall 4654")
def test_who_acknowledged_a_breach_is_left_in_peace():
    lines = [*created(), acknowledged("mon 13:10")]
    assert names(heard(lines, WATCHED, *EVERY_MINUTE)) == [
        ("mon 12:00", "75%"),
        ("mon 13:01", "breach"),
    ]


@defect(28, "grafana oncall 1792")
def test_an_acknowledgement_expires_and_what_waited_is_told_once():
    lines = [*created(), acknowledged("mon 13:10", until="mon 15:30")]
    said = names(heard(lines, WATCHED, *EVERY_MINUTE))
    assert said[2:] == [("mon 15:30", "+2h"), ("mon 16:00", "+3h")]


@defect(28, "grafana oncall 4654")
def test_an_acknowledgement_before_the_breach_does_not_keep_the_breach_quiet():
    lines = [*created(), acknowledged("mon 12:10")]
    assert names(heard(lines, WATCHED, *EVERY_MINUTE)) == [
        ("mon 12:00", "75%"),
        ("mon 13:01", "breach"),
    ]


FLAPS = [
    line("mon 10:10", "status", to="on_hold"),
    line("mon 10:20", "status", to="open"),
    line("mon 10:30", "status", to="pending"),
    line("mon 10:40", "status", to="open"),
    line("mon 10:50", "priority", to="high"),
    line("mon 10:55", "priority", to="normal"),
]


@defect(29, "oncall 2018, PR 2887")
@pytest.mark.parametrize(
    ("flaps", "breach"),
    [
        pytest.param([], "mon 13:01", id="steady"),
        pytest.param(FLAPS, "mon 13:21", id="the status flaps, for 20 minutes of pause"),
    ],
)
def test_a_snooze_holds_whatever_the_ticket_goes_through(flaps, breach):
    waits = {"first_reply": frozenset({"pending", "on_hold"})}
    under = level(first_reply=4 * HOUR, alerts=(SHARE, BREACH), pause_on=waits)
    lines = [*created(), snoozed("mon 10:00", until="mon 12:50"), *flaps]
    assert names(heard(lines, under, *EVERY_MINUTE)) == [("mon 12:50", "75%"), (breach, "breach")]


@defect(29, "oncall 2018")
def test_a_snooze_belongs_to_its_clock_alone():
    under = level(first_reply=4 * HOUR, resolution=4 * HOUR, alerts=(SHARE,))
    found = played([*created(), snoozed("mon 10:00", until="mon 12:50")], under, "mon 11:00")
    assert {
        each.metric: told(coming(each, each.started_at_s, found.at_s).at_s) for each in found.clocks
    } == {"first_reply": "mon 12:50", "resolution": "mon 12:00"}


@defect(29, "oncall PR 2887")
def test_a_snooze_ends_at_the_breach():
    lines = [*created(), snoozed("mon 10:00", until="tue 12:00")]
    assert names(heard(lines, WATCHED, *EVERY_MINUTE))[0] == ("mon 13:01", "breach")
