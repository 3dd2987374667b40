"""Day one: threads that wait for an agent's word become tickets, their clocks starting now."""

import json
from datetime import timedelta

import pytest

from bot.cli import run
from bot.demo.team import secrets
from bot.slack.hear.reader.old_threads import old_threads
from bot.usecases.intake.adoption import adopt, waits

SUPPORT = "C0SUPPORT"
HOUR = timedelta(hours=1)
"""How often the bot looks up while nothing happens."""


@pytest.fixture
def old(house):
    """A channel with a day of talk that nobody heard, by what it is about."""
    ana, carla, noah = (house.member(name) for name in ("ana", "carla", "noah"))
    house.slack.post("remove", channel=SUPPORT, user=house.bot_id)
    said = {"printer": carla.says(SUPPORT, "My printer burns")}
    said["answered"] = noah.says(SUPPORT, "How do I log in?")
    ana.says(SUPPORT, "With your card", thread_ts=said["answered"])
    said["asked again"] = noah.says(SUPPORT, "Where is my invoice?")
    ana.says(SUPPORT, "In the portal", thread_ts=said["asked again"])
    carla.says(SUPPORT, "I do not find it either", thread_ts=said["asked again"])
    said["ours"] = ana.says(SUPPORT, "Lunch?")
    said["wave"] = carla.says(SUPPORT, ":wave:")
    house.slack.post("invite", channel=SUPPORT, user=house.bot_id, by="U0ANA")
    house.move(HOUR, hours=20)
    assert house.ticket(1) is None
    return said


def found(house):
    since = house.now - timedelta(days=2)
    threads = list(old_threads(house.program, house.office.slack, SUPPORT, since))
    with house.program.look() as work:
        support = work.configuration.department("Support")
        return support, [each for each in reversed(threads) if waits(work, support, each)]


def test_threads_without_an_agents_last_word_are_found(house, old):
    _, threads = found(house)
    assert [each.first.ts for each in threads] == [old["printer"], old["asked again"]]


def test_those_adopted_run_from_now_on_and_none_is_adopted_twice(house, old):
    support, threads = found(house)
    with house.program.work() as work:
        assert [each.ticket for each in adopt(work, support, threads, "somebody")] == [1, 2]
    assert house.now - house.ticket(1).created_at < timedelta(minutes=2)
    assert house.ticket(1).requester == "U0CARLA"
    assert "#1" in house.thread(SUPPORT, old["printer"], as_="carla")[-1]
    house.member("ana").says(SUPPORT, "On my way", thread_ts=old["printer"])
    assert house.timeline(1)[-1] == "agent_reply"
    assert found(house)[1] == []


@pytest.fixture
def punctual(house, monkeypatch, tmp_path, capsys):
    """Runs a command beside the house, on its database and its Slack."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("SLACK_BOT_TOKEN", secrets().bot_token)
    monkeypatch.setenv("SLACK_API_URL", house.deps.base_url)
    monkeypatch.setenv("DATABASE_URL", house.program.database.url)

    def command(*arguments):
        house.settle()
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return code, said.out, said.err

    return command


def test_the_command_lists_first_and_opens_those_that_are_chosen(house, old, punctual):
    asked = ("adopt", "--channel", "#support", "--since", "2026-03-01")
    code, out, err = punctual(*asked, "--format", "json")
    rows = json.loads(out)
    assert [each["subject"] for each in rows] == ["My printer burns", "Where is my invoice?"]
    assert [each["ticket"] for each in rows] == [None, None]
    assert (code, "nothing was opened: add --yes to open 2" in err) == (1, True)
    code, out, _ = punctual(*asked, "--format", "csv", "--only", old["asked again"])
    assert (code, out.splitlines()[1].endswith(",1")) == (0, True)
    assert house.ticket(1).subject == "Where is my invoice?"
    code, out, _ = punctual(*asked, "--yes")
    assert (code, "My printer burns" in out) == (0, True)
    assert punctual(*asked)[0] == 0


@pytest.mark.parametrize(
    ("more", "line"),
    [
        (("--channel", "#lounge"), "--channel #lounge: requests come in there for no department: "),
        (("--channel", SUPPORT, "--since", "soon"), "--since soon: give a date such as 2026-03-02"),
        (
            ("--channel", SUPPORT, "--since", "2026-03-01", "--only", "1.1"),
            "--only 1.1: no thread with this ts waits; see the list",
        ),
    ],
    ids=["channel", "date", "ts"],
)
def test_what_is_wrong_is_told_in_a_line_with_exit_2(house, punctual, more, line):
    code, out, err = punctual("adopt", "--since", "2026-03-01", *more)
    assert (code, out, err.startswith(line), err.count("\n")) == (2, "", True, 1)
