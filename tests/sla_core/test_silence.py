"""When a silent requester is reminded, and their ticket resolved and closed."""

from dataclasses import replace

import pytest

from sla_core.configuration import WorkspaceOptions
from sla_core.silence import Silence, silence
from sla_core.simulate import simulate
from tests.sla_core.builders import (
    DAY,
    HOUR,
    calendar,
    created,
    history,
    level,
    line,
    played,
    status,
    timeline,
    told,
    when,
)

PATIENT = replace(level(resolve_after_s=16 * HOUR), close_after_s=5 * DAY)
"""Two days of the office, which is open from nine to five."""


def lines(*steps):
    """A ticket of Monday, nine o'clock, and what happens to it."""
    made = created("mon 09:00")
    for at, kind, *own in steps:
        made.append(line(at, kind, **({"actor": "ana"} | (own[0] if own else {}))))
    return made


def silent(*steps, under=PATIENT, at="sun 23:59"):
    """The four instants of a silence as told: since, reminded, resolved, closed."""
    happened = lines(*steps)
    replayed = played(happened, history(PATIENT), at)
    found = silence(replayed.ticket, timeline(happened).events, under, calendar())
    if found is None:
        return None
    instants = found.since_s, found.remind_at_s, found.resolve_at_s, found.close_at_s
    return tuple(told(each) for each in instants)


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        pytest.param((), None, id="nobody answered yet: it is the team's turn"),
        pytest.param(
            (("mon 10:00", "agent_reply"),),
            # 7 h of Monday and 1 h of Tuesday; 16 h end on Wednesday at ten
            ("mon 10:00", "tue 10:00", "wed 10:00", None),
            id="answered: reminded after half, resolved after all of it",
        ),
        pytest.param(
            (("fri 16:00", "agent_reply"),),
            ("fri 16:00", "mon+1 16:00", "tue+1 16:00", None),
            id="nights and weekends do not count",
        ),
        pytest.param(
            (("mon 10:00", "agent_reply"), ("mon 12:00", "agent_reply")),
            ("mon 12:00", "tue 12:00", "wed 12:00", None),
            id="another reply begins anew",
        ),
        pytest.param(
            (("mon 10:00", "agent_reply"), ("mon 11:00", "note"), ("mon 12:00", "priority")),
            ("mon 10:00", "tue 10:00", "wed 10:00", None),
            id="a note and a change of priority are no word to the requester",
        ),
        pytest.param(
            (("mon 10:00", "agent_reply"), ("mon 11:00", "requester_message")),
            None,
            id="the requester wrote: no silence",
        ),
        pytest.param(
            (("mon 09:30", *status("pending")),),
            ("mon 09:30", "tue 09:30", "wed 09:30", None),
            id="pending by hand",
        ),
        pytest.param(
            (("mon 09:30", *status("pending", "wed+1 09:00")),),
            None,
            id="pending until an instant: that decides",
        ),
        pytest.param((("mon 09:30", *status("on_hold")),), None, id="on hold waits for others"),
        pytest.param(
            (("tue 10:00", *status("resolved")),),
            ("tue 10:00", None, None, "sun 10:00"),
            id="resolved: closed five days on, by the wall clock",
        ),
        pytest.param(
            (("tue 10:00", *status("resolved")), ("wed 10:00", *status("closed"))),
            None,
            id="closed: that is all",
        ),
        pytest.param((("mon 10:00", "agent_reply"), ("mon 11:00", "deleted")), None, id="deleted"),
        pytest.param((("mon 10:00", *status("spam")),), None, id="spam"),
    ],
)
def test_silence_is_counted_while_it_is_the_requesters_turn(steps, expected):
    steps = tuple(
        (at, kind, {"to": "high"}) if kind == "priority" else (at, kind, *own)
        for at, kind, *own in steps
    )
    assert silent(*steps, at="fri 23:59") == expected


def test_a_level_without_the_keys_lets_tickets_wait_for_ever():
    assert silent(("mon 10:00", "agent_reply"), under=level()) is None
    assert silent(("mon 10:00", *status("resolved")), under=level()) is None


def test_a_ticket_without_a_level_waits_for_ever():
    assert silent(("mon 10:00", "agent_reply"), under=None) is None


def test_what_a_silence_leads_to_is_resolved_then_closed():
    happened = lines(("mon 10:00", "agent_reply"))
    answered = played(happened, history(PATIENT), "mon 11:00").ticket
    found = silence(answered, timeline(happened).events, PATIENT, calendar())
    assert found is not None
    assert found.ends == ("resolved", when("wed 10:00"))
    happened = lines(("wed 10:00", *status("resolved")))
    resolved = played(happened, history(PATIENT), "wed 10:00").ticket
    found = silence(resolved, timeline(happened).events, PATIENT, calendar())
    assert found is not None
    assert found.ends == ("closed", when("mon+1 10:00"))


def test_a_silence_without_any_instant_leads_nowhere():
    assert Silence(since_s=0).ends is None


def test_simulate_makes_up_no_resolution_out_of_silence():
    # what the bot did stands in a timeline as `status` events, which are facts;
    # where there is none, `simulate` invents none, whatever `resolve_after` is under trial.
    happened = lines(("mon 10:00", "agent_reply"))
    promise = replace(PATIENT, targets=level(resolution=40 * HOUR).targets)
    under = history(promise, options=WorkspaceOptions(default_level="Standard"))
    [rows] = simulate([timeline(happened)], under, when("fri 12:00"))
    assert [(row.metric, row.state) for row in rows] == [("resolution", "paused")]
