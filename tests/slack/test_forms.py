"""Modals: opened in time, wrong values told at their field, right ones kept and done."""

import json

import pytest
from structlog.testing import capture_logs

from bot.delivery.ports import Answer, Unclear
from bot.slack.blocks import actions as ids
from bot.slack.blocks.inputs import VALUE
from bot.store import people
from bot.usecases.promises import levels
from sla_core.configuration import DEFAULT_ALERTS, Target
from tests.slack.conftest import person
from tests.slack.fakes import TEAM, view_of

LEVEL = {
    "name": "Gold",
    "calendar": ("office",),
    "first_reply": "1h",
    "resolution": "urgent 4h, high 8h, default 24h",
    "pause_on": ["pending", "on_hold"],
    "reopen": ("new_cycle",),
    "on_change": ("restart",),
    "alerts": "75% to channel, assignee for first_reply\n+1h to leads repeat 3\n"
    "breach to channel, leads escalate",
}
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


def saved(bot, name="Gold"):
    with bot.desk.look() as work:
        return {each.name: each for each in levels.levels(work)}.get(name)


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
    with bot.desk.work() as work:
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


def test_level_new_opens_the_form_for_admins(bot):
    bot.command("UADA", "/sla", "level new Gold")
    fields = inputs(bot.shown_view())
    assert fields["name"]["element"]["initial_value"] == "Gold"
    assert fields["calendar"]["element"]["initial_option"]["value"] == "office"
    assert "breach to channel, leads" in fields["alerts"]["element"]["initial_value"]


def test_level_new_is_refused_to_everybody_else(bot):
    bot.command("UANA", "/sla", "level new")
    assert "Only workspace admins" in str(bot.shown_view())
    response = bot.submits("UANA", ids.LEVEL_FORM, **LEVEL)
    assert "Only workspace admins" in errors_of(response)["name"]
    assert saved(bot) is None


def test_a_level_is_kept_as_the_form_says(bot):
    bot.submits("UADA", ids.LEVEL_FORM, **LEVEL)
    level = saved(bot)
    assert level.calendar == "office"
    assert level.targets["first_reply"] == Target(3600)
    resolution = level.targets["resolution"]
    assert resolution.default_s == 86400
    assert dict(resolution.by_priority) == {"urgent": 14400, "high": 28800}
    assert level.pause_on["resolution"] == {"pending", "on_hold"}
    assert (level.reopen, level.on_change) == ("new_cycle", "restart")
    share, after, breach = level.alerts
    assert (share.point.share_pct, share.to) == (75, ("channel", "assignee"))
    assert share.metrics == {"first_reply"}
    assert (after.point.after_s, after.point.repeat) == (3600, 3)
    assert breach.point.breach
    assert breach.escalate
    assert "The level Gold is there." in str(bot.shown_view())


def test_a_level_as_the_form_offers_it_has_the_default_alerts(bot):
    bot.command("UADA", "/sla", "level new")
    alerts = inputs(bot.shown_view())["alerts"]["element"]["initial_value"]
    bot.submits("UADA", ids.LEVEL_FORM, name="Gold", first_reply="1h", alerts=alerts)
    assert saved(bot).alerts == DEFAULT_ALERTS


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": " "}, "name", "Give the level a name"),
        ({"name": "standard"}, "name", "already"),
        ({"name": "auto"}, "name", "another name"),
        ({"calendar": ("nowhere",)}, "calendar", "calendar 'nowhere'"),
        ({"first_reply": "1 day"}, "first_reply", "day has no fixed number"),
        ({"first_reply": "4x"}, "first_reply", "4x is no duration: give a duration such as"),
        ({"first_reply": "2d"}, "first_reply", "day has no fixed number"),
        ({"first_reply": "90"}, "first_reply", "no unit"),
        ({"first_reply": "0s"}, "first_reply", "at least one second"),
        ({"first_reply": "99999999h"}, "first_reply", "5 years"),
        ({"resolution": "urgnt 4h"}, "resolution", "did you mean urgent?"),
        ({"resolution": "urgent 4h, high"}, "resolution", "I do not understand this"),
        ({"first_reply": "", "resolution": None}, "first_reply", "at least one thing"),
        ({"alerts": "sometime"}, "alerts", "I do not understand the line: sometime"),
        ({"alerts": "120% to channel"}, "alerts", "between 1% and 99%"),
        ({"alerts": "75% to channel for speed"}, "alerts", "There is no speed"),
        ({"alerts": "75% to channel repeat 3"}, "alerts", "Only an alert after the breach"),
    ],
)
def test_a_wrong_value_of_a_level_is_told_at_its_field(bot, change, field, said):
    found = errors_of(bot.submits("UADA", ids.LEVEL_FORM, **LEVEL | change))
    assert list(found) == [field]
    assert said in found[field]
    assert saved(bot) is None


def test_two_wrong_values_are_told_together(bot):
    wrong = {"first_reply": "1x", "alerts": "75x to channel"}
    assert set(errors_of(bot.submits("UADA", ids.LEVEL_FORM, **LEVEL | wrong))) == set(wrong)


def test_what_becomes_impossible_after_the_ack_is_said_in_the_modal(bot, desk):
    row_values = LEVEL | {"name": "Gold"}
    run_once, bot.worker.run_once = bot.worker.run_once, lambda: None
    bot.submits("UADA", ids.LEVEL_FORM, **row_values)
    bot.submits("UADA", ids.LEVEL_FORM, **row_values)
    bot.worker.run_once = run_once
    bot.worker.run_once()
    shown = [str(each["view"]) for each in bot.slack.of("views.update")]
    assert "The level Gold is there." in shown[0]
    assert "That was not done. " in shown[1]


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
        raise Unclear("timeout")

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
FIELDS = {
    ids.TICKET_FORM: ("subject", "text", "department", "priority", "tags", "requester"),
    ids.LEVEL_FORM: ("name", "calendar", "first_reply", "pause_on", "reopen", "alerts"),
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
@pytest.mark.parametrize("form", FIELDS)
def test_what_slack_cannot_have_sent_is_told_at_its_field(bot, form, wrong):
    given = TICKET if form == ids.TICKET_FORM else LEVEL
    for field in FIELDS[form]:
        response = sent_with(bot, form, given, field, {"value": wrong})
        assert list(errors_of(response)) == [field]
    assert bot.ticket() is None
    assert saved(bot) is None


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
    typed = LEVEL | {
        "first_reply": "\uff11h\u200b",
        "resolution": "urgent\u00a04h, high：8h, default 24h",
        "next_reply": "\u201c30 m\u201d",
        "alerts": "\u201315m\u00a0to channel for resolution",
        "name": "\u00abGold\u00bb",
    }
    bot.submits("UADA", ids.LEVEL_FORM, **typed)
    level = saved(bot)
    assert level.targets["first_reply"] == Target(3600)
    assert level.targets["next_reply"] == Target(1800)
    assert level.targets["resolution"].default_s == 24 * 3600
    assert [each.point.before_s for each in level.alerts] == [900]
    bot.submits("UANA", ids.TICKET_FORM, **(TICKET | {"tags": "ｖｐｎ\u200b，\u00a0＃late"}))
    assert bot.ticket().tags[:2] == ("vpn", "late")


@pytest.mark.parametrize(
    "typed", ["4h.", "4 h", "\u00ab4h\u00bb", "urgent 4 h, default \u201c4h\u201d"]
)
def test_a_target_of_a_level_is_read_with_blanks_quotes_and_a_point_behind(bot, typed):
    bot.submits("UADA", ids.LEVEL_FORM, **(LEVEL | {"first_reply": typed}))
    assert saved(bot).targets["first_reply"].default_s == 4 * 3600


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
