import json
import subprocess
import sys

import pytest

from benchmarks.measure import compare, markdown, time_program
from benchmarks.simulate_vs_json import write_events


def line(ticket, at):
    return json.dumps({"ticket": ticket, "at": at, "actor": ticket}) + "\n"


def test_repeated_events_have_new_ticket_names_and_nothing_else_new(tmp_path):
    source, target = tmp_path / "source", tmp_path / "target"
    source.write_text(line("T1", 1) + line("T2", 2), encoding="utf-8")
    write_events(target, source, events=5)
    events = [json.loads(text) for text in target.read_text(encoding="utf-8").splitlines()]
    assert [event["ticket"] for event in events] == ["T1-1", "T2-1", "T1-2", "T2-2", "T1-3"]
    assert [(event["at"], event["actor"]) for event in events[2:4]] == [(1, "T1"), (2, "T2")]


def test_a_program_is_measured_from_its_start_to_its_end():
    run = time_program([sys.executable, "-c", "held = bytearray(64 * 1024 * 1024)"])
    assert run.wall_seconds > 0
    assert run.peak_bytes > 64 * 1024 * 1024


def test_a_program_that_fails_is_no_measurement():
    with pytest.raises(subprocess.CalledProcessError):
        time_program([sys.executable, "-c", "raise SystemExit(3)"])


def test_the_peer_stands_first_and_is_the_unit():
    table = compare("Doing nothing", {"peer": ["true"], "ours": ["true"]})
    assert [row.name for row in table.rows] == ["peer", "ours"]
    assert table.rows[0].times_the_first == 1.0
    assert markdown(table).splitlines()[0] == "## Doing nothing"
