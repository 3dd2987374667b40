"""Who has a ticket: claimed, given, given back; who may, and who is told."""

from dataclasses import replace

import pytest

from bot.errors import UserFacingError
from bot.store import audit, people
from bot.store import tickets as stored
from bot.usecases import tickets


@pytest.fixture
def printer(team):
    """Ticket 1 of Carla."""
    team.writes("UCARLA", "Printer burns")
    return team


def row(team, number=1):
    with team.program.look() as work:
        return stored.get(work.connection, "T1", number)


def audited(team, number=1):
    with team.program.look() as work:
        return audit.listing(work.connection, "T1", f"ticket:{number}")


def changed(team, who, **change):
    """Slack describes somebody otherwise from now on."""
    with team.program.work() as work:
        known = people.get(work.connection, "T1", who)
        people.save(work.connection, "T1", replace(known, **change))


def refused(team, said, act, *args):
    with pytest.raises(UserFacingError, match=said):
        team.does(act, *args)


def test_each_change_is_in_the_audit_with_what_was_before(printer):
    printer.does(tickets.claim, 1, "UANA")
    printer.does(tickets.assign, 1, "UANA", "UBOB")
    printer.does(tickets.release, 1, "UBOB")
    entries = [(each.action, each.before, each.after) for each in reversed(audited(printer)[:-1])]
    assert entries == [
        ("claim", {"assignee": None}, {"assignee": "UANA"}),
        ("assign", {"assignee": "UANA"}, {"assignee": "UBOB"}),
        ("release", {"assignee": "UBOB"}, {"assignee": None}),
    ]


def test_who_is_given_a_ticket_is_told_alone_and_the_card_says_so(printer):
    printer.does(tickets.assign, 1, "UANA", "UBOB")
    assert printer.said("assigned:1:") == ["Ana gave this ticket to Bob.", "Ana gives you #1"]


def test_who_takes_a_ticket_themselves_is_told_nothing(printer):
    printer.does(tickets.assign, 1, "UANA", "UANA")
    assert printer.said("assigned:") == []


def test_the_holder_of_a_ticket_that_is_taken_away_reads_it_at_the_card(printer):
    printer.does(tickets.claim, 1, "UBOB")
    printer.does(tickets.release, 1, "UANA")
    assert printer.said("assigned:1:") == ["Ana took this ticket from Bob: it can be claimed."]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"is_deleted": True}, "has left the workspace"),
        ({"is_guest": True}, "Only an agent of Support"),
        ({"is_bot": True}, "Only an agent of Support"),
        ({"is_stranger": True}, "Only an agent of Support"),
    ],
)
def test_a_ticket_is_given_to_nobody_who_cannot_answer_it(printer, change, said):
    changed(printer, "UBOB", **change)
    refused(printer, said, tickets.assign, 1, "UANA", "UBOB")
    assert row(printer).assignee is None


@pytest.mark.parametrize("to", ["UCID", "UCARLA", "UDAN", "UNOBODY"])
def test_a_ticket_is_given_to_agents_of_its_department_only(printer, to):
    refused(printer, "Only an agent of Support", tickets.assign, 1, "UANA", to)


def test_what_somebody_has_who_left_can_be_claimed(printer):
    printer.does(tickets.claim, 1, "UBOB")
    changed(printer, "UBOB", is_deleted=True)
    printer.does(tickets.claim, 1, "UANA")
    assert row(printer).assignee == "UANA"


def test_nobody_claims_what_is_resolved(printer):
    printer.does(tickets.resolve, 1, "UANA")
    refused(printer, "resolved: reopen it first", tickets.claim, 1, "UBOB")


@pytest.mark.parametrize(
    ("act", "more"),
    [
        (tickets.release, ()),
        (tickets.assign, ("UBOB",)),
        (tickets.note, ("hm",)),
        (tickets.close, ()),
        (tickets.spam, ()),
        (tickets.delete, ()),
        (tickets.set_priority, ("high",)),
        (tickets.set_level, ("auto",)),
        (tickets.set_field, ("a", "b")),
        (tickets.raise_priority, ()),
        (tickets.no_reply, ()),
        (tickets.hold, ()),
        (tickets.restore, ()),
    ],
)
@pytest.mark.parametrize("who", ["UCARLA", "UDAN", "UCID"])
def test_only_its_agents_and_admins_change_a_ticket(printer, act, more, who):
    refused(printer, "Only the agents of ticket #1", act, 1, who, *more)


def test_an_admin_changes_a_ticket_but_answers_it_only_as_an_agent(printer):
    printer.does(tickets.set_priority, 1, "UADA", "high")
    printer.does(tickets.assign, 1, "UADA", "UANA")
    refused(printer, "Only the agents", tickets.reply, 1, "UADA", "Hello")
