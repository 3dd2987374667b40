"""Digests: what is told of a period, to whom, once, and not when it is too late."""

import csv
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from io import StringIO

import pytest

from bot.config.document import read
from bot.delivery.ports import Answer, UnclearAnswer
from bot.output.pictures import compliance_by_day
from bot.output.report_columns import LOG_COLUMNS
from bot.output.tables import Format, write
from bot.slack.connect import report_files
from bot.store import delivery_rows, jobs, outbox
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.reports.digests import digest_now, due_digests, enclosed_in, send_digests
from bot.usecases.sweep.sweep import sweep
from sla_core.configuration import Digest
from sla_core.reports.compliance import compliance
from tests.usecases.conftest import CONFIG

ZONE = "report_time_zone: Europe/Ljubljana\n"
DAILY = "digests: [{every: day, to: ['#sla-alerts', lea@example.com]}]\n"


def configured(team, more):
    with team.program.work() as work:
        wanted = read(CONFIG + ZONE + more, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA")
    team.clock.move(seconds=1)


def at(team, wall):
    """Wall time of Ljubljana in winter."""
    team.clock.at = datetime.fromisoformat(wall).replace(tzinfo=UTC) - timedelta(hours=1)


@pytest.fixture
def day_over(team):
    """A daily digest, and a Monday with one ticket met and one missed."""
    configured(team, DAILY)
    ts, _ = team.writes("UCARLA", "Met #URGENT")
    team.writes("UANA", "Here", thread_ts=ts)
    team.clock.move(minutes=5)
    team.writes("UCARLA", "Missed #URGENT")
    team.clock.move(hours=1, minutes=1)
    sweep(team.program)
    return team


def test_a_digest_goes_to_each_recipient_once_when_its_hour_has_come(day_over):
    at(day_over, "2026-03-03T07:59:59")
    assert send_digests(day_over.program) == 0
    at(day_over, "2026-03-03T08:00:00")
    assert [send_digests(day_over.program) for _ in range(3)] == [2, 0, 0]
    assert day_over.keys("report:") == [
        "report:day:2026-03-02:*:CSLA",
        "report:day:2026-03-02:*:ULEA",
    ]
    with day_over.program.work() as work:
        rows = [row for row in outbox.live(work.connection) if row.key.startswith("report:")]
    assert [row.lane for row in rows] == ["CSLA", "ULEA"]


def test_a_digest_tells_what_was_kept_and_the_worst_misses(day_over):
    at(day_over, "2026-03-03T08:00:00")
    with day_over.program.look() as work:
        told = digest_now(work, "day", None)
    assert (told.first_on, told.last_on) == (date(2026, 3, 2), date(2026, 3, 2))
    assert (told.total.met.count, told.total.missed.count) == (1, 1)
    assert [row.keys for row in told.rows] == [("Support", "Urgent SLA", "first_reply")]
    assert [(each.ticket.number, each.metric) for each in told.worst] == [(2, "first_reply")]
    assert told.to_review == 1


def test_a_digest_of_a_department_tells_of_it_alone(day_over):
    at(day_over, "2026-03-03T08:00:00")
    with day_over.program.look() as work:
        assert digest_now(work, "day", "Billing").total.total == 0
        assert digest_now(work, "day", "Support").by == ("level", "metric")


def test_the_day_under_way_is_told_so_far(day_over):
    with day_over.program.look() as work:
        assert digest_now(work, "day", None).total.total == 0
        assert digest_now(work, "day", None, so_far=True).total.missed.count == 1
        assert digest_now(work, "month", None, so_far=True).first_on == date(2026, 3, 1)


def test_a_digest_slept_over_comes_late_once_and_a_day_later_not_at_all(day_over):
    at(day_over, "2026-03-04T07:59:00")
    assert send_digests(day_over.program) == 2
    assert day_over.keys("report:")[0] == "report:day:2026-03-02:*:CSLA"
    at(day_over, "2026-03-06T08:00:00")
    assert send_digests(day_over.program) == 2
    assert [key.split(":")[2] for key in day_over.keys("report:")] == [
        *["2026-03-02"] * 2,
        *["2026-03-05"] * 2,
    ]


def test_a_digest_that_was_not_configured_when_it_was_due_is_not_told(team):
    at(team, "2026-03-03T12:00:00")
    configured(team, DAILY)
    assert send_digests(team.program) == 0
    at(team, "2026-03-04T08:00:00")
    assert send_digests(team.program) == 2


@pytest.mark.parametrize(
    ("digest", "sent_on", "period"),
    [
        (Digest("day", ()), date(2026, 3, 4), (date(2026, 3, 3), date(2026, 3, 3))),
        (Digest("week", ()), date(2026, 3, 2), (date(2026, 2, 23), date(2026, 3, 1))),
        (Digest("week", (), on="wed"), date(2026, 3, 4), (date(2026, 2, 25), date(2026, 3, 3))),
        (Digest("week", (), on="fri"), date(2026, 2, 27), (date(2026, 2, 20), date(2026, 2, 26))),
        (Digest("month", ()), date(2026, 3, 1), (date(2026, 2, 1), date(2026, 2, 28))),
    ],
    ids=lambda each: getattr(each, "every", None),
)
def test_a_period_ends_the_day_before_it_is_told(digest, sent_on, period):
    wednesday = date(2026, 3, 4)
    assert digest.last_sent_on(wednesday) == sent_on
    assert digest.period(sent_on) == period


def test_a_weekly_digest_is_told_at_its_time_on_its_day(team):
    configured(team, "digests: [{every: week, to: ['#sla-alerts'], at: '07:30', on: fri}]\n")
    sent = []
    for hour in range(24 * 10):
        team.clock.at = datetime(2026, 3, 2, 12, 30, tzinfo=UTC) + timedelta(hours=hour)
        if send_digests(team.program):
            sent.append(team.clock.at.isoformat())
    assert sent == ["2026-03-06T06:30:00+00:00"]


def test_who_is_named_twice_is_told_once_and_who_is_unknown_not_at_all(team):
    configured(team, "digests: [{every: day, to: [ULEA, lea@example.com, '#nowhere']}]\n")
    at(team, "2026-03-03T08:00:00")
    with team.program.look() as work:
        assert [due.recipient for due in due_digests(work)] == ["ULEA"]


class Files:
    """Slack as far as files go: answers what it is told to, and remembers what it was asked."""

    def __init__(self, *refusals):
        self.asked = []
        self.refusals = list(refusals)

    def call(self, method, payload, *, timeout_s):
        self.asked.append(method)
        if self.refusals:
            refusal = self.refusals.pop()
            if refusal == "unclear":
                raise UnclearAnswer("no answer")
            return Answer(ok=False, error=refusal)
        raise AssertionError("nothing was refused")


def said(team):
    """Pretend that all that waits was sent."""
    with team.program.work() as work:
        for row in outbox.live(work.connection):
            place = {"channel_id": row.lane, "ts": "1.2"}
            sent = replace(row, state="sent", sent_at=work.now, **place)
            delivery_rows.settle(work.connection, row, sent)


@pytest.mark.parametrize("refusal", ["not_in_channel", "unclear"])
def test_the_files_of_a_digest_are_tried_once_and_only_after_its_message(day_over, refusal):
    at(day_over, "2026-03-03T08:00:00")
    slack = Files(refusal, refusal)
    send_digests(day_over.program)
    assert report_files.share_report_files(day_over.program, slack) == 0
    said(day_over)
    assert report_files.share_report_files(day_over.program, slack) == 2
    assert report_files.share_report_files(day_over.program, slack) == 0
    assert slack.asked == ["files.getUploadURLExternal"] * 2
    with day_over.program.look() as work:
        assert all(each.last_error for each in jobs.listing(work.connection))


def test_an_empty_digest_has_no_files(team):
    configured(team, DAILY)
    at(team, "2026-03-03T08:00:00")
    send_digests(team.program)
    said(team)
    slack = Files()
    assert report_files.share_report_files(team.program, slack) == 2
    assert slack.asked == []


def test_the_days_of_the_picture_reach_back_and_its_clocks_are_those_of_the_period(day_over):
    at(day_over, "2026-03-03T08:00:00")
    with day_over.program.look() as work:
        due = due_digests(work)[0]
        found = enclosed_in(work, due)
        rows = StringIO()
        write(LOG_COLUMNS, found.clocks, Format.CSV, rows)
    assert [row.keys for row in found.days] == [("2026-03-02",)]
    assert [line["ticket"] for line in csv.DictReader(StringIO(rows.getvalue()))] == ["1", "2"]


def test_the_picture_is_a_png_also_of_no_days_and_of_a_title_with_signs(day_over):
    with day_over.program.look() as work:
        due = digest_now(work, "day", None, so_far=True)
    days = compliance([], ("date",), None)
    for rows in (days, due.rows):
        picture = compliance_by_day(rows, "a $ and a $b")
        assert picture.startswith(b"\x89PNG")
