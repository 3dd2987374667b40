"""Every rule broken on purpose, on a copy of the code: the tests of its defect must turn red.

A mutation is a piece of text in a file and what is put in its place. The text has to be there just
once: whoever rewrites that piece finds the mutation here and moves it along.
"""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = (
    *("sla_core", "bot", "sandbox", "tests"),
    *("migrations", "app_manifest.yml", "pyproject.toml"),
)
CLOCKS, CALENDARS, ALARMS = "test_clocks", "test_calendars", "test_alarms"
DELIVERY, DESK = "test_delivery", "test_desk"
PURE = (CLOCKS, CALENDARS, ALARMS)
"""Modules that need no fixture of a conftest: without those they run in half the time."""
FAILED_CLAIMS = ("call: AssertionError", "call: assert ", "call: Failed: DID NOT RAISE")
"""How a claim that is not met reads; anything else is a mutation that breaks more than a rule."""


@dataclass(frozen=True)
class Mutation:
    """A rule broken: the row of its defect, where, how, and who must notice."""

    row: int
    breaks: str
    file: str
    old: str
    new: str
    module: str
    tests: tuple[str, ...]

    @property
    def name(self) -> str:
        return f"{self.row}: {self.breaks}"

    def nodes(self) -> list[str]:
        return [f"tests/defects/{self.module}.py::{test}" for test in self.tests]


MUTATIONS = [
    Mutation(
        1, "a reply stops no clock", "sla_core/clocks/metrics.py",
        "Signal.REPLIED: (Step.STOP,),", "Signal.REPLIED: (),",
        CLOCKS, ("test_no_reply_clock_runs_once_the_agent_had_the_last_word",),
    ),
    Mutation(
        1, "what is no longer true is said", "bot/store/waiting_messages.py",
        '(*conditions, is_live("pending")).values(state="superseded", **reason)',
        '(*conditions, is_live("pending")).values(state="pending", **reason)',
        DESK, ("test_an_alarm_that_is_no_longer_true_is_not_sent",),
    ),
    Mutation(
        2, "the next reply is promised before the first", "sla_core/tickets/fold.py",
        "return Signal.CREATED, Signal.FIRST_ASKED",
        "return Signal.CREATED, Signal.FIRST_ASKED, Signal.ASKED",
        CLOCKS, ("test_before_the_first_reply_only_the_first_reply_is_promised",),
    ),
    Mutation(
        3, "the log starts every clock at the creation", "sla_core/reports/log.py",
        "started_at_s=clock.started_at_s,", "started_at_s=ticket.created_at_s,",
        CLOCKS, ("test_the_report_measures_what_the_clock_measured",),
    ),
    Mutation(
        4, "points are set by the wall clock", "sla_core/alarms/points.py",
        "at_s = clock.point(used_s) if used_s > 0 else None",
        "at_s = clock.started_at_s + used_s if used_s > 0 else None",
        ALARMS, ("test_no_alarm_comes_at_night_or_on_a_weekend",
                 "test_every_point_is_due_by_the_clocks_own_time"),
    ),
    Mutation(
        5, "an edit moves no running clock", "sla_core/configuration/history.py",
        "if level not in move.levels and calendar not in move.calendars:", "if move:",
        CLOCKS, (
            "test_archiving_a_level_cancels_its_running_clocks_where_the_admin_says_so",
            "test_an_edit_of_the_calendar_moves_running_clocks_when_saved_once",
        ),
    ),
    Mutation(
        6, "events of one instant come in any order", "sla_core/tickets/timeline.py",
        "tuple(sorted(_once(events), key=_BY_ORDER))",
        "(*tuple(sorted(_once(events), key=_BY_ORDER))[:2],"
        " *tuple(sorted(_once(events), key=_BY_ORDER))[:1:-1])",
        CLOCKS, ("test_a_reply_and_a_status_in_one_step_count_in_their_order",),
    ),
    Mutation(
        7, "a change of the promise forgets the pauses", "sla_core/clocks/run.py",
        "        if differs:\n            self._judge_change(",
        "        self.pauses = self.pauses[len(self.pauses) - self.is_paused :]\n"
        "        if differs:\n            self._judge_change(",
        CLOCKS, (
            "test_a_level_changed_after_days_on_hold_moves_the_due_time_at_once_and_keeps_the_hold",
            "test_an_edit_of_the_calendar_moves_running_clocks_when_saved_once",
        ),
    ),
    Mutation(
        8, "a merged ticket's clocks run on", "sla_core/clocks/metrics.py",
        "Signal.MERGED: (Step.CANCEL,),", "Signal.MERGED: (),",
        CLOCKS, ("test_a_merged_ticket_is_never_late_again",),
    ),
    Mutation(
        9, "a note is a reply", "sla_core/tickets/fold.py",
        "    Note: _always(),", "    Note: _agent_reply,",
        CLOCKS, ("test_a_note_neither_answers_nor_asks",
                 "test_nothing_but_a_reply_is_a_first_reply"),
    ),
    Mutation(
        11, "resolving leaves the open message open", "sla_core/clocks/metrics.py",
        "    Signal.WAIVED: (Step.CANCEL,),\n    Signal.SETTLED: (Step.SET_ASIDE,),",
        "    Signal.WAIVED: (Step.CANCEL,),",
        CLOCKS, ("test_resolving_ends_the_wait_of_a_thank_you_nobody_answered",),
    ),
    Mutation(
        12, "programs are people", "bot/slack/hear/authors.py",
        '        and not event.get("bot_id")\n', "",
        DESK, ("test_what_a_program_writes_is_no_reply",),
    ),
    Mutation(
        13, "a stopped clock runs on", "sla_core/clocks/clock.py",
        "return at_s if self.stopped_at_s is None else min(at_s, self.stopped_at_s)",
        "return at_s",
        CLOCKS, ("test_a_miss_stands_still_once_the_clock_has_stopped",),
    ),
    Mutation(
        15, "pauses are measured by the wall clock", "sla_core/clocks/clock.py",
        "calendar.business_seconds(pause.start_s, min(pause.end_s, at_s))",
        "min(pause.end_s, at_s) - pause.start_s",
        CLOCKS, (
            "test_a_pause_costs_the_business_time_in_it_and_not_the_nights",
            "test_a_pause_counts_as_one_when_the_ticket_is_resolved_out_of_it",
        ),
    ),
    Mutation(
        17, "what was told is told again", "sla_core/alarms/announcements.py",
        "if each.severity > said and not memory.is_done(each.name)]",
        "if not memory.passed_over]",
        ALARMS, ("test_each_point_is_told_once_however_often_one_looks",),
    ),
    Mutation(
        19, "late is what the wall clock says", "sla_core/clocks/clock.py",
        "        if elapsed > self.target_seconds:",
        "        if (at_s if self.stopped_at_s is None else self.stopped_at_s)"
        " > (self.due_at_s or at_s):",
        CLOCKS, ("test_a_reply_over_the_weekend_to_a_clock_due_at_closing_time_is_in_time",),
    ),
    Mutation(
        22, "the time it was resolved counts", "sla_core/clocks/run.py",
        "if stopped_s is not None and stopped_s < at_s:", "if stopped_s is None:",
        CLOCKS, ("test_the_time_a_ticket_was_resolved_is_a_pause",),
    ),
    Mutation(
        24, "a time that comes twice closes at the first", "sla_core/calendars/zones.py",
        "return wall_s - (after_s if last else before_s)", "return wall_s - before_s",
        CALENDARS, ("test_clock_changes_count_real_seconds",),
    ),
    Mutation(
        26, "time is added backwards", "sla_core/calendars/calendar.py",
        "        if seconds < 0:\n", "        if seconds < -(10**9):\n",
        CALENDARS, ("test_time_is_never_added_backwards",),
    ),
    Mutation(
        27, "a night shift runs into a holiday", "sla_core/calendars/days.py",
        "planned, holidays.keys() | openings.keys()", "planned, openings.keys()",
        CALENDARS, ("test_night_shifts_are_right_over_five_years_with_and_without_holidays",),
    ),
    Mutation(
        28, "an acknowledgement stops nothing", "sla_core/alarms/points.py",
        "waits = clock.acknowledged if point.is_breach", "waits = () if point.is_breach",
        ALARMS, ("test_who_acknowledged_a_breach_is_left_in_peace",),
    ),
    Mutation(
        28, "an acknowledgement never expires", "sla_core/clocks/ticket_clocks.py",
        "return FOREVER_S if event.until_us is None else int(event.until_us) // MICROSECONDS",
        "return FOREVER_S",
        ALARMS, ("test_an_acknowledgement_expires_and_what_waited_is_told_once",),
    ),
    Mutation(
        29, "a pause forgets the snooze", "sla_core/clocks/run.py",
        "        self._remember_due()\n        self.is_paused = True\n",
        "        self._remember_due()\n        self.is_paused = True\n        self.snoozed = ()\n",
        ALARMS, ("test_a_snooze_holds_whatever_the_ticket_goes_through",),
    ),
    Mutation(
        30, "one channel's limit is everybody's", "bot/delivery/lanes.py",
        'if row.error in RATE_LIMITED and row.method != "chat.postMessage":',
        "if row.error in RATE_LIMITED:",
        DELIVERY, ("test_a_channel_that_is_told_to_wait_makes_no_other_channels_alert_late",),
    ),
    Mutation(
        31, "a lost answer is taken for a refusal", "bot/delivery/outcome.py",
        'row = replace(row, state="unknown", next_at=now + settings.settle,',
        'row = replace(row, state="pending", next_at=now + settings.settle,',
        DELIVERY, ("test_a_message_on_its_way_when_the_sender_dies_is_there_once",
                   "test_a_message_whose_answer_was_lost_is_looked_for_before_it_is_said_again"),
    ),
    Mutation(
        31, "a message is marked sent before it is posted", "bot/delivery/calls.py",
        "        payload = addressed(row, places)\n        if payload is None:\n            after",
        '        early = replace(row, state="sent", sent_at=self._clock.now(),\n'
        '                        settled_at=self._clock.now(), channel_id="C1", ts="1.1")\n'
        "        self._settle(row, early)\n"
        "        payload = addressed(row, places)\n        if payload is None:\n            after",
        DELIVERY, ("test_a_message_counts_as_sent_only_with_slacks_word_for_it",),
    ),
    Mutation(
        33, "the sender is woken though nothing was kept", "bot/usecases/ground/transaction.py",
        "        with self.database.writing() as connection:\n"
        "            yield Transaction(self, connection)\n"
        "        self.on_commit()\n",
        "        self.on_commit()\n"
        "        with self.database.writing() as connection:\n"
        "            yield Transaction(self, connection)\n",
        DESK, ("test_nothing_is_said_of_a_ticket_that_was_not_kept",),
    ),
    Mutation(
        34, "nothing is escaped", "bot/wording/markup.py",
        'return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")',
        "return text",
        DESK, ("test_a_title_pings_nobody_wherever_it_is_shown",
               "test_a_title_pings_nobody_in_what_one_person_is_shown"),
    ),
    Mutation(
        36, "the threads of old tickets are not read back", "bot/usecases/hearing/places.py",
        "return min([channel.read_to, *recent], key=float)", "return channel.read_to",
        DESK, ("test_what_was_written_while_the_socket_was_silent_counts_from_then",),
    ),
    Mutation(
        37, "the log leaves out what is open", "sla_core/reports/log.py",
        "for clock in replayed.clocks]", "for clock in replayed.clocks if not clock.is_open]",
        CLOCKS, ("test_the_log_and_the_report_hold_every_clock_whatever_became_of_it",),
    ),
    Mutation(
        38, "a breach is told by the minute", "sla_core/alarms/points.py",
        "else clock.breach_at_s + 1", "else clock.breach_at_s + 60",
        ALARMS, ("test_a_next_reply_is_told_in_the_second_it_is_late",),
    ),
    Mutation(
        40, "only the nearest clock is shown", "bot/slack/draw/blocks/card.py",
        "return [clock_line(clock) for clock in clocks]",
        "return [clock_line(clock) for clock in clocks[:1]]",
        DESK, ("test_every_running_clock_is_shown_and_not_the_nearest_alone",),
    ),
]  # fmt: skip


def mutated(source: str, mutation: Mutation) -> str:
    """The source with the rule broken."""
    times = source.count(mutation.old)
    assert times == 1, (
        f"{mutation.file} holds {times} times what is to be replaced: find where "
        f"the rule went, and move this mutation there:\n{mutation.old}"
    )
    return source.replace(mutation.old, mutation.new)


class Copy:
    """A copy of the code, in which one rule at a time is broken."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name in COPIED:
            if (ROOT / name).is_dir():
                kept_out = shutil.ignore_patterns("__pycache__", "node_modules")
                shutil.copytree(ROOT / name, folder / name, symlinks=True, ignore=kept_out)
            else:
                shutil.copy2(ROOT / name, folder / name)

    @contextmanager
    def broken(self, mutation: Mutation) -> Iterator[None]:
        """Break a rule for a while."""
        file = self.folder / mutation.file
        source = file.read_text(encoding="utf-8")
        self._write(file, mutated(source, mutation))
        try:
            yield
        finally:
            self._write(file, source)

    def _write(self, file: Path, source: str) -> None:
        """Write a source so that nothing compiled before is taken for it."""
        file.write_text(source, encoding="utf-8")
        for compiled in (file.parent / "__pycache__").glob(f"{file.stem}.*.pyc"):
            compiled.unlink()

    def failures(self, nodes: list[str]) -> dict[str, list[str]]:
        """Run some tests on the code as it stands; of each test what failed."""
        told = self.folder / "verdicts.json"
        told.unlink(missing_ok=True)
        command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"]
        is_pure = all(Path(node.partition("::")[0]).stem in PURE for node in nodes)
        without = "--noconftest" if is_pure else "--no-postgres"
        ran = subprocess.run(
            [*command, without, "-p", "tests.defects.verdicts", f"--verdicts={told}", *nodes],
            cwd=self.folder,
            env=self._environment(),
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert told.exists(), ran.stdout + ran.stderr
        found = json.loads(told.read_text(encoding="utf-8"))
        for name, file in found["packages"].items():
            assert Path(file).is_relative_to(self.folder), f"{name} was tested at {file}"
        assert {node.rpartition("::")[2] for node in nodes} <= set(found["failures"]), ran.stdout
        return found["failures"]

    def _environment(self) -> dict[str, str]:
        """Ours, the copy first in the path, without what steers pytest and coverage."""
        steers = ("COV", "PYTEST", "PYTHONDONTWRITEBYTECODE")
        ours = {key: value for key, value in os.environ.items() if not key.startswith(steers)}
        return ours | {"PYTHONPATH": str(self.folder), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}


@pytest.fixture(scope="module")
def code(tmp_path_factory):
    return Copy(tmp_path_factory.mktemp("code"))


def test_as_it_is_every_rule_is_kept(code):
    nodes = sorted({node for each in MUTATIONS for node in each.nodes()})
    assert {name: failed for name, failed in code.failures(nodes).items() if failed} == {}


@pytest.mark.parametrize("mutation", MUTATIONS, ids=lambda mutation: mutation.name)
def test_a_broken_rule_is_noticed(code, mutation):
    with code.broken(mutation):
        failures = code.failures(mutation.nodes())
    for test in mutation.tests:
        assert failures[test], f"{test} does not notice that {mutation.breaks}"
        assert [each for each in failures[test] if not each.startswith(FAILED_CLAIMS)] == []


def test_mutations_break_the_rules_of_many_rows():
    assert len({each.row for each in MUTATIONS}) >= 14
    assert len(MUTATIONS) >= 16
