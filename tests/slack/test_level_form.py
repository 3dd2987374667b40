"""The form of a level: wrong values told at their field, right ones kept, nothing forged taken."""

import json
from datetime import timedelta

import pytest

from bot.slack.draw.blocks import actions as ids
from bot.store import form_drafts, people
from bot.usecases.promises import levels
from sla_core.configuration import DEFAULT_ALERTS, Target
from tests.slack.conftest import person
from tests.slack.fakes import TEAM, view_of
from tests.slack.test_forms import WRONG, errors_of, inputs

FIRST = {"name": "Gold", "calendar": ("office",), "first_reply": "1h", "next_reply": ""}
REST = {
    "resolution": "24h",
    "chat_reply": "",
    "call_answer": "",
    "first_assign": "",
    "periodic_update": "",
    "pause_on": ["pending", "on_hold"],
    "reopen": ("new_cycle",),
    "on_change": ("restart",),
    "resolve_after": "",
    "close_after": "",
    "quiet": "",
}
LEVEL = FIRST | REST
ALERT = {
    "when": ("share",),
    "share": "75%",
    "metrics": [],
    "roles": ["channel"],
    "people_to": None,
    "groups_to": None,
    "channels_to": None,
    "repeat": None,
    "escalate": [],
}


def saved(bot, name="Gold"):
    with bot.program.look() as work:
        return {each.name: each for each in levels.levels(work)}.get(name)


def opens(bot, line="level new", user="UADA"):
    """Open the form, and return the id of what is kept of it."""
    bot.command(user, "/sla", line)
    return bot.shown_view()["private_metadata"]


def presses(bot, draft, value, user="UADA", callback_id=ids.LEVEL_FORM, **values):
    """Press something in the form, with what stands in its fields."""
    view = {**view_of("V1", callback_id, draft, values), "hash": "h"}
    verb, _, rest = value.partition(":")
    name = {"add": f"{ids.EDITOR_ADD}_{rest.partition(':')[0]}"}.get(verb, ids.EDITOR_LINE)
    if not rest:
        name = f"{ids.EDITOR_PRESS}_{verb}"
    action = {"type": "button", "action_id": name, "block_id": "b", "value": value}
    more = {"container": {"type": "view", "view_id": "V1"}, "actions": [action]}
    assert bot.interact("block_actions", user, view=view, **more).status == 200


def sends(bot, draft, callback_id=ids.LEVEL_FORM, user="UADA", **values):
    return bot.submits(user, callback_id, draft, **values)


def sends_part(bot, draft, callback_id, index=-1, user="UADA", **values):
    """Send the second view; Slack says which view is below."""
    view = view_of("V2", callback_id, json.dumps([draft, index, ""]), values)
    return bot.interact("view_submission", user, view={**view, "previous_view_id": "V1"})


def with_alerts(bot, *alerts):
    """A form all of whose fields are shown, with these alerts beside what it offers."""
    draft = opens(bot)
    presses(bot, draft, "more", **FIRST)
    for alert in alerts:
        response = sends_part(bot, draft, ids.LEVEL_ALERT_FORM, **ALERT | alert)
        assert not response.body, response.body
    return draft


def unfolded(bot):
    draft = opens(bot)
    presses(bot, draft, "more", **FIRST)
    return draft


# --- who may --------------------------------------------------------------------------------------


def test_level_new_opens_the_form_for_admins(bot):
    bot.command("UADA", "/sla", "level new Gold")
    fields = inputs(bot.shown_view())
    assert fields["name"]["element"]["initial_value"] == "Gold"
    assert fields["calendar"]["element"]["initial_option"]["value"] == "office"


def test_level_new_is_refused_to_everybody_else(bot):
    draft = opens(bot)
    bot.command("UANA", "/sla", "level new")
    assert "Only workspace admins" in str(bot.shown_view())
    for form in (ids.LEVEL_FORM, ids.LEVEL_EDIT_FORM):
        response = sends(bot, draft, form, user="UANA", **LEVEL)
        assert "Only workspace admins" in errors_of(response)["first_reply"]
    response = sends(bot, draft, ids.EDITOR_CONFIRM_FORM, user="UANA", running=("move",))
    assert "Only workspace admins" in errors_of(response)["running"]
    assert saved(bot) is None


def test_what_admins_began_is_their_own(bot):
    with bot.program.work() as work:
        other = person("UANA", "ana@example.com", work.now, is_admin=True)
        people.save(work.connection, TEAM, other)
    draft = opens(bot)
    assert "saved already" in errors_of(sends(bot, draft, user="UANA", **LEVEL))["first_reply"]
    presses(bot, draft, "more", user="UANA", **FIRST)
    assert "saved already" in str(bot.shown_view())
    assert saved(bot) is None


# --- kept -----------------------------------------------------------------------------------------


def test_a_level_is_kept_as_the_form_says(bot):
    draft = with_alerts(
        bot,
        {"metrics": ["first_reply"], "roles": ["channel", "assignee"]},
        {"when": ("after",), "amount": "1 hour", "roles": ["leads"], "repeat": ("3",)},
        {
            "when": ("breach",),
            "amount": "",
            "roles": ["channel", "leads"],
            "escalate": ["escalate"],
        },
    )
    for priority, time in (("urgent", "4h"), ("high", "8h")):
        choice = {"metric": ("resolution",), "priority": (priority,), "time": time}
        assert not sends_part(bot, draft, ids.LEVEL_PRIORITY_FORM, **choice).body
    for _ in DEFAULT_ALERTS:
        presses(bot, draft, "remove:alerts:0", **LEVEL)
    sends(bot, draft, **LEVEL)
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
    assert "Saved: the level *Gold*." in str(bot.shown_view())


def test_what_is_to_be_known_of_a_new_level_stands_below_it(bot):
    """As it does when a file is applied: names that are nobody, and what nothing acts on."""
    draft = with_alerts(bot, {"others_to": "nobody@example.com"})
    sends(bot, draft, **LEVEL | {"chat_reply": "5m"})
    shown = str(bot.shown_view())
    assert "Saved: the level *Gold*." in shown
    assert "levels.Gold.alerts.to: nobody@example.com waits and grants nothing" in shown
    assert "levels.Gold.targets.chat_reply: in Slack, nothing opens chats" in shown


def test_a_level_as_the_form_offers_it_has_the_default_alerts(bot):
    sends(bot, opens(bot), **FIRST)
    assert saved(bot).alerts == DEFAULT_ALERTS


def test_people_and_channels_are_chosen_and_kept_by_id(bot):
    draft = unfolded(bot)
    view = view_of("V2", ids.LEVEL_ALERT_FORM, json.dumps([draft, -1, ""]), ALERT)
    view["state"]["values"]["people_to"]["value"] = {"selected_users": ["UANA", "UBOB"]}
    view["state"]["values"]["channels_to"]["value"] = {"selected_conversations": ["CBILLING"]}
    view["previous_view_id"] = "V1"
    assert not bot.interact("view_submission", "UADA", view=view).body
    sends(bot, draft, **LEVEL)
    assert saved(bot).alerts[-1].to == ("channel", "UANA", "UBOB", "CBILLING")


def test_who_heard_of_an_alert_stays_in_the_order_in_which_they_were_written(bot):
    draft = with_alerts(bot, {"roles": ["leads"], "people_to": ["UANA"]})
    values = ALERT | {"roles": ["channel", "leads"], "people_to": ["UANA"]}
    assert not sends_part(bot, draft, ids.LEVEL_ALERT_FORM, len(DEFAULT_ALERTS), **values).body
    sends(bot, draft, **LEVEL)
    assert saved(bot).alerts[-1].to == ("leads", "UANA", "channel")


def test_a_warning_is_said_once_whatever_was_chosen_before(bot):
    sends(bot, with_alerts(bot, {"repeat": ("3",)}), **LEVEL)
    assert saved(bot).alerts[-1].point.repeat == 1


# --- refused --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"name": " "}, "name", "Give it a name"),
        ({"name": "standard"}, "name", "already"),
        ({"name": "auto"}, "name", "another name"),
        ({"calendar": ("nowhere",)}, "calendar", "no calendar nowhere"),
        ({"first_reply": "1 day"}, "first_reply", "day has no fixed number"),
        ({"first_reply": "4x"}, "first_reply", "4x is no duration: give a duration such as"),
        ({"first_reply": "2d"}, "first_reply", "day has no fixed number"),
        ({"first_reply": "90"}, "first_reply", "no unit"),
        ({"first_reply": "0s"}, "first_reply", "at least one second"),
        ({"first_reply": "99999999h"}, "first_reply", "5 years"),
        ({"resolution": "soon"}, "resolution", "Soon is no duration"),
        ({"first_reply": "", "resolution": None}, "first_reply", "at least one thing"),
        ({"quiet": "night"}, "quiet", "night"),
        ({"quiet": "22:00-22:00"}, "quiet", "ends when it starts"),
        ({"resolve_after": "0s"}, "resolve_after", "at least 1s"),
        ({"close_after": "3 weeks"}, "close_after", "fixed number"),
    ],
)
def test_a_wrong_value_of_a_level_is_told_at_its_field(bot, change, field, said):
    found = errors_of(sends(bot, unfolded(bot), **LEVEL | change))
    assert list(found) == [field]
    assert said in found[field]
    assert saved(bot) is None


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"share": "sometime"}, "share", "between 1% and 99%"),
        ({"share": "120%"}, "share", "between 1% and 99%"),
        ({"share": ""}, "share", "between 1% and 99%"),
        ({"when": ("before",), "amount": "a while"}, "amount", "is no duration"),
        ({"when": ("before",), "amount": "0s"}, "amount", "Give a time"),
        ({"when": ("before",), "amount": "2 days"}, "amount", "fixed number"),
        ({"when": ("noon",)}, "when", "cannot read"),
        ({"when": ("after",), "amount": "1h", "repeat": ("101",)}, "repeat", "from 1 to 100"),
        ({"when": ("after",), "amount": "1h", "repeat": ("often",)}, "repeat", "from 1 to 100"),
        ({"roles": []}, "roles", "at least one who hears"),
        ({"others_to": "Ana"}, "people_to", "ana@example.com"),
    ],
)
def test_a_wrong_value_of_an_alert_is_told_at_its_field(bot, change, field, said):
    draft = unfolded(bot)
    found = errors_of(sends_part(bot, draft, ids.LEVEL_ALERT_FORM, **ALERT | change))
    assert list(found) == [field]
    assert said in found[field]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"time": ""}, "time", "Give a time"),
        ({"time": "1 day"}, "time", "fixed number"),
        ({"time": "0s"}, "time", "at least one second"),
        ({"metric": ("speed",)}, "time", "cannot read"),
        ({"priority": ("mild",)}, "time", "cannot read"),
    ],
)
def test_a_wrong_time_for_a_priority_is_told_at_its_field(bot, change, field, said):
    draft = unfolded(bot)
    given = {"metric": ("resolution",), "priority": ("high",), "time": "2h"} | change
    found = errors_of(sends_part(bot, draft, ids.LEVEL_PRIORITY_FORM, **given))
    assert list(found) == [field]
    assert said in found[field]


def test_a_priority_has_one_time(bot):
    draft = unfolded(bot)
    given = {"metric": ("resolution",), "priority": ("high",), "time": "2h"}
    assert not sends_part(bot, draft, ids.LEVEL_PRIORITY_FORM, **given).body
    found = errors_of(sends_part(bot, draft, ids.LEVEL_PRIORITY_FORM, **given))
    assert "has a time already" in found["priority"]
    assert not sends_part(bot, draft, ids.LEVEL_PRIORITY_FORM, 0, **given | {"time": "3h"}).body


def test_two_wrong_values_are_told_together(bot):
    wrong = {"first_reply": "1x", "quiet": "late"}
    found = errors_of(sends(bot, unfolded(bot), **LEVEL | {"first_reply": "1x", "resolution": "x"}))
    assert set(found) == {"first_reply", "resolution"}
    found = errors_of(sends(bot, unfolded(bot), **LEVEL | wrong))
    assert "first_reply" in found


def test_what_is_wrong_where_nothing_is_shown_unfolds_the_form(bot):
    """Slack takes no error at a field it does not show: the field is shown, and what is wrong."""
    draft = unfolded(bot)
    presses(bot, draft, "more", **LEVEL | {"quiet": "late"})
    assert "quiet" not in inputs(bot.shown_view())
    body = json.loads(sends(bot, draft, **FIRST).body)
    assert body["response_action"] == "update"
    blocks = body["view"]["blocks"]
    place = next(index for index, each in enumerate(blocks) if each.get("block_id") == "quiet")
    assert ":warning:" in blocks[place - 1]["text"]["text"]
    assert inputs(body["view"])["quiet"]["element"]["initial_value"] == "late"
    assert list(errors_of(sends(bot, draft, **LEVEL | {"quiet": "late"}))) == ["quiet"]
    sends(bot, draft, **LEVEL)
    assert saved(bot).quiet_local_s is None


def test_what_becomes_impossible_after_the_ack_is_said_in_the_modal(bot):
    first, second = opens(bot, "level new Gold"), opens(bot, "level copy Standard")
    run_once, bot.worker.run_once = bot.worker.run_once, lambda: None
    for draft in (first, second):
        assert "writing that down" in str(sends(bot, draft, **FIRST).body)
    bot.worker.run_once = run_once
    bot.worker.run_once()
    shown = [str(each["view"]) for each in bot.slack.of("views.update")]
    assert "Saved: the level *Gold*." in shown[-2]
    assert "That was not done. " in shown[-1]


def test_a_form_that_is_sent_twice_says_that_it_was_saved(bot):
    draft = opens(bot)
    run_once, bot.worker.run_once = bot.worker.run_once, lambda: None
    sends(bot, draft, **FIRST)
    sends(bot, draft, **FIRST)
    bot.worker.run_once = run_once
    bot.worker.run_once()
    assert "Saved: the level *Gold*." in str(bot.slack.of("views.update")[-2]["view"])
    assert "This form was saved already" in str(bot.shown_view())
    assert "saved already" in errors_of(sends(bot, draft, **FIRST))["first_reply"]
    with bot.program.look() as work:
        kinds = [(each.kind, each.name) for each in work.history.revisions]
    assert kinds.count(("level", "Gold")) == 1


@pytest.mark.parametrize(("hours", "is_kept"), [(1, True), (23, True), (24, False), (72, False)])
def test_a_form_is_kept_for_a_day(bot, clock, hours, is_kept):
    draft = opens(bot)
    clock.move(hours=hours)
    response = sends(bot, draft, **FIRST)
    if is_kept:
        assert saved(bot) is not None
    else:
        assert "older than a day" in errors_of(response)["first_reply"]
        assert saved(bot) is None


def test_a_form_outlives_who_opened_it(bot):
    """As after a restart: nothing of a form is kept in memory."""
    draft = opens(bot, "level new Gold")
    presses(bot, draft, "more", **FIRST | {"first_reply": "3h"})
    with bot.program.look() as work:
        kept = form_drafts.find(work.connection, TEAM, draft)
    assert kept.content["fields"]["first_reply"] == "3h"


# --- from elsewhere -------------------------------------------------------------------------------

FORGED = (
    "",
    "x",
    "0" * 16,
    "\x00" * 16,
    "g" * 16,
    "0" * 4000,
    "[1, 2, 3]",
    "null",
    "1e999",
    "[" * 2000,
    '["0000000000000000", 1e999, ""]',
    '["\\u0000", 0, ""]',
    "[[], {}, []]",
    '{"a": 1}',
)


@pytest.mark.parametrize("metadata", FORGED, ids=lambda text: repr(text[:20]))
def test_a_forged_form_is_refused_at_a_field(bot, metadata):
    for form in (ids.LEVEL_FORM, ids.LEVEL_EDIT_FORM):
        assert "saved already" in errors_of(sends(bot, metadata, form, **FIRST))["first_reply"]
    for form, given in (
        (ids.LEVEL_ALERT_FORM, ALERT),
        (ids.LEVEL_PRIORITY_FORM, {"metric": None, "priority": None, "time": "1h"}),
        (ids.EDITOR_CONFIRM_FORM, {"running": ("move",)}),
        (ids.LEVEL_ARCHIVE_FORM, {"running": ("end",)}),
    ):
        assert errors_of(sends(bot, metadata, form, **given))
    presses(bot, metadata, "more", **FIRST)
    assert "saved already" in str(bot.shown_view())


@pytest.mark.parametrize(
    "value",
    [
        *("", "edit", "edit:alerts", "edit:alerts:x", "remove:alerts:-1", "remove:nothing:0"),
        *("add:nothing:", "add", "up", "burn:alerts:0", "remove:alerts:１", "x" * 2000, ":::::"),
    ],
)
def test_a_forged_press_changes_nothing(bot, value):
    draft = opens(bot)
    view = {**view_of("V1", ids.LEVEL_FORM, draft, FIRST), "hash": "h"}
    action = {"type": "button", "action_id": ids.EDITOR_LINE, "block_id": "b", "value": value}
    more = {"container": {"type": "view", "view_id": "V1"}, "actions": [action]}
    assert bot.interact("block_actions", "UADA", view=view, **more).status == 200
    sends(bot, draft, **FIRST)
    assert saved(bot).alerts == DEFAULT_ALERTS


@pytest.mark.parametrize("index", [99, 10**30, -5])
def test_a_part_that_is_not_there_is_a_new_one(bot, index):
    draft = unfolded(bot)
    assert not sends_part(bot, draft, ids.LEVEL_ALERT_FORM, index, **ALERT).body
    sends(bot, draft, **LEVEL)
    assert len(saved(bot).alerts) == len(DEFAULT_ALERTS) + 1


def test_a_question_is_no_form_and_a_form_no_question(bot):
    sends(bot, opens(bot), **FIRST)
    question = opens(bot, "level archive Gold")
    assert errors_of(sends(bot, question, **FIRST | {"name": "Silver"}))
    assert errors_of(sends(bot, question, ids.EDITOR_CONFIRM_FORM, running=None))
    form = opens(bot, "level edit Gold")
    assert errors_of(sends(bot, form, ids.LEVEL_ARCHIVE_FORM, running=None))
    assert saved(bot) is not None


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_slack_cannot_have_sent_is_told_at_its_field(bot, wrong):
    draft = unfolded(bot)
    for field in ("name", "calendar", "first_reply", "pause_on", "reopen", "quiet"):
        view = view_of("V1", ids.LEVEL_FORM, draft, LEVEL)
        view["state"]["values"][field] = {"value": wrong}
        assert field in errors_of(bot.interact("view_submission", "UADA", view=view)), field
    assert saved(bot) is None


# --- as a keyboard has it -------------------------------------------------------------------------


def test_the_words_of_a_form_are_read_as_a_keyboard_has_them(bot):
    draft = unfolded(bot)
    early = {"when": ("before",), "amount": "15\u00a0m", "metrics": ["resolution"]}
    assert not sends_part(bot, draft, ids.LEVEL_ALERT_FORM, **ALERT | early).body
    typed = LEVEL | {
        "first_reply": "\uff11h\u200b",
        "resolution": "24\u00a0h",
        "next_reply": "\u201c30 m\u201d",
        "name": "\u00abGold\u00bb",
        "quiet": "22:00\u201307:00",
    }
    sends(bot, draft, **typed)
    level = saved(bot)
    assert level.targets["first_reply"] == Target(3600)
    assert level.targets["next_reply"] == Target(1800)
    assert level.targets["resolution"].default_s == 24 * 3600
    assert level.alerts[-1].point.before_s == 900
    assert level.quiet_local_s == (22 * 3600, 7 * 3600)


@pytest.mark.parametrize("typed", ["4h.", "4 h", "\u00ab4h\u00bb", "4 hours", "240 min", "3h 60m"])
def test_a_target_of_a_level_is_read_with_blanks_quotes_and_a_point_behind(bot, typed):
    sends(bot, opens(bot), **(FIRST | {"first_reply": typed}))
    assert saved(bot).targets["first_reply"].default_s == 4 * 3600


# --- as much as there may be ----------------------------------------------------------------------


def test_twenty_alerts_fit_and_the_next_is_refused_kindly(bot):
    draft = unfolded(bot)
    for number in range(len(DEFAULT_ALERTS), 20):
        given = ALERT | {"when": ("after",), "amount": f"{number} h"}
        assert not sends_part(bot, draft, ids.LEVEL_ALERT_FORM, **given).body
    metrics = ("first_reply", "next_reply", "chat_reply", "call_answer", "first_assign")
    for metric in (*metrics, "resolution", "periodic_update"):
        for priority in ("low", "normal", "high", "urgent"):
            given = {"metric": (metric,), "priority": (priority,), "time": "2h"}
            assert not sends_part(bot, draft, ids.LEVEL_PRIORITY_FORM, **given).body
    assert len(bot.shown_view()["blocks"]) <= 100
    assert len(bot.shown_view()["private_metadata"]) < 3000
    presses(bot, draft, "add:alerts:", **LEVEL)
    assert "A form holds 20" in str(bot.slack.of("views.push")[-1])
    found = errors_of(sends_part(bot, draft, ids.LEVEL_ALERT_FORM, **ALERT))
    assert "A form holds 20" in found["when"]
    sends(bot, draft, **LEVEL)
    assert len(saved(bot).alerts) == 20


def test_a_form_is_forgotten_when_it_is_too_old(bot, clock):
    draft = opens(bot)
    clock.move(hours=25)
    opens(bot, "level edit Standard")
    with bot.program.look() as work:
        assert form_drafts.find(work.connection, TEAM, draft) is None
        assert work.now - timedelta(hours=25) < clock.now()
