"""What Slack tells of messages later, of emoji and of direct messages: kept once, done once."""

import pytest

from bot.config.document import read
from bot.delivery.ports import Answer
from bot.slack.hear.arrival_rows import reaction_key, reaction_payload
from bot.store import channels, inbox
from bot.store.channels import Channel
from bot.usecases.promises.configuration import apply_configuration
from tests.slack.conftest import CONFIG
from tests.slack.fakes import TEAM
from tests.slack.test_messages import put

ONE = CONFIG[: CONFIG.index("  Billing:\n")] + CONFIG[CONFIG.index("customers:\n") :]
OLD = {"type": "message", "user": "UDAN", "text": "Why is the VPN slow?", "ts": "1700000000.000100"}


def changed(bot, ts, text, channel="CSUPPORT", **more):
    now = bot.ts()
    message = {"type": "message", "user": "UCARLA", "text": text, "ts": ts, **more}
    bot.event(
        {
            "type": "message",
            "subtype": "message_changed",
            "channel": channel,
            "message": {**message, "edited": {"user": "UCARLA", "ts": now}},
            "previous_message": {**message, "text": "before"},
            "ts": now,
            "event_ts": now,
        }
    )


def reacts(bot, emoji, ts, user="UANA", channel="CSUPPORT"):
    event = {
        "type": "reaction_added",
        "user": user,
        "reaction": emoji,
        "item": {"type": "message", "channel": channel, "ts": ts},
        "event_ts": bot.ts(),
    }
    bot.event(event)


@pytest.fixture
def lounge(bot):
    """A channel of no department, with a message nobody heard."""
    with bot.program.work() as work:
        room = Channel("CLOUNGE", "lounge", False, True, False, work.now)
        channels.save(work.connection, TEAM, room)
    bot.slack.answers["conversations.replies"] = Answer(ok=True, data={"messages": [OLD]})
    return bot


def configured(bot, promises):
    with bot.program.work() as work:
        apply_configuration(work, read(promises, "sla.yml", work.now_s).configuration, "UADA")


def test_each_edit_is_told_once_with_what_it_says_then(bot):
    ts = bot.writes("UCARLA", "Printer")
    for text in ("Printer 1", "Printer 2"):
        changed(bot, ts, text)
    told = [each.payload["text"] for each in bot.outgoing("correction:1")]
    assert ["Printer 1" in told[0], "Printer 2" in told[1], len(told)] == [True, True, 2]
    assert bot.texts_of() == ["Printer"]


def test_what_slack_adds_to_a_message_is_no_edit(bot):
    ts = bot.writes("UCARLA", "before")
    changed(bot, ts, "before")
    assert bot.outgoing("correction:") == []


def test_an_edit_that_comes_before_its_message_is_told_once_that_is_there(bot):
    ts = bot.ts()
    changed(bot, ts, "Printer")
    bot.writes("UCARLA", "Pinter", ts=ts)
    bot.clock.move(seconds=2)
    bot.worker.run_once()
    assert bot.ticket().subject == "Pinter"
    assert "Printer" in bot.outgoing("correction:1")[0].payload["text"]


def test_an_edit_of_a_note_is_told_to_nobody(bot):
    bot.writes("UCARLA", "Printer")
    root, now = bot.ts(), bot.clock.now()
    put(bot, "card:1", state="sent", sent_at=now, channel_id="CSLA", ts=root)
    note = bot.writes("UANA", "known problem", channel="CSLA", thread_ts=root)
    changed(bot, note, "unknown problem", channel="CSLA", user="UANA", thread_ts=root)
    assert bot.timeline()[-1] == "note"
    assert bot.outgoing("correction:") == []


def test_an_edit_of_what_is_no_ticket_means_nothing(bot):
    ts = bot.writes("UANA", "Lunch?")
    changed(bot, ts, "Dinner?", user="UANA")
    changed(bot, "1600000000.000100", "An old story")
    assert bot.worker.run_once() is None
    assert bot.ticket() is None


def test_a_deleted_message_stays_in_the_timeline(bot):
    ts = bot.writes("UCARLA", "Printer")
    before = {"type": "message", "user": "UCARLA", "text": "Printer", "ts": ts}
    now = bot.ts()
    bot.event(
        {
            "type": "message",
            "subtype": "message_deleted",
            "channel": "CSUPPORT",
            "previous_message": before,
            "deleted_ts": ts,
            "ts": now,
            "event_ts": now,
        }
    )
    assert "was deleted" in bot.outgoing("correction:1")[0].payload["text"]
    assert bot.texts_of() == ["Printer"]


def test_an_emoji_at_an_unheard_message_asks_slack_what_it_says(lounge):
    configured(lounge, ONE)
    reacts(lounge, "ticket", OLD["ts"], channel="CLOUNGE", user="UBOB")
    ticket = lounge.ticket()
    assert (ticket.subject, ticket.requester) == ("Why is the VPN slow?", "UDAN")
    assert (lounge.clock.now() - ticket.created_at).total_seconds() < 1
    assert ticket.thread_ts == OLD["ts"]
    reacts(lounge, "ticket", OLD["ts"], channel="CLOUNGE", user="UCID")
    assert lounge.ticket(2) is None


def test_an_emoji_waits_while_slack_cannot_be_asked(lounge):
    configured(lounge, ONE)
    told = lounge.slack.answers["conversations.replies"]
    lounge.slack.answers["conversations.replies"] = Answer(ok=False, error="ratelimited")
    reacts(lounge, "ticket", OLD["ts"], channel="CLOUNGE")
    assert lounge.ticket() is None
    lounge.slack.answers["conversations.replies"] = told
    lounge.clock.move(seconds=15)
    lounge.worker.run_once()
    assert lounge.ticket().requester == "UDAN"


def test_where_nobody_knows_whose_it_is_the_shortcut_is_named(lounge):
    reacts(lounge, "ticket", OLD["ts"], channel="CLOUNGE", user="UCARLA")
    assert lounge.ticket() is None
    said = lounge.whispered()
    assert (said["user"], "shortcut" in said["text"]) == ("UCARLA", True)


def test_an_agents_emoji_brings_it_to_their_own_department(lounge):
    reacts(lounge, "ticket", OLD["ts"], channel="CLOUNGE", user="UCID")
    assert lounge.ticket().department == "Billing"


@pytest.mark.parametrize("message", [{**OLD, "bot_id": "B1"}, {**OLD, "ts": "1.1"}])
def test_an_emoji_at_what_no_person_wrote_opens_nothing(lounge, message):
    lounge.slack.answers["conversations.replies"] = Answer(ok=True, data={"messages": [message]})
    reacts(lounge, "ticket", OLD["ts"], channel="CLOUNGE")
    assert lounge.ticket() is None


@pytest.mark.parametrize("who", ["USLACKBOT", "UBOT"])
def test_an_emoji_of_slackbot_or_of_ours_does_nothing(lounge, who):
    configured(lounge, ONE)
    reacts(lounge, "ticket", OLD["ts"], channel="CLOUNGE", user=who)
    kept = reaction_key(reaction_payload("CLOUNGE", OLD["ts"], who, "open", "1.1"))
    with lounge.program.look() as work:
        assert inbox.find(work.connection, TEAM, kept) is None


def test_nor_does_that_of_a_bot_that_nobody_has_seen_before(lounge):
    configured(lounge, ONE)
    robot = {"id": "UROBOT", "name": "robot", "is_bot": True, "team_id": TEAM, "profile": {}}
    lounge.slack.answers["users.info"] = Answer(ok=True, data={"user": robot})
    reacts(lounge, "ticket", OLD["ts"], channel="CLOUNGE", user="UROBOT")
    assert lounge.ticket() is None


def test_what_was_written_below_before_the_emoji_is_no_part_of_the_ticket(lounge):
    configured(lounge, ONE)
    root = lounge.writes("UDAN", "VPN?", channel="CLOUNGE")
    lounge.clock.move(minutes=1)
    lounge.writes("UANA", "Try again", channel="CLOUNGE", thread_ts=root)
    lounge.clock.move(minutes=1)
    reacts(lounge, "ticket", root, channel="CLOUNGE")
    assert "agent_reply" not in lounge.timeline()
    lounge.clock.move(minutes=1)
    lounge.writes("UANA", "Here is how", channel="CLOUNGE", thread_ts=root)
    assert lounge.timeline()[-1] == "agent_reply"


@pytest.mark.parametrize("emoji", ["tada", "ok_hand_sign"])
def test_other_emoji_are_only_emoji(bot, emoji):
    ts = bot.writes("UCARLA", "Printer")
    before = bot.timeline()
    reacts(bot, emoji, ts)
    assert bot.timeline() == before


def test_an_emoji_of_any_skin_will_do(bot):
    ts = bot.writes("UCARLA", "Printer")
    reacts(bot, "ok_hand::skin-tone-4", ts)
    assert bot.timeline()[-1] == "no_reply_needed"


def test_the_file_says_which_emoji_do_something(bot):
    configured(bot, CONFIG + "\nemoji: {resolve: tada}\n")
    ts = bot.writes("UCARLA", "Printer")
    reacts(bot, "ok_hand", ts)
    reacts(bot, "white_check_mark", ts)
    assert bot.ticket().status == "new"
    reacts(bot, "tada", ts)
    assert bot.ticket().status == "resolved"


def test_an_agents_own_message_is_not_said_to_need_no_reply(bot):
    ts = bot.writes("UCARLA", "Printer")
    own = bot.writes("UANA", "Which one?", thread_ts=ts)
    reacts(bot, "ok_hand", own)
    assert bot.timeline()[-1] == "agent_reply"


def test_where_one_department_is_all_a_direct_message_is_not_asked_about(bot):
    configured(bot, ONE)
    ts = bot.writes("UCARLA", "My printer burns", channel="D1", channel_type="im")
    ticket = bot.ticket()
    assert (ticket.department, ticket.requester_channel_id) == ("Support", "D1")
    assert bot.outgoing("confirmation:1")[0].payload["thread_ts"] == ts
    bot.clock.move(seconds=30)
    bot.writes("UCARLA", "And smokes", channel="D1", channel_type="im")
    assert bot.timeline()[-1] == "requester_message"
    assert bot.ticket(2) is None


def test_where_nobody_takes_requests_a_direct_message_is_answered_so(bot):
    configured(bot, "version: 1\n")
    bot.writes("UCARLA", "My printer burns", channel="D1", channel_type="im")
    assert "No department takes requests" in bot.whispered()["text"]


@pytest.mark.parametrize("text", [":wave:", "  ", "🎉"])
def test_a_direct_message_without_words_asks_nothing(bot, text):
    bot.writes("UCARLA", text, channel="D1", channel_type="im")
    assert bot.outgoing("") == []


@pytest.mark.parametrize(
    "text", ["new laptop please", "list of printers", "show me how", "why is it slow", "Help me"]
)
def test_a_request_that_begins_with_a_commands_word_is_a_request(bot, text):
    bot.writes("UCARLA", text, channel="D1", channel_type="im")
    assert [each.key[:11] for each in bot.outgoing("department:")] == ["department:"]


@pytest.mark.parametrize("text", ["next", "help", "list mine", "list dept:Support", "Show #1"])
def test_a_bare_command_to_the_bot_is_a_command(bot, text):
    bot.writes("UANA", text, channel="D1", channel_type="im")
    assert bot.outgoing("department:") == []
    assert bot.whispered()["user"] == "UANA"


def test_a_file_that_is_still_checked_has_a_name(bot):
    bot.writes("UCARLA", "", subtype="file_share", files=[{"id": "F1", "mode": "file_access"}])
    assert bot.ticket().subject == "[file]"


def test_who_writes_below_what_is_no_ticket_is_told_that_nobody_reads_it(bot):
    bot.writes("UCARLA", "Anybody?", channel="D1", channel_type="im", thread_ts="1700000000.0001")
    said = bot.whispered()
    assert (said["user"], "outside of threads" in said["text"]) == ("UCARLA", True)


def test_what_is_added_below_before_the_choice_goes_with_the_ticket(bot):
    ts = bot.writes("UCARLA", "Invoice", channel="D1", channel_type="im")
    bot.writes("UCARLA", "number 77", channel="D1", channel_type="im", thread_ts=ts)
    assert bot.slack.of("chat.postEphemeral") == []
    chosen(bot, ts)
    bot.worker.run_once()
    assert bot.texts_of() == ["Invoice", "number 77"]


def test_two_choices_at_once_open_one_ticket(bot):
    ts = bot.writes("UCARLA", "Invoice", channel="D1", channel_type="im")
    chosen(bot, ts, "Billing")
    chosen(bot, ts, "Support")
    assert (bot.ticket().department, bot.ticket(2)) == ("Billing", None)
    assert "#1" in bot.answered()


def test_a_choice_that_is_no_department_opens_nothing(bot):
    ts = bot.writes("UCARLA", "Invoice", channel="D1", channel_type="im")
    chosen(bot, ts, "Marketing")
    assert bot.ticket() is None
    assert "Marketing" in bot.answered()
    chosen(bot, "1600000000.000100")
    assert "do not find" in bot.answered()


def chosen(bot, ts, department="Support", user="UCARLA"):
    option = {"text": {"type": "plain_text", "text": department}, "value": department}
    action = {"action_id": "department_choose", "block_id": "b", "type": "static_select"}
    container = {"type": "message", "channel_id": "D1", "message_ts": "9.9", "thread_ts": ts}
    bot.interact(
        "block_actions",
        user,
        channel={"id": "D1"},
        container=container,
        response_url=bot.callbacks.url,
        actions=[{**action, "selected_option": option, "action_ts": bot.ts()}],
    )
