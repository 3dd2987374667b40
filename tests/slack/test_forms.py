"""Modals: opened in time, wrong values told at their field, right ones kept and done."""

import json

import pytest
from structlog.testing import capture_logs

from bot.delivery.ports import Answer, UnclearAnswer
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.inputs import VALUE
from bot.store import people
from tests.slack.conftest import person
from tests.slack.fakes import TEAM, view_of

TICKET = {
    "subject": "VPN is down",
    "text": "Since <noon>",
    "department": ("Support",),
    "priority": ("high",),
    "tags": "vpn, #URGENT",
}


def errors_of(response) -> dict[str, str]:
    body = json.loads(response.body)
    assert body["response_action"] == "errors"
    return body["errors"]


def inputs(view) -> dict[str, dict]:
    return {each["block_id"]: each for each in view["blocks"] if each["type"] == "input"}


def test_ticket_new_opens_the_form_with_the_subject_typed(bot):
    response = bot.command("UCARLA", "/ticket", "new VPN &amp; <@UANA|ana>")
    assert (response.status, response.body) == (200, "")
    assert bot.slack.of("views.open")[0]["trigger_id"].startswith("trigger.")
    fields = inputs(bot.shown_view())
    assert fields["subject"]["element"]["initial_value"] == "VPN & @ana"
    assert "requester" not in fields
    assert bot.callbacks.posted == []


def test_agents_may_say_for_whom_a_ticket_is(bot):
    bot.command("UANA", "/ticket", "new")
    assert {"requester", "customer"} <= set(inputs(bot.shown_view()))


def test_the_global_shortcut_opens_the_same_form(bot):
    bot.interact("shortcut", "UCARLA", callback_id=ids.OPEN_TICKET, action_ts="1.1")
    assert bot.shown_view()["callback_id"] == ids.TICKET_FORM


def test_a_ticket_from_the_form_is_opened_with_its_tags_and_a_conversation(bot):
    response = bot.submits("UCARLA", ids.TICKET_FORM, **TICKET)
    assert json.loads(response.body)["response_action"] == "update"
    row = bot.ticket()
    assert (row.subject, row.priority, row.department) == ("VPN is down", "high", "Support")
    assert (row.requester, row.level, row.tags) == ("UCARLA", "Urgent SLA", ("vpn", "URGENT"))
    said = bot.outgoing("conversation:1")[0]
    assert said.lane == "CSUPPORT"
    assert "Since &lt;noon&gt;" in str(said.payload)
    assert "Ticket *#1* is open. First due Mon 10:00." in str(bot.shown_view())


def test_an_agent_opens_a_ticket_for_somebody_else(bot):
    values = {**TICKET, "requester": "UDAN"}
    bot.submits("UANA", ids.TICKET_FORM, **values)
    assert bot.ticket().requester == "UDAN"


def test_nobody_else_opens_a_ticket_for_somebody_else(bot):
    response = bot.submits("UCARLA", ids.TICKET_FORM, **{**TICKET, "requester": "UDAN"})
    assert errors_of(response) == {"subject": "Only agents open tickets for somebody else."}
    assert bot.ticket() is None


@pytest.mark.parametrize(
    ("field", "value"),
    [("subject", "   "), ("subject", None), ("department", ("Nowhere",)), ("priority", ("mild",))],
)
def test_a_wrong_value_of_a_ticket_is_told_at_its_field(bot, field, value):
    response = bot.submits("UCARLA", ids.TICKET_FORM, **{**TICKET, field: value})
    assert list(errors_of(response)) == [field]
    assert bot.ticket() is None


def test_a_reply_from_the_form_goes_into_the_thread(bot):
    ts = bot.writes("UCARLA", "Printer")
    bot.submits("UANA", ids.REPLY_FORM, "1", text="On it <!channel>")
    said = bot.outgoing("event:1:")[0].payload
    assert (said["text"], said["thread_ts"]) == ("On it &lt;!channel&gt;", ts)
    assert "on its way" in str(bot.shown_view())


@pytest.mark.parametrize("gone", [{"is_deleted": True}, {"is_bot": True}])
def test_whom_no_answer_reaches_is_offered_no_form_of_a_ticket(bot, gone):
    with bot.program.work() as work:
        left = person("UDAN", "dan@elsewhere.example", work.now, **gone)
        people.save(work.connection, TEAM, left)
    bot.command("UDAN", "/ticket", "new")
    assert "callback_id" not in bot.shown_view()
    bot.writes("UDAN", "<@UBOT> new")
    assert "Nobody would read the answers" in bot.whispered()["text"]


@pytest.mark.parametrize(
    ("user", "metadata", "text"),
    [("UDAN", "1", "hello"), ("UANA", "99", "hello"), ("UANA", "x", "hello"), ("UANA", "1", " ")],
)
def test_a_forged_reply_is_refused_at_its_field(bot, user, metadata, text):
    bot.writes("UCARLA", "Printer")
    before = bot.timeline()
    response = bot.submits(user, ids.REPLY_FORM, metadata, text=text)
    assert list(errors_of(response)) == ["text"]
    assert bot.timeline() == before


def test_ticket_reply_without_a_text_opens_the_form(bot):
    bot.writes("UCARLA", "Printer")
    bot.command("UANA", "/ticket", "reply #1")
    assert bot.shown_view()["private_metadata"] == "1"


def test_customers_are_offered_to_agents_by_what_they_type(bot):
    def offered(user, value):
        view = {"callback_id": ids.TICKET_FORM, "private_metadata": "", "blocks": []}
        asked = {"action_id": VALUE, "block_id": "customer", "value": value, "view": view}
        response = bot.interact("block_suggestion", user, **asked)
        return [each["value"] for each in json.loads(response.body)["options"]]

    assert offered("UANA", "acme") == ["Acme & Sons"]
    assert offered("UANA", "xyz") == []
    assert offered("UCARLA", "acme") == []


UNOPENED = {
    "expired_trigger_id": "I came too late",
    "exchanged_trigger_id": "has opened a form already",
    "invalid_arguments": "Slack did not take it",
}


@pytest.mark.parametrize(("error", "why"), UNOPENED.items())
def test_a_form_that_slack_does_not_open_says_so_with_a_button_that_opens_it(bot, error, why):
    bot.slack.answers["views.open"] = Answer(ok=False, error=error)
    bot.command("UADA", "/sla", "level new &lt;Gold&gt;")
    assert bot.slack.of("views.update") == []
    assert why in bot.answered()
    [again] = [each["elements"] for each in bot.answer()["blocks"] if each["type"] == "actions"]
    bot.slack.answers.clear()
    bot.clicks("UADA", again[0]["action_id"], again[0]["value"])
    assert inputs(bot.shown_view())["name"]["element"]["initial_value"] == "<Gold>"


def test_a_form_that_slack_was_silent_about_says_so(bot):
    def silent(method, payload, *, timeout_s):
        raise UnclearAnswer("timeout")

    bot.slack.call = silent
    assert bot.command("UADA", "/sla", "level new").status == 200
    assert "Slack did not take it" in bot.answered()


def test_a_form_that_was_closed_before_it_was_filled_is_only_logged(bot):
    bot.slack.answers["views.update"] = Answer(ok=False, error="not_found")
    with capture_logs() as logs:
        bot.command("UADA", "/sla", "level new")
    assert logs[-1]["error"] == "not_found"
    assert bot.callbacks.posted == []


WRONG = {
    "a number": {"value": 5},
    "a list": {"value": ["x"]},
    "a mapping": {"value": {"a": 1}},
    "true": {"value": True},
    "text for a choice": {"selected_option": "high"},
    "a choice without a value": {"selected_option": {}},
    "a choice of a number": {"selected_option": {"value": 5}},
    "text for choices": {"selected_options": "abc"},
    "choices of numbers": {"selected_options": [1]},
    "numbers as choices": {"selected_options": [{"value": 1}]},
    "nothing readable": "x",
}
FIELDS = ("subject", "text", "department", "priority", "tags", "requester")


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_slack_cannot_have_sent_is_told_at_its_field(bot, wrong):
    for field in FIELDS:
        response = sent_with(bot, ids.TICKET_FORM, TICKET, field, {"value": wrong})
        assert list(errors_of(response)) == [field]
    assert bot.ticket() is None


@pytest.mark.parametrize("wrong", [None, [], "x", {"value": None}], ids=str)
def test_a_field_whose_elements_are_unreadable_is_told_there(bot, wrong):
    assert list(errors_of(sent_with(bot, ids.TICKET_FORM, TICKET, "text", wrong))) == ["text"]


@pytest.mark.parametrize("state", [None, [], {}, {"values": []}, {"values": "x"}], ids=str)
def test_a_form_without_readable_fields_is_an_empty_one(bot, state):
    view = {"id": "V1", "type": "modal", "callback_id": ids.TICKET_FORM, "state": state}
    response = bot.interact("view_submission", "UANA", view={**view, "private_metadata": None})
    assert list(errors_of(response)) == ["subject"]


def sent_with(bot, form, given, field, elements):
    """A form of Ada's as it is sent, with something else in one of its fields."""
    view = view_of("V1", form, "", given)
    view["state"]["values"][field] = elements
    return bot.interact("view_submission", "UADA", view=view)


def test_the_words_of_a_form_are_read_as_a_keyboard_has_them(bot):
    bot.submits("UANA", ids.TICKET_FORM, **(TICKET | {"tags": "ｖｐｎ\u200b，\u00a0＃late"}))
    assert bot.ticket().tags[:2] == ("vpn", "late")


def test_a_tag_that_is_too_long_is_told_at_its_field(bot):
    long = TICKET | {"tags": "x" * 81}
    assert list(errors_of(bot.submits("UANA", ids.TICKET_FORM, **long))) == ["tags"]


def test_a_form_says_so_when_slack_cannot_tell_who_asks(bot):
    bot.slack.answers["users.info"] = Answer(ok=False, error="ratelimited")
    bot.command("UNEW", "/ticket", "new")
    assert "Something went wrong on my side" in str(bot.shown_view())


def test_trouble_after_the_ack_is_logged_and_harms_nobody(bot):
    def broken(method, payload, *, timeout_s):
        raise RuntimeError("no such thing")

    bot.slack.call = broken
    with capture_logs() as logs:
        assert bot.command("UADA", "/sla", "level new").status == 200
    assert logs[-1]["event"] == "trouble after an answer to slack"
