"""Who is what here, why and by whose change; and that the last admin stays."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config.document import read
from bot.config.problems import ConfigRefused
from bot.store import people, user_groups
from bot.store.user_groups import UserGroup
from bot.usecases.promises import items
from bot.usecases.promises.configuration import apply_configuration, problems_of
from bot.usecases.promises.items import ItemKey
from bot.usecases.promises.roles import roles
from tests.usecases.conftest import CONFIG, person

ADMINS = "version: 1\nadmins: [{}]\n"


def configured(team, text, by="UADA"):
    with team.program.work() as work:
        apply_configuration(work, read(text, "sla.yml", work.now_s).configuration, by)


def admins_of(program):
    with program.look() as work:
        return {admin.name: admin.reasons for admin in roles(work, "UADA").admins}


def with_group(team, *members):
    with team.program.work() as work:
        group = UserGroup("SNIGHT", "night", "Night", members, False, work.now)
        user_groups.save(*work.scope, group)


def is_slacks_admin(team, person_id, *, yes):
    with team.program.work() as work:
        known = people.get(*work.scope, person_id)
        people.save(*work.scope, replace(known, is_admin=yes))


def test_slacks_own_admins_are_admins(team):
    assert [each.why for each in admins_of(team.program)["Ada"]] == ["slack"]


def test_who_is_configured_is_told_with_who_did_it_and_when(team):
    configured(team, CONFIG.replace("version: 1", ADMINS.format("bob@example.com")), by="UADA")
    (reason,) = admins_of(team.program)["Bob"]
    assert (reason.why, reason.appointed.by) == ("named", "Ada")
    assert reason.appointed.at == team.clock.now().replace(microsecond=0)


def test_a_member_of_a_configured_group_is_told_with_the_group(team):
    with_group(team, "UCID")
    configured(team, CONFIG.replace("version: 1", ADMINS.format("SNIGHT")))
    (reason,) = admins_of(team.program)["Cid"]
    assert (reason.why, reason.group) == ("group", "@night")


def test_who_the_environment_names_is_told_with_that(team):
    program = replace(team.program, first_admin="ULEA")
    assert [each.why for each in admins_of(program)["Lea"]] == ["first"]


def test_guests_are_no_admins_whoever_names_them(team):
    with team.program.work() as work:
        guest = replace(person("UGUS", "gus@example.com", work.now), is_guest=True)
        people.save(work.connection, work.workspace_id, guest)
    configured(team, CONFIG.replace("version: 1", ADMINS.format("UGUS")))
    assert list(admins_of(team.program)) == ["Ada"]


def test_the_change_since_which_somebody_is_named_all_along_counts(team):
    for admins, by in (("UBOB", "UADA"), ("UCID", "UADA"), ("UCID, UBOB", "UBOB")):
        team.clock.at += timedelta(minutes=1)
        configured(team, CONFIG.replace("version: 1", ADMINS.format(admins)), by)
    (of_bob,), (of_cid,) = admins_of(team.program)["Bob"], admins_of(team.program)["Cid"]
    assert (of_bob.appointed.by, of_cid.appointed.by) == ("Bob", "Ada")
    assert of_cid.appointed.at < of_bob.appointed.at


def test_a_private_departments_people_are_told_to_nobody_else(team):
    text = CONFIG.replace("  Billing:\n", "  Billing:\n    private: true\n")
    configured(team, text)
    with team.program.look() as work:
        assert [each.name for each in roles(work, "UANA").departments] == ["Support"]
        assert len(roles(work, "UADA").departments) == 2


# --- the last admin -------------------------------------------------------------------------------


@pytest.fixture
def bob_alone(team):
    """Nobody is an admin but Bob, who is configured."""
    configured(team, CONFIG.replace("version: 1", ADMINS.format("UBOB")))
    is_slacks_admin(team, "UADA", yes=False)
    return team


@pytest.mark.parametrize("admins", [[], ["UDAN2"], ["nobody@example.com"]])
def test_a_form_does_not_take_the_last_admin_away(bob_alone, admins):
    with bob_alone.program.work() as work, pytest.raises(ConfigRefused) as refused:
        items.save(work, ItemKey("workspace"), {"admins": admins}, "UBOB", "settings form")
    assert {problem.key.partition("[")[0] for problem in refused.value.problems} == {"admins"}


def test_a_file_does_not_take_the_last_admin_away(bob_alone):
    with bob_alone.program.look() as work:
        told = problems_of(work, read(CONFIG, "sla.yml", work.now_s))
    assert ["Nobody would be an admin" in problem.text for problem in told] == [True]


def test_another_admin_may_take_the_place_of_the_last(bob_alone):
    with bob_alone.program.work() as work:
        items.save(work, ItemKey("workspace"), {"admins": ["UCID"]}, "UBOB", "settings form")
    assert list(admins_of(bob_alone.program)) == ["Cid"]


def test_where_slack_has_admins_nobody_need_be_configured(bob_alone):
    is_slacks_admin(bob_alone, "UADA", yes=True)
    with bob_alone.program.work() as work:
        items.save(work, ItemKey("workspace"), {}, "UBOB", "settings form")
    assert list(admins_of(bob_alone.program)) == ["Ada"]


def test_the_environments_admin_counts(bob_alone):
    program = replace(bob_alone.program, first_admin="ULEA")
    with program.work() as work:
        items.save(work, ItemKey("workspace"), {}, "UBOB", "settings form")
    assert list(admins_of(program)) == ["Lea"]
