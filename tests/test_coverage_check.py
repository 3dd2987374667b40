"""What .ci/run asks of the coverage."""

from scripts import check_coverage


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
