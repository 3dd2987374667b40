"""Roles and settings: who is what here and why, and what holds for the whole workspace."""

from dataclasses import replace

import pytest

from bot.store import people
from tests.house.forms_of_items import SUPPORT, filled, opened, presses, shown
from tests.house.marks import tries
from tests.house.reading import text_of
from tests.house.standing import PROMISES


@pytest.fixture
def ada(house):
    return house.member("ada")


def options(house):
    house.settle()
    with house.program.look() as work:
        return work.configuration.options


@tries("command:/sla settings", "form:settings_edit")
def test_settings_are_changed_in_one_form(house, ada):
    form = opened(house, "/sla settings")
    assert shown(form)["default_level"] == ["Standard"]
    assert shown(form)["report_time_zone"] == "Europe/Ljubljana"
    form = presses(house, form, "editor_press_more", default_level=["Urgent SLA"])
    ada.submits(
        form["id"],
        filled(
            report_time_zone="America/New_York",
            emoji_open=":fire:",
            emoji_resolve=None,
            others_intake_bots="B0FORMS",
            people_admins=["U0LEA"],
            groups_admins=["@support-team (Support team)"],
        ),
    )
    assert "Saved: the settings." in text_of(ada.top_form())
    saved = options(house)
    assert saved.default_level == "Urgent SLA"
    assert saved.report_time_zone == "America/New_York"
    assert dict(saved.emoji) == {"open": "fire", "no_reply": "ok_hand"}
    assert saved.intake_bots == ("B0FORMS",)
    assert saved.admins == ("U0LEA", "S0SUPPORT")


def test_what_nobody_changed_stays_as_it_was(house, ada):
    before = options(house)
    ada.submits(opened(house, "/sla settings")["id"], {})
    assert "Saved: the settings." in text_of(ada.top_form())
    assert options(house) == before


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"emoji_open": "two words"}, "emoji_open"),
        ({"others_intake_bots": "forms bot"}, "bots_intake_bots"),
    ],
)
def test_what_is_wrong_stands_at_its_field(house, ada, typed, field):
    form = presses(house, opened(house, "/sla settings"), "editor_press_more")
    answer = ada.submits(form["id"], filled(**typed))
    assert list(answer["errors"]) == [field]


def _take_slacks_admins_away(house):
    with house.program.database.writing() as connection:
        ada = people.get(connection, house.program.workspace_id, "U0ADA")
        people.save(connection, house.program.workspace_id, replace(ada, is_admin=False))


def test_nobody_takes_the_last_admin_away(house, ada):
    ada.submits(opened(house, "/sla settings")["id"], filled(people_admins=["U0ADA"]))
    assert options(house).admins == ("U0ADA",)
    _take_slacks_admins_away(house)
    answer = ada.submits(opened(house, "/sla settings")["id"], filled(people_admins=[]))
    assert "Nobody would be an admin any more" in answer["errors"]["people_admins"]
    assert options(house).admins == ("U0ADA",)
    ada.submits(opened(house, "/sla settings")["id"], filled(people_admins=["U0LEA"]))
    assert options(house).admins == ("U0LEA",)


def test_guests_do_not_count_as_the_admin_who_stays(house, ada):
    ada.submits(opened(house, "/sla settings")["id"], filled(people_admins=["U0ADA"]))
    house.settle()
    _take_slacks_admins_away(house)
    answer = ada.submits(opened(house, "/sla settings")["id"], filled(people_admins=["U0CARLA"]))
    assert "Nobody would be an admin any more" in answer["errors"]["people_admins"]


# --- digests --------------------------------------------------------------------------------------


@tries("action:editor_add_digests", "form:settings_digest")
def test_a_digest_is_a_part_with_menus(house, ada):
    form = presses(house, opened(house, "/sla settings"), "editor_press_more")
    above = presses(house, form, "editor_add_digests")
    wrong = ada.submits(above["id"], filled(every="week"))
    assert list(wrong["errors"]) == ["people_to"]
    ada.submits(
        above["id"],
        filled(
            every="week",
            on="fri",
            at="16:30",
            people_to=["U0LEA"],
            channels_to=["C0SLAALERTS"],
            department=["Support"],
        ),
    )
    house.log()
    form = ada.top_form()
    line = "Every week on Friday at 16:30 to Lea Horvat, #sla-alerts, of Support"
    assert line in text_of(form)
    ada.submits(form["id"], {})
    (digest,) = options(house).digests
    assert (digest.every, digest.on, digest.department) == ("week", "fri", "Support")
    assert digest.to == ("U0LEA", "C0SLAALERTS")


def test_a_digest_is_edited_and_removed(house, ada):
    form = presses(house, opened(house, "/sla settings"), "editor_press_more")
    above = presses(house, form, "editor_add_digests")
    ada.submits(above["id"], filled(every="day", people_to=["U0LEA"]))
    house.log()
    above = presses(house, ada.top_form(), "editor_line", "edit:digests:0")
    assert shown(above)["people_to"] == ["U0LEA"]
    ada.submits(above["id"], filled(every="month"))
    house.log()
    assert "Every month, on the first at 08:00" in text_of(ada.top_form())
    form = presses(house, ada.top_form(), "editor_line", "remove:digests:0")
    ada.submits(form["id"], {})
    assert options(house).digests == ()


# --- roles ----------------------------------------------------------------------------------------


@tries("command:/sla roles")
def test_roles_say_who_is_what_and_why(house, ada):
    ada.submits(
        opened(house, "/sla settings")["id"],
        filled(people_admins=["U0LEA"], groups_admins=["@billing-team (Billing team)"]),
    )
    house.settle()
    told = text_of(house.member("ana").asks(SUPPORT, "/sla roles"))
    assert "Ada Vidmar: admin or owner of this workspace in Slack" in told
    assert "Lea Horvat: named by Ada Vidmar, Mon 09:0" in told
    assert "Dan Reyes: member of @billing-team, which is named by Ada Vidmar" in told
    assert "Managers: Ada Vidmar, named by PUNCTUAL_CONFIG, Mon 09:00" in told
    assert "Change admins" not in told
    assert "Change admins" in text_of(ada.asks(SUPPORT, "/sla roles"))


def test_a_group_is_told_with_its_members(house, ada):
    form = opened(house, "/sla department edit Support")
    ada.submits(form["id"], filled(groups_agents=["@billing-team (Billing team)"]))
    house.settle()
    told = text_of(ada.asks(SUPPORT, "/sla roles"))
    assert "everybody of @billing-team (Dan Reyes, Emi Mori), named by Ada Vidmar, Mon" in told
    assert "Agents: Ana Kovač, Ben Okafor, named by PUNCTUAL_CONFIG, " in told


@pytest.mark.parametrize("name", ["ana", "carla"])
def test_only_admins_open_the_settings(house, name):
    assert "Only workspace admins" in text_of(opened(house, "/sla settings", name))


def test_a_file_that_is_managed_elsewhere_is_not_changed_here(house, ada):
    house.configure(PROMISES.read_text(encoding="utf-8") + "\nmanaged_by: file\n")
    for line in ("settings", "department new X", "customer new X", "group new X"):
        assert "kept in a file" in text_of(opened(house, f"/sla {line}")), line
