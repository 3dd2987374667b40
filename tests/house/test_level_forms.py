"""What an admin promises in forms: made, changed with its consequences shown, copied, archived."""

from pathlib import Path

import pytest

from bot.demo.seen import NotSeen
from tests.house.marks import tries
from tests.house.mischief import only_for
from tests.house.reading import text_of

SUPPORT = "C0SUPPORT"
PROMISES = Path(__file__).with_name("promises.yml")


def opened(house, line, name="ada"):
    """The form that a command opens."""
    member, since = house.member(name), house.mark()
    member.sends(SUPPORT, line)
    return member.form(since, line)


def presses(house, form, action_id, value=None, block_id=None, **filled):
    """Press something in the form on top, with its fields filled in; return what is on top then."""
    ada = house.member("ada")
    chosen = {} if value is None else {"value": value}
    chosen |= {} if block_id is None else {"block_id": block_id}
    values = {name: {"value": text} for name, text in filled.items()}
    ada.clicks_in_view(form["id"], action_id, values=values, **chosen)
    house.log()
    return ada.top_form()


def filled(**fields):
    return {name: {"value": value} for name, value in fields.items()}


def shown(form):
    """The values of the fields of a form by their names."""
    state = {}
    for block in form["blocks"]:
        element = block.get("element", {})
        option = element.get("initial_option")
        state[block["block_id"]] = element.get("initial_value", option and option["value"])
    return state


@pytest.fixture
def ada(house):
    return house.member("ada")


@tries("command:/sla level new", "form:level_new")
def test_a_level_needs_three_fields(house, ada):
    form = opened(house, "/sla level new Gold")
    names = [block["block_id"] for block in form["blocks"] if block["type"] == "input"]
    assert names == ["name", "calendar", "first_reply", "next_reply"]
    ada.submits(form["id"], filled(calendar="office", first_reply="1 hour", next_reply="90 min"))
    assert "Saved: the level *Gold*." in text_of(ada.top_form())
    told = text_of(ada.asks(SUPPORT, "/sla levels"))
    assert "First reply within 1 hour of office time, then within 1 hour 30 minutes." in told
    assert "When 75% of the time is used: the alert channel" in told


@tries("action:editor_press_more", "action:editor_add_alerts", "form:level_alert")
def test_an_alert_is_a_row_with_menus(house, ada):
    form = opened(house, "/sla level new Gold")
    form = presses(house, form, "editor_press_more", calendar="office", first_reply="2h")
    assert "When 75% of the time is used" in text_of(form)
    above = presses(house, form, "editor_add_alerts")
    assert above["callback_id"] == "level_alert"
    above = presses(house, above, "value", "before", block_id="when")
    wrong = ada.submits(above["id"], filled(amount="a while"))
    assert list(wrong["errors"]) == ["amount"]
    ada.submits(above["id"], filled(amount="15 min", roles=["assignee"]))
    house.log()
    form = ada.top_form()
    assert "15 minutes before it is due: the assignee" in text_of(form)
    assert shown(form)["first_reply"] == "2h"
    ada.submits(form["id"], filled(first_reply="2h"))
    assert "15 minutes before it is due: the assignee" in text_of(ada.asks(SUPPORT, "/sla levels"))


@tries("form:level_alert")
def test_an_alert_asks_what_its_point_needs(house, ada):
    form = presses(house, opened(house, "/sla level new Gold"), "editor_press_more")
    above = presses(house, form, "editor_add_alerts", first_reply="2h")
    assert {"share"} == shown(above).keys() & {"share", "amount", "repeat"}
    above = presses(house, above, "value", "breach", block_id="when")
    assert not shown(above).keys() & {"share", "amount", "repeat"}
    above = presses(house, above, "value", "after", block_id="when", roles=["managers"])
    assert shown(above)["repeat"] == "1"
    values = {"channels_to": ["C0BILLING"], "groups_to": ["S0SUPPORT"], "people_to": ["U0LEA"]}
    ada.submits(above["id"], filled(amount="1h", repeat="3", roles=["managers"], **values))
    house.log()
    form = ada.top_form()
    told = "1 hour after the breach, 3 times: the managers, Lea Horvat, @support-team, #billing"
    assert told in [line for line in text_of(form).splitlines() if "breach" in line]
    ada.submits(form["id"], filled(first_reply="2h"))
    assert told in text_of(ada.asks(SUPPORT, "/sla levels"))


@tries("action:editor_line")
def test_a_line_is_removed(house, ada):
    form = presses(house, opened(house, "/sla level new Gold"), "editor_press_more")
    form = presses(house, form, "editor_line", "remove:alerts:0")
    assert "75%" not in text_of(form)


@tries("command:/sla level edit", "form:level_edit", "form:editor_confirm")
def test_what_becomes_of_clocks_that_run_is_shown_before_it_is_saved(house, ada):
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    form = opened(house, "/sla level edit Urgent SLA")
    assert shown(form)["first_reply"] == "1 h"
    since = house.mark()
    ada.submits(form["id"], filled(first_reply="30 min"))
    form = ada.form(since, "what it comes to")
    assert "clocks run on it" in text_of(form) or "clock runs on it" in text_of(form)
    assert "1 due time moves" in text_of(form)
    ada.submits(form["id"], filled(running="move"))
    assert "Saved: the level *Urgent SLA*." in text_of(ada.top_form())
    assert "30 min" in text_of(ada.asks(SUPPORT, "/sla why 1 first_reply"))


def test_new_tickets_only_leaves_those_that_run_as_they_are(house, ada):
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    house.move(minutes=1)
    form = opened(house, "/sla level edit Urgent SLA")
    since = house.mark()
    ada.submits(form["id"], filled(first_reply="30 min"))
    ada.submits(ada.form(since, "what it comes to")["id"], filled(running="keep"))
    assert "1 h" in text_of(ada.asks(SUPPORT, "/sla why 1 first_reply"))


def test_saving_holds_for_what_was_counted_only(house, ada):
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    form = opened(house, "/sla level edit Urgent SLA")
    since = house.mark()
    ada.submits(form["id"], filled(first_reply="30 min"))
    confirm = ada.form(since, "what it comes to")
    house.configure(PROMISES.read_text().replace("first_reply: 8h", "first_reply: 9h"))
    ada.submits(confirm["id"], filled(running="move"))
    assert "nothing was saved" in text_of(ada.top_form())


@tries("action:editor_press_over")
def test_what_was_typed_is_there_an_hour_later(house, ada):
    form = opened(house, "/sla level new")
    presses(house, form, "editor_press_more", name="Gold", first_reply="3h")
    ada.closes(form["id"])
    house.move(hours=1)
    form = opened(house, "/sla level new")
    assert shown(form)["name"] == "Gold"
    assert "you began" in text_of(form)
    form = presses(house, form, "editor_press_over")
    assert shown(form)["name"] is None


@tries("command:/sla level copy")
def test_a_copy_needs_a_name_of_its_own(house, ada):
    form = opened(house, "/sla level copy Urgent SLA")
    assert shown(form)["first_reply"] == "1 h"
    wrong = ada.submits(form["id"], filled(name="standard"))
    assert "There is a level standard already" in wrong["errors"]["name"]
    ada.submits(form["id"], filled(name="Gold"))
    assert "Saved: the level *Gold*." in text_of(ada.top_form())


def test_a_level_that_others_name_is_not_archived(house, ada):
    form = opened(house, "/sla level archive Standard")
    assert "• the department Support" in text_of(form)
    assert "• the settings" in text_of(form)


@tries("command:/sla level archive", "form:level_archive")
def test_a_level_is_archived(house, ada):
    form = opened(house, "/sla level new Gold")
    ada.submits(form["id"], filled(first_reply="1h"))
    form = opened(house, "/sla level archive gold")
    assert "Archive the level *Gold*?" in text_of(form)
    ada.submits(form["id"], {})
    assert "Archived: the level *Gold*." in text_of(ada.top_form())
    assert "Gold" not in text_of(ada.asks(SUPPORT, "/sla levels"))


@pytest.mark.parametrize("line", ["/sla level new", "/sla level edit Standard"])
def test_only_admins_change_what_is_promised(house, line):
    assert "Only workspace admins" in text_of(opened(house, line, "ana"))


def test_a_form_of_somebody_else_is_not_theirs_to_send(house, ada):
    form = opened(house, "/sla level new Gold")
    with pytest.raises(NotSeen):
        house.member("lea").submits(form["id"], filled(first_reply="1h"))


def test_the_second_of_two_admins_sees_what_the_first_changed(house, ada):
    house.slack.post("user", id="U0LEA", is_admin=True)
    house.settle()
    form = opened(house, "/sla level edit Urgent SLA")
    lea = opened(house, "/sla level edit Urgent SLA", "lea")
    house.member("lea").submits(lea["id"], filled(first_reply="45 min"))
    assert "Saved" in text_of(house.member("lea").top_form())
    since = house.mark()
    ada.submits(form["id"], filled(first_reply="30 min"))
    asked = ada.form(since, "what it comes to")
    assert "*Urgent SLA was changed by somebody else since you opened the form.*" in text_of(asked)
    assert "“First reply” is 30m instead of 45m" in text_of(asked)
    ada.submits(asked["id"], {})
    assert "First reply within 30 minutes" in text_of(ada.asks(SUPPORT, "/sla levels"))


def test_a_name_that_is_taken_while_the_form_is_open_is_told_at_its_field(house, ada):
    form = opened(house, "/sla level new Gold")
    gold = "levels:\n  gold: {targets: {first_reply: 4h}}\n"
    house.configure(PROMISES.read_text().replace("levels:\n", gold, 1))
    wrong = ada.submits(form["id"], filled(first_reply="1h"))
    assert "There is a level Gold already" in wrong["errors"]["name"]


def test_a_form_for_another_level_is_another_form(house, ada):
    form = opened(house, "/sla level new Gold")
    presses(house, form, "editor_press_more", first_reply="3h")
    ada.closes(form["id"])
    form = opened(house, "/sla level new Silver")
    assert (shown(form)["name"], shown(form)["first_reply"]) == ("Silver", None)
    ada.closes(form["id"])
    form = opened(house, "/sla level new gold")
    assert (shown(form)["name"], shown(form)["first_reply"]) == ("Gold", "3h")


def test_a_form_in_which_nothing_was_done_is_not_said_to_be_begun(house, ada):
    for line in ("/sla level new", "/sla level copy Standard", "/sla level edit Standard"):
        for _ in range(2):
            form = opened(house, line)
            assert "you began" not in text_of(form)
            ada.closes(form["id"])


@tries("action:editor_add_priorities", "form:level_priority")
def test_a_time_for_a_priority_is_a_line(house, ada):
    form = presses(house, opened(house, "/sla level new Gold"), "editor_press_more")
    above = presses(house, form, "editor_add_priorities", resolution="24h")
    ada.submits(above["id"], filled(metric="resolution", priority="urgent", time="4 hours"))
    house.log()
    form = ada.top_form()
    assert "Resolution at priority urgent: within 4 hours" in text_of(form)
    ada.submits(form["id"], {})
    told = text_of(ada.asks(SUPPORT, "/sla levels"))
    assert "Resolution within 24 hours of office time, at priority urgent within 4 hours." in told


def test_clocks_that_run_end_or_go_on_when_their_level_is_archived(house, ada):
    gold = "levels:\n  Gold: {targets: {first_reply: 4h}}\n"
    house.configure(PROMISES.read_text().replace("levels:\n", gold, 1))
    for name in ("carla", "noah"):
        house.member(name).says(SUPPORT, "Printer burns")
        house.settle()
    for number in (1, 2):
        house.member("ana").asks(SUPPORT, f"/ticket level {number} Gold")
    form = opened(house, "/sla level archive Gold")
    assert "2 clocks run on it." in text_of(form)
    ada.submits(form["id"], filled(running="end"))
    assert "Archived: the level *Gold*." in text_of(ada.top_form())
    house.settle()
    assert "cancelled" in text_of(ada.asks(SUPPORT, "/sla why 1 first_reply")).casefold()


@tries("action:form_open_edit", "action:form_open_copy", "action:form_open_archive")
def test_what_can_be_done_with_a_level_stands_below_it(house, ada):
    """Of the first of those shown, which a department names."""
    ada.asks(SUPPORT, "/sla levels")
    levels = only_for(ada, SUPPORT)
    for action_id, says in (
        ("form_open_edit", "Billing"),
        ("form_open_copy", "New level"),
        ("form_open_archive", "still used"),
    ):
        since = ada.clicks(SUPPORT, levels["ts"], action_id)
        form = ada.form(since, action_id)
        assert says in str(form)
        ada.closes(form["id"])
