"""Departments that admins make, change, copy and archive in forms, and that agents read."""

from dataclasses import replace

import pytest

from bot.store import people
from bot.usecases.promises.configuration import apply_configuration
from tests.house.forms_of_items import SUPPORT, filled, opened, presses, shown
from tests.house.marks import tries
from tests.house.reading import text_of
from tests.house.standing import PROMISES


@pytest.fixture
def ada(house):
    return house.member("ada")


def department(house, name):
    house.settle()
    with house.program.look() as work:
        return work.configuration.department(name)


@tries("command:/sla department new", "form:department_new")
def test_a_department_needs_channels_and_people(house, ada):
    form = opened(house, "/sla department new Front desk")
    assert list(shown(form)) == [
        "name",
        "channels_intake_channels",
        "channels_alert_channel",
        "people_leads",
        "groups_leads",
        "people_agents",
        "groups_agents",
        "level",
    ]
    ada.submits(
        form["id"],
        filled(
            channels_alert_channel=["C0SLAALERTS"],
            people_leads=["U0LEA"],
            groups_agents=["@support-team (Support team)"],
            level=["Urgent SLA"],
        ),
    )
    assert "Saved: the department *Front desk*." in text_of(ada.top_form())
    made = department(house, "front desk")
    assert made.alert_channel == "C0SLAALERTS"
    assert (made.leads, made.agents) == (("U0LEA",), ("S0SUPPORT",))
    assert made.level == "Urgent SLA"


def test_what_is_chosen_in_a_form_works_at_once(house, ada):
    form = opened(house, "/sla department new Front desk")
    ada.submits(form["id"], filled(people_agents=["U0BEN"], people_leads=["U0LEA"]))
    told = text_of(house.member("ben").asks(SUPPORT, "/sla departments front"))
    assert "Leads: Lea Horvat. Managers: nobody. Agents: Ben Okafor." in told
    assert "Requests come in by direct message and `/ticket new` only." in told


@tries("command:/sla department edit", "form:department_edit")
def test_what_nobody_changed_stays_as_it_was(house, ada):
    before = department(house, "Support")
    form = opened(house, "/sla department edit support")
    assert shown(form)["channels_intake_channels"] == ["C0SUPPORT"]
    assert shown(form)["people_agents"] == ["U0ANA", "U0BEN"]
    ada.submits(form["id"], {})
    assert "Saved: the department *Support*." in text_of(ada.top_form())
    assert department(house, "Support") == before


def test_a_level_can_be_taken_out_again(house, ada):
    form = opened(house, "/sla department edit Support")
    ada.submits(form["id"], filled(level=[]))
    assert department(house, "Support").level is None


@tries("action:editor_add_fields", "action:editor_line", "action:editor_press_more")
def test_fields_are_parts_with_types_and_required_ones(house, ada):
    form = opened(house, "/sla department new Front desk")
    form = presses(house, form, "editor_press_more", people_agents=["U0BEN"])
    above = presses(house, form, "editor_add_fields")
    assert above["callback_id"] == "department_field"
    ada.submits(
        above["id"],
        filled(name="plan", type="choice", options="free\ngold\n", required=["required"]),
    )
    house.log()
    form = ada.top_form()
    assert "plan: One of some (free, gold), required" in text_of(form)
    above = presses(house, form, "editor_line", "edit:fields:0")
    assert shown(above)["options"] == "free\ngold"
    ada.submits(above["id"], filled(name="plan", type="text", options=None, required=[]))
    house.log()
    assert "plan: A text" in text_of(ada.top_form())
    above = presses(house, ada.top_form(), "editor_add_fields")
    ada.submits(above["id"], filled(name="floor", type="number"))
    house.log()
    form = presses(house, ada.top_form(), "editor_line", "remove:fields:0")
    ada.submits(form["id"], {})
    assert dict(department(house, "Front desk").fields) == {"floor": {"type": "number"}}
    assert department(house, "Front desk").agents == ("U0BEN",)


@tries("form:department_field")
@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": "PLAN", "type": "text"}, "name"),
        ({"name": "colour", "type": "choice"}, "options"),
        ({"name": "colour", "type": "text", "options": "red"}, "options"),
    ],
)
def test_what_is_wrong_with_a_field_stands_at_it(house, ada, typed, field):
    above = presses(house, opened(house, "/sla department edit Support"), "editor_add_fields")
    answer = ada.submits(above["id"], filled(**typed))
    assert list(answer["errors"]) == [field]


@pytest.mark.parametrize("name", ["support", "SUPPORT"])
def test_a_name_that_is_taken_is_refused_at_the_field(house, ada, name):
    form = opened(house, "/sla department new")
    answer = ada.submits(form["id"], filled(name=name))
    assert "There is a department" in answer["errors"]["name"]
    assert len(_departments(house)) == 2


def _departments(house):
    house.settle()
    with house.program.look() as work:
        return work.configuration.departments


def test_a_channel_of_another_department_is_refused_at_the_field(house, ada):
    form = opened(house, "/sla department new Front desk")
    answer = ada.submits(form["id"], filled(channels_intake_channels=["C0BILLING"]))
    assert list(answer["errors"]) == ["channels_intake_channels"]
    assert "Billing" in answer["errors"]["channels_intake_channels"]


@tries("command:/sla department copy")
def test_a_copy_has_all_but_the_name_and_where_requests_come_in(house, ada):
    form = opened(house, "/sla department copy Support")
    assert shown(form)["channels_intake_channels"] is None
    assert shown(form)["people_agents"] == ["U0ANA", "U0BEN"]
    ada.submits(form["id"], filled(name="Night desk"))
    copied, original = department(house, "Night desk"), department(house, "Support")
    assert (copied.agents, copied.fields) == (original.agents, original.fields)
    assert copied.intake_channels == ()


def test_a_private_department_says_so_to_its_people_alone(house, ada):
    form = opened(house, "/sla department edit Billing")
    ada.submits(form["id"], filled(private=["private"]))
    assert department(house, "Billing").private
    to_others = text_of(house.member("ana").asks(SUPPORT, "/sla departments billing"))
    assert "Private: its own people and admins alone read more." in to_others
    assert "Dan" not in to_others
    assert "Dan" not in text_of(house.member("ana").asks(SUPPORT, "/sla roles"))
    assert "Dan Reyes" in text_of(house.member("dan").asks(SUPPORT, "/sla departments billing"))


def test_a_private_channel_needs_an_invitation(house, ada):
    form = opened(house, "/sla department new Secrets")
    assert "type /invite @punctual there" in text_of(form)
    ada.submits(form["id"], filled(channels_intake_channels=["C0SECRET"]))
    told = text_of(ada.top_form())
    assert "I do not see <#C0SECRET>" in told
    assert "`/invite @punctual`" in told
    assert department(house, "Secrets").intake_channels == ("C0SECRET",)


def test_what_waits_is_shown_and_kept_and_can_be_deleted(house, ada):
    with house.program.work() as work:
        wanted = _with_agent(work.configuration, "new@harbour.example")
        apply_configuration(work, wanted, "U0ADA")
    form = opened(house, "/sla department edit Support")
    assert shown(form)["others_agents"] == "new@harbour.example"
    ada.submits(form["id"], {})
    assert department(house, "Support").agents == ("U0ANA", "U0BEN", "new@harbour.example")
    form = opened(house, "/sla department edit Support")
    ada.submits(form["id"], filled(others_agents=None))
    assert department(house, "Support").agents == ("U0ANA", "U0BEN")


def _with_agent(configuration, agent):
    support = configuration.department("Support")
    changed = replace(support, agents=(*support.agents, agent))
    return replace(configuration, departments={**configuration.departments, "support": changed})


def test_a_display_name_is_refused_at_the_field(house, ada):
    with house.program.work() as work:
        wanted = _with_agent(work.configuration, "new@harbour.example")
        apply_configuration(work, wanted, "U0ADA")
    form = opened(house, "/sla department edit Support")
    answer = ada.submits(form["id"], filled(others_agents="Ana"))
    assert list(answer["errors"]) == ["people_agents"]


# --- archived -------------------------------------------------------------------------------------


@tries("command:/sla department archive", "form:department_archive")
def test_a_department_is_archived_and_says_what_becomes_of_its_tickets(house, ada):
    house.member("carla").says("C0BILLING", "Invoice 7 is wrong")
    house.settle()
    form = opened(house, "/sla department archive billing")
    assert "Archive the department *Billing*?" in text_of(form)
    assert "1 ticket of it is open" in text_of(form)
    ada.submits(form["id"], {})
    assert "Archived: the department *Billing*." in text_of(ada.top_form())
    assert department(house, "Billing") is None


def test_a_department_that_others_name_is_not_archived(house, ada):
    form = opened(house, "/sla settings")
    form = presses(house, form, "editor_press_more")
    above = presses(house, form, "editor_add_digests")
    ada.submits(above["id"], filled(every="day", people_to=["U0LEA"], department=["Billing"]))
    house.log()
    ada.submits(ada.top_form()["id"], {})
    form = opened(house, "/sla department archive Billing")
    assert "the settings" in text_of(form)
    assert department(house, "Billing") is not None


@tries("action:form_open_edit", "action:form_open_copy", "action:form_open_archive")
def test_each_department_has_its_buttons_for_admins(house, ada):
    ada.says("C0SLAALERTS", "@punctual departments support")
    told = next(each for each in reversed(ada.reads("C0SLAALERTS")) if each["is_ephemeral"])
    for button, form in (
        ("form_open_edit", "department_edit"),
        ("form_open_copy", "department_new"),
        ("form_open_archive", "department_archive"),
    ):
        view = ada.form(ada.clicks("C0SLAALERTS", told["ts"], button), button)
        assert view["callback_id"] == form
        ada.closes(view["id"])


@tries("action:editor_press_over")
def test_a_form_that_was_begun_can_be_begun_anew(house, ada):
    form = opened(house, "/sla department edit Support")
    above = presses(house, form, "editor_add_fields", people_agents=["U0DAN"])
    ada.closes(above["id"])
    ada.closes(form["id"])
    form = opened(house, "/sla department edit Support")
    assert shown(form)["people_agents"] == ["U0DAN"]
    form = presses(house, form, "editor_press_over")
    assert shown(form)["people_agents"] == ["U0ANA", "U0BEN"]


# --- many, and who may ----------------------------------------------------------------------------


@tries("command:/sla departments")
def test_one_is_found_among_101_departments(house, ada):
    promises = "".join(f"  Dept {number}: {{level: Standard}}\n" for number in range(99))
    text = PROMISES.read_text(encoding="utf-8")
    house.configure(text.replace("\ndepartments:\n", f"\ndepartments:\n{promises}"))
    told = text_of(ada.asks(SUPPORT, "/sla departments"))
    assert "101 departments" in told
    assert "more" in told
    assert "Dept 98" in text_of(ada.asks(SUPPORT, "/sla departments dept 98"))
    assert "Nothing here is called dept 99." in text_of(
        ada.asks(SUPPORT, "/sla departments dept 99")
    )
    form = opened(house, "/sla department new Dept 101")
    ada.submits(form["id"], filled(people_agents=["U0BEN"]))
    assert len(_departments(house)) == 102


def test_departments_are_read_aloud(house):
    told = text_of(house.member("ana").asks(SUPPORT, "/sla departments"))
    assert "Requests come in by #support." in told
    assert "Cards and alerts stand in #sla-alerts." in told
    assert "Leads: Lea Horvat. Managers: nobody. Agents: Ana Kovač, Ben Okafor." in told
    assert "It promises Standard." in told
    assert "It asks for plan: One of some (free, gold); order: A text." in told
    assert "Edit" not in told


@pytest.mark.parametrize("verb", ["new Desk", "edit Support", "copy Support", "archive Support"])
def test_only_admins_change_departments(house, verb):
    assert "Only workspace admins" in text_of(opened(house, f"/sla department {verb}", "ana"))


def is_no_admin_any_more(house):
    with house.program.database.writing() as connection:
        person = people.get(connection, house.program.workspace_id, "U0ADA")
        people.save(connection, house.program.workspace_id, replace(person, is_admin=False))


def test_who_is_no_admin_any_more_saves_nothing(house, ada):
    form, before = opened(house, "/sla department edit Support"), department(house, "Support")
    is_no_admin_any_more(house)
    answer = ada.submits(form["id"], filled(people_agents=["U0DAN"]))
    assert "Only workspace admins" in answer["errors"]["channels_intake_channels"]
    assert department(house, "Support") == before


def test_who_is_no_admin_any_more_archives_nothing(house, ada):
    form = opened(house, "/sla department archive Billing")
    is_no_admin_any_more(house)
    ada.submits(form["id"], {})
    assert "Only workspace admins" in text_of(ada.top_form())
    assert department(house, "Billing") is not None


def test_who_is_no_admin_any_more_adds_no_field(house, ada):
    above = presses(house, opened(house, "/sla department edit Support"), "editor_add_fields")
    is_no_admin_any_more(house)
    answer = ada.submits(above["id"], filled(name="floor", type="number"))
    assert "Only workspace admins" in answer["errors"]["name"]
