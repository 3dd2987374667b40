"""What follows from a change: a list that whoever records a change was given and does not know."""

from dataclasses import replace

import pytest

from bot.config.document import read
from bot.usecases.changes.recording import project, record
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Consequences
from bot.usecases.promises.configuration import apply_configuration
from sla_core.instants import to_us
from sla_core.tickets.events import Note, PrioritySet
from tests.usecases.conftest import CONFIG


@pytest.fixture
def asked(team):
    team.writes("UCARLA", "The printer smokes")
    team.clock.move(minutes=1)
    return team


def changed(team, consequences, deed=record, **how):
    """Do it to ticket 1 in a desk with other consequences; return the ticket as it then stands."""
    program = replace(team.program, consequences=consequences)
    with program.work() as work:
        loaded = load(work, 1, lock=True)
        if deed is project:
            return project(work, loaded, **how)
        return record(work, loaded, [PrioritySet(at_us=to_us(work.now), actor="UANA", to="urgent")])


def events_of(team):
    with team.program.look() as work:
        return load(work, 1).events


def test_without_consequences_a_change_is_written_and_nothing_is_said(asked):
    before = asked.keys()
    assert changed(asked, Consequences()).priority == "urgent"
    assert asked.keys() == before
    assert events_of(asked)[-1].to == "urgent"


def test_each_decision_sees_what_those_before_it_decided(asked):
    seen = []

    def noted(text):
        def decide(work, row, history, happened):
            seen.append([each.type for each in happened])
            return [*happened, Note(at_us=to_us(work.now), actor="punctual", text=text)]

        return decide

    changed(asked, Consequences(decisions=(noted("first"), noted("second"))))
    assert seen == [["priority"], ["priority", "note"]]
    last = events_of(asked)[-3:]
    assert [each.type for each in last] == ["priority", "note", "note"]
    assert [each.text for each in last[1:]] == ["first", "second"]
    first_seq = last[0].seq
    assert [each.seq for each in last] == [first_seq, first_seq + 1, first_seq + 2]


def test_effects_run_in_their_order_once_the_rows_are_written(asked):
    ran = []

    def effect(name):
        def run(work, step):
            kept = load(work, 1)
            ran.append((name, kept.row.priority, len(kept.events) - len(step.history)))

        return run

    of_clocks, of_ticket = (effect("clocks"),), (effect("one"), effect("two"))
    changed(asked, Consequences(of_clocks=of_clocks, of_ticket=of_ticket))
    assert ran == [("clocks", "urgent", 1), ("one", "urgent", 1), ("two", "urgent", 1)]


def test_a_state_between_two_moves_is_none_that_is_shown(asked):
    ran = []
    spying = Consequences(
        of_clocks=(lambda _, step: ran.append(("clocks", step.change is not None)),),
        of_ticket=(lambda _, step: ran.append(("ticket", step.change is not None)),),
    )
    moved(asked)
    changed(asked, spying)
    assert ran == [("clocks", True), ("clocks", True), ("ticket", True)]


def test_time_that_goes_on_is_a_step_in_which_nothing_happened(asked):
    steps = []
    spying = Consequences(of_ticket=(lambda _, step: steps.append(step),))
    changed(asked, spying, project, is_due=True)
    [step] = steps
    assert (step.events, step.change, step.is_due) == ((), None, True)
    assert len(step.history) == len(events_of(asked))


def moved(team):
    """Let running clocks move to a shorter target, a minute later."""
    text = CONFIG.replace("first_reply: 1h", "first_reply: 50m", 1)
    with team.program.work() as work:
        wanted = read(text, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA", moves_running=True)
    team.clock.move(minutes=1)
