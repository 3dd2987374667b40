"""`punctual report compliance|log`, `migrate`."""

import csv
import json

import pytest

FIRST_REPLY = "UCARLA,,Support,UANA,Standard,first_reply,1,normal,3600,2024-01-08T11:00:00Z"


def test_the_log_has_a_row_a_clock(help_desk):
    answer = help_desk("report", "log", "--format", "csv")
    assert answer.code == 0
    _, first, second = answer.out.splitlines()
    assert first.startswith(
        f"1,{FIRST_REPLY},2024-01-08T12:00:00Z,2024-01-08T12:30:00Z,met,3600,0,0,,"
        "2024-01-08T12:30:00Z,,"
    )
    assert ",resolution," in second
    assert answer.err == "days are cut in UTC\n"


def test_columns_and_order_are_the_readers(help_desk):
    answer = help_desk(
        "report",
        "log",
        "--columns",
        "metric,remaining_seconds",
        "--sort",
        "metric:desc",
        "--format",
        "csv",
    )
    assert answer.out == "metric,remaining_seconds\nresolution,25200\nfirst_reply,0\n"


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        (["--metric", "resolution"], 1),
        (["--state", "missed"], 0),
        (["--level", "standard"], 2),
        (["--department", "support"], 2),
        (["--dept", "“Support”"], 2),
        (["--metric", "First reply"], 1),
        (["--agent", "@UANA"], 2),
        (["--agent", "unassigned"], 0),
        (["--agent", "UANA", "--from", "2024-01-08", "--to", "2024-01-08"], 2),
        (["--from", "2024-01-09"], 0),
        (["--from", "2024-01-09", "--time-zone", "Pacific/Kiritimati"], 2),
    ],
)
def test_the_log_is_filtered(help_desk, arguments, rows):
    answer = help_desk("report", "log", "--format", "json", *arguments)
    assert len(json.loads(answer.out)) == rows


def test_compliance_counts_the_rows_of_the_log(help_desk):
    answer = help_desk("report", "compliance", "--by", "department, day", "--format", "csv")
    (row,) = csv.DictReader(answer.out.splitlines())
    assert (row["department"], row["day"], row["met"]) == ("Support", "2024-01-08", "2")
    assert row["compliance_pct"] == "100.0"


def test_compliance_without_groups_is_one_row(help_desk):
    answer = help_desk("report", "compliance", "--by", "", "--format", "json")
    assert [row["met"] for row in json.loads(answer.out)] == [2]


def test_a_table_is_for_reading(help_desk):
    answer = help_desk("report", "compliance")
    assert "1 h" in answer.out
    assert "100.0" in answer.out


@pytest.mark.parametrize(
    ("arguments", "line"),
    [
        (["--metric", "first_replay"], "--metric first_replay: did you mean first_reply?"),
        (["--state", "open"], "--state open: use one of running, paused, met, missed, cancelled"),
        (["--department", "Billing"], "--department Billing: use one of Support"),
        (["--level", "Standrad"], "--level Standrad: did you mean Standard?"),
        (["--customer", "Acme"], "--customer Acme: there is none yet"),
        (["--agent", "ana"], "--agent ana: give their e-mail address or Slack id"),
        (["--from", "9999-12-31"], "--from 9999-12-31: give a day between 1971 and 2199"),
        (["--from", "Monday"], "--from Monday: give a date such as 2026-03-02"),
        (
            ["--from", "2024-01-09", "--to", "2024-01-08"],
            "the range ends before it begins: swap `from` and `to`",
        ),
        (
            ["--time-zone", "Mars"],
            "unknown time zone 'Mars': use an IANA name such as Europe/Ljubljana",
        ),
        (["--sort", "metrik"], "there is no column 'metrik': did you mean metric?"),
        (["--columns", "level,metrik"], "there is no column 'metrik': did you mean metric?"),
        (["--by", "levle"], "--by levle: did you mean level?"),
    ],
)
def test_what_cannot_be_asked_is_told_in_a_line(help_desk, arguments, line):
    answer = help_desk("report", "compliance", *arguments)
    assert (answer.code, answer.err) == (2, f"{line}\n")


def test_migrate_makes_the_tables_once(punctual, empty_database_url, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    first, second = punctual("migrate"), punctual("migrate")
    assert (first.code, second.code) == (0, 0)
    assert "came from nothing" in first.out
    assert "was already there" in second.out
