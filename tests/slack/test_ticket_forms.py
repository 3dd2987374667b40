"""The forms of an agent's work: such as Slack takes, checked at their fields, authorised anew."""

import json

import pytest

from bot import wording
from bot.slack.act.forms.ticket_forms import FORMS
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks import ticket_forms
from bot.slack.draw.speech import SlackSpeech
from bot.views.agent_messages import TicketAssigned
from bot.views.sentences import Line
from tests import recording
from tests.slack.fakes import text_of
from tests.slack.test_blocks import EVIL, LONG, problems, wild


def inputs(text):
    """The inputs of every form, with this text wherever a person's text can be."""
    many = [f"{number} {text}" for number in range(150)]
    yield ticket_forms.note_input()
    yield ticket_forms.until_input()
    yield ticket_forms.agent_input()
    yield ticket_forms.answer_input()
    yield ticket_forms.priority_input("high")
    yield ticket_forms.department_input(text)
    yield ticket_forms.level_input(None)
    yield ticket_forms.customer_input(text)
    yield ticket_forms.tags_input(many)
    yield ticket_forms.field_inputs(are_declared=True)
    yield ticket_forms.field_inputs(are_declared=False)
    yield ticket_forms.into_input()


@pytest.mark.parametrize("text", [EVIL, LONG, "x"], ids=["evil", "long", "plain"])
def test_every_form_is_one_that_slack_takes(text):
    for each in inputs(text):
        form = ticket_forms.work_form(ids.NOTE_FORM, wording.work.note_title, 42, text, each)
        recording.keep({"view": form})
        assert problems(form["blocks"], "modal") == []


@pytest.mark.parametrize("text", [EVIL, LONG, "x"], ids=["evil", "long", "plain"])
def test_what_an_agent_is_told_is_what_slack_takes_and_pings_nobody(text):
    speech = SlackSpeech(domain="example")
    moved = {"number": 7, "subject": text, "department": text}
    for each in (
        TicketAssigned(wild(text), text),
        Line(wording.tickets.handed_over, {"by": text, "to": text}),
        Line(wording.cards.moved, moved),
        Line(wording.tickets.merged_card, {"number": 7, "into": 8}),
    ):
        payload = speech.payload(each)
        recording.keep(payload)
        assert problems(payload["blocks"], "message") == []
        assert "<!channel>" not in text_of(payload)
        assert "<@" not in text_of(payload)


@pytest.fixture
def printer(bot):
    """Ticket 1 of Carla, in Support."""
    bot.writes("UCARLA", "Printer burns")
    return bot


FILLED = {
    ids.NOTE_FORM: {"text": "hm"},
    ids.RESOLVE_FORM: {"text": "done"},
    ids.PENDING_FORM: {},
    ids.HOLD_FORM: {},
    ids.ASSIGN_FORM: {"to": "UBOB"},
    ids.PRIORITY_FORM: {"to": ("high",)},
    ids.DEPARTMENT_FORM: {"to": ("Billing",)},
    ids.LEVEL_FORM_OF_TICKET: {"to": ("Urgent SLA",)},
    ids.CUSTOMER_FORM: {"to": None},
    ids.TAGS_FORM: {"tags": "vip"},
    ids.FIELD_FORM: {"name": "room", "value": "12"},
    ids.MERGE_FORM: {"into": "1"},
}


def test_every_form_is_filled_in_here():
    assert FILLED.keys() == FORMS.keys()


@pytest.mark.parametrize("callback_id", FORMS)
@pytest.mark.parametrize(
    ("user", "metadata"),
    [("UDAN", "1"), ("UCARLA", "1"), ("UCID", "1"), ("UANA", "99"), ("UANA", "x"), ("UANA", "")],
)
def test_a_forged_form_is_refused_at_a_field_and_changes_nothing(
    printer, callback_id, user, metadata
):
    before = printer.timeline()
    response = printer.submits(user, callback_id, metadata, **FILLED[callback_id])
    assert json.loads(response.body)["response_action"] == "errors"
    assert printer.timeline() == before


@pytest.mark.parametrize("action", [ids.NOTE, ids.PENDING, ids.HOLD, ids.ASSIGN, ids.SOLVE])
@pytest.mark.parametrize(("user", "value"), [("UDAN", "1"), ("UANA", "99"), ("UANA", "abc")])
def test_where_one_may_not_a_button_shows_why_instead_of_its_form(printer, action, user, value):
    printer.clicks(user, action, value)
    assert "callback_id" not in printer.shown_view()


def test_an_admin_who_answers_nobody_is_told_before_they_type_an_answer(printer):
    printer.clicks("UADA", ids.REPLY, "1")
    assert "callback_id" not in printer.shown_view()
    response = printer.submits("UADA", ids.RESOLVE_FORM, "1", text="It works again")
    assert list(json.loads(response.body)["errors"]) == ["text"]
    printer.submits("UADA", ids.RESOLVE_FORM, "1", text="")
    assert printer.ticket().status == "resolved"


def test_a_form_opened_before_a_merge_says_where_to_go_on(printer):
    printer.clock.move(minutes=5)
    printer.writes("UCARLA", "The same, again")
    printer.command("UANA", "/ticket", "merge 1 into 2")
    response = printer.submits("UANA", ids.NOTE_FORM, "1", text="hm")
    assert "#1 went into #2" in json.loads(response.body)["errors"]["text"]


def test_a_form_that_is_sent_twice_is_done_once(printer):
    printer.submits("UANA", ids.NOTE_FORM, "1", text="hm")
    before = printer.timeline()
    printer.again()
    assert printer.timeline() == before


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("+\u05e9\u05dc\u05d5\u05dd", "\u05e9\u05dc\u05d5\u05dd"),
        ("+<!channel>", "@channel"),
        ("+\U0001f525", "\U0001f525"),
        ("+<https://example.com|shop>", "shop"),
    ],
    ids=["right-to-left", "channel", "emoji", "link"],
)
def test_a_tag_is_text_whatever_it_looks_like(printer, text, kept):
    printer.command("UANA", "/ticket", f"tag 1 {text}")
    assert printer.ticket().tags[0] == kept
    assert "<!" not in printer.answered()


def test_help_holds_every_command_and_is_one_that_slack_takes(bot):
    bot.writes("UADA", "<@UBOT> help", channel="CSLA")
    shown = bot.whispered()
    assert problems(shown["blocks"], "message") == []
    for command in ("release", "no-reply", "hold", "restore", "customer", "merge"):
        assert f"`/ticket {command} " in text_of(shown)
    assert "… and" not in text_of(shown)


@pytest.mark.parametrize("text", ["help claim", "help /ticket claim", "help ticket claim"])
def test_help_of_one_command_shows_examples(bot, text):
    bot.command("UANA", "/ticket", text)
    assert "makes a ticket yours." in bot.answered()
    assert "`/ticket claim 42`" in bot.answered()
    assert "merge" not in bot.answered()
