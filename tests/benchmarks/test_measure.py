import gc
import subprocess
import sys

import pytest

from benchmarks.measure import Calls, seconds_each, time_program, time_programs


def test_a_program_is_measured_from_its_start_to_its_end():
    run = time_program([sys.executable, "-c", "held = bytearray(64 * 1024 * 1024)"])
    assert run.wall_seconds > 0
    assert run.peak_bytes > 64 * 1024 * 1024


def test_a_programs_peak_is_its_own_and_not_of_who_starts_it():
    held = b"x" * (128 * 1024 * 1024)
    run = time_program([sys.executable, "-S", "-c", "pass"])
    assert run.peak_bytes < len(held) / 2


def test_a_program_that_fails_is_no_measurement():
    with pytest.raises(subprocess.CalledProcessError) as failed:
        time_program([sys.executable, "-c", "raise SystemExit('out of luck')"])
    assert (failed.value.returncode, failed.value.stderr) == (1, "out of luck\n")


def test_programs_take_turns(tmp_path):
    log = tmp_path / "log"
    commands = {name: ["sh", "-c", f"printf {name} >> {log}"] for name in ("a", "b")}
    assert time_programs(commands, rounds=3).keys() == {"a", "b"}
    assert log.read_text(encoding="utf-8") == "ababab"


def test_calls_take_turns_after_one_turn_that_does_not_count():
    turns = []
    first = Calls(lambda: turns.append("a"), count=1)
    second = Calls(lambda: turns.append("b"), count=1, passes=2)
    assert len(seconds_each([first, second], rounds=2)) == 2
    assert turns == ["a", "b", "b"] * 3


def test_a_turn_is_divided_by_its_calls_and_passes():
    def work():
        return sum(range(200_000))

    once, alike = seconds_each([Calls(work, 1), Calls(work, 10, passes=3)], rounds=5)
    assert alike == pytest.approx(once / 10, rel=0.9)


def test_the_garbage_collector_is_off_meanwhile_and_on_again_after():
    seen = []
    seconds_each([Calls(lambda: seen.append(gc.isenabled()), 1)], rounds=1)
    assert not any(seen)
    assert gc.isenabled()
