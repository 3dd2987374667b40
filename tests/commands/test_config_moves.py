"""`punctual config apply` over running clocks, `config history`, `reprocess`."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from bot.commands.impacts import becoming, what_becomes
from bot.config.history import HistoryReader
from bot.slack.draw.speech import SlackSpeech
from bot.store import clocks, configuration
from bot.usecases.changes.recording import record
from bot.usecases.consequences.order import IN_ORDER
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Program
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.promises.impact import Impact
from sla_core.instants import to_us
from sla_core.preview import ClockChange, ClockStanding
from sla_core.tickets.events import AgentReply
from tests.commands.test_config import save
from tests.config.files import read_text
from tests.conftest import FakeClock

PROMISES = """
    version: 1
    report_time_zone: Europe/Ljubljana
    calendars: {office: {time_zone: UTC, hours: {mon-sun: ["00:00-12:00", "12:00-24:00"]}}}
    departments: {Support: {agents: [UANA]}}
    levels:
      Standard: {calendar: office, targets: {first_reply: 4h, resolution: 400h}}
    default_level: Standard
    """


@pytest.fixture
def program(db, punctual, monkeypatch):
    """A ticket answered after 5 of its 4 hours, and one that waits for 3; on the real clock."""
    monkeypatch.setenv("DATABASE_URL", db.url)
    clock = FakeClock(datetime.now(UTC) - timedelta(hours=10))
    program = Program(
        db, clock, "T1", "UBOT", SlackSpeech(), HistoryReader(), lambda: None, IN_ORDER
    )
    with program.work() as work:
        apply_configuration(work, read_text(PROMISES).configuration, "ada")
    with program.work() as work:
        open_ticket(work, NewTicket("UCARLA", "UCARLA", clock.now(), "Printer"))
    answered = to_us(clock.move(hours=5))
    with program.work() as work:
        record(work, load(work, 1), [AgentReply(at_us=answered, actor="UANA")])
    clock.move(hours=2)
    with program.work() as work:
        open_ticket(work, NewTicket("UDAN", "UDAN", clock.now(), "Screen"))
    return program


def file(*changes):
    text = "\n".join(line.removeprefix("    ") for line in PROMISES.splitlines())
    for old, new in changes:
        text = text.replace(old, new)
    return save(text)


def test_a_preview_says_what_happens_to_running_clocks(program, punctual):
    answer = punctual("config", "apply", file(("first_reply: 4h", "first_reply: 1h")))
    assert answer.code == 1
    assert answer.out == (
        "~ level Standard: targets.first_reply 4h → 1h\n"
        "3 running clocks are under what changes and keep the promise given\n"
        "with --move-running: 1 due time moves, 1 clock breaches at once\n"
    )


def test_a_preview_with_the_flag_has_a_table_of_the_worst(program, punctual):
    answer = punctual(
        "config", "apply", file(("first_reply: 4h", "first_reply: 1h")), "--move-running"
    )
    assert answer.code == 1
    assert "3 running clocks would move: 1 due time" in answer.out
    assert "#2       first_reply   Standard" in answer.out
    assert "breaches at once" in answer.out
    assert "times in Europe/Ljubljana" in answer.out


def test_with_yes_it_is_done_at_once_and_the_rows_follow_later(program, punctual, db):
    wanted = file(("first_reply: 4h", "first_reply: 1h"))
    answer = punctual("config", "apply", wanted, "--move-running", "--yes")
    assert answer.code == 0
    assert "3 running clocks moved: 1 due time moves, 1 clock breaches at once" in answer.out
    with db.reading() as connection:
        assert clocks.of(connection, "T1", 2)[0].target_seconds == 4 * 3600
        assert configuration.history(connection, "T1")[-1].moves_running


def test_with_yes_and_without_the_flag_clocks_stay_and_that_is_said(program, punctual):
    answer = punctual("config", "apply", file(("first_reply: 4h", "first_reply: 1h")), "--yes")
    assert "3 running clocks are under what changes and keep the promise given\n" in answer.out
    assert "--move-running" not in answer.out


def test_clocks_that_stayed_can_be_moved_later(program, punctual):
    shorter = file(("first_reply: 4h", "first_reply: 1h"))
    punctual("config", "apply", shorter, "--yes")
    assert punctual("config", "apply", shorter).out == "nothing to change\n"
    looked = punctual("config", "apply", shorter, "--move-running")
    assert (looked.code, looked.err) == (1, "nothing was changed: add --yes to do it\n")
    assert looked.out.startswith(
        "= level Standard: 3 clocks run under an older revision\n"
        "3 running clocks would move: 1 due time moves, 1 clock breaches at once\n"
    )
    assert "#2       first_reply   Standard" in looked.out
    done = punctual("config", "apply", shorter, "--move-running", "--yes")
    assert done.code == 0
    assert "3 running clocks moved: 1 due time moves, 1 clock breaches at once" in done.out
    again = punctual("config", "apply", shorter, "--move-running", "--yes")
    assert (again.code, again.out) == (0, "nothing to change\n")
    rows = json.loads(punctual("config", "history", "--name", "standard", "--format", "json").out)
    assert [(row["change"], row["running_clocks"]) for row in rows[1:]] == [
        ("targets.first_reply 4h → 1h", "stayed"),
        ("as before", "moved"),
    ]


def test_a_removed_level_is_moved_away_from_later(program, punctual):
    gone = file(
        (
            "Standard: {calendar: office, targets: {first_reply: 4h, resolution: 400h}}",
            "Other: {targets: {first_reply: 1h}}",
        ),
        ("default_level: Standard", ""),
    )
    punctual("config", "apply", gone, "--yes")
    done = punctual("config", "apply", gone, "--move-running", "--yes")
    assert done.out.splitlines()[:2] == [
        "= level Standard: 3 clocks run under an older revision",
        "3 running clocks moved: 3 clocks end without a target",
    ]
    rows = json.loads(punctual("config", "history", "--name", "standard", "--format", "json").out)
    assert [(row["change"], row["running_clocks"]) for row in rows[1:]] == [
        ("removed", "stayed"),
        ("as before", "moved"),
    ]


def closed(program):
    """The file with a closure of the first hours of the answered ticket."""
    first = program.clock.at - timedelta(hours=7)
    last = first + timedelta(hours=3)
    closure = f'closures: [{{from: "{first:%Y-%m-%dT%H:%M}", to: "{last:%Y-%m-%dT%H:%M}"}}]'
    return file((', "12:00-24:00"]}', f', "12:00-24:00"]}}, {closure}'))


def test_a_closure_offers_to_judge_anew_what_it_would_turn(program, punctual, db):
    wanted = closed(program)
    answer = punctual("config", "apply", wanted)
    assert (
        "1 miss of a stopped clock would become met: once this is applied, `punctual" in answer.out
    )
    offered = answer.out.split("`")[1].split()[1:]
    assert punctual("config", "apply", wanted, "--yes").out.splitlines()[-1].startswith("1 miss")
    looked = punctual(*offered)
    assert looked.code == 1
    assert "missed → met" in looked.out
    assert looked.err.splitlines() == [
        "1 miss becomes met, of 1 ticket; times in Europe/Ljubljana",
        "nothing was changed: add --yes to do it",
    ]
    done = punctual(*offered, "--yes")
    assert (done.code, done.err.splitlines()[-1]) == (0, "judged anew: 1 clock of 1 ticket")
    with db.reading() as connection:
        assert clocks.of(connection, "T1", 1)[0].state == "met"
    again = punctual(*offered)
    assert (again.code, again.out) == (0, "")
    assert again.err == "no stopped clock would be judged otherwise\n"


def test_reprocess_answers_programs_as_well(program, punctual):
    punctual("config", "apply", closed(program), "--yes")
    [row] = json.loads(punctual("reprocess", "--ticket", "#1", "--format", "json").out)
    assert (row["ticket"], row["state_before"], row["state_after"]) == (1, "missed", "met")
    assert row["target_before_seconds"] == 4 * 3600
    header = punctual("reprocess", "--metric", "resolution", "--format", "csv").out
    assert header.startswith("ticket,metric,cycle,level,agent,state_before,state_after,")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (["--ticket", "one"], "--ticket one: give its number, such as 42\n"),
        (["--as-of", "soon"], "--as-of soon: give an instant such as 2026-03-02T08:55:00+01:00\n"),
        (["--from", "May"], "--from May: give a date such as 2026-03-02\n"),
        (
            ["--from", "2026-03-02", "--to", "2026-03-01"],
            "--from lies after --to: give the earlier day first\n",
        ),
    ],
)
def test_reprocess_says_what_is_wrong_with_what_is_asked(program, punctual, asked, said):
    answer = punctual("reprocess", *asked)
    assert (answer.code, answer.err) == (2, said)


def test_other_hours_are_said_to_leave_stopped_clocks_alone(program, punctual):
    answer = punctual("config", "diff", file((', "12:00-24:00"', "")))
    assert "calendar office has other hours: stopped clocks stay judged as they are" in answer.out


def test_a_configuration_changed_meanwhile_is_looked_at_again(program, punctual, monkeypatch):
    wanted = file(("first_reply: 4h", "first_reply: 1h"))
    monkeypatch.setattr("bot.usecases.promises.file_changes.newest_revision", lambda _: 0)
    answer = punctual("config", "apply", wanted, "--yes")
    assert answer.code == 2
    assert answer.err.startswith("the configuration was changed meanwhile, so nothing was applied")


def test_the_history_says_who_changed_what_and_whether_clocks_moved(program, punctual):
    punctual("config", "apply", file(("first_reply: 4h", "first_reply: 1h")), "--yes")
    punctual("config", "apply", file(), "--yes", "--move-running")
    rows = json.loads(punctual("config", "history", "--name", "standard", "--format", "json").out)
    assert [(row["change"], row["running_clocks"]) for row in rows] == [
        ("added: calendar office, targets.first_reply 4h, targets.resolution 400h", ""),
        ("targets.first_reply 4h → 1h", "stayed"),
        ("targets.first_reply 1h → 4h", "moved"),
    ]
    assert rows[0]["changed_by"] == "ada"


def test_the_history_tells_additions_removals_and_every_kind(program, punctual):
    more = "rules: [{name: R, then: {priority: high}}]\n"
    save(open_file := PROMISES.replace("\n    ", "\n") + more)
    punctual("config", "apply", "sla.yml", "--yes")
    save(open_file.replace("Support: {agents: [UANA]}", "Sales: {agents: [UANA]}"))
    punctual("config", "apply", "sla.yml", "--yes")
    answer = punctual("config", "history", "--kind", "department", "--format", "csv")
    assert [line.split(",")[-2] for line in answer.out.splitlines()[1:]] == [
        '"added: agents [""UANA""]"',
        '"added: agents [""UANA""]"',
        "removed",
    ]
    assert "+ rule R" in punctual("config", "history", "--kind", "rules").out
    table = punctual("config", "history")
    assert table.err == "times in Europe/Ljubljana\n"
    assert "report_time_zone (left out) → Europe/Ljubljana" in table.out


def test_the_history_of_nothing_says_so(program, punctual):
    answer = punctual("config", "history", "--name", "nobody")
    assert (answer.out, answer.err) == ("", "nothing of that was ever changed\n")
    answer = punctual("config", "history", "--kind", "colour")
    assert (answer.code, answer.err[:31]) == (2, "--kind colour: use one of calen")


def standing(state="running", due_at_s=0, target=60):
    return ClockStanding(state, "L", target, 0, due_at_s, None)


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (standing(), standing(due_at_s=3600), "1 h later"),
        (standing(due_at_s=60), standing(), "1 min earlier"),
        (standing(), standing("missed"), "breaches at once"),
        (standing("missed"), standing(), "its miss is taken back"),
        (standing(), standing("cancelled"), "ends without a target"),
        (None, standing(), "gets a target"),
        (standing(due_at_s=None), standing(due_at_s=None, target=90), "target 1 min → 1 min 30 s"),
        (standing(due_at_s=None), standing(due_at_s=None), ""),
    ],
)
def test_what_becomes_of_a_clock_is_told_in_a_few_words(before, after, said):
    assert what_becomes(ClockChange("1", "resolution", 1, before, after)) == said


def test_what_becomes_of_many_is_counted():
    change = ClockChange("1", "resolution", 1, standing(), standing("missed"))
    assert becoming(Impact(2, (change, change))) == "2 clocks breach at once"
    assert becoming(Impact(2, ())) == "no due time moves"


@pytest.mark.parametrize(
    ("option", "value"),
    [("--ticket", "9" * 23), ("--to", "9999-12-31"), ("--from", "0001-01-01")],
)
def test_reprocess_refuses_what_no_database_holds(program, punctual, option, value):
    found = punctual("reprocess", option, value)
    assert (found.code, option in found.err) == (2, True)
