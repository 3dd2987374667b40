"""Defects of others at the desk: what people write, what they are shown, what is said when."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest

from bot.config.document import read
from bot.slack.act.commands_in_text import is_command
from bot.slack.draw.blocks import actions as ids
from bot.store import clocks, outbox, ticket_lists, tickets
from bot.usecases import tickets as doing
from bot.usecases.intake.channel_messages import message_posted
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.reports import explanations
from bot.usecases.sweep.sweep import sweep
from bot.views.messages import Message
from tests.defects.naming import defect
from tests.slack.fakes import text_of
from tests.slack.test_reader import Memory, Port, Reader, caught_up, doubt, later
from tests.slack.test_reader import shown as remembered
from tests.usecases.conftest import CONFIG

pytestmark = pytest.mark.sqlite_only


def alarms_of(team):
    return [key.removeprefix("alarm:") for key in team.keys("alarm:")]


def states(bot, number=1):
    """The clocks of a ticket as they are kept: ``{"first_reply 1": "running"}``."""
    with bot.program.look() as work:
        rows = clocks.of(work.connection, "T1", number)
    return {f"{row.metric} {row.cycle}": row.state for row in rows}


# --- who wrote it, and where -----------------------------------------------------------------


@defect(9, "zammad 1322")
def test_whatever_the_requester_writes_in_the_conversation_starts_the_clock(bot):
    thread = bot.writes("UCARLA", "Printer")
    bot.writes("UANA", "Which one?", thread_ts=thread)
    with bot.program.work() as work:
        doing.pending(work, 1, "UANA", bot.clock.now())
    bot.writes("UCARLA", "", thread_ts=thread, subtype="file_share", files=[{"name": "it.png"}])
    assert bot.timeline()[-1] == "requester_message"
    assert bot.ticket().status == "open"
    assert states(bot)["next_reply 1"] == "running"


@defect(9, "zammad 1620, 3642")
def test_only_what_the_requester_can_read_is_a_reply(bot):
    bot.writes("UCARLA", "Printer")
    with bot.program.work() as work:
        doing.note(work, 1, "UANA", "She called twice", bot.clock.now())
    assert states(bot)["first_reply 1"] == "running"
    with bot.program.work() as work:
        doing.reply(work, 1, "UANA", "On my way", bot.clock.now())
    assert states(bot)["first_reply 1"] == "met"
    said = {row.lane: row.payload["text"] for row in bot.outgoing("event:")}
    assert "She called twice" in said["CSLA"]
    assert said["CSUPPORT"] == "On my way"


@defect(12, "chatwoot PR 13181")
@pytest.mark.parametrize(
    "robot",
    [
        pytest.param({"user": "UANA", "bot_id": "B9"}, id="an app in an agent's name"),
        pytest.param({"user": "UBOT"}, id="ourselves"),
        pytest.param({"user": "USLACKBOT"}, id="Slackbot"),
        pytest.param({"user": "UANA", "bot_id": "B9", "subtype": "bot_message"}, id="a workflow"),
    ],
)
def test_what_a_program_writes_is_no_reply(bot, robot):
    thread = bot.writes("UCARLA", "Printer")
    bot.writes(robot.pop("user"), "We have received your request", thread_ts=thread, **robot)
    assert "agent_reply" not in bot.timeline()
    assert states(bot) == {"first_reply 1": "running", "resolution 1": "running"}
    bot.writes("UANA", "I am a human", thread_ts=thread)
    assert states(bot)["first_reply 1"] == "met"


@defect(34, "nephthys")
def test_a_title_pings_nobody_wherever_it_is_shown(bot):
    evil = "<!channel> &lt;!here&gt; <@UANA> <!subteam^S1|ops> #URGENT"
    thread = bot.writes("UCARLA", evil)
    with bot.program.work() as work:
        doing.note(work, 1, "UANA", "<!everyone>", bot.clock.now())
        doing.reply(work, 1, "UANA", "<!channel> done", bot.clock.now())
    bot.writes("UCARLA", evil, thread_ts=thread)
    bot.clock.move(days=1)
    sweep(bot.program)
    rows = bot.outgoing("")
    kinds = {row.key.partition(":")[0] for row in rows}
    assert kinds == {"card", "confirmation", "event", "alarm", "heard"}
    for row in rows:
        shown = text_of(row.payload)
        assert not {"<!channel", "<!here", "<!everyone", "<!subteam", "<@UANA"} & {
            word.partition(">")[0].partition("^")[0] for word in shown.split()
        }
        assert "<!channel>" not in json.dumps(row.payload)


@defect(34, "nephthys")
@pytest.mark.parametrize("words", ["show 1", "list", "next"])
def test_a_title_pings_nobody_in_what_one_person_is_shown(bot, words):
    bot.writes("UCARLA", "&lt;!channel&gt; burns")  # as Slack sends what was typed
    bot.command("UANA", "/ticket", words)
    assert "&lt;!channel&gt; burns" in bot.answered()
    assert "<!channel>" not in json.dumps(bot.answer())


# --- when and how often ----------------------------------------------------------------------


@defect(4, "zammad 4432, 2157")
def test_nobody_is_woken_at_midnight_or_on_a_weekend(bot):
    bot.clock.at = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)  # Friday 16:30 in Ljubljana
    bot.writes("UCARLA", "Printer #URGENT")  # 1 h on mon-fri 09:00-17:00
    while bot.clock.now() < datetime(2026, 3, 9, 8, 14, tzinfo=UTC):
        sweep(bot.program)
        assert bot.outgoing("alarm:") == []
        bot.clock.move(minutes=30)
    bot.clock.at = datetime(2026, 3, 9, 8, 15, tzinfo=UTC)  # Monday 09:15: 45 minutes used
    sweep(bot.program)
    assert [row.key for row in bot.outgoing("alarm:")] == ["alarm:1:first_reply:1:75%:1"]


@defect(17, "GLPI 1996, 2408")
def test_a_ticket_nobody_answers_for_a_week_is_told_once_a_point(team):
    team.writes("UCARLA", "Printer #URGENT")
    for _ in range(7 * 24 * 4):
        team.clock.move(minutes=15)
        sweep(team.program)
    assert alarms_of(team) == ["1:first_reply:1:75%:1", "1:first_reply:1:breach:1"]


@defect(38, "Zendesk")
def test_a_next_reply_is_announced_by_the_second(team):
    thread, _ = team.writes("UCARLA", "Printer #URGENT")
    team.writes("UANA", "Which one?", thread_ts=thread)
    team.clock.move(minutes=7, seconds=13)
    team.writes("UCARLA", "That one", thread_ts=thread)  # half an hour from now
    team.clock.move(minutes=30)
    sweep(team.program)
    assert alarms_of(team) == ["1:next_reply:1:75%:1"]
    team.clock.move(seconds=1)
    sweep(team.program)
    assert alarms_of(team)[1:] == ["1:next_reply:1:breach:1"]


@defect(22, "osTicket 5955, PR 5206")
def test_a_ticket_reopened_long_after_it_was_due_is_not_overdue_at_once(team):
    team.writes("UCARLA", "Printer")  # 40 h
    team.clock.move(hours=1)
    team.does(doing.resolve, 1, "UANA", text="New toner")
    team.clock.move(days=30)
    team.does(doing.reopen, 1, "UCARLA")
    sweep(team.program)
    assert alarms_of(team) == []
    team.clock.move(hours=28, minutes=59)
    sweep(team.program)
    assert alarms_of(team) == []
    team.clock.move(minutes=1)  # 30 of 40 h are used
    sweep(team.program)
    assert alarms_of(team) == ["1:resolution:1:75%:2"]


@defect(1, "zammad 3140")
def test_an_alarm_that_is_no_longer_true_is_not_sent(team):
    thread, _ = team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=45)
    sweep(team.program)
    assert alarms_of(team) == ["1:first_reply:1:75%:1"]
    team.writes("UANA", "Here", thread_ts=thread)
    assert alarms_of(team) == []
    team.clock.move(days=30)
    sweep(team.program)
    assert alarms_of(team) == []


@defect(39, "PostHog")
def test_a_ticket_has_one_thread_and_a_breach_is_hard_to_miss(team):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=45)
    sweep(team.program)
    team.clock.move(minutes=16)
    sweep(team.program)
    with team.program.work() as work:
        rows = [row for row in outbox.live(work.connection) if row.key.startswith("alarm:")]
    assert {(row.lane, row.thread_key) for row in rows} == {("CSLA", "card:1")}
    assert [(row.payload["is_breach"], row.payload["to_channel"]) for row in rows] == [
        (False, True),
        (True, True),
    ]
    assert [row.payload["mentions"] for row in rows] == [[], ["ULEA"]]


@defect(39, "PostHog")
def test_what_fell_due_together_is_one_message(team):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(days=3)
    assert sweep(team.program) == 1
    assert alarms_of(team) == ["1:first_reply:1:breach:1"]


# --- what is kept ----------------------------------------------------------------------------


@defect(33, "nephthys")
def test_nothing_is_said_of_a_ticket_that_was_not_kept(team):
    at = team.clock.now()
    woken = len(team.wakes)

    def dies_before_the_commit():
        with team.program.work() as work:
            view = message_posted(work, Message("CSUPPORT", "1.1", None, "UCARLA", "Printer", at))
            assert view.number == 1
            assert len(list(outbox.live(work.connection))) >= 2
            raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        dies_before_the_commit()
    with team.program.look() as work:
        assert tickets.get(work.connection, "T1", 1) is None
    assert len(team.wakes) == woken
    assert team.keys() == []


@defect(33, "nephthys")
def test_slack_is_not_called_while_a_ticket_is_written(bot):
    bot.writes("UCARLA", "Printer #URGENT")
    bot.clicks("UANA", ids.CLAIM, "1")
    assert [name for name, _ in bot.slack.calls if name.startswith("chat.post")] == []
    assert {row.key for row in bot.outgoing("c")} >= {"card:1", "confirmation:1"}


@defect(36, "bolt-python 1529")
def test_what_was_written_while_the_socket_was_silent_counts_from_then(bot):
    memory = Memory()
    reader = Reader(bot.program, Port(memory), is_command, lambda: None)
    doubt(bot.program, "started")
    reader.run_once()
    root = bot.writes("UCARLA", "Printer")
    newer = remembered(later(bot, minutes=2), "UANA")
    memory.channels["CSUPPORT"] = [remembered(root), newer]
    caught_up(bot, reader)
    reply = later(bot, minutes=3)
    asked = later(bot, minutes=5)
    memory.channels["CSUPPORT"] = [
        remembered(asked),
        remembered(root, latest_reply=reply),
    ]
    memory.threads[root] = [remembered(root), remembered(reply, "UANA", thread_ts=root)]
    later(bot, hours=3)
    caught_up(bot, reader)
    caught_up(bot, reader)
    with bot.program.look() as work:
        rows = {
            (number, row.metric): row
            for number in (1, 2)
            for row in clocks.of(work.connection, "T1", number)
        }
    answered, waiting = rows[1, "first_reply"], rows[2, "first_reply"]
    assert (answered.state, answered.elapsed_seconds) == ("met", 5 * 60)
    assert waiting.started_at - answered.started_at == timedelta(minutes=10)
    assert tickets_of(bot) == [1, 2]


def tickets_of(bot):
    with bot.program.look() as work:
        return sorted(each.number for each in ticket_lists.listing(work.connection, "T1").tickets)


# --- what is shown ---------------------------------------------------------------------------


@defect(10, "zammad 390")
def test_why_tells_a_person_every_span_and_the_sum(bot):
    bot.clock.at = datetime(2026, 3, 6, 15, 30, tzinfo=UTC)  # Friday 16:30 in Ljubljana
    bot.writes("UCARLA", "Printer #URGENT")
    bot.clock.at = datetime(2026, 3, 9, 8, 10, tzinfo=UTC)  # Monday 09:10
    bot.command("UANA", "/sla", "why 1")
    shown = bot.answered()
    for part in ("counted 30 min", "outside", "counted 10 min", "*Sum: 40 min of 1 h*"):
        assert part in shown
    with bot.program.look() as work:
        (found,) = explanations.explained(work, 1)
    assert found.counted_seconds == found.clock.elapsed_seconds == 40 * 60


@defect(19, "frappe PR 3297")
def test_a_person_is_told_how_late_it_is_in_business_time(bot):
    bot.clock.at = datetime(2026, 3, 6, 15, tzinfo=UTC)  # Friday 16:00 in Ljubljana, due at 17:00
    bot.writes("UCARLA", "Printer #URGENT")
    bot.clock.at = datetime(2026, 3, 9, 8, 20, tzinfo=UTC)  # Monday 09:20
    bot.command("UANA", "/ticket", "show 1")
    assert "overdue by 20 min of business time" in bot.answered()


@defect(40, "Zammad 3837, 3928")
def test_every_running_clock_is_shown_and_not_the_nearest_alone(bot):
    all_of_them = "first_reply: 4h, resolution: 40h, first_assign: 30m, periodic_update: 6h"
    promised = CONFIG.replace("first_reply: 4h, next_reply: 8h, resolution: 40h", all_of_them)
    with bot.program.work() as work:
        wanted = read(promised, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA")
    bot.clock.move(seconds=1)
    bot.writes("UCARLA", "Printer")
    card = text_of(bot.outgoing("card:1")[0].payload)
    bot.command("UANA", "/ticket", "show 1")
    for shown in (card, bot.answered()):
        for name in ("First assignment", "First reply", "Periodic update", "Resolution"):
            assert re.search(rf"\*{name}\*: [^*]+ of business time left, due \S", shown)


@defect(40, "Zammad 3837")
def test_a_target_is_shown_as_it_was_written(bot):
    with bot.program.work() as work:
        wanted = read(CONFIG.replace("next_reply: 8h", "next_reply: 120h"), "sla.yml", work.now_s)
        apply_configuration(work, wanted.configuration, "UADA")
    bot.command("UANA", "/sla", "levels")
    assert "then within 120 hours" in bot.answered()
