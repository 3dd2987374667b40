"""Configurations of before that name people by display names: looked up once, the rest is lost."""

from dataclasses import replace

import pytest

from bot.config import write
from bot.config.document import read
from bot.config.identities import names_taken
from bot.config.items import items_of, to_json
from bot.store import configuration, people, user_groups
from bot.store.configuration import ConfigChange
from bot.store.user_groups import UserGroup
from bot.usecases.ground.admins import is_admin
from bot.usecases.home.set_up import set_up
from bot.usecases.promises.configuration import apply_configuration, differences_to
from bot.usecases.promises.first_contact import resolve_waiting
from bot.usecases.promises.identities import waiting_names
from bot.usecases.promises.lost_names import lost_now, say_lost, take_names_out
from sla_core.configuration import Configuration
from tests.usecases.conftest import CONFIG, person

OLD = """
version: 1
intake_bots: [B0FORMS, Access request]
digests:
  - {every: day, to: [sla-alerts, Lea]}
departments:
  Support:
    intake_channels: [support]
    alert_channel: "#sla-alerts"
    leads: [Lea, bob@example.com]
    managers: ["@lea"]
    agents: [ana, "@desk", "<@UCID>", nobody@example.com]
customers:
  Acme: {users: [Dan, carla@acme.example]}
levels:
  Standard:
    targets: {first_reply: 4h}
    alerts: [{at: breach, to: [Lea]}, {at: 75%, to: [channel, bob@example.com]}]
default_level: Standard
rules:
  - {name: Hers, if: [{last_message.by: {is: Carla}}], then: {add_tags: [hers]}}
  - {name: Give, then: {assignee: ana}}
"""


def store_as_before(team, text):
    """Put a configuration into the database as it was kept before names were looked up."""
    with team.program.work() as work:
        wanted = read(text, "sla.yml", work.now_s, names_taken).configuration
        kept = [
            ConfigChange(kind, name, to_json(kind, item))
            for (kind, name), item in items_of(wanted).items()
        ]
        gone = [
            ConfigChange(kind, name, None)
            for kind, name in items_of(work.configuration).keys() - items_of(wanted).keys()
        ]
        stamp = {"changed_at": work.now, "changed_by": "UADA"}
        configuration.change(work.connection, "T1", [*kept, *gone], **stamp)
    team.clock.move(seconds=1)


@pytest.fixture
def old(team):
    """The team on a configuration of before, upgraded."""
    with team.program.work() as work:
        program = UserGroup("SDESK", "desk", "Desk", ("UANA",), False, team.clock.now())
        user_groups.save(work.connection, "T1", program)
    store_as_before(team, OLD)
    take_names_out(team.program)
    resolve_waiting(team.program)
    team.clock.move(seconds=1)
    return team


def in_force(team) -> Configuration:
    with team.program.look() as work:
        return work.configuration


def test_addresses_handles_and_channels_of_before_become_ids(old):
    found = in_force(old).department("Support")
    assert (found.intake_channels, found.alert_channel) == (("CSUPPORT",), "CSLA")
    assert (found.leads, found.managers) == (("UBOB",), ())
    assert found.agents == ("SDESK", "UCID", "nobody@example.com")
    with old.program.look() as work:
        assert [each.written for each in waiting_names(work)] == ["nobody@example.com"]


def test_display_names_lose_their_rights_wherever_they_stood(old):
    found = in_force(old)
    with old.program.look() as work:
        assert work.directory.roster(found.department("Support")) == {"UBOB", "UANA", "UCID"}
        assert not is_admin(work, "ULEA")
    assert found.customer("Acme").users == ("UCARLA",)
    assert [each.to for each in found.level("Standard").alerts] == [
        ("leads",),
        ("channel", "UBOB"),
    ]
    assert found.options.intake_bots == ("B0FORMS",)
    assert [each.to for each in found.options.digests] == [("CSLA",)]


def test_a_condition_means_for_good_who_it_meant_and_no_rule_gives_a_ticket_to_a_name(old):
    (rule,) = in_force(old).rules
    assert (rule.name, rule.groups[0][0].wanted) == ("Hers", "UCARLA")


def test_what_was_before_stays_in_the_history(old):
    with old.program.look() as work:
        first, second = [each.value for each in work.history.revisions if each.name == "Support"][
            -2:
        ]
    assert first.leads == ("Lea", "bob@example.com")
    assert second.leads == ("UBOB",)


def test_what_is_exported_then_can_be_applied_and_changes_nothing(old):
    with old.program.look() as work:
        text = write(work.configuration)
        assert differences_to(work, read(text, "sla.yml", work.now_s).configuration) == []


def test_admins_are_told_once(old):
    for _ in range(2):
        take_names_out(old.program)
        with old.program.work() as work:
            say_lost(work)
    (said,) = old.said("lost_names:")
    assert said.startswith("The configuration named people by 8 display names")
    assert "Lea (departments.Support.leads)" in said


def test_app_home_says_what_to_write_for_who_bore_a_name_until_it_is_applied(old):
    with old.program.look() as work:
        found = {(each.place, each.written): each.ways for each in set_up(work).lost}
    assert found["departments.Support.leads", "Lea"] == ("lea@example.com",)
    assert found["departments.Support.managers", "@lea"] == ("lea@example.com",)
    assert found["intake_bots", "Access request"] == ()
    with old.program.work() as work:
        apply_configuration(work, read(CONFIG, "sla.yml", work.now_s).configuration, "UADA")
    with old.program.look() as work:
        assert lost_now(work) == []


def test_who_takes_a_lost_name_later_is_not_who_app_home_speaks_of(old):
    with old.program.work() as work:
        thief = replace(person("UTHIEF", "thief@example.com", old.clock.now()), real_name="Lea")
        people.save(work.connection, "T1", thief)
    with old.program.look() as work:
        ways = [each.ways for each in set_up(work).lost if each.written == "Lea"]
    assert set(ways) == {("lea@example.com",)}


def test_looking_names_up_is_nothing_new_to_apply(old):
    """What we look up later does not hide what was lost."""
    with old.program.work() as work:
        somebody = person("UNEW", "nobody@example.com", old.clock.now())
        people.save(work.connection, "T1", somebody)
    resolve_waiting(old.program)
    with old.program.look() as work:
        assert "UNEW" in work.configuration.department("Support").agents
        assert len(lost_now(work)) == 8


def test_admins_who_are_not_known_yet_are_told_when_they_are(team):
    with team.program.work() as work:
        ada = person("UADA", "ada@example.com", team.clock.now())
        people.save(work.connection, "T1", replace(ada, is_admin=False))
    store_as_before(team, OLD)
    take_names_out(team.program)
    assert team.said("lost_names:") == []
    with team.program.work() as work:
        people.save(work.connection, "T1", ada)
    with team.program.work() as work:
        say_lost(work)
    assert len(team.said("lost_names:")) == 1


def test_a_configuration_by_ids_is_left_alone(team):
    with team.program.look() as work:
        before = configuration.latest_revision(work.connection, "T1")
    take_names_out(team.program)
    resolve_waiting(team.program)
    with team.program.look() as work:
        assert configuration.latest_revision(work.connection, "T1") == before
    assert team.said("lost_names:") == []


def test_a_handle_that_waits_is_not_lost_by_who_takes_its_name(team):
    take_names_out(team.program)
    with team.program.work() as work:
        text = CONFIG.replace("agents: [ana@", 'agents: ["@night", ana@')
        apply_configuration(work, read(text, "sla.yml", work.now_s).configuration, "UADA")
        thief = replace(person("UTHIEF", "thief@example.com", team.clock.now()), name="night")
        people.save(work.connection, "T1", thief)
    take_names_out(team.program)
    assert in_force(team).department("Support").agents[0] == "@night"


def test_running_clocks_stay_as_they_are_when_names_are_taken_out(team):
    store_as_before(team, OLD)
    team.writes("UDAN", "Broken")
    with team.program.look() as work:
        before = work.connection.exec_driver_sql("SELECT level_revision, due_at FROM clocks").all()
    take_names_out(team.program)
    with team.program.look() as work:
        after = work.connection.exec_driver_sql("SELECT level_revision, due_at FROM clocks").all()
    assert before == after != []
