"""Two tickets become one: whose message is open, whose threads they are, what cannot be."""

from contextlib import suppress
from threading import Thread

import pytest

from bot.errors import UserFacingError
from bot.store import tickets as stored
from bot.usecases import tickets
from bot.usecases.tickets import merges
from tests.usecases.test_edits import is_somebody_waiting


@pytest.fixture
def two(team):
    """Ticket 1 of Carla, ticket 2 of Dan an hour later; the ts of both."""
    team.ts = [team.writes("UCARLA", "Printer burns")[0]]
    team.clock.move(hours=1)
    team.ts.append(team.writes("UDAN", "The same, again")[0])
    return team


def refused(team, said, act, *args):
    with pytest.raises(UserFacingError, match=said):
        team.does(act, *args)


def test_the_older_open_message_counts_in_the_ticket_that_is_left(two):
    view = two.does(tickets.merge, 1, 2, "UANA")
    [clock] = [each for each in view.open_clocks if each.metric == "first_reply"]
    assert (view.number, clock.elapsed_seconds) == (2, 3600)
    with two.program.look() as work:
        assert stored.get(work.connection, "T1", 1).status == "closed"


def test_what_is_written_in_either_thread_belongs_to_the_one_that_is_left(two):
    two.does(tickets.merge, 1, 2, "UANA")
    _, view = two.writes("UCARLA", "Any news?", thread_ts=two.ts[0])
    assert view.number == 2
    with two.program.look() as work:
        assert tickets.find_in_thread(work, "CSUPPORT", two.ts[0]) == 2


def test_the_requester_and_both_cards_are_told(two):
    two.does(tickets.merge, 1, 2, "UANA")
    card, other, requester, _joined = two.said("merged:1")
    assert "#1, went into #2" in card
    assert "#1 went into this one, #2" in other
    assert "go on together as *#2*" in requester


def test_who_is_joined_by_somebody_elses_request_reads_who_reads_along(team):
    team.writes("UCARLA", "Printer")
    team.writes("UDAN", "Printer here too")
    team.does(tickets.merge, 2, 1, "UANA")
    [told] = team.said("merged:2:joined")
    assert told.startswith("Dan asked about the same in ticket *#2*")


def test_who_asked_for_what_went_into_another_is_told_where_to_write(team):
    team.writes("UCARLA", "Printer")
    team.writes("UDAN", "Printer here too")
    team.does(tickets.merge, 2, 1, "UANA")
    with pytest.raises(UserFacingError, match="write where you asked"):
        team.does(tickets.reopen, 2, "UDAN")


def test_threads_follow_a_chain_of_merges(two):
    two.writes("UCARLA", "A third")
    two.does(tickets.merge, 1, 2, "UANA")
    two.does(tickets.merge, 2, 3, "UANA")
    with two.program.look() as work:
        assert tickets.heir_of(work, 1) == 3


@pytest.mark.parametrize(
    ("act", "more"),
    [
        (tickets.claim, ()),
        (tickets.reopen, ()),
        (tickets.reply, ("hi",)),
        (tickets.restore, ()),
        (tickets.set_priority, ("high",)),
    ],
)
def test_a_ticket_that_went_into_another_says_where_to_go_on(two, act, more):
    two.does(tickets.merge, 1, 2, "UANA")
    refused(two, "#1 went into #2: go on there", act, 1, "UANA", *more)


def test_what_cannot_be_merged_is_told_and_changes_nothing(two):
    refused(two, "cannot go into itself", tickets.merge, 1, 1, "UANA")
    refused(two, "There is no ticket #9", tickets.merge, 1, 9, "UANA")
    refused(two, "Only the agents", tickets.merge, 1, 2, "UDAN")
    two.does(tickets.close, 2, "UANA")
    refused(two, "is closed, so nothing can go into it", tickets.merge, 1, 2, "UANA")
    two.does(tickets.reopen, 2, "UANA")
    two.does(tickets.delete, 2, "UANA")
    refused(two, "is deleted: restore it first", tickets.merge, 1, 2, "UANA")
    with two.program.look() as work:
        assert stored.get(work.connection, "T1", 1).status == "new"


def test_who_merges_answers_both(two):
    two.writes("UDAN", "Wrong invoice", channel="CBILLING")
    refused(two, r"Only the agents of ticket #3 \(Billing\)", tickets.merge, 1, 3, "UANA")
    assert two.does(tickets.merge, 1, 3, "UADA").number == 3


@pytest.mark.parametrize(("number", "into"), [(1, 2), (2, 1)])
@pytest.mark.parametrize("merge", [merges.merge, merges.merge_as_read])
def test_who_waits_for_the_lower_number_holds_no_other(two, merge, number, into):
    """So two who merge the same tickets, each into the other, never wait for each other."""
    if two.program.database.path is not None:
        pytest.skip("on SQLite one writes at a time")
    at = two.clock.now()

    def act():
        with two.program.work() as work, suppress(UserFacingError):
            merge(work, number, into, "UANA", at)

    with two.program.work() as work:
        stored.lock(work.connection, "T1", 1)
        merging_thread = Thread(target=act)
        merging_thread.start()
        while merging_thread.is_alive() and not is_somebody_waiting(two):
            pass
        with two.program.database.writing() as other:
            other.exec_driver_sql("SELECT 1 FROM tickets WHERE number = 2 FOR UPDATE NOWAIT")
    merging_thread.join()
