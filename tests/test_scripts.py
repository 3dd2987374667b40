"""The checks that `make check` and .ci/run make with scripts of our own."""

from pathlib import Path

import pytest

from scripts import check_coverage, check_locks

ROOT = Path(__file__).resolve().parents[1]


def coverage_report(**covered_by_file):
    """A report of files with ten lines and ten branches each, so many of them covered."""
    return {
        "files": {
            name.replace("__", "/") + ".py": {
                "summary": {
                    "num_statements": 10,
                    "covered_lines": min(covered, 10),
                    "num_branches": 10,
                    "covered_branches": max(covered - 10, 0),
                }
            }
            for name, covered in covered_by_file.items()
        }
    }


def coverage_shortfalls(**covered_by_file):
    return check_coverage.shortfalls(check_coverage.tallies(coverage_report(**covered_by_file)))


def test_coverage_is_enough_with_the_whole_core_and_nine_tenths_of_all():
    assert coverage_shortfalls(sla_core__clock=20, bot__cli=16) == []


def test_one_branch_missing_in_the_core_is_a_shortfall():
    assert coverage_shortfalls(sla_core__clock=19, bot__cli=20) == [
        "sla_core/clock.py: 95.0 %, and sla_core promises every branch"
    ]


def test_less_than_nine_tenths_overall_is_a_shortfall_that_names_the_thinnest_file_first():
    assert coverage_shortfalls(sla_core__clock=20, bot__cli=15, bot__main=20, bot__jobs=5) == [
        "75.0 % overall, and 90 % are promised",
        "  bot/jobs.py: 25.0 %",
        "  bot/cli.py: 75.0 %",
        "  sla_core/clock.py: 100.0 %",
        "  bot/main.py: 100.0 %",
    ]


def test_a_report_without_the_core_is_a_shortfall():
    assert coverage_shortfalls(bot__cli=20) == ["no file of sla_core was measured"]


def test_our_locks_are_in_step_with_the_project():
    assert check_locks.shortfalls(ROOT) == []


@pytest.mark.parametrize(
    ("requirement", "expected"),
    [
        pytest.param("rich>=15", [], id="pinned at a fitting version"),
        pytest.param("Rich[all]>=15; python_version >= '3.11'", [], id="extras and markers"),
        pytest.param("rich>=16", ["rich>=16 excludes the pinned 15.0.0"], id="too old"),
        pytest.param("poor>=1", ["poor>=1 is not pinned"], id="absent"),
        pytest.param("ruamel.yaml>=0.19", [], id="names are normalised"),
        pytest.param("numpy<2.5", ["numpy<2.5 excludes the pinned 2.5.5"], id="one Python of two"),
    ],
)
def test_a_requirement_is_held_against_every_version_pinned_for_it(requirement, expected):
    pinned = check_locks.pins(
        "rich==15.0.0 \\\n    --hash=sha256:0\nruamel-yaml==0.19.1 \\\n"
        "numpy==2.4.6 ; python_full_version < '3.12' \\\n"
        "numpy==2.5.5 ; python_full_version >= '3.12' \\\n"
    )
    assert check_locks.out_of_step([requirement], pinned) == expected


def test_a_pin_without_a_hash_is_found():
    text = "rich==15.0.0 \\\n    --hash=sha256:0\n    # via punctual\ntyper==0.29.2\n"
    assert check_locks.unhashed(text) == ["typer==0.29.2"]
