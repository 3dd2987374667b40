"""Tickets that are spam or deleted: in no list, and a late message to them is no accident."""

import pytest

from bot.errors import UserFacingError
from bot.store import clocks
from bot.store import tickets as stored_tickets
from bot.usecases import tickets
from bot.usecases.changes.recording import record
from bot.usecases.ground.timelines import load
from bot.usecases.sweep.sweep import sweep
from bot.usecases.tickets import lists, queue
from sla_core.instants import to_us
from sla_core.tickets.events import Deleted, Restored, StatusSet


def happens(team, make, number=1, **given):
    with team.program.work() as work:
        event = make(at_us=to_us(work.now), actor="UANA", **given)
        return record(work, load(work, number, lock=True), [event])


def goes_away(team, where):
    if where == "spam":
        return happens(team, StatusSet, to="spam")
    return happens(team, Deleted)


def row(team):
    with team.program.look() as work:
        return stored_tickets.get(work.connection, "T1", 1)


def listed(team, **filters):
    with team.program.look() as work:
        return [each.number for each in lists.listing(work, "UANA", filters).tickets]


both = pytest.mark.parametrize("where", ["spam", "deleted"])


@both
def test_what_is_away_is_in_no_list_and_never_next(team, where):
    team.writes("UCARLA", "Cheap watches")
    team.writes("UDAN", "Printer")
    goes_away(team, where)
    assert listed(team) == [2]
    assert listed(team, status=where) == [1]
    with team.program.look() as work:
        assert queue.next_ticket(work, "UANA").ticket.number == 2


@both
def test_it_is_still_shown_and_its_clocks_are_cancelled(team, where):
    team.writes("UCARLA", "Cheap watches")
    goes_away(team, where)
    with team.program.look() as work:
        view = tickets.show(work, 1, "UANA")
        states = {each.cancel_reason for each in clocks.of(work.connection, "T1", 1)}
    assert (view.status, states) == (where, {where})
    assert row(team).is_deleted is (where == "deleted")
    assert row(team).projected_revision is None


@both
def test_late_messages_change_nothing_and_count_when_it_is_back(team, where):
    ts, _ = team.writes("UCARLA", "Cheap watches")
    goes_away(team, where)
    team.clock.move(hours=6)
    _, view = team.writes("UCARLA", "Hello?", thread_ts=ts)
    assert (view.status, view.open_clocks) == (where, ())
    team.writes("UANA", "Spam, I think", thread_ts=ts)
    sweep(team.program)
    assert team.said("alarm:") == []
    team.clock.move(seconds=1)
    view = happens(team, Restored)
    assert view.status == "new"
    assert [clock.metric for clock in view.open_clocks] == ["first_reply", "resolution"]
    assert listed(team) == [1]


@both
def test_nobody_works_on_it_before_it_is_restored(team, where):
    team.writes("UCARLA", "Cheap watches")
    goes_away(team, where)
    said = f"Ticket #1 is {where}: restore it first"
    for act, *more in (
        (tickets.claim,),
        (tickets.reply, "hi"),
        (tickets.pending,),
        (tickets.resolve,),
        (tickets.reopen,),
    ):
        with pytest.raises(UserFacingError, match=said):
            team.does(act, 1, "UANA", *more)
    team.does(tickets.note, 1, "UANA", "looks like spam")


@both
def test_a_breach_undone_by_going_away_keeps_who_and_why(team, where):
    team.writes("UCARLA", "Cheap watches")
    team.clock.move(hours=5)
    sweep(team.program)
    goes_away(team, where)
    with team.program.look() as work:
        found = clocks.of(work.connection, "T1", 1)[0]
    assert (found.metric, found.state) == ("first_reply", "cancelled")
    assert found.withdrawn_at is not None
    assert (found.withdrawn_by, found.withdrawn_reason) == ("UANA", where)
