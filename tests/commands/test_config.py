"""`punctual config check|export|diff|apply`."""

import io
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from bot.store import audit, channels, configuration, jobs, people, user_groups, workspaces
from bot.store.channels import Channel
from bot.store.jobs import JobRun
from bot.store.user_groups import UserGroup
from bot.store.workspaces import Workspace
from tests.commands.conftest import PROMISES
from tests.config.files import SMALLEST, read_text
from tests.team import EMAILS
from tests.usecases.conftest import person


def save(text, name="sla.yml"):
    Path(name).write_text(text, encoding="utf-8")
    return name


def test_check_counts_what_is_in_a_file_that_is_right(punctual):
    answer = punctual("config", "check", save(SMALLEST))
    assert (answer.code, answer.err) == (0, "")
    assert answer.out == (
        "sla.yml: 0 calendars, 1 level, 0 rules, 0 departments, 0 customers, "
        "0 customer groups, nothing wrong\n"
    )


def test_check_tells_warnings_and_goes_on(punctual):
    rule = "rules:\n  - name: R\n    then: {department: Sales}\n"
    answer = punctual("config", "check", save(SMALLEST + rule))
    assert answer.code == 0
    assert answer.err == (
        "sla.yml:7:12: rules.R.then.department: department Sales is not declared in this file: "
        "taken as plain text (a warning)\n"
    )
    assert answer.out.endswith("0 customer groups, 1 warning\n")


def test_check_tells_all_that_is_wrong_with_exit_2(punctual):
    answer = punctual("config", "check", save(SMALLEST.replace("targets", "tragets")))
    assert answer.code == 2
    assert answer.err == (
        "sla.yml:3:3: levels.Standard: `targets` is missing: add it\n"
        "sla.yml:4:5: levels.Standard.tragets: there is no such key: did you mean targets?\n"
    )


def test_a_command_that_needs_a_right_file_tells_all_that_is_wrong(punctual):
    wrong = save(SMALLEST.replace("targets", "tragets"))
    answer = punctual("simulate", "--config", wrong, "--events", "none.jsonl")
    assert answer.code == 2
    assert answer.err == punctual("config", "check", wrong).err


def test_a_file_may_come_by_standard_input(punctual, monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.StringIO("version: 2"))
    answer = punctual("config", "check", "-")
    assert answer.err == "standard input:1:1: version: is 2: this program reads version 1\n"


def test_export_writes_what_is_in_force(help_desk):
    answer = help_desk("config", "export")
    assert answer.code == 0
    assert read_text(answer.out).configuration == read_text(PROMISES).configuration
    assert help_desk("config", "export", "out.yml").code == 0
    assert Path("out.yml").read_text(encoding="utf-8") == answer.out


def test_diff_of_an_export_says_that_nothing_changes(help_desk):
    help_desk("config", "export", "out.yml")
    assert help_desk("config", "diff", "out.yml").out == "nothing to change\n"


def changed(help_desk):
    text = help_desk("config", "export").out
    return save(text.replace("first_reply: 1h", "first_reply: 2h"))


CHANGE = "~ level Standard: targets.first_reply 1h → 2h\n"
NOTHING_RUNS = "no running clock is under what changes\n"


def test_apply_without_yes_shows_the_preview_changes_nothing_and_exits_1(help_desk):
    file = changed(help_desk)
    answer = help_desk("config", "apply", file)
    assert (answer.code, answer.out) == (1, CHANGE + NOTHING_RUNS)
    assert answer.err == "nothing was changed: add --yes to do it\n"
    assert help_desk("config", "diff", file).out == CHANGE + NOTHING_RUNS


@pytest.mark.parametrize("move", [False, True])
def test_apply_with_yes_changes_only_what_differs_and_is_audited(help_desk, db, move):
    file = changed(help_desk)
    answer = help_desk("config", "apply", file, "--yes", *(["--move-running"] if move else []))
    assert (answer.code, answer.out) == (0, CHANGE + NOTHING_RUNS)
    assert help_desk("config", "diff", file).out == "nothing to change\n"
    with db.reading() as connection:
        newest = configuration.history(connection, "T1")[-1]
        counts, entry = audit.listing(connection, "T1", limit=2)
    assert (newest.kind, newest.name, newest.moves_running) == ("level", "Standard", move)
    assert newest.changed_by == entry.actor
    assert entry.actor.endswith(" at the command line")
    assert entry.before["targets"]["first_reply"] == "1h"
    assert (counts.subject, counts.after["moves_running"]) == ("clocks", move)


def test_apply_of_nothing_new_is_done(help_desk):
    help_desk("config", "export", "out.yml")
    answer = help_desk("config", "apply", "out.yml")
    assert (answer.code, answer.out) == (0, "nothing to change\n")


def test_a_wrong_file_changes_nothing(help_desk):
    before = help_desk("config", "export").out
    answer = help_desk("config", "apply", save("version: 2"), "--yes")
    assert answer.code == 2
    assert help_desk("config", "export").out == before


def test_a_database_without_a_workspace_is_told(punctual, database, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", database.url)
    answer = punctual("config", "export")
    assert answer.code == 2
    assert answer.err == (
        "no workspace is known to this database: run `punctual serve` once, or set DATABASE_URL\n"
    )


def test_an_unknown_workspace_is_told_with_those_there_are(help_desk):
    answer = help_desk("config", "export", "--workspace", "T9")
    assert (answer.code, answer.err) == (2, "--workspace T9: there is only T1\n")
    assert help_desk("config", "export", "--workspace", "T1").code == 0


def test_of_several_workspaces_one_is_asked_for(help_desk, db, clock):
    with db.writing() as connection:
        other = Workspace("T2", "Other", "other", "UBOT", "BBOT", clock.now())
        workspaces.save(connection, other)
    answer = help_desk("config", "export")
    assert answer.code == 2
    assert answer.err == "there are several workspaces: add --workspace, one of T1, T2\n"


def test_a_database_that_is_none_is_told(punctual, monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://localhost")
    answer = punctual("config", "export")
    assert answer.code == 2
    assert answer.err.startswith("not the address of a database: write ")


NAMED = """\
version: 1
admins: [ada@example.com]
departments:
  Support:
    intake_channels: ["#support"]
    leads:
      - {lead}
    agents: ["@desk", UANA, nobody@example.com]
levels:
  Standard:
    targets: {{first_reply: 1h}}
    alerts:
      - {{at: breach, to: [channel, leads, lea@example.com, "#support"]}}
default_level: Standard
"""


@pytest.fixture
def staffed(help_desk, db, clock):
    """The help desk with people, a group and a channel that Slack told of."""
    with db.writing() as connection:
        for id_, address in (*EMAILS.items(), ("ULEA2", "lea2@example.com")):
            known = person(id_, address, clock.now())
            people.save(connection, "T1", replace(known, real_name=f"{known.real_name}\x07 #1"))
        people.save(
            connection,
            "T1",
            replace(
                person("ULEA3", "x@example.com", clock.now()),
                real_name="Lea",
                name="lea3",
                is_guest=True,
            ),
        )
        known = UserGroup("SDESK", "desk", "Desk", ("UBOB",), False, clock.now())
        user_groups.save(connection, "T1", known)
        channels.save(connection, "T1", Channel("C1", "support", False, True, False, clock.now()))
    return help_desk


def test_check_refuses_a_display_name_with_its_line_and_what_to_write(punctual):
    answer = punctual("config", "check", save(NAMED.format(lead="Lea")))
    assert answer.code == 2
    assert answer.err == (
        "sla.yml:7:9: departments.Support.leads[1]: Lea is a display name, which anybody may take: "
        "write an e-mail address or a Slack id (U…), or a user group's id (S…) or @handle\n"
    )


@pytest.mark.parametrize("command", [("diff",), ("apply",), ("apply", "--yes")])
def test_diff_and_apply_say_whom_a_display_name_means(staffed, command):
    before = staffed("config", "export").out
    verb, *options = command
    answer = staffed("config", verb, save(NAMED.format(lead='"@lea"')), *options)
    assert answer.code == 2
    assert answer.err.endswith(
        "sla.yml:7:9: departments.Support.leads[1]: @lea is a display name, which anybody may "
        "take: write lea@example.com or ULEA\n"
    )
    assert staffed("config", "export").out == before


@pytest.mark.parametrize("command", [("diff",), ("apply", "--yes")])
def test_diff_and_apply_tell_all_that_is_wrong_at_once(staffed, command):
    text = NAMED.format(lead='"@lea"').replace("default_level: Standard", "default_level: Gold")
    verb, *options = command
    answer = staffed("config", verb, save(text.replace("admins:", "admins: [Bob]\n#")), *options)
    assert answer.code == 2
    told = answer.err.splitlines()
    assert len(told) == 3
    for part in ("write lea@example.com or ULEA", "write bob@example.com or UBOB", "default_level"):
        assert any(part in line for line in told), part


def test_check_says_which_handles_only_slack_can_judge(staffed):
    file = save(NAMED.format(lead='"@lea"'))
    answer = staffed("config", "check", file)
    assert answer.code == 0
    assert answer.err.splitlines()[-1] == (
        "sla.yml: not looked up here, as only Slack knows: @desk, @lea, UANA may be handles or "
        "ids, or display names, which `punctual config diff` refuses"
    )
    assert staffed("config", "diff", file).code == 2


def test_check_says_in_one_line_which_departments_have_no_channels(punctual):
    many = "".join(f"  D{number}: {{leads: [U0LEA]}}\n" for number in range(120))
    answer = punctual("config", "check", save(f"{SMALLEST}departments:\n{many}"))
    assert answer.err == (
        "sla.yml:5:1: departments: neither intake_channels nor alert_channel for D0, D1, D2, D3, "
        "D4 and 115 more: requests come by form, shortcut and direct message alone, tickets have "
        "no card, and alerts go to the first lead, else to the first manager, else to nobody\n"
    )
    assert answer.out.endswith("nothing wrong\n")


def test_what_is_applied_is_exported_by_id_with_names_and_changes_nothing_again(staffed):
    file = save(NAMED.format(lead="Lea@Example.com"))
    assert staffed("config", "apply", file, "--yes").code == 0
    exported = staffed("config", "export").out
    lines = [" ".join(line.split()) for line in exported.splitlines()]
    for line in ("- ULEA # Lea #1", "- SDESK # @desk", "- UANA # Ana #1", "- C1 #support"):
        assert line in lines
    assert "- nobody@example.com" in exported
    assert "ada@example.com" not in exported
    for again in (file, save(exported, "export.yml")):
        assert staffed("config", "diff", again).out == "nothing to change\n"
        assert staffed("config", "check", again).code == 0


@pytest.mark.parametrize("command", [("diff",), ("apply", "--yes")])
def test_diff_and_apply_say_what_waits_and_how_to_help_it(staffed, command):
    roster = "departments:\n  Support: {alert_channel: '#nowhere', agents: [no@one.example]}\n"
    verb, *options = command
    answer = staffed("config", verb, save(SMALLEST + roster), *options)
    assert answer.code == 0
    assert "no@one.example waits and grants nothing" in answer.err
    assert "#nowhere waits: I see no channel of this name" in answer.err


@pytest.mark.parametrize("command", [("diff",), ("apply", "--yes")])
def test_diff_and_apply_say_which_ids_stand_for_nobody(staffed, db, clock, command):
    with db.writing() as connection:
        jobs.record(connection, JobRun("whole directory:T1", clock.now(), None))
    roster = "departments:\n  Support: {alert_channel: C0NO, leads: [U0NO], agents: [S0NO]}\n"
    verb, *options = command
    answer = staffed("config", verb, save(SMALLEST + roster), *options)
    assert answer.code == 0
    for line in (
        "departments.Support.alert_channel: C0NO stands for nothing: I see no channel of this id.",
        "departments.Support.leads: U0NO stands for nobody: I know no member of this id.",
        "departments.Support.agents: S0NO stands for nobody: I see no active user group of this id",
    ):
        assert line in answer.err


def test_one_channel_by_its_name_and_its_id_is_of_one_department_only(staffed):
    text = (
        "version: 1\ndepartments:\n  A: {intake_channels: [support]}\n  B:\n    intake_channels:\n"
    )
    answer = staffed("config", "diff", save(text + "      - C1\n"))
    assert answer.err.endswith(
        "sla.yml:6:9: departments.B.intake_channels[1]: C1 is an intake channel of A already: "
        "leave it to one of them\n"
    )


def test_people_are_plain_text_where_a_past_is_simulated(punctual):
    text = SMALLEST + "rules:\n  - {name: R, if: [{assignee: {is: ana}}], then: {add_tags: [a]}}\n"
    assert punctual("config", "check", save(text)).code == 2
    Path("past.jsonl").write_text(
        '{"ticket": "T1", "at": "2026-03-02T08:55:00Z", "type": "created"}\n'
    )
    assert punctual("simulate", "--config", save(text), "--events", "past.jsonl").code == 0
