"""Whom a configuration names is looked up once, kept by id, and waits until it is known."""

from dataclasses import replace

import pytest

from bot.config import ConfigRefused
from bot.config.document import read
from bot.config.identities import names_taken
from bot.config.references import references
from bot.redaction import wordless
from bot.store import (
    audit,
    channels,
    configuration,
    known_names,
    people,
    user_groups,
    workspaces,
)
from bot.store.channels import Channel
from bot.store.user_groups import UserGroup
from bot.store.workspaces import Workspace
from bot.usecases.ground.admins import admins, is_admin
from bot.usecases.promises.configuration import (
    apply_configuration,
    apply_to_empty,
    differences_to,
    problems_of,
)
from bot.usecases.promises.first_contact import resolve_waiting
from bot.usecases.promises.identities import waiting_names
from bot.usecases.promises.shared_names import say_shared
from bot.usecases.status.status import status_for
from tests.store.builders import AT
from tests.usecases.conftest import CONFIG, person

NEW = CONFIG.replace("agents: [ana@", "agents: [new@example.com, ana@")


def configure(team, text):
    with team.program.work() as work:
        wanted = read(text, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA")
    team.clock.move(seconds=1)


def meet(team, known):
    with team.program.work() as work:
        people.save(work.connection, "T1", known)
    resolve_waiting(team.program)


def support(team):
    with team.program.look() as work:
        return work.configuration.department("Support")


def is_agent(team, person_id):
    with team.program.look() as work:
        return work.directory.is_on_roster(person_id, work.configuration.department("Support"))


def waiting(team):
    with team.program.look() as work:
        return [(each.written, each.why, each.bearers) for each in waiting_names(work)]


def newcomer(team, **more):
    return replace(person("UNEW", "new@example.com", team.clock.now()), **more)


def test_what_is_applied_is_kept_by_id(team):
    found = support(team)
    assert (found.leads, found.agents) == (("ULEA",), ("UANA", "UBOB"))
    assert (found.intake_channels, found.alert_channel) == (("CSUPPORT",), "CSLA")
    with team.program.look() as work:
        stored = configuration.current(work.connection, "T1")
    bodies = [each.body for each in stored if each.name == "Support"]
    assert bodies[0]["agents"] == ["UANA", "UBOB"]


def test_the_same_file_changes_nothing_once_it_was_applied(team):
    with team.program.look() as work:
        assert differences_to(work, read(CONFIG, "sla.yml", work.now_s).configuration) == []


def test_who_is_not_known_yet_waits_and_has_no_rights(team):
    configure(team, NEW)
    assert support(team).agents == ("new@example.com", "UANA", "UBOB")
    assert waiting(team) == [("new@example.com", "unknown", ())]
    assert not is_agent(team, "UNEW")


def test_who_waits_is_shown_to_admins_and_to_no_lead(team):
    configure(team, NEW)
    with team.program.look() as work:
        assert [each.written for each in status_for(work, "UADA").waiting_names] == [
            "new@example.com"
        ]
        assert status_for(work, "ULEA").waiting_names == ()


def test_who_waits_is_looked_up_at_first_contact(team):
    configure(team, NEW)
    meet(team, newcomer(team, email="New@Example.com"))
    assert support(team).agents == ("UNEW", "UANA", "UBOB")
    assert is_agent(team, "UNEW")
    assert waiting(team) == []
    with team.program.look() as work:
        newest = configuration.history(work.connection, "T1")[-1]
        entry = audit.listing(work.connection, "T1", limit=1)[0]
    assert (newest.name, newest.changed_by, newest.moves_running) == ("Support", "Punctual", False)
    assert (entry.action, entry.subject) == ("names looked up", "department:Support")


@pytest.mark.parametrize("what", ["is_guest", "is_stranger", "is_bot", "is_deleted"])
def test_an_address_of_who_is_no_member_grants_nothing(team, what):
    configure(team, NEW)
    meet(team, newcomer(team, **{what: True}))
    assert waiting(team) == [("new@example.com", "outside", ("UNEW",))]
    assert not is_agent(team, "UNEW")


def test_an_address_that_two_have_grants_nothing_and_admins_are_told_once(team):
    configure(team, NEW)
    with team.program.work() as work:
        for each in (newcomer(team), newcomer(team, id="UNEW2")):
            people.save(work.connection, "T1", each)
    resolve_waiting(team.program)
    assert waiting(team) == [("new@example.com", "shared", ("UNEW", "UNEW2"))]
    assert not is_agent(team, "UNEW")
    for _ in range(2):
        with team.program.work() as work:
            say_shared(work)
    (said,) = team.said("shared_name:")
    assert said == (
        "departments.Support.agents: new@example.com grants nothing: UNEW, UNEW2 have this "
        "address. Write the id of the one you mean."
    )


def test_an_id_stays_though_the_address_changes_its_owner(team):
    now = team.clock.now()
    meet(team, replace(person("ULEA", "lea@example.com", now), email="lea.old@example.com"))
    meet(team, person("UTHIEF", "lea@example.com", now))
    assert support(team).leads == ("ULEA",)
    assert not is_agent(team, "UTHIEF")


def group(team, group_id, members, *, is_disabled=False):
    return UserGroup(group_id, "night", "Night", members, is_disabled, team.clock.now())


def keep_group(team, found):
    with team.program.work() as work:
        user_groups.save(work.connection, "T1", found)
    resolve_waiting(team.program)


def test_a_handle_is_looked_up_once_and_its_members_each_time(team):
    keep_group(team, group(team, "SNIGHT", ("UCID",)))
    configure(team, CONFIG.replace("agents: [ana@", 'agents: ["@Night", ana@'))
    assert support(team).agents == ("SNIGHT", "UANA", "UBOB")
    assert is_agent(team, "UCID")
    keep_group(team, group(team, "SNIGHT", ()))
    assert not is_agent(team, "UCID")


def test_a_handle_that_was_deleted_and_made_anew_gives_nobody_anything(team):
    keep_group(team, group(team, "SNIGHT", ("UCID",)))
    configure(team, CONFIG.replace("agents: [ana@", 'agents: ["@night", ana@'))
    keep_group(team, group(team, "SNIGHT", ("UCID",), is_disabled=True))
    keep_group(team, group(team, "STHIEF", ("UDAN",)))
    assert not is_agent(team, "UDAN")
    assert not is_agent(team, "UCID")


def test_a_handle_waits_until_its_group_is_known(team):
    configure(team, CONFIG.replace("agents: [ana@", 'agents: ["@night", ana@'))
    assert waiting(team) == [("@night", "unknown", ())]
    keep_group(team, group(team, "SNIGHT", ("UCID",)))
    assert is_agent(team, "UCID")


def channel(team, channel_id, name):
    with team.program.work() as work:
        known = Channel(channel_id, name, False, True, False, team.clock.now())
        channels.save(work.connection, "T1", known)
    resolve_waiting(team.program)


def test_a_channel_keeps_its_department_when_another_takes_its_name(team):
    channel(team, "CSUPPORT", "support-old")
    channel(team, "CTHIEF", "support")
    _, view = team.writes("UDAN", "Broken", channel="CTHIEF")
    assert view is None
    _, view = team.writes("UDAN", "Broken", channel="CSUPPORT")
    assert view.department == "Support"


def test_a_channel_waits_until_it_is_seen(team):
    configure(team, CONFIG.replace('"#support"', '"#help"'))
    assert waiting(team) == [("#help", "unknown", ())]
    channel(team, "CHELP", "help")
    assert support(team).intake_channels == ("CHELP",)


def test_no_channel_is_what_an_id_stands_for_by_being_called_like_it(team):
    """An id may be of a private channel in which we are not yet."""
    configure(team, CONFIG.replace('"#support"', "C0SECRET"))
    channel(team, "CTHIEF", "c0secret")
    assert support(team).intake_channels == ("C0SECRET",)
    configure(team, CONFIG.replace('"#support"', "C0SECRET").replace("40h", "41h"))
    assert support(team).intake_channels == ("C0SECRET",)


def test_a_channel_that_is_archived_does_not_stand_in_the_way_of_one_of_its_name(team):
    with team.program.work() as work:
        for id_, is_archived in (("CBEFORE", True), ("CNOW", False)):
            known = Channel(id_, "help", False, True, is_archived, team.clock.now())
            channels.save(work.connection, "T1", known)
    configure(team, CONFIG.replace('"#support"', '"#help"'))
    assert support(team).intake_channels == ("CNOW",)


def test_running_clocks_stay_under_their_level_and_ping_who_was_looked_up(team):
    alerts = "alerts: [{at: breach, to: [channel, new@example.com]}]}"
    pinging = CONFIG.replace("next_reply: 8h, resolution: 40h}}", f"next_reply: 8h}}, {alerts}")
    configure(team, pinging)
    team.writes("UDAN", "Broken")
    meet(team, newcomer(team))
    meet(team, newcomer(team, id="UNEW", email="changed@example.com"))
    meet(team, person("UTHIEF", "new@example.com", team.clock.now()))
    with team.program.look() as work:
        mentioned = [work.directory.staff_id("new@example.com")]
        known = known_names.of(work.connection, "T1")["new@example.com"]
    assert (mentioned, known) == (["UNEW"], "UNEW")


def test_an_address_applied_again_that_waits_means_nobody_any_more(team):
    configure(team, NEW)
    meet(team, newcomer(team))
    meet(team, newcomer(team, email="changed@example.com"))
    configure(team, NEW)
    assert waiting(team) == [("new@example.com", "unknown", ())]
    assert not is_agent(team, "UNEW")


def test_a_display_name_is_refused_with_what_to_write_for_who_bears_it(team):
    text = CONFIG.replace("agents: [ana@", "agents: [Lea, ana@")
    with team.program.look() as work:
        found = read(text, "sla.yml", work.now_s, names_taken)
        (problem,) = problems_of(work, found)
    assert str(problem) == (
        "sla.yml:8:14: departments.Support.agents[1]: Lea is a display name, which anybody may "
        "take: write lea@example.com or ULEA"
    )


def test_a_display_name_in_capitals_is_no_id(team):
    meet(team, replace(person("U0UWE", "uwe@example.com", team.clock.now()), real_name="UWE"))
    text = CONFIG.replace("agents: [ana@", "agents: [UWE, ana@")
    with team.program.look() as work:
        (problem,) = problems_of(work, read(text, "sla.yml", work.now_s, names_taken))
    assert problem.text.endswith("write uwe@example.com or U0UWE")


def test_all_who_bear_a_display_name_are_listed(team):
    now = team.clock.now()
    meet(team, replace(person("ULEA2", "lea2@example.com", now), real_name="Lea"))
    text = CONFIG.replace("agents: [ana@", 'agents: ["@lea", ana@')
    with team.program.look() as work:
        (problem,) = problems_of(work, read(text, "sla.yml", work.now_s, names_taken))
    assert problem.text.endswith(
        "2 people go by it, write one of lea@example.com or ULEA; lea2@example.com or ULEA2"
    )


@pytest.mark.parametrize("posing", ["leads", "channel", "U0NEW", "UANA"])
def test_nobody_is_refused_for_what_others_call_themselves(team, posing):
    """A word of ours and an id are taken, though somebody calls themselves that."""
    now = team.clock.now()
    meet(team, replace(person("UTHIEF", "thief@example.com", now), real_name=posing, name="x"))
    alerts = f"next_reply: 30m}}, alerts: [{{at: breach, to: [{posing}]}}]}}"
    written = CONFIG.replace("next_reply: 30m}}", alerts)
    with team.program.look() as work:
        assert problems_of(work, read(written, "sla.yml", work.now_s, names_taken)) == []


def test_a_first_start_without_slack_configures_all_and_grants_nothing(db, team, tmp_path):
    program = replace(team.program, workspace_id="T2")
    with db.writing() as connection:
        workspaces.save(connection, Workspace("T2", "Two", "two", None, None, AT))
    file = tmp_path / "sla.yml"
    file.write_text(CONFIG)
    assert apply_to_empty(program, file)[-1].startswith("configured ")
    with program.look() as work:
        assert {each.written for each in waiting_names(work)} == {
            *("lea@example.com", "ana@example.com", "bob@example.com", "cid@example.com"),
            *("#support", "#sla-alerts", "#billing"),
        }
    with program.work() as work:
        people.save(work.connection, "T2", person("UANA", "ana@example.com", team.clock.now()))
    resolve_waiting(program)
    with program.look() as work:
        department = work.configuration.department("Support")
        assert work.directory.roster(department) == {"UANA"}
    assert not any("differs" in each for each in apply_to_empty(program, file))


def test_a_first_start_refuses_display_names_and_configures_nothing(db, team, tmp_path):
    program = replace(team.program, workspace_id="T2")
    with db.writing() as connection:
        workspaces.save(connection, Workspace("T2", "Two", "two", None, None, AT))
    file = tmp_path / "sla.yml"
    wrong = CONFIG.replace("leads: [lea@example.com]", "leads: [Lea Lead]")
    file.write_text(wrong.replace("agents: [ana@example.com", "agents: [Ana"))
    with pytest.raises(ConfigRefused) as refused:
        apply_to_empty(program, file)
    assert [each.line for each in refused.value.problems] == [7, 8]
    with program.look() as work:
        assert configuration.latest_revision(work.connection, "T2") == 0


def test_a_later_start_says_which_display_names_the_file_has_and_goes_on(team, tmp_path):
    file = tmp_path / "sla.yml"
    file.write_text(CONFIG.replace("leads: [lea@example.com]", "leads: [Lea]"))
    said = apply_to_empty(team.program, file)
    (wrong,) = [each for each in said if "Lea is a display name" in each]
    assert wrong.startswith(
        f"this file could not be applied: {file}:7:13: departments.Support.leads"
    )
    assert wordless(wrong) == wrong
    assert "differs from the configuration in force" in said[-1]
    assert support(team).leads == ("ULEA",)


# --- admins -----------------------------------------------------------------------------------


def test_who_is_configured_as_admin_is_one_beside_slacks_own(team):
    configure(team, f"admins: [bob@example.com]\n{CONFIG.lstrip()}")
    with team.program.look() as work:
        assert is_admin(work, "UBOB")
        assert is_admin(work, "UADA")
        assert not is_admin(work, "UANA")
        assert admins(work) == ["UADA", "UBOB"]


def test_the_first_admin_is_looked_up_once(team):
    program = replace(team.program, first_admin="New@example.com")
    with program.look() as work:
        assert [(each.place, each.why) for each in waiting_names(work)] == [
            ("PUNCTUAL_ADMIN", "unknown")
        ]
    for id_, address in (("UNEW", "new@example.com"), ("UNEW", "old@example.com")):
        with program.work() as work:
            people.save(work.connection, "T1", person(id_, address, team.clock.now()))
        resolve_waiting(program)
    with program.work() as work:
        people.save(work.connection, "T1", person("UTHIEF", "new@example.com", team.clock.now()))
    resolve_waiting(program)
    with program.look() as work:
        assert is_admin(work, "UNEW")
        assert not is_admin(work, "UTHIEF")
        assert waiting_names(work) == ()


@pytest.mark.parametrize("what", ["is_guest", "is_stranger", "is_bot", "is_deleted"])
def test_the_first_admin_by_id_is_one_while_they_are_of_the_staff(team, what):
    program = replace(team.program, first_admin="UDAN")
    with program.look() as work:
        assert is_admin(work, "UDAN")
    meet(team, replace(person("UDAN", "dan@elsewhere.example", team.clock.now()), **{what: True}))
    with program.look() as work:
        assert not is_admin(work, "UDAN")
        assert admins(work) == ["UADA"]


def test_every_name_of_what_is_in_force_is_an_id(team):
    with team.program.look() as work:
        written = [each.written for each in references(work.configuration)]
    words = {"channel", "leads"}
    assert all(each.isupper() for each in written if each not in words)
