"""`@punctual` in messages: the same words as the slash commands, seen by one person."""

import pytest


@pytest.fixture
def thread(bot):
    """The ts of the thread of ticket 1."""
    return bot.writes("UCARLA", "Printer burns")


@pytest.mark.parametrize(
    "text",
    ["show 1", "ticket show 1", "show #1", ": show 1"],
)
def test_the_words_of_slash_commands_work(bot, thread, text):
    bot.writes("UANA", f"<@UBOT> {text}", channel="CSLA")
    said = bot.whispered()
    assert (said["channel"], said["user"]) == ("CSLA", "UANA")
    assert "Printer burns" in said["text"]


@pytest.mark.parametrize("text", ["sla report", "report", "REPORT metric"])
def test_both_tables_are_understood(bot, thread, text):
    bot.writes("UANA", f"<@UBOT> {text}", channel="CSLA")
    assert "Compliance by metric" in bot.whispered()["text"]


def test_in_a_thread_the_number_may_be_left_out(bot, thread):
    bot.writes("UANA", "<@UBOT|punctual> claim", thread_ts=thread)
    assert bot.ticket().assignee == "UANA"
    assert bot.whispered()["thread_ts"] == thread


def test_a_mention_is_neither_reply_nor_message_and_opens_no_ticket(bot, thread):
    before = bot.timeline()
    bot.writes("UANA", "<@UBOT> show", thread_ts=thread)
    bot.writes("UCARLA", "<@UBOT> hello there")
    assert bot.timeline() == before
    assert bot.ticket(2) is None


def test_a_mention_in_the_middle_of_a_message_is_a_message(bot):
    bot.writes("UCARLA", "Hello <@UBOT>, my printer burns")
    assert bot.ticket() is not None


def test_a_reply_in_a_thread_needs_no_number(bot, thread):
    bot.writes("UANA", "<@UBOT> reply Hello there", thread_ts=thread)
    assert bot.texts_of()[-1] == "Hello there"


def test_a_number_before_a_text_that_may_be_either_is_asked_about(bot, thread):
    bot.writes("UANA", "<@UBOT> reply 2 hours more, please", thread_ts=thread)
    assert "Is 2 a ticket, or your first word?" in bot.whispered()["text"]
    assert bot.timeline()[-1] == "level"


@pytest.mark.parametrize("text", ["reply #1 2 hours more", "reply 1 2 hours more"])
def test_a_number_that_is_plainly_a_ticket_is_taken(bot, thread, text):
    bot.writes("UANA", f"<@UBOT> {text}", thread_ts=thread)
    assert bot.texts_of()[-1] == "2 hours more"


def test_help_shows_both_tables(bot):
    for text in ("", "help"):
        bot.writes("UANA", f"<@UBOT> {text}", channel="CSLA")
        shown = str(bot.whispered())
        assert "/ticket claim" in shown
        assert "/sla report" in shown


def test_a_refusal_is_whispered(bot, thread):
    bot.writes("UCARLA", "<@UBOT> claim", thread_ts=thread)
    assert "Only the agents" in bot.whispered()["text"]
    assert bot.ticket().assignee is None


def test_a_form_is_offered_as_a_button_as_only_a_click_may_open_one(bot):
    bot.writes("UADA", "<@UBOT> sla level new Gold", channel="CSLA")
    button = bot.whispered()["blocks"][-1]["elements"][0]
    bot.clicks("UADA", button["action_id"], button["value"], ephemeral=True)
    assert bot.shown_view()["callback_id"] == "level_new"
    assert bot.shown_view()["blocks"][0]["element"]["initial_value"] == "Gold"


def test_a_mention_event_of_a_channel_that_is_read_is_left_to_its_message(bot, thread):
    event = {"type": "app_mention", "user": "UANA", "text": "<@UBOT> claim 1", "event_ts": "1.1"}
    bot.event({**event, "channel": "CSLA", "ts": "1772438400.000900"}, "EvA")
    assert bot.ticket().assignee is None
    bot.event({**event, "channel": "GGROUP", "ts": "1772438400.000900"}, "EvB")
    assert bot.ticket().assignee == "UANA"


def test_a_new_ticket_is_offered_as_a_button_with_the_subject_typed(bot):
    bot.writes("UCARLA", "<@UBOT> new VPN is down", channel="CSLA")
    button = bot.whispered()["blocks"][-1]["elements"][0]
    bot.clicks("UCARLA", button["action_id"], button["value"], ephemeral=True)
    assert bot.shown_view()["blocks"][0]["element"]["initial_value"] == "VPN is down"
