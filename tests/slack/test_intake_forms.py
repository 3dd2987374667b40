"""The form of a ticket: what it asks, what it refuses, and whom it believes."""

import json

import pytest

from bot.config.document import read
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.inputs import TEXT
from bot.store import channels, events
from bot.store.channels import Channel
from bot.usecases.promises.configuration import apply_configuration
from tests.slack.conftest import CONFIG
from tests.slack.fakes import TEAM, text_of

FIELDS = """
    fields:
      plan: {type: choice, options: [free, gold], required: true}
      seats: {type: number}
"""
PROMISES = CONFIG.replace("  Billing:\n", f"{FIELDS[1:]}  Billing:\n", 1)
MESSAGE = {
    "type": "message",
    "user": "UCARLA",
    "text": "The VPN is slow\nsince Monday",
    "ts": "7.1",
}
SENT = {"subject": "VPN", "department": ("Support",), "priority": ("normal",)}


@pytest.fixture
def asking(bot):
    """The bot with a department that has fields of its own, and a lounge the bot is in."""
    with bot.program.work() as work:
        apply_configuration(work, read(PROMISES, "sla.yml", work.now_s).configuration, "UADA")
        lounge = Channel("CLOUNGE", "lounge", False, True, False, work.now)
        channels.save(work.connection, TEAM, lounge)
    return bot


def uses_shortcut(bot, user="UANA", channel="CLOUNGE", **message):
    bot.interact(
        "message_action",
        user,
        callback_id="open_ticket_here",
        channel={"id": channel},
        message={**MESSAGE, **message},
        message_ts="7.1",
    )
    return bot.shown_view()


def errors_of(response):
    return json.loads(response.body)["errors"]


def test_a_required_field_left_empty_is_told_at_the_field(asking):
    response = asking.submits("UCARLA", ids.TICKET_FORM, **SENT, field_plan=(), field_seats="")
    assert list(errors_of(response)) == ["field_plan"]
    assert asking.ticket() is None


def test_all_that_is_wrong_with_the_fields_is_told_at_once(asking):
    wrong = {"field_plan": ("platinum",), "field_seats": "many"}
    assert errors_of(asking.submits("UCARLA", ids.TICKET_FORM, **SENT, **wrong)).keys() == {
        "field_plan",
        "field_seats",
    }


def test_a_form_that_did_not_show_the_fields_asks_to_choose_again(asking):
    told = errors_of(asking.submits("UCARLA", ids.TICKET_FORM, **SENT))
    assert "plan" in told["department"]


def test_another_departments_fields_are_not_asked_for(asking):
    sent = {**SENT, "department": ("Billing",)}
    asking.submits("UCARLA", ids.TICKET_FORM, **sent, field_plan=("platinum",))
    assert asking.ticket().department == "Billing"


def test_numbers_and_choices_are_kept_as_such(asking):
    asking.submits("UCARLA", ids.TICKET_FORM, **SENT, field_plan=("gold",), field_seats="12")
    with asking.program.look() as work:
        created = events.of(work.connection, TEAM, 1)[0].body
    assert created["fields"] == {"plan": "gold", "seats": 12}


def test_a_messages_thread_is_the_conversation_where_the_bot_is(asking):
    view = uses_shortcut(asking)
    filled = {each["block_id"]: each["element"] for each in view["blocks"]}
    assert filled["subject"]["initial_value"] == "The VPN is slow"
    assert filled["requester"]["initial_user"] == "UCARLA"
    asking.submits("UANA", ids.TICKET_FORM, view["private_metadata"], **SENT, field_plan=("free",))
    ticket = asking.ticket()
    assert (ticket.requester, ticket.channel_id, ticket.thread_ts) == ("UCARLA", "CLOUNGE", "7.1")
    assert "#1" in text_of(uses_shortcut(asking))


def test_where_the_bot_is_not_the_conversation_begins_in_the_intake_channel(asking):
    metadata = uses_shortcut(asking, channel="CSECRET")["private_metadata"]
    asking.submits("UANA", ids.TICKET_FORM, metadata, **SENT, field_plan=("free",))
    assert asking.ticket().thread_ts is None
    assert [each.lane for each in asking.outgoing("conversation:1")] == ["CSUPPORT"]


def test_a_reply_in_a_thread_makes_the_whole_thread_the_conversation(asking):
    metadata = uses_shortcut(asking, thread_ts="5.1")["private_metadata"]
    asking.submits("UANA", ids.TICKET_FORM, metadata, **SENT, field_plan=("free",))
    assert asking.ticket().thread_ts == "5.1"


def test_the_words_are_the_authors_so_that_their_first_reply_is_promised(asking):
    metadata = uses_shortcut(asking)["private_metadata"]
    asking.submits("UANA", ids.TICKET_FORM, metadata, **SENT, field_plan=("free",))
    assert "first reply" in str(asking.outgoing("card:1")[0].payload).casefold()


def test_a_text_too_long_for_a_form_is_kept_whole(asking):
    long = "so " * 2000
    metadata = uses_shortcut(asking, text=long)["private_metadata"]
    sent = {**SENT, "text": long[:TEXT]}
    asking.submits("UANA", ids.TICKET_FORM, metadata, **sent, field_plan=("free",))
    assert asking.texts_of()[0] == long.strip()


def test_nobody_opens_a_ticket_of_a_message_by_somebody_elses_key(asking):
    metadata = uses_shortcut(asking)["private_metadata"]
    response = asking.submits("UDAN", ids.TICKET_FORM, metadata, **SENT, field_plan=("free",))
    assert list(errors_of(response)) == ["subject"]
    assert asking.ticket() is None


@pytest.mark.parametrize("key", ["signature:none", "event:Ev0"])
def test_a_key_that_names_no_such_message_opens_nothing(asking, key):
    asking.writes("UDAN", "Lunch?", channel="CLOUNGE")
    response = asking.submits("UDAN", ids.TICKET_FORM, key, **SENT, field_plan=("free",))
    assert list(errors_of(response)) == ["subject"]


def test_what_an_app_wrote_is_nobodys_request(asking):
    view = uses_shortcut(asking, bot_id="B9", subtype="bot_message")
    assert "You cannot open a ticket from this message" in text_of(view)


def test_who_is_no_agent_names_nobody_but_the_author(asking):
    metadata = uses_shortcut(asking, user="UDAN")["private_metadata"]
    sent = {**SENT, "requester": ("UBOB",)}
    response = asking.submits("UDAN", ids.TICKET_FORM, metadata, **sent, field_plan=("free",))
    assert list(errors_of(response)) == ["subject"]
    asking.submits("UDAN", ids.TICKET_FORM, metadata, **SENT, field_plan=("free",))
    assert asking.ticket().requester == "UCARLA"


def test_the_same_form_twice_is_one_ticket(asking):
    asking.submits("UCARLA", ids.TICKET_FORM, **SENT, field_plan=("free",))
    body, _ = asking.last
    asking.request(body, "application/x-www-form-urlencoded")
    asking.worker.run_once()
    assert asking.ticket() is not None
    assert asking.ticket(2) is None
