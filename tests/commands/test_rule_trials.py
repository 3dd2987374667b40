"""`punctual rule test`: what Slack says of it, for the terminal and for programs."""

import csv
import json

RULES = """
version: 1
calendars: {office: {time_zone: UTC, hours: {mon-fri: ["09:00-12:00", "13:00-17:00"]}}}
levels: {Standard: {targets: {first_reply: 1h}}, Urgent SLA: {targets: {first_reply: 30m}}}
default_level: Standard
departments: {Support: {intake_channels: ["#support"]}}
rules:
  - name: Tag URGENT
    if: [{tags: {contains: URGENT}}]
    then: {level: Urgent SLA, stop: true}
  - {name: All, then: {priority: high}}
"""


def configured(help_desk, tmp_path):
    path = tmp_path / "rules.yml"
    path.write_text(RULES, encoding="utf-8")
    assert help_desk("config", "apply", str(path), "--yes").code == 0


def test_each_rule_is_told_with_its_conditions(help_desk, tmp_path):
    configured(help_desk, tmp_path)
    answer = help_desk("rule", "test", "#1")
    assert answer.code == 0
    lines = [line.strip() for line in answer.out.splitlines()]
    assert lines[0].startswith("The rules on #1. As the ticket stands now")
    assert "1. Tag URGENT: does not match" in lines
    assert "• no: the tags contain URGENT (here: vip)" in lines
    assert "2. All: matches" in lines
    assert "Level: stays Standard" in lines


def test_programs_get_a_row_for_each_condition(help_desk, tmp_path):
    configured(help_desk, tmp_path)
    rows = json.loads(help_desk("rule", "test", "1", "--format", "json").out)
    assert [(row["rule"], row["outcome"], row["holds"]) for row in rows] == [
        ("Tag URGENT", "fails", False),
        ("All", "matches", None),
    ]
    lines = help_desk("rule", "test", "1", "--format", "csv").out.splitlines()
    assert next(csv.DictReader(lines))["condition"] == "the tags contain URGENT"


def test_no_rules_are_told_as_such(help_desk):
    answer = help_desk("rule", "test", "1")
    assert (answer.code, "no rules" in answer.out) == (0, True)


def test_what_is_no_ticket_is_told_in_a_line(help_desk):
    for given in ("soon", "99"):
        answer = help_desk("rule", "test", given)
        assert answer.code == 2
        assert len(answer.err.splitlines()) == 1
