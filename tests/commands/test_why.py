"""`punctual why`: for reading, for programs, as flat rows."""

import csv
import json
import re

from bot.config.history import HistoryReader
from bot.slack.draw.speech import SlackSpeech
from bot.usecases.consequences.order import IN_ORDER
from bot.usecases.ground.transaction import Program
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from tests.commands.conftest import MONDAY
from tests.conftest import FakeClock


def test_why_tells_every_clock_with_its_promise_its_spans_and_their_sum(help_desk):
    answer = help_desk("why", "#1", "--metric", "first_reply")
    assert answer.code == 0
    head, *lines = (line.rstrip() for line in answer.out.splitlines())
    assert head == "First reply, cycle 1: met"
    assert lines[:4] == [
        "  Promise      Standard, 1 h at normal priority (the default level; revision 3)",
        "  Calendar     office (revision 1), times in UTC",
        "  Started      Mon 8 Jan 2024 11:00",
        "  Stopped      Mon 8 Jan 12:30 by UANA",
    ]
    assert " Mon 8 Jan 11:00   12:00   counted                1 h       1 h" in lines
    assert " Mon 8 Jan 12:00   12:30   outside hours       30 min" in lines
    assert "                           sum             1 h 30 min       1 h" in lines
    assert lines[-3:] == [
        "  1 h 30 min passed = 1 h counted + 30 min outside hours",
        "  Sum: 1 h of 1 h, 0 s to spare",
        "",
    ]


def test_why_without_a_metric_tells_all_clocks(help_desk):
    answer = help_desk("why", "1")
    heads = [line for line in answer.out.splitlines() if ", cycle " in line]
    assert heads == ["First reply, cycle 1: met", "Resolution, cycle 1: met"]


def test_why_of_a_long_clock_folds_business_days_and_says_where_all_are(help_desk, db):
    program = Program(
        db, FakeClock(MONDAY), "T1", "UBOT", SlackSpeech(), HistoryReader(), lambda: None, IN_ORDER
    )
    with program.work() as work:
        open_ticket(work, NewTicket("UCARLA", "UCARLA", MONDAY, "Forgotten"))
    answer = help_desk("why", "2", "--metric", "resolution")
    assert re.search(r"counted in \d+ parts", answer.out)
    assert "\n  Every span by itself: add --format csv\n" in answer.out


def test_why_gives_programs_an_object_a_clock_whose_spans_sum_to_what_elapsed(help_desk):
    clocks = json.loads(help_desk("why", "1", "--format", "json").out)
    assert [each["metric"] for each in clocks] == ["first_reply", "resolution"]
    for each in clocks:
        counted = sum(span["counted_seconds"] for span in each["spans"])
        assert counted == each["counted_seconds"] == each["elapsed_seconds"] == 3_600
        assert (each["level"], each["stopped_by"]) == ("Standard", "UANA")
        assert each["spans"][0]["from"] == each["started_at"] == "2024-01-08T11:00:00Z"


def test_why_as_csv_is_a_row_a_span(help_desk):
    rows = list(csv.DictReader(help_desk("why", "1", "--format", "csv").out.splitlines()))
    assert len(rows) == 4
    assert rows[0] == {
        "metric": "first_reply",
        "cycle": "1",
        "from": "2024-01-08T11:00:00Z",
        "to": "2024-01-08T12:00:00Z",
        "kind": "counted",
        "name": "",
        "counted_seconds": "3600",
        "business_seconds": "3600",
    }


def test_why_of_a_metric_without_a_clock_is_an_empty_list_for_programs(help_desk):
    answer = help_desk("why", "1", "--metric", "next_reply", "--format", "json")
    assert json.loads(answer.out) == []


def test_why_of_no_number_is_told(help_desk):
    answer = help_desk("why", "printer")
    assert (answer.code, answer.err) == (
        2,
        "printer is no ticket: give its number, such as 42\n",
    )


def test_why_of_a_ticket_that_is_not_there_is_told(help_desk):
    answer = help_desk("why", "9")
    assert answer.code == 2
    assert answer.err.count("\n") == 1


def test_why_of_a_metric_without_a_clock_says_so(help_desk):
    answer = help_desk("why", "1", "--metric", "next_reply")
    assert answer.out == "ticket 1 has no clock with a target\n"
