"""Buttons: what they do is authorised again, and their values prove nothing."""

import pytest

from bot.slack.draw.blocks import actions as ids
from tests.slack.fakes import text_of


@pytest.fixture
def card(bot):
    bot.writes("UCARLA", "Printer burns")
    return bot


def test_claim_on_the_card_makes_it_ones_own_and_edits_the_card(card):
    card.clicks("UANA", ids.CLAIM, "1")
    assert card.ticket().assignee == "UANA"
    edited = card.outgoing("card:1:")[-1]
    assert (edited.method, edited.target_key) == ("chat.update", "card:1")
    assert "*Assignee*\nAna" in text_of(edited.payload)


def test_a_click_counts_from_its_action_ts(card):
    card.clock.move(minutes=7)
    card.clicks("UANA", ids.RESOLVE, "1")
    at = card.ticket().changed_at
    assert at == card.clock.now()
    assert card.ticket().status == "resolved"


def test_the_second_click_on_claim_is_told_who_was_first(card):
    card.clicks("UANA", ids.CLAIM, "1")
    card.clicks("UBOB", ids.CLAIM, "1")
    assert card.answer()["text"].startswith("<@UANA> has had ticket #1")
    assert card.answer()["response_type"] == "ephemeral"


@pytest.mark.parametrize("action", [ids.CLAIM, ids.RESOLVE])
def test_who_is_no_agent_is_refused_whatever_the_button_says(card, action):
    before = card.timeline()
    card.clicks("UDAN", action, "1")
    assert card.timeline() == before
    assert "Only the agents" in card.answer()["text"]


@pytest.mark.parametrize("action", [ids.CLAIM, ids.RESOLVE, ids.REOPEN])
def test_a_forged_value_does_nothing(card, action):
    before = card.timeline()
    for value in ("", "99", "abc", "1; drop", "-1", "1.5"):
        assert card.clicks("UANA", action, value).status == 200
        assert card.timeline() == before


def test_reopen_is_offered_on_a_resolved_ticket_and_works(card):
    card.clicks("UANA", ids.RESOLVE, "1")
    row = card.outgoing("card:1:")[-1].payload["blocks"][3]
    assert row["elements"][0]["action_id"] == ids.REOPEN
    card.clicks("UANA", ids.REOPEN, "1")
    assert card.ticket().status == "open"


def test_skip_shows_the_one_behind_it_in_the_same_place(card):
    card.clock.move(minutes=10)
    card.writes("UDAN", "Second question")
    card.command("UANA", "/ticket", "next")
    assert "Printer" in card.answered()
    card.clicks("UANA", ids.SKIP, "1", ephemeral=True)
    assert "Second question" in card.answered()
    assert card.answer()["replace_original"] is True
    card.clicks("UANA", ids.SKIP, "1 2", ephemeral=True)
    assert "you have skipped the others" in card.answered()


def test_a_claim_from_ones_own_queue_is_said_there(card):
    card.clicks("UANA", ids.CLAIM, "1", ephemeral=True)
    assert card.answer() == {
        **card.answer(),
        "text": "You have ticket *#1*.",
        "replace_original": True,
    }


def test_a_page_that_does_not_exist_shows_the_nearest(card):
    for value in ("99 ", "-3", "x mine", ""):
        card.clicks("UANA", ids.PAGE_ON, value, ephemeral=True)
        assert card.answer()["text"]


def test_reply_opens_a_form_over_a_loading_one(card):
    card.clicks("UANA", ids.REPLY, "1")
    loading, form = card.slack.of("views.open")[-1], card.slack.of("views.update")[-1]
    assert "One moment" in str(loading["view"])
    assert form["view"]["callback_id"] == ids.REPLY_FORM
    assert form["view"]["private_metadata"] == "1"
    assert "Printer burns" in str(form["view"])


@pytest.mark.parametrize(("user", "value"), [("UDAN", "1"), ("UANA", "99"), ("UANA", "abc")])
def test_reply_where_one_may_not_shows_why_instead_of_the_form(card, user, value):
    card.clicks(user, ids.REPLY, value)
    assert "callback_id" not in card.shown_view()


@pytest.mark.parametrize("value", ["", "{}", "[]", '{"form": "ticket_reply", "text": "x"}', "nul"])
def test_a_forged_offer_opens_nothing(card, value):
    assert card.clicks("UANA", ids.OPEN_FORM, value).status == 200
    assert card.slack.of("views.open") == []


def test_a_link_button_is_only_acknowledged(card):
    before = card.timeline()
    assert card.clicks("UANA", ids.OPEN_THREAD, "").status == 200
    assert card.timeline() == before


def test_a_click_that_is_delivered_twice_is_done_once(card):
    card.clicks("UANA", ids.CLAIM, "1")
    before = card.timeline()
    card.again()
    assert card.timeline() == before
