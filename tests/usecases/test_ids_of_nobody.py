"""An id in the configuration that stands for nobody here is said, and never refused."""

from dataclasses import replace

import pytest

from bot.store import channels, people, user_groups
from bot.store.channels import Channel
from bot.store.user_groups import UserGroup
from bot.usecases.ground.admins import is_admin
from bot.usecases.home.set_up import set_up
from bot.usecases.promises.first_contact import resolve_waiting
from bot.usecases.promises.identities import names_of_nobody, waiting_names
from bot.usecases.promises.nobody import note_read_whole
from bot.usecases.status.status import status_for
from tests.usecases.conftest import CONFIG, configure, person

LEAD = "leads: [lea@example.com]"
AGENTS = "agents: [ana@example.com, bob@example.com]"
INTAKE = 'intake_channels: ["#support"]'


@pytest.fixture
def read_whole(team):
    note_read_whole(team.program)
    return team


def made(team, by):
    """A channel and a group of the names that wait come to be, made by somebody."""
    with team.program.work() as work:
        room = Channel("CNEW", "ask-legal", False, True, False, work.now, by)
        channels.save(work.connection, "T1", room)
        group = UserGroup("SNEW", "night", "Night", ("UBOB",), False, work.now, by)
        user_groups.save(work.connection, "T1", group)
    resolve_waiting(team.program)


AWAITED = CONFIG.replace(INTAKE, 'intake_channels: ["#ask-legal"]')
AWAITED = AWAITED.replace(LEAD, 'leads: ["@night"]')


def in_force(team):
    with team.program.look() as work:
        found = work.configuration.department("Support")
        return found.intake_channels, found.leads


@pytest.mark.parametrize("maker", ["UCARLA", "UNKNOWN", None])
def test_who_makes_a_channel_or_group_that_was_awaited_gets_nothing_by_it(read_whole, maker):
    configure(read_whole, AWAITED)
    made(read_whole, maker)
    assert in_force(read_whole) == (("#ask-legal",), ("@night",))
    with read_whole.program.look() as work:
        waiting = [(each.written, each.why, each.bearers) for each in waiting_names(work)]
    who = (maker or "somebody",)
    assert waiting == [("#ask-legal", "made", who), ("@night", "made", who)]


def test_an_admin_who_applies_again_takes_what_was_made(read_whole):
    configure(read_whole, AWAITED)
    made(read_whole, "UCARLA")
    configure(read_whole, AWAITED)
    assert in_force(read_whole) == (("CNEW",), ("SNEW",))
    assert nobody(read_whole) == []


def test_what_an_admin_makes_is_taken_at_once(read_whole):
    configure(read_whole, AWAITED)
    made(read_whole, "UADA")
    assert in_force(read_whole) == (("CNEW",), ("SNEW",))


def test_at_the_first_reading_all_that_is_there_is_taken_whoever_made_it(team):
    configure(team, AWAITED)
    made(team, "UCARLA")
    assert in_force(team) == (("CNEW",), ("SNEW",))


def nobody(team):
    with team.program.look() as work:
        return [(each.place, each.written, each.why) for each in waiting_names(work)]


@pytest.mark.parametrize(
    ("before", "after", "place", "why"),
    [
        (LEAD, "leads: [U0NOSUCH]", "departments.Support.leads", "no_such_id"),
        (AGENTS, "agents: [UANA, S0NOSUCH]", "departments.Support.agents", "no_such_id"),
        (
            INTAKE,
            "intake_channels: [C0NOSUCH]",
            "departments.Support.intake_channels",
            "no_such_id",
        ),
        (
            "domains: [acme",
            "users: [U0NOSUCH], domains: [acme",
            "customers.Acme.users",
            "no_such_id",
        ),
        ("version: 1", "version: 1\nadmins: [U0NOSUCH]", "admins", "no_such_id"),
        ("version: 1", "version: 1\nintake_bots: [U0NOSUCH]", "intake_bots", "no_such_id"),
        ("then: {level", "then: {assignee: U0NOSUCH, level", "rules.then.assignee", "no_such_id"),
    ],
    ids=lambda found: found[:40],
)
def test_an_id_that_nobody_has_is_said_with_its_place(read_whole, before, after, place, why):
    configure(read_whole, CONFIG.replace(before, after, 1))
    (found,) = nobody(read_whole)
    assert (found[0], found[1][1:], found[2]) == (place, "0NOSUCH", why)


@pytest.mark.parametrize("what", ["is_guest", "is_stranger", "is_bot", "is_deleted"])
def test_the_id_of_who_is_no_member_is_said_where_it_would_give_rights(read_whole, what):
    with read_whole.program.work() as work:
        known = person("UDEX", "dex@elsewhere.example", work.now)
        people.save(work.connection, "T1", replace(known, **{what: True}))
    text = CONFIG.replace(LEAD, "leads: [UDEX]").replace(
        "domains: [acme", "users: [UDEX], domains: [acme"
    )
    configure(read_whole, text)
    assert nobody(read_whole) == [("departments.Support.leads", "UDEX", "no_staff")]


def test_before_slack_has_told_of_everybody_an_id_is_taken_as_it_is(team):
    configure(team, CONFIG.replace(LEAD, "leads: [U0NOSUCH]"))
    assert nobody(team) == []


def test_ids_that_are_somebodys_are_not_spoken_of(read_whole):
    text = CONFIG.replace(LEAD, "leads: [ULEA]").replace(INTAKE, "intake_channels: [CSUPPORT]")
    configure(read_whole, text.replace("version: 1", "version: 1\nintake_bots: [B0BOT, A0APP]"))
    assert nobody(read_whole) == []


def test_status_and_home_of_admins_show_such_an_id(read_whole):
    configure(read_whole, CONFIG.replace(LEAD, "leads: [U0NOSUCH]"))
    with read_whole.program.look() as work:
        assert [each.written for each in status_for(work, "UADA").waiting_names] == ["U0NOSUCH"]
        assert [each.written for each in set_up(work).waiting] == ["U0NOSUCH"]


def test_a_configuration_is_judged_before_it_is_in_force(read_whole):
    with read_whole.program.look() as work:
        lost = replace(work.configuration.department("Support"), leads=("U0NOSUCH",))
        wanted = replace(work.configuration, departments={"Support": lost})
        assert [each.written for each in names_of_nobody(work, wanted)] == ["U0NOSUCH"]
        assert names_of_nobody(work, work.configuration) == ()


def test_a_first_admin_by_an_id_that_nobody_has_is_said(read_whole):
    program = replace(read_whole.program, first_admin="U0NOSUCH")
    with program.look() as work:
        assert [each.why for each in waiting_names(work)] == ["no_such_id"]
        assert not is_admin(work, "U0NOSUCH")
