"""Statuses: waiting until a time, closing, putting away; what is not so any more is told."""

from datetime import timedelta

import pytest

from bot.errors import UserFacingError
from bot.store import audit
from bot.store import tickets as stored
from bot.usecases import tickets
from bot.usecases.sweep.sweep import sweep


@pytest.fixture
def printer(team):
    """The ts of ticket 1 of Carla, and the team."""
    team.ts, _ = team.writes("UCARLA", "Printer burns")
    return team


def status(team, number=1):
    with team.program.look() as work:
        row = stored.get(work.connection, "T1", number)
    return "deleted" if row.is_deleted else row.status


def refused(team, said, act, *args, **more):
    with pytest.raises(UserFacingError, match=said):
        team.does(act, *args, **more)


@pytest.mark.parametrize(("act", "name"), [(tickets.pending, "pending"), (tickets.hold, "on_hold")])
def test_what_waits_until_a_time_is_open_again_then(printer, act, name):
    printer.does(act, 1, "UANA", until=printer.clock.now() + timedelta(hours=2))
    assert status(printer) == name
    printer.clock.move(hours=2)
    sweep(printer.program)
    assert status(printer) == "open"


def test_nothing_waits_until_a_time_that_has_passed(printer):
    refused(printer, "has passed already", tickets.hold, 1, "UANA", until=printer.clock.now())
    assert status(printer) == "new"


def test_closed_is_closed_once_and_opens_by_hand(printer):
    printer.does(tickets.close, 1, "UANA")
    refused(printer, "is closed already", tickets.close, 1, "UANA")
    refused(printer, "is closed already", tickets.resolve, 1, "UANA")
    refused(printer, "is closed: reopen it first", tickets.pending, 1, "UANA")
    printer.does(tickets.reopen, 1, "UANA")
    assert status(printer) == "open"


@pytest.mark.parametrize(
    ("act", "name"), [(tickets.spam, "spam"), (tickets.delete, "deleted")], ids=["spam", "deleted"]
)
def test_what_is_put_away_comes_back_as_it_was(printer, act, name):
    printer.does(tickets.hold, 1, "UANA")
    printer.does(act, 1, "UANA")
    assert status(printer) == name
    refused(printer, f"is {name}: restore it first", tickets.delete, 1, "UANA")
    printer.does(tickets.restore, 1, "UANA")
    assert status(printer) == "on_hold"
    refused(printer, "nothing to restore: On hold", tickets.restore, 1, "UANA")


def test_thanks_needs_no_reply_and_puts_a_reopened_ticket_back(printer):
    printer.does(tickets.resolve, 1, "UANA", text="Done")
    printer.clock.move(minutes=5)
    printer.writes("UCARLA", "Thanks!", thread_ts=printer.ts)
    assert status(printer) == "open"
    printer.clock.move(seconds=1)
    assert printer.does(tickets.no_reply, 1, "UANA").status == "resolved"
    refused(printer, "Nobody waits for an answer", tickets.no_reply, 1, "UANA")


def test_each_turn_is_in_the_audit(printer):
    for act in (tickets.hold, tickets.resolve, tickets.reopen, tickets.spam, tickets.restore):
        printer.does(act, 1, "UANA")
    with printer.program.look() as work:
        found = audit.listing(work.connection, "T1", "ticket:1", limit=5)
    assert [(each.action, each.before["status"], each.after["status"]) for each in found] == [
        ("restore", "spam", "open"),
        ("spam", "open", "spam"),
        ("reopen", "resolved", "open"),
        ("resolve", "on_hold", "resolved"),
        ("hold", "new", "on_hold"),
    ]


def test_a_resolution_with_an_answer_is_an_answer_of_an_agent(printer):
    refused(printer, "Only the agents", tickets.resolve, 1, "UADA", text="Done")
    assert status(printer) == "new"
    printer.does(tickets.resolve, 1, "UADA")
    assert status(printer) == "resolved"


def test_the_last_answer_is_said_before_the_question_whether_it_is_solved(team):
    team.writes("UCARLA", "Printer")
    team.does(tickets.resolve, 1, "UANA", text="Take the stairs")
    said = team.keys()
    answer = next(key for key in said if key.startswith("event:1:"))
    question = next(key for key in said if key.startswith("solved:1:"))
    assert said.index(answer) < said.index(question)
