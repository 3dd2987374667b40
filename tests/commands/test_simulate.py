"""`punctual simulate`: the log of real tickets under a configuration, and its sums."""

import csv
import json
from pathlib import Path

import pytest

from bot.commands.options import configuration_of
from bot.simulation import SHOWN, Log, parts, simulated
from bot.simulation.timelines import TimelineFile
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
    monkeypatch.setattr(parts, "_TICKETS_A_PART", 100)
    log_under = ConfigurationHistory.of(configuration_of(CONFIG, NOW_S).configuration)
    results = []
    for processes in (1, 2, 3):
        out = tmp_path / f"{processes}.csv"
        with TimelineFile.open(LOG) as file, out.open("w", encoding="utf-8") as log:
            task = Log(log_under, file.last_instant_s)
            with simulated(task, file, to_files=True, processes=processes) as (sums, written):
                written.copy_to(log)
            results.append((sums.rows(), out))
    assert len({out.read_bytes() for _, out in results}) == 1
    assert results[0][0] == results[1][0] == results[2][0]


class _Failing:
    """A file of timelines that cannot be replayed."""

    def tickets(self):
        return ["T1", "T2"]

    def timelines(self, tickets):
        raise TimelineError("not_created_first", ticket="T1")


@pytest.mark.parametrize("processes", [1, 2])
def test_what_goes_wrong_in_a_process_is_told(monkeypatch, processes):
    monkeypatch.setattr(parts, "_TICKETS_A_PART", 1)
    task = Log(ConfigurationHistory([]), 0)
    with (
        pytest.raises(TimelineError, match="nothing before its `created`"),
        simulated(task, _Failing(), to_files=True, processes=processes),
    ):
        pass


def test_the_log_goes_to_standard_output_and_the_sums_beside_it(small):
    answer = small(CREATED, REPLIED, more=["--out", "-"])
    assert answer.code == 0
    assert answer.out.splitlines()[1].startswith(
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
    assert answer.err.splitlines()[0] == (
        "no ticket was created by then: the first came at 2026-03-02T08:00:00Z"
    )


def test_no_events_make_no_rows(small):
    answer = small(more=["--out", "-"])
    assert answer.code == 0
    assert answer.out.count("\n") == 1
    assert answer.err.splitlines()[0] == "log.jsonl holds no events"


@pytest.mark.parametrize(
    ("more", "said"),
    [
        (
            ["--config", "-", "--events", "-"],
            "--config and --events: standard input can be read once",
        ),
        (["--out", "log.jsonl"], "--out log.jsonl: --events reads this file, give another"),
        (["--out", "./sla.yml"], "--out ./sla.yml: --config reads this file, give another"),
    ],
)
def test_a_file_serves_one_option(small, more, said):
    answer = small(CREATED, more=more)
    assert (answer.code, answer.err, answer.out) == (2, f"{said}\n", "")
    assert json.loads(Path("log.jsonl").read_text(encoding="utf-8")) == CREATED


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


def test_a_log_that_was_there_stays_when_the_new_one_fails(small):
    Path("out.csv").write_text("old", encoding="utf-8")
    answer = small(CREATED, {"ticket": "T1"}, more=["--out", "out.csv"])
    assert answer.code == 2
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
    assert answer.err.startswith(
        "bad.yml:4:15: levels.Standard.targets.first_reply: 4d is no duration: "
    )


# --- compared with another configuration --------------------------------------------------------

HALF_AN_HOUR = f"{SMALLEST}default_level: Standard\n".replace("4h", "30m")
PLURAL = [
    {**event, "ticket": f"T{number:02}"} for number in range(30) for event in (CREATED, REPLIED)
]


@pytest.fixture
def compared(small):
    """Simulates a few events under one level of four hours, and of half an hour."""

    def compare(*events, more=(), other=HALF_AN_HOUR):
        Path("other.yml").write_text(other, encoding="utf-8")
        return small(*events, more=["--compare", "other.yml", *more])

    return compare


def test_what_another_configuration_changes_is_read_from_the_top(compared):
    answer = compared(CREATED, REPLIED)
    assert answer.code == 0
    lines = [" ".join(line.split()) for line in answer.out.splitlines()]
    assert "Standard first_reply 1 → 0 0 → 1 0 0 100.0 → 0.0" in lines
    assert lines[4:6] == ["1 clock flips:", "1 met → missed"]
    assert lines[-2:] == [
        "T1 first_reply 1 Standard met → missed 4 h → 30 min 1 h - → 2026-03-02 08:30:00",
        "Times in UTC.",
    ]
    assert answer.err.splitlines() == [
        "before: met 1 + missed 0 + cancelled 0 + open 0 = 1 in all",
        "after: met 0 + missed 1 + cancelled 0 + open 0 = 1 in all, judged at 2026-03-02T09:00:00Z",
    ]


def test_times_are_shown_in_the_zone_of_the_reports(compared, small):
    config = Path("sla.yml")
    config.write_text(config.read_text(encoding="utf-8") + "report_time_zone: Asia/Tokyo\n")
    answer = compared(CREATED, REPLIED)
    assert "- → 2026-03-02 17:30:00" in answer.out
    assert "Times in Asia/Tokyo." in answer.out


def test_a_table_shows_some_flips_and_says_where_the_others_are(compared):
    answer = compared(*PLURAL)
    assert sum("met → missed" in line for line in answer.out.splitlines()) == 1 + SHOWN
    assert answer.out.splitlines()[-1] == "Times in UTC. And 10 more: --out FILE takes all."


def test_a_table_shows_some_of_every_kind(compared):
    late = {**CREATED, "ticket": "T99", "at": "2026-03-02T08:50:00Z"}
    other = HALF_AN_HOUR.replace("first_reply", "resolution")
    lines = compared(*PLURAL, late, other=other).out.splitlines()
    kinds = {"met → not promised": 30, "not promised → missed": 30}
    kinds |= {"not promised → open": 1, "open → not promised": 1, "met → missed": 0}
    for kind, count in kinds.items():
        shown = [line for line in lines if f"  {kind}  " in f"{line}  "]
        assert len(shown) == (1 + min(count, SHOWN // 4) if count else 0)
    assert lines[-1].startswith("Times in UTC. And 50 more: ")


def test_out_takes_all_flips(compared):
    answer = compared(*PLURAL, more=["--out", "flips.csv"])
    assert answer.out.splitlines()[-1] == "Times in UTC. And 10 more: all in flips.csv."
    with Path("flips.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["ticket"] for row in rows] == [f"T{number:02}" for number in range(30)]
    assert rows[0] == {
        "ticket": "T00",
        "metric": "first_reply",
        "cycle": "1",
        "started_at": "2026-03-02T08:00:00Z",
        "level_before": "Standard",
        "level_after": "Standard",
        "state_before": "met",
        "state_after": "missed",
        "target_seconds_before": "14400",
        "target_seconds_after": "1800",
        "elapsed_seconds_before": "3600",
        "elapsed_seconds_after": "3600",
        "breached_at_before": "",
        "breached_at_after": "2026-03-02T08:30:00Z",
    }


def test_csv_on_standard_output_is_all_flips_or_the_totals_when_out_takes_them(compared):
    flips = list(csv.DictReader(compared(*PLURAL, more=["--format", "csv"]).out.splitlines()))
    assert len(flips) == 30
    answer = compared(*PLURAL, more=["--format", "csv", "--out", "flips.csv"])
    (totals,) = csv.DictReader(answer.out.splitlines())
    assert totals.pop("level") == "Standard"
    assert totals.pop("metric") == "first_reply"
    assert list(totals.items()) == [
        *[("met_before", "30"), ("met_after", "0")],
        *[("missed_before", "0"), ("missed_after", "30")],
        *[("cancelled_before", "0"), ("cancelled_after", "0")],
        *[("open_before", "0"), ("open_after", "0")],
        *[("compliance_pct_before", "100.0"), ("compliance_pct_after", "0.0")],
    ]


def test_flips_on_standard_output_leave_the_rest_to_standard_error(compared):
    answer = compared(*PLURAL, more=["--out", "-"])
    assert len(answer.out.splitlines()) == 31
    assert "30 clocks flip:" in answer.err


def test_json_is_one_object_with_everything(compared):
    found = json.loads(compared(*PLURAL, more=["--format", "json"]).out)
    assert found["judged_at"] == "2026-03-02T09:00:00Z"
    assert found["kinds"] == [{"before": "met", "after": "missed", "clocks": 30}]
    assert [total["missed_after"] for total in found["totals"]] == [30]
    assert [flip["ticket"] for flip in found["flips"]] == [f"T{number:02}" for number in range(30)]


def test_json_leaves_out_the_flips_that_out_takes(compared):
    answer = compared(*PLURAL, more=["--format", "json", "--out", "flips.csv"])
    assert list(json.loads(answer.out)) == ["judged_at", "totals", "kinds"]


@pytest.mark.parametrize("fmt", ["json", "csv", "table"])
def test_nothing_flips_between_a_configuration_and_itself(compared, fmt):
    same = f"{SMALLEST}default_level: Standard\n"
    answer = compared(CREATED, REPLIED, other=same, more=["--format", fmt])
    assert answer.code == 0
    if fmt == "table":
        assert answer.out.splitlines()[-1] == "No clock flips."
    elif fmt == "csv":
        assert answer.out.count("\n") == 1
    else:
        assert json.loads(answer.out)["flips"] == []


def test_a_level_that_promises_less_no_longer_counts_its_clocks(compared):
    other = HALF_AN_HOUR.replace("first_reply", "resolution")
    found = json.loads(compared(CREATED, REPLIED, other=other, more=["--format", "json"]).out)
    assert found["kinds"] == [
        {"before": "met", "after": "not promised", "clocks": 1},
        {"before": "not promised", "after": "missed", "clocks": 1},
    ]
    assert [row["metric"] for row in found["totals"]] == ["first_reply", "resolution"]


def test_a_wrong_other_configuration_is_told_by_file_line_and_key(compared):
    answer = compared(CREATED, other=SMALLEST.replace("4h", "4d"), more=["--out", "flips.csv"])
    assert answer.code == 2
    assert answer.err.startswith(
        "other.yml:4:15: levels.Standard.targets.first_reply: 4d is no duration: "
    )
    assert not Path("flips.csv").exists()


def test_the_real_log_is_compared_the_same_however_many_processes_do_it(punctual, monkeypatch):
    text = Path(CONFIG).read_text(encoding="utf-8")
    Path("other.yml").write_text(text.replace("first_reply: 4h", "first_reply: 2h"))
    answers = []
    for cores in (1, 3):
        monkeypatch.setattr(parts, "cores", lambda count=cores: count)
        monkeypatch.setattr(parts, "_TICKETS_A_PART", 50)
        options = ["--config", CONFIG, "--compare", "other.yml", "--events", LOG]
        answers.append([punctual("simulate", *options, "--format", fmt) for fmt in ("json", "csv")])
    assert answers[0] == answers[1]
    found = json.loads(answers[0][0].out)
    assert found["kinds"] == [{"before": "met", "after": "missed", "clocks": 44}]
    assert len(found["flips"]) == answers[0][1].out.count("\n") - 1 == 44


def test_the_flips_are_what_the_two_logs_say(punctual):
    text = Path(CONFIG).read_text(encoding="utf-8")
    Path("other.yml").write_text(text.replace("8h", "2h").replace("low: 80h", "low: 20h"))
    logs = []
    for config in (CONFIG, "other.yml"):
        out = punctual("simulate", "--config", config, "--events", LOG, "--out", "-").out
        logs.append(
            {
                (row["ticket"], row["metric"], row["cycle"]): row["state"]
                for row in csv.DictReader(out.splitlines())
            }
        )
    before, after = logs
    turned = {key for key in before | after if before.get(key) != after.get(key)}
    options = ["--config", CONFIG, "--compare", "other.yml", "--events", LOG]
    out = punctual("simulate", *options, "--format", "csv").out
    flips = list(csv.DictReader(out.splitlines()))
    assert {(row["ticket"], row["metric"], row["cycle"]) for row in flips} == turned
    assert len(flips) == len(turned) > 0
