"""What `why` says: sentences that a lead can read aloud, and that add up."""

from dataclasses import replace
from datetime import date

import pytest

from bot.explanations.agents import ClockText
from bot.explanations.record import record
from bot.wording.explanations import AWAITED, BREACHES, WITHDRAWALS
from bot.wording.words import exact
from sla_core.calendars import Closure
from sla_core.configuration import Revision
from sla_core.tickets.vocabulary import METRICS
from sla_core.why import folded
from tests.explained import explained
from tests.sla_core.builders import (
    HOUR,
    MESSAGE,
    REPLY,
    created,
    definition,
    history,
    level,
    line,
    when,
)

STANDARD = level(resolution=16 * HOUR)
GOLD = level("Gold", resolution=2 * HOUR)
BOTH = history(STANDARD, GOLD)
PENDING = line("mon 10:00", "status", to="pending", until="wed 09:30", actor="ana")


def told(lines, under, at):
    """The one clock of a story, in words."""
    [one] = explained(lines, under, at)
    return ClockText(one)


def facts(lines, under, at, word=None):
    """The sentences of a word, or of all words."""
    return [what for its, what in told(lines, under, at).facts if word in (None, its)]


def test_a_running_clock_says_what_it_was_promised_and_what_it_waits_for():
    assert facts(created(), STANDARD, "mon 11:00") == [
        "Standard, 16 h at normal priority (the default level; revision 2)",
        "office (revision 1), times in UTC",
        "Mon 2 Mar 2026 09:00",
        "Tue 3 Mar 17:00; waits for the ticket to be resolved",
    ]
    assert told(created(), STANDARD, "mon 11:00").heading == ("Resolution", "cycle 1: running")


def test_every_metric_waits_for_something():
    assert set(AWAITED) == set(METRICS)


def test_the_sum_is_told_to_the_second_with_what_is_left():
    one = told(created(), STANDARD, "mon 09:12:05")
    assert (one.total, one.verdict) == ("12 min 5 s of 16 h", "15 h 47 min 55 s left")


@pytest.mark.parametrize(
    ("lines", "verdict"),
    [
        ([line("mon 10:00", "status", to="resolved")], "1 h to spare"),
        ([line("mon 12:00", "status", to="resolved")], "late by 1 h"),
        ([line("mon 10:00", "merged", into="T2")], "cancelled"),
        ([], "late by 6 h"),
    ],
    ids=["met", "missed", "cancelled", "open and late"],
)
def test_what_became_of_a_clock_is_told_in_a_word(lines, verdict):
    assert told([*created(level="Gold"), *lines], BOTH, "tue 09:00").verdict == verdict


def test_where_the_time_went_is_told_by_reasons_that_sum_to_what_passed():
    closed = [Closure.of_date(date(2026, 3, 4), "Move")]
    under = history(STANDARD, calendars=[definition(closures=closed)])
    lines = [*created(), PENDING, line("tue 10:00", MESSAGE)]
    # mon 09-10 and tue 10-17 count; mon 10 to tue 10 pends; wed is closed; the nights are 7 + 0
    assert told(lines, under, "thu 00:00").passed == (
        "63 h passed = 8 h counted + 24 h paused (pending, 8 h of it business time) "
        "+ 7 h outside hours + 24 h closed (Move)"
    )


def test_several_holidays_and_closures_are_summed_together():
    closed = [Closure.of_date(date(2026, 3, day), f"Day {day}") for day in (3, 4)]
    under = history(
        STANDARD,
        calendars=[definition(zone="Europe/Ljubljana", country="SI", closures=closed)],
    )
    assert "48 h closures" in told(created(), under, "fri 09:00").passed
    assert "holiday (" in told(created("2026-04-27T08:00:00Z"), under, "2026-04-28T08:00Z").passed
    assert "holidays" in told(created("2026-04-27T08:00:00Z"), under, "2026-05-04T08:00Z").passed


def test_of_a_clock_that_just_began_nothing_has_passed():
    assert told(created(), STANDARD, "mon 09:00").passed == "0 s passed = nothing yet"


def test_spans_are_told_with_their_reasons():
    lines = [*created("fri 16:00"), line("fri 16:30", "status", to="on_hold")]
    lines += [line("mon+1 10:00", MESSAGE)]
    one = told(lines, STANDARD, "mon+1 11:00")
    [clock] = explained(lines, STANDARD, "mon+1 11:00")
    assert [(*one.ends(each), one.span(each)) for each in clock.explanation.spans] == [
        ("Fri 6 Mar 16:00", "16:30", "counted"),
        (
            "Fri 6 Mar 16:30",
            "Mon 9 Mar 10:00",
            "paused (on hold)",
        ),
        ("Mon 9 Mar 10:00", "11:00", "counted"),
    ]


def test_business_days_in_a_row_are_told_as_one():
    lines = created()
    [clock] = explained(lines, STANDARD, "fri+1 12:00")
    one = ClockText(clock)
    assert [one.span(each) for each in folded(clock.explanation.spans)] == ["counted in 10 parts"]


def test_times_are_in_the_calendars_zone_and_name_the_year_once_and_another_one_always():
    under = history(STANDARD, calendars=[definition(zone="America/New_York")])
    one = told(created("2025-12-31T15:00:10Z"), under, "2026-01-02T15:00:00Z")
    assert dict(one.facts)["Calendar"] == "office (revision 1), times in America/New_York"
    assert dict(one.facts)["Started"] == "Wed 31 Dec 2025 10:00:10"
    assert one.when(when("2025-12-31T16:00Z")) == "Wed 31 Dec 11:00"
    assert one.when(when("2026-01-02T15:00Z")) == "Fri 2 Jan 2026 10:00"


# --- promises that changed ------------------------------------------------------------------


def test_the_promises_a_clock_had_are_told_until_when_and_by_whom_they_were_changed():
    lines = [
        *created(),
        line("mon 10:00", "level", to="Gold", rule="VIP"),
        line("mon 11:00", "level", to="Standard", actor="lea"),
        line("mon 12:00", "priority", to="high", actor="ana"),
    ]
    assert facts(lines, BOTH, "mon 13:00", "Promise") == [
        "until Mon 2 Mar 10:00 Standard, 16 h at normal priority (the default level; revision 2)",
        "until Mon 2 Mar 11:00 Gold, 2 h at normal priority (rule: VIP; revision 3): level changed",
        (
            "until Mon 2 Mar 12:00 Standard, 16 h at normal priority "
            "(set by hand by Lea Novak; revision 2): level changed by Lea Novak"
        ),
        (
            "then Standard, 16 h at high priority (set by hand by Lea Novak; revision 2): "
            "priority changed by Ana Kovač"
        ),
    ]
    assert facts(lines, BOTH, "mon 13:00", "Counted") == [
        "the whole time, from the start, by the promise it has now"
    ]


def test_a_promise_that_began_when_the_ticket_got_a_level_says_so():
    lines = [*created(level=None), line("mon 10:00", "level", to="Gold", actor="nobody we know")]
    assert facts(lines, BOTH, "mon 11:00", "Promise") == [
        "until Mon 2 Mar 10:00 no level, so no target",
        (
            "then Gold, 2 h at normal priority (set by hand by nobody we know; revision 3): "
            "level changed by nobody we know"
        ),
    ]


def test_a_level_without_a_target_at_a_priority_is_no_target():
    under = history(level(resolution={"high": HOUR}))
    lines = [*created(), line("mon 10:00", "priority", to="high")]
    assert facts(lines, under, "mon 11:00", "Promise") == [
        (
            "until Mon 2 Mar 10:00 Standard, no target at normal priority "
            "(the default level; revision 2)"
        ),
        "then Standard, 1 h at high priority (the default level; revision 2): priority changed",
    ]


def edit(at, kind, name, value):
    return Revision(9, when(at), kind, name, value, "ada", moves_running=True)


def test_an_edit_of_the_level_and_of_the_calendar_are_told_with_their_editor():
    short = level(resolution=8 * HOUR)
    long_days = definition("mon-fri 08:00-20:00")
    under = BOTH.extended(
        [
            edit("mon 10:00", "level", "Standard", short),
            edit("mon 11:00", "calendar", "office", long_days),
        ]
    )
    assert facts(created(), under, "mon 12:00", "Promise")[1:] == [
        (
            "until Mon 2 Mar 11:00 Standard, 8 h at normal priority "
            "(the default level; revision 9): level edited by Ada Zupan"
        ),
        (
            "then Standard, 8 h at normal priority (the default level; revision 9): "
            "calendar changed by Ada Zupan"
        ),
    ]


def test_a_clock_judged_anew_says_by_whom():
    under = BOTH.extended(
        [Revision(9, when("wed 09:00"), "level", "Standard", level(resolution=HOUR), "ada")]
    )
    lines = [
        *created(),
        line("mon 12:00", "status", to="resolved", actor="ana"),
        line(
            "thu 09:00",
            "reprocessed",
            metric="resolution",
            cycle=1,
            as_of="2026-03-05T09:00:00Z",
            actor="lea",
        ),
    ]
    assert facts(lines, under, "fri 09:00", "Promise")[-1].endswith(": judged anew by Lea Novak")
    assert facts(lines, under, "fri 09:00", "Breached") == [
        "Thu 5 Mar 09:00, when it was judged anew by Lea Novak"
    ]


def test_a_term_in_which_nothing_changed_is_not_told():
    [one] = explained(created(), STANDARD, "mon 10:00")
    why = replace(one.explanation, terms=one.explanation.terms * 2)
    words = [word for word, _ in ClockText(replace(one, explanation=why)).facts]
    assert words.count("Promise") == 1


# --- breaches, waits, ends ------------------------------------------------------------------


def test_a_breach_by_arithmetic_says_that_the_target_was_used_up():
    assert facts(created(level="Gold"), BOTH, "mon 12:00", "Breached") == [
        "Mon 2 Mar 11:00, by then the target was used up"
    ]
    assert facts(created(level="Gold"), BOTH, "mon 12:00", "Was due") == [
        "Mon 2 Mar 11:00; waits for the ticket to be resolved"
    ]


def test_a_breach_by_a_change_says_which_and_by_whom():
    lines = [*created(), line("mon 12:00", "level", to="Gold", rule="VIP")]
    assert facts(lines, BOTH, "mon 13:00", "Breached") == [
        "Mon 2 Mar 12:00, at once, as the promise was changed by the rule VIP"
    ]


def test_a_breach_that_another_ticket_brought_says_so():
    under = level(next_reply=HOUR)
    lines = [
        *created(by="agent", actor="ana", requester="carla"),
        line("mon 10:00", MESSAGE),
        line("mon 10:30", "absorbed", **{"from": "T2"}, message_at="mon 09:05"),
    ]
    assert facts(lines, under, "mon 10:45", "Breached") == [
        "Mon 2 Mar 10:30, at once, as another ticket came in with an older message"
    ]


def test_every_reason_of_a_breach_and_of_its_withdrawal_has_words():
    assert set(BREACHES) == {"level_change", "calendar_change", "merged", "reprocessed"}
    assert set(BREACHES) - {"merged"} <= set(WITHDRAWALS)
    assert {"spam", "deleted", "excluded"} <= set(WITHDRAWALS)


@pytest.mark.parametrize(
    ("event", "cause"),
    [
        (
            line("mon 12:00", "status", to="spam", actor="ana"),
            " by Ana Kovač: the ticket went to spam",
        ),
        (line("mon 12:00", "level", to="Standard"), ": the promise was changed, and it fits"),
        (
            line(
                "mon 12:00", "excluded", metric="resolution", cycle=1, actor="lea", reason="outage"
            ),
            " by Lea Novak: left out of the count, outage",
        ),
    ],
    ids=["spam", "level", "excluded"],
)
def test_a_breach_taken_back_says_by_whom_and_why(event, cause):
    assert facts([*created(level="Gold"), event], BOTH, "mon 13:00", "Taken back") == [
        f"the breach of Mon 2 Mar 11:00{cause}"
    ]


def test_what_was_acknowledged_and_snoozed_says_until_when():
    own = {"metric": "resolution", "cycle": 1}
    lines = [
        *created(),
        line("mon 10:00", "acknowledged", until="mon 12:00", **own),
        line("mon 10:30", "snoozed", **own),
    ]
    assert facts(lines, STANDARD, "mon 11:00", "Acknowledged") == [
        "escalation waits from Mon 2 Mar 10:00 until Mon 2 Mar 12:00"
    ]
    assert facts(lines, STANDARD, "mon 11:00", "Snoozed") == ["warnings wait from Mon 2 Mar 10:30"]


def test_a_paused_clock_says_what_it_waits_for_and_until_when():
    assert facts([*created(), PENDING], STANDARD, "mon 11:00", "Paused") == [
        (
            "the ticket is pending, so it waits for the requester, "
            "until Wed 4 Mar 09:30 at the latest; no due time before it runs on"
        )
    ]


def test_a_late_clock_that_is_paused_has_a_due_time_behind_it():
    lines = [*created(level="Gold"), line("mon 12:00", REPLY)]
    assert facts(lines, BOTH, "mon 13:00", "Paused") == [
        "the ticket is answered, so it is the requester's turn"
    ]


def test_a_pause_of_the_levels_own_is_told_by_the_status():
    odd = level(resolution=HOUR, pause_on={"resolution": frozenset({"new"})})
    assert facts(created(), odd, "mon 11:00", "Paused") == [
        "its level pauses it while the ticket is new; no due time before it runs on"
    ]


def test_a_due_time_beyond_every_calendar_is_told():
    far = history(level(resolution=40_000 * HOUR))
    assert facts(created(), far, "mon 11:00", "Due") == [
        "in more than 5 years; waits for the ticket to be resolved"
    ]


def test_a_stopped_clock_says_by_whom():
    lines = [*created(), line("mon 10:00", "status", to="resolved", actor="ana")]
    assert facts(lines, STANDARD, "tue 09:00", "Stopped") == ["Mon 2 Mar 10:00 by Ana Kovač"]
    assert facts(
        [*created(), line("mon 10:00", "deleted")], STANDARD, "tue 09:00", "Cancelled"
    ) == ["Mon 2 Mar 10:00"]


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0, "0 s"), (59, "59 s"), (3600, "1 h"), (7805, "2 h 10 min 5 s"), (360_060, "100 h 1 min")],
)
def test_a_length_is_told_exactly(seconds, said):
    assert exact(seconds) == said


# --- for programs ---------------------------------------------------------------------------


def test_programs_get_every_fact_of_a_clock():
    own = {"metric": "resolution", "cycle": 1}
    lines = [
        *created(level="Gold"),
        line("mon 12:00", "level", to="Standard", actor="lea"),
        line("mon 13:00", "status", to="pending", until="wed 09:30", actor="ana"),
        line("mon 14:00", "acknowledged", until="mon 15:00", **own),
        line("mon 14:00", "snoozed", **own),
    ]
    [one] = explained(lines, BOTH, "mon 16:00")
    found = record(one)
    spans, sums, promises = (found.pop(key) for key in ("spans", "sums", "promises"))
    assert found == {
        "metric": "resolution",
        "cycle": 1,
        "state": "paused",
        "cancel_reason": None,
        "target_seconds": 16 * HOUR,
        "priority": "normal",
        "level": "Standard",
        "level_revision": 2,
        "calendar": "office",
        "calendar_revision": 1,
        "chosen_by": "lea",
        "changed_by": "lea",
        "change_reason": "level_change",
        "time_zone": "UTC",
        "as_of": "2026-03-02T16:00:00Z",
        "started_at": "2026-03-02T09:00:00Z",
        "due_at": None,
        "stopped_at": None,
        "stopped_by": None,
        "breached_at": None,
        "breach_reason": None,
        "withdrawn": {
            "breached_at": "2026-03-02T11:00:00Z",
            "by": "lea",
            "reason": "level_change",
        },
        "paused_by": "pending",
        "opens_at": "2026-03-04T09:30:00Z",
        "acknowledged": [{"from": "2026-03-02T14:00:00Z", "to": "2026-03-02T15:00:00Z"}],
        "snoozed": [{"from": "2026-03-02T14:00:00Z", "to": None}],
        "elapsed_seconds": 4 * HOUR,
        "remaining_seconds": 12 * HOUR,
        "counted_seconds": 4 * HOUR,
        "paused_seconds": 3 * HOUR,
    }
    assert [each["level"] for each in promises] == ["Gold", "Standard"]
    assert [(each["kind"], each["seconds"]) for each in sums] == [
        ("counted", 4 * HOUR),
        ("paused", 3 * HOUR),
    ]
    assert spans[-1] == {
        "from": "2026-03-02T13:00:00Z",
        "to": "2026-03-02T16:00:00Z",
        "kind": "paused",
        "name": "pending",
        "seconds": 3 * HOUR,
        "counted_seconds": 0,
        "business_seconds": 3 * HOUR,
    }


def test_programs_are_told_that_a_breach_was_arithmetic_and_that_there_was_no_level():
    lines = [*created(level=None), line("mon 10:00", "level", to="Gold", actor="lea")]
    [one] = explained(lines, BOTH, "mon 12:00")
    found = record(one)
    assert (found["breached_at"], found["breach_reason"]) == (
        "2026-03-02T11:00:00Z",
        "arithmetic",
    )
    assert (found["promises"][0]["level"], found["withdrawn"]) == (None, None)
    assert found["opens_at"] is None
