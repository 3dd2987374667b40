"""Menus of what can grow: with 122 of everything each can be found, and chosen by its name."""

from pathlib import Path

import pytest

from bot.slack.act.forms import KINDS
from tests.house.marks import tries
from tests.house.reading import text_of

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"
MANY = 122
PROMISES = (Path(__file__).parent / "promises.yml").read_text("utf-8")
KINDS_OF_NAMES = ("Dept", "Level", "Calendar", "Customer", "Field", "Choice")


RULE_MENUS = ("add_tags", "remove_tags", "groups_notify", "department")
CONDITION_MENUS = ("customer", "customer_group", "department", "level", "source", "tag")


def numbered(kind, body, first=0):
    """Lines of a configuration, one for each thing of a kind."""
    return "".join(f"  {kind} {number:03}: {body}\n" for number in range(first, MANY))


def crowded():
    """The promises with 122 departments, levels, calendars, customers, fields and choices."""
    own = '{alert_channel: "#sla-alerts", agents: [ana@harbour.example]}'
    fields = "".join(f"      Field {number:03}: {{type: text}}\n" for number in range(1, MANY))
    options = ", ".join(f"Choice {number:03}" for number in range(MANY))
    more = (
        ("calendars:\n", numbered("Calendar", "{time_zone: UTC, hours: 24x7}", 3)),
        ("departments:\n", numbered("Dept", own, 2)),
        ("customers:\n", numbered("Customer", "{}", 3)),
        ("levels:\n", numbered("Level", "{targets: {first_reply: 4h}}", 3)),
        ("      order: {type: text}\n", fields),
    )
    text = PROMISES.replace("options: [free, gold]", f"options: [{options}]")
    for place, lines in more:
        assert text.count(f"\n{place}") == 1
        text = text.replace(f"\n{place}", f"\n{place}{lines}")
    return text


@pytest.fixture
def crowd(house):
    """A house with so much of everything, and ticket 1 of Carla in Support."""
    house.configure(crowded())
    house.member("carla").says(SUPPORT, "Printer burns")
    house.settle()
    return house


def form_after(house, line, who):
    member, since = house.member(who), house.mark()
    member.sends(SUPPORT, line)
    return member.form(since, line)


def new_ticket(house):
    """The form of a new ticket of Ana's, once Support was chosen in it."""
    form = form_after(house, "/ticket new VPN is down", "ana")
    chosen = {"block_id": "department", "value": "Support"}
    since = house.member("ana").clicks_in_view(form["id"], "value", **chosen)
    return house.member("ana").form(since, "the form with the fields of Support")


PLACES = ("country", "subdivision", "time_zone")

MENUS = {
    ("ticket_new", "department"): (new_ticket, "ana", "Dept 121", MANY),
    ("ticket_new", "customer"): (new_ticket, "ana", "Customer 121", MANY),
    ("ticket_new", "field_"): (new_ticket, "ana", "Choice 121", MANY),
    ("ticket_department", "to"): ("/ticket dept 1", "ana", "Dept 121", MANY),
    ("ticket_level", "to"): ("/ticket level 1", "ana", "Level 121", MANY + 1),
    ("ticket_customer", "to"): ("/ticket customer 1", "ana", "Customer 121", MANY),
    ("ticket_field", "name"): ("/ticket field 1", "ana", "Field 121", MANY + 1),
    ("level_new", "calendar"): ("/sla level new", "ada", "Calendar 121", MANY),
    ("level_edit", "calendar"): ("/sla level edit Standard", "ada", "Calendar 121", MANY),
    ("department_new", "level"): ("/sla department new", "ada", "Level 121", MANY),
    ("department_edit", "level"): ("/sla department edit Support", "ada", "Level 121", MANY),
    ("customer_new", "level"): ("/sla customer new", "ada", "Level 121", MANY),
    ("customer_edit", "level"): ("/sla customer edit Acme", "ada", "Level 121", MANY),
    ("customer_group_new", "level"): ("/sla group new", "ada", "Level 121", MANY),
    ("customer_group_edit", "level"): ("/sla group edit VIP", "ada", "Level 121", MANY),
    ("settings_edit", "default_level"): ("/sla settings", "ada", "Level 121", MANY),
    ("rule_new", "level"): ("/sla rule new", "ada", "Level 121", MANY),
    ("rule_edit", "level"): ("/sla rule edit 1", "ada", "Level 121", MANY),
}
"""What opens the form of each menu, for whom, the last it offers, and of how many."""
OF_FEW = {
    *(("department_new", "groups_"), ("department_edit", "groups_")),
    *(("customer_new", "group"), ("customer_edit", "group")),
    *(("settings_edit", name) for name in ("bots_", "groups_", "report_time_zone")),
    *((form, name) for form in ("calendar_new", "calendar_edit") for name in PLACES),
    *(("setup", name) for name in ("country", "time_zone")),
    *(("settings_digest", "department"), ("level_alert", "groups_to")),
    ("closure_declare", "calendars"),
    *((form, name) for form in ("rule_new", "rule_edit") for name in RULE_MENUS),
    *(("rule_condition", f"search_{name}") for name in CONDITION_MENUS),
}
"""Menus of what this crowd has little of, or that stand in a view behind a press: tried where
their forms are."""


def test_every_menu_of_every_form_is_tried_here():
    there = {(form, name) for form, kind in KINDS.items() for name in kind.menus}
    assert MENUS.keys() | OF_FEW == there
    assert not MENUS.keys() & OF_FEW


@pytest.mark.parametrize("menu", MENUS, ids=" ".join)
def test_each_of_122_can_be_found_and_the_menu_says_that_it_shows_a_hundred(crowd, menu):
    opens, who, last, there = MENUS[menu]
    form = opens(crowd) if callable(opens) else form_after(crowd, opens, who)
    field = "field_plan" if menu[1] == "field_" else menu[1]
    where = {"view_id": form["id"], "block_id": field}
    member = crowd.member(who)
    assert len(member.is_offered("", "value", **where)) == 100
    shown = crowd.slack.post("suggest", user=member.id, action_id="value", value="", **where)
    [group] = shown["groups"]
    assert group["label"]["text"] == f"100 of {there}: type more to find the others"
    assert member.is_offered(last.lower(), "value", **where) == [last]


@tries("options:value", "form:ticket_new")
def test_the_last_of_each_is_chosen_in_the_form_of_a_ticket(crowd):
    form = new_ticket(crowd)
    picked = {"field_plan": {"value": "Choice 121"}, "customer": {"value": "Customer 121"}}
    crowd.member("ana").submits(form["id"], picked)
    ticket = crowd.ticket(2)
    assert (ticket.department, ticket.customer) == ("Support", "Customer 121")


def test_the_last_of_each_is_chosen_in_the_forms_of_an_agents_work(crowd):
    for line, values, said in (
        ("/ticket level 1", {"to": "Level 121"}, "under the level Level 121"),
        ("/ticket customer 1", {"to": "Customer 121"}, "Customer 121"),
        ("/ticket field 1", {"name": "Field 121", "value": "x"}, "Field 121 is x now"),
        ("/ticket dept 1", {"to": "Dept 121"}, "is with Dept 121 now"),
    ):
        form = form_after(crowd, line, "ana")
        filled = {name: {"value": value} for name, value in values.items()}
        crowd.member("ana").submits(form["id"], filled)
        assert said in text_of(crowd.member("ana").top_form()), line
    form = form_after(crowd, "/sla level new", "ada")
    named = {"name": "Gold", "first_reply": "1h", "calendar": "Calendar 121"}
    crowd.member("ada").submits(form["id"], {key: {"value": each} for key, each in named.items()})
    crowd.settle()
    with crowd.program.look() as work:
        assert work.configuration.level("Gold").calendar == "Calendar 121"


@tries("options:department_choose", "action:department_choose")
def test_the_last_department_is_chosen_in_the_question_to_who_wrote_to_the_bot(crowd):
    carla = crowd.member("carla")
    ts = carla.says(crowd.bot_id, "The VPN is down")
    [question] = [each for each in carla.reads(crowd.bot_id, ts) if each["ts"] != ts]
    menu = question["blocks"][1]["elements"][0]
    assert menu["type"] == "external_select"
    where = {"channel": crowd.bot_id, "ts": question["ts"]}
    assert carla.is_offered("121", "department_choose", **where) == ["Dept 121"]
    carla.clicks(crowd.bot_id, question["ts"], "department_choose", value="Dept 121")
    assert crowd.ticket(2).department == "Dept 121"


def test_a_menu_shows_what_stands_in_it(crowd):
    ana = crowd.member("ana")
    for line, standing in (("/ticket dept 1", "Support"), ("/ticket level 1", "Standard")):
        form = form_after(crowd, line, "ana")
        state = form["state"]["values"]["to"]["value"]["selected_option"]
        assert state["value"] == standing
        ana.closes(form["id"])


def test_fields_that_a_form_cannot_show_are_counted_in_it(crowd):
    form = new_ticket(crowd)
    assert "43 more fields are not asked for here" in text_of(form)
    assert "field_plan" in form["state"]["values"]


LONG = "The department for everything that has to do with " + "very " * 30 + "old machines"


@pytest.mark.parametrize("last", ["of the north", "of the south"])
def test_two_long_names_that_begin_alike_are_told_apart(house, last):
    own = '{alert_channel: "#sla-alerts", agents: [ana@harbour.example]}'
    two = "".join(f'  "{LONG} {end}": {own}\n' for end in ("of the north", "of the south"))
    house.configure(PROMISES.replace("departments:\n", f"departments:\n{two}", 1))
    carla = house.member("carla")
    form = form_after(house, "/ticket new VPN is down", "carla")
    where = {"action_id": "value", "view_id": form["id"], "block_id": "department"}
    shown = house.slack.post("suggest", user=carla.id, value=f"{LONG} {last}", **where)
    carla.submits(form["id"], {"department": {"value": shown["options"][0]}})
    assert house.ticket(1).department == f"{LONG} {last}"


def test_no_menu_that_offers_a_fixed_list_holds_what_can_grow(crowd):
    """In all that this house was ever shown, while every form was opened in it."""
    for opens, who, _, _ in MENUS.values():
        form = opens(crowd) if callable(opens) else form_after(crowd, opens, who)
        crowd.member(who).closes(form["id"])
    for name in ("ada", "ana", "lea", "carla"):
        crowd.home(name)
        crowd.member(name).asks(SUPPORT, "/ticket list")
    crowd.member("noah").says(crowd.bot_id, "The VPN is down")
    offered = [
        option["text"]["text"]
        for entry in crowd.log()
        for menu in menus_in(entry)
        for option in menu["options"]
    ]
    assert offered
    assert [each for each in offered if each.startswith(KINDS_OF_NAMES)] == []


def menus_in(node):
    """Every element that offers a fixed list."""
    if isinstance(node, dict):
        if isinstance(node.get("options"), list) and "type" in node:
            yield node
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from menus_in(each)
