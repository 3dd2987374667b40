"""`punctual simulate`: the log of real tickets under a configuration, and its sums."""

import csv
import json
from pathlib import Path

import pytest

from bot import simulation
from bot.commands.options import configuration_of
from bot.errors import UserFacingError
from bot.simulation import Job, write_log
from bot.timelines import TimelineFile
from sla_core.configuration import ConfigurationHistory
from sla_core.errors import TimelineError
from tests.config.files import NOW_S, SMALLEST

EXAMPLES = Path(__file__).resolve().parents[2] / "docs" / "examples"
CONFIG, LOG = str(EXAMPLES / "sla.yml"), str(EXAMPLES / "servicenow_timelines.jsonl")
CREATED = {"ticket": "T1", "at": "2026-03-02T08:00:00Z", "type": "created"}
REPLIED = {"ticket": "T1", "at": "2026-03-02T09:00:00Z", "type": "agent_reply", "actor": "ana"}


@pytest.fixture
def small(tmp_path, punctual):
    """Simulates a few events under one level of four hours."""
    Path("sla.yml").write_text(f"{SMALLEST}default_level: Standard\n", encoding="utf-8")

    def simulate(*events, more=()):
        lines = "".join(f"{json.dumps(event)}\n" for event in events)
        Path("log.jsonl").write_text(lines, encoding="utf-8")
        return punctual("simulate", "--config", "sla.yml", "--events", "log.jsonl", *more)

    return simulate


def test_the_sums_of_the_real_log_are_the_rows_of_its_log(punctual):
    answer = punctual(
        "simulate", "--config", CONFIG, "--events", LOG, "--out", "log.csv", "--format", "csv"
    )
    assert answer.code == 0
    with Path("log.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    groups = list(csv.DictReader(answer.out.splitlines()))
    counted = {
        (group["level"], group["metric"]): {
            state: int(group[state]) for state in ("met", "missed", "cancelled", "open")
        }
        for group in groups
    }
    found = {keys: dict.fromkeys(("met", "missed", "cancelled", "open"), 0) for keys in counted}
    for row in rows:
        state = row["state"] if row["state"] in ("met", "missed", "cancelled") else "open"
        found[row["level"], row["metric"]][state] += 1
    assert found == counted
    assert f"= {len(rows):,} rows of the log" in answer.err
    assert rows == sorted(rows, key=lambda row: (row["ticket"], row["started_at"], row["metric"]))


def test_the_log_is_the_same_however_many_processes_write_it(tmp_path, monkeypatch):
    monkeypatch.setattr(simulation, "_TICKETS_A_PART", 100)
    history = ConfigurationHistory.of(configuration_of(CONFIG, NOW_S).configuration)
    results = []
    for processes in (1, 2, 3):
        out = tmp_path / f"{processes}.csv"
        with TimelineFile.open(LOG) as file, out.open("w", encoding="utf-8") as log:
            job = Job(file, history, file.last_instant_s)
            results.append((write_log(job, log, processes), out))
    assert len({out.read_bytes() for _, out in results}) == 1
    assert results[0][0] == results[1][0] == results[2][0]


class _Failing:
    """A file of timelines that cannot be replayed."""

    def tickets(self):
        return ["T1", "T2"]

    def timelines(self, tickets):
        raise TimelineError("tells no story")


def test_what_goes_wrong_in_a_process_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(simulation, "_TICKETS_A_PART", 1)
    job = Job(_Failing(), ConfigurationHistory([]), 0)
    with (tmp_path / "log.csv").open("w") as out, pytest.raises(TimelineError, match="no story"):
        write_log(job, out, processes=2)


def test_a_process_that_was_killed_is_told():
    class Closed:
        def recv(self):
            raise EOFError

    with pytest.raises(UserFacingError, match="was killed: free some memory"):
        simulation._received(Closed())


def test_the_log_goes_to_standard_output_and_the_sums_beside_it(small):
    answer = small(CREATED, REPLIED, more=["--out", "-"])
    assert answer.code == 0
    assert answer.out.splitlines()[1] == (
        "T1,,,,ana,Standard,first_reply,1,normal,14400,2026-03-02T08:00:00Z,2026-03-02T12:00:00Z,"
        "2026-03-02T09:00:00Z,met,3600,0,10800,,2026-03-02T09:00:00Z,,"
    )
    assert answer.err.splitlines()[-1] == (
        "met 1 + missed 0 + cancelled 0 + open 0 = 1 rows of the log, "
        "judged at 2026-03-02T09:00:00Z"
    )


def test_events_after_until_are_ignored(small):
    answer = small(CREATED, REPLIED, more=["--until", "2026-03-02T08:30:00Z", "--format", "json"])
    (group,) = json.loads(answer.out)
    assert (group["met"], group["open"], group["compliance_pct"]) == (0, 1, None)


def test_a_ticket_created_after_until_has_no_row(small):
    answer = small(CREATED, more=["--until", "2026-03-01T08:30:00Z", "--format", "json"])
    assert (answer.code, json.loads(answer.out)) == (0, [])


def test_no_events_make_no_rows(small):
    answer = small(more=["--out", "-"])
    assert answer.code == 0
    assert answer.out.count("\n") == 1


@pytest.mark.parametrize("until", ["2026-03-02", "2026-03-02T08:00:00", "soon"])
def test_an_until_without_an_offset_is_refused(small, until):
    answer = small(CREATED, more=["--until", until])
    assert answer.code == 2
    assert answer.err == (f"--until {until}: give an instant such as 2026-03-02T08:55:00+01:00\n")


def test_of_wrong_timelines_nothing_is_written(small):
    answer = small(CREATED, REPLIED | {"colour": "red"}, more=["--out", "out.csv"])
    assert answer.code == 2
    assert answer.err.startswith("log.jsonl:2: `colour` is no key of a `agent_reply` event")
    assert not Path("out.csv").exists()


def test_a_log_that_was_there_stays_when_the_new_one_fails(small, monkeypatch):
    Path("out.csv").write_text("old", encoding="utf-8")

    def fail(*_):
        raise TimelineError("tells no story")

    monkeypatch.setattr("bot.commands.simulating.write_log", fail)
    answer = small(CREATED, more=["--out", "out.csv"])
    assert (answer.code, answer.err) == (2, "tells no story\n")
    assert Path("out.csv").read_text(encoding="utf-8") == "old"
    assert sorted(path.name for path in Path().iterdir()) == ["log.jsonl", "out.csv", "sla.yml"]


def test_a_log_needs_a_folder_to_go_to(small):
    answer = small(CREATED, more=["--out", "nowhere/out.csv"])
    assert answer.code == 2
    assert answer.err == "nowhere/out.csv: there is no folder to write this file into\n"


def test_a_wrong_configuration_is_told_by_file_line_and_key(punctual):
    Path("bad.yml").write_text(SMALLEST.replace("4h", "4d"), encoding="utf-8")
    answer = punctual("simulate", "--config", "bad.yml", "--events", LOG)
    assert answer.code == 2
    assert answer.err.startswith("bad.yml:4: levels.Standard.targets.first_reply: is 4d: a day ")
