"""Why a clock stands where it stands."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from sla_core.calendars import Closure
from sla_core.calendars.definition import DAYS
from sla_core.configuration import Revision
from sla_core.instants import iso
from sla_core.why import COUNTED, PAUSED, STOPPED, Span, Sum, choices, explain, folded
from tests.sla_core.builders import (
    DAY,
    HOUR,
    LAW,
    MESSAGE,
    OFFICE,
    REPLY,
    clock,
    created,
    definition,
    events,
    history,
    level,
    line,
    only,
    pause,
    played,
    told,
    when,
)


def spans(of, at):
    return [
        (told(each.start_s), told(each.end_s), each.kind, each.counted_seconds / HOUR)
        for each in explain(of, when(at)).spans
    ]


def test_every_span_is_told_counted_or_skipped():
    party = Closure.of_date(date(2026, 3, 3), "Party")
    of = clock(pauses=[pause("mon 10:00", "mon 11:00")], on=definition(closures=[party]))
    assert spans(of, "wed 10:00") == [
        ("mon 09:00", "mon 10:00", COUNTED, 1),
        ("mon 10:00", "mon 11:00", PAUSED, 0),
        ("mon 11:00", "mon 17:00", COUNTED, 6),
        ("mon 17:00", "tue 00:00", "outside hours", 0),
        ("tue 00:00", "wed 00:00", "closure", 0),
        ("wed 00:00", "wed 09:00", "outside hours", 0),
        ("wed 09:00", "wed 10:00", COUNTED, 1),
    ]
    assert [each.name for each in explain(of, when("wed 10:00")).spans][4] == "Party"


def test_a_stopped_clock_is_told_until_it_stopped():
    of = clock(stopped_at_s=when("mon 10:00"))
    assert spans(of, "tue 12:00") == [("mon 09:00", "mon 10:00", COUNTED, 1)]


def test_a_pause_that_lasts_is_told_until_now():
    of = clock(pauses=[pause("mon 10:00")])
    assert spans(of, "mon 12:00")[-1] == ("mon 10:00", "mon 12:00", PAUSED, 0)


def test_a_pause_after_the_instant_is_not_told():
    of = clock(pauses=[pause("mon 10:00", "mon 11:00")])
    assert spans(of, "mon 10:00") == [("mon 09:00", "mon 10:00", COUNTED, 1)]


def test_a_pause_from_the_start_comes_first():
    of = clock(pauses=[pause("mon 09:00", "mon 10:00")])
    assert spans(of, "mon 11:00")[0] == ("mon 09:00", "mon 10:00", PAUSED, 0)


def test_a_clock_that_just_started_has_nothing_to_tell():
    assert spans(clock(), "mon 09:00") == []


SLOVENIA = definition("mon-fri 08:00-12:00 13:00-16:00", "Europe/Ljubljana", country="SI")


@LAW
@given(
    st.lists(st.integers(0, 40 * DAY), max_size=8, unique=True).map(sorted),
    st.integers(0, 45 * DAY),
)
def test_the_counted_seconds_sum_to_what_has_elapsed_and_no_second_is_left_out(edges, length):
    start_s = when("2026-12-20T10:00Z")
    pauses = [(start_s + a, start_s + b) for a, b in zip(edges[::2], edges[1::2], strict=False)]
    of = clock("2026-12-20T10:00Z", pauses=pauses, on=SLOVENIA)
    at_s = start_s + length
    told_of = explain(of, at_s)
    assert told_of.counted_seconds == of.elapsed(at_s)
    assert (told_of.clock, told_of.at_s) == (of, at_s)
    ends = [start_s, *(each.end_s for each in told_of.spans)]
    assert [each.start_s for each in told_of.spans] == ends[:-1]
    assert ends[-1] == at_s


# --- pauses and what holds them -------------------------------------------------------------


def explained(lines, under, at, metric="resolution", cycle=1):
    """A clock of a story, explained with the statuses and choices of its ticket."""
    replayed = played(lines, under, at)
    statuses = replayed.ticket.statuses
    made = choices(events(lines))
    return explain(only(replayed, metric, cycle), replayed.at_s, statuses, made)


def pauses(lines, under, at, metric="resolution", cycle=1):
    """`(from, to, status, business hours)` of every pause."""
    return [
        (told(each.start_s), told(each.end_s), each.name, each.business_seconds / HOUR)
        for each in explained(lines, under, at, metric, cycle).spans
        if each.kind == PAUSED
    ]


STANDARD = level(resolution=16 * HOUR)


def test_a_pause_is_told_by_the_statuses_that_held_it():
    lines = [
        *created(),
        line("mon 10:00", REPLY, actor="ana"),
        line("mon 12:00", "status", to="pending", until="wed 09:30"),
        line("tue 12:00", "status", to="on_hold", until="wed 10:00"),
    ]
    assert pauses(lines, STANDARD, "thu 10:00") == [
        ("mon 10:00", "mon 12:00", "answered", 2),
        ("mon 12:00", "tue 12:00", "pending", 8),
        ("tue 12:00", "wed 10:00", "on_hold", 6),
    ]


def test_a_status_given_again_does_not_cut_the_pause():
    lines = [
        *created(),
        line("mon 10:00", "status", to="pending"),
        line("mon 12:00", "status", to="pending"),
        line("mon 14:00", "status", to="on_hold"),
        line("mon 14:00", "status", to="pending"),
    ]
    assert pauses(lines, STANDARD, "mon 15:00") == [("mon 10:00", "mon 15:00", "pending", 5)]


def test_a_pause_over_a_weekend_is_one_span_with_the_business_time_inside():
    lines = [*created("fri 09:00"), line("fri 15:00", "status", to="pending")]
    assert pauses(lines, STANDARD, "mon+1 10:00") == [("fri 15:00", "mon+1 10:00", "pending", 3)]


def test_the_time_between_a_stop_and_a_reopen_is_told_as_resolved_and_closed():
    lines = [
        *created(),
        line("mon 10:00", "status", to="resolved"),
        line("mon 12:00", "status", to="closed"),
        line("mon 14:00", "status", to="open"),
    ]
    assert spans_of(explained(lines, STANDARD, "mon 15:00")) == [
        ("mon 09:00", "mon 10:00", COUNTED, "", 1),
        ("mon 10:00", "mon 12:00", PAUSED, "resolved", 2),
        ("mon 12:00", "mon 14:00", PAUSED, "closed", 2),
        ("mon 14:00", "mon 15:00", COUNTED, "", 1),
    ]


def spans_of(explanation):
    return [
        (told(each.start_s), told(each.end_s), each.kind, each.name, each.business_seconds / HOUR)
        for each in explanation.spans
    ]


def test_the_time_away_is_told_as_spam_and_as_deleted():
    lines = [
        *created(),
        line("mon 10:00", "status", to="spam"),
        line("mon 12:00", "restored"),
        line("mon 13:00", "deleted"),
        line("mon 14:00", "restored"),
    ]
    assert pauses(lines, STANDARD, "mon 15:00") == [
        ("mon 10:00", "mon 12:00", "spam", 2),
        ("mon 13:00", "mon 14:00", "deleted", 1),
    ]


def test_a_clock_whose_reopening_was_ignored_and_that_runs_on_stood_stopped_in_between():
    under = history(
        level(resolution=8 * HOUR, reopen="ignore"), level("Resuming", resolution=8 * HOUR)
    )
    lines = [
        *created(),
        line("mon 13:00", "status", to="resolved"),
        line("mon 14:00", "status", to="open"),
        line("mon 15:00", "status", to="resolved"),
        line("mon 15:30", "level", to="Resuming"),
        line("mon 16:00", "status", to="open"),
    ]
    assert pauses(lines, under, "mon 17:00") == [
        ("mon 13:00", "mon 14:00", "resolved", 1),
        ("mon 14:00", "mon 15:00", STOPPED, 1),
        ("mon 15:00", "mon 16:00", "resolved", 1),
    ]


def test_a_level_that_pauses_in_another_status_is_told_by_it():
    odd = level(first_reply=HOUR, pause_on={"first_reply": frozenset({"new"})})
    explanation = explained(created(), odd, "mon 10:00", "first_reply")
    assert spans_of(explanation) == [("mon 09:00", "mon 10:00", PAUSED, "new", 1)]
    assert explanation.held_by == "new"


def test_a_pause_is_told_by_the_level_the_clock_had_then():
    lines = [*created(level="Odd"), line("mon 11:00", "level", to="Standard")]
    odd = level("Odd", resolution=HOUR, pause_on={"resolution": frozenset({"new"})})
    assert pauses(lines, history(odd, STANDARD), "mon 12:00") == [
        ("mon 09:00", "mon 11:00", "new", 2)
    ]


def test_what_holds_a_clock_now_is_said_even_of_a_pause_that_just_began():
    lines = [*created(), line("mon 10:00", "status", to="on_hold")]
    assert explained(lines, STANDARD, "mon 10:00").held_by == "on_hold"
    assert explained(lines[:-1], STANDARD, "mon 10:00").held_by is None


def test_sums_are_by_kind_and_name_and_the_pauses_are_those_of_the_log():
    lines = [
        *created(),
        line("mon 10:00", "status", to="pending"),
        line("mon 12:00", MESSAGE),
        line("mon 13:00", "status", to="pending"),
        line("tue 10:00", MESSAGE),
    ]
    explanation = explained(lines, STANDARD, "wed 10:00")
    assert explanation.sums == (
        Sum(COUNTED, "", 10 * HOUR, 10 * HOUR),
        Sum(PAUSED, "pending", 23 * HOUR, 7 * HOUR),
        Sum("outside hours", "", 16 * HOUR, 0),
    )
    assert explanation.paused_seconds == explanation.clock.paused(explanation.at_s) == 7 * HOUR


# --- what was promised ----------------------------------------------------------------------


def terms(explanation):
    """`(since, level, target in hours, chosen by, changed by, why)` of every term."""
    return [
        (
            told(each.since_s),
            each.promise and each.promise.level.name,
            each.target_seconds and each.target_seconds / HOUR,
            each.choice and (each.choice.rule or each.choice.place or each.choice.by),
            each.by,
            each.reason,
        )
        for each in explanation.terms
    ]


GOLD = level("Gold", resolution=8 * HOUR)


def test_the_promises_it_had_are_told_with_who_changed_them_and_who_chose_them():
    lines = [
        *created(),
        line("mon 10:00", "level", to="gold", rule="VIP"),
        line("mon 11:00", "level", to="Standard", actor="lea"),
        line("mon 12:00", "priority", to="high", actor="ana"),
    ]
    assert terms(explained(lines, history(STANDARD, GOLD), "mon 13:00")) == [
        ("mon 09:00", "Standard", 16, "default", None, None),
        ("mon 10:00", "Gold", 8, "VIP", "VIP", "level_change"),
        ("mon 11:00", "Standard", 16, "lea", "lea", "level_change"),
        ("mon 12:00", "Standard", 16, "lea", "ana", "level_change"),
    ]


def test_a_clock_keeps_who_chose_its_level_when_the_ticket_goes_on():
    lines = [
        *created(),
        line("mon 10:00", "status", to="resolved"),
        line("mon 11:00", "level", to="Gold", actor="lea"),
        line("mon 12:00", "level", to="Standard", rule="Back"),
    ]
    assert [each[3] for each in terms(explained(lines, history(STANDARD, GOLD), "tue 09:00"))] == [
        "default"
    ]


def test_a_clock_that_had_no_level_says_so():
    lines = [*created(level=None), line("mon 10:00", "level", to="Standard", actor="lea")]
    assert terms(explained(lines, STANDARD, "mon 11:00")) == [
        ("mon 09:00", None, None, None, None, None),
        ("mon 10:00", "Standard", 16, "lea", "lea", "level_change"),
    ]


def test_a_level_chosen_while_the_ticket_was_away_and_the_word_auto_are_no_choices():
    lines = [
        *created(),
        line("mon 10:00", "level", to="auto"),
        line("mon 11:00", "status", to="spam"),
        line("mon 12:00", "level", to="Standard", actor="lea"),
        line("mon 13:00", "restored"),
        line("mon 14:00", "level", to=None, actor="ana"),
    ]
    assert [each.place for each in choices(events(lines))] == ["default"]


def test_an_edit_is_told_with_its_revision_and_its_editor():
    edited = Revision(9, when("mon 10:00"), "level", "Standard", GOLD_AS_STANDARD, "ada", True)
    under = history(STANDARD).extended([edited])
    explanation = explained(created(), under, "mon 11:00")
    assert terms(explanation)[-1] == ("mon 10:00", "Standard", 8, "default", "ada", "level_change")
    assert explanation.terms[-1].promise.level_revision == 9


GOLD_AS_STANDARD = level(resolution=8 * HOUR)


# --- for reading ----------------------------------------------------------------------------


def test_few_spans_are_told_as_they_are():
    few = explain(clock(), when("wed 10:00")).spans
    assert folded(few) == list(few)


def test_many_business_days_in_a_row_are_one_span_for_reading():
    many = explain(clock("mon 08:00"), when("mon+3 08:00")).spans
    assert folded(many) == [
        Span(when("mon 08:00"), when("mon 09:00"), "outside hours"),
        Span(when("mon 09:00"), when("fri+2 17:00"), COUNTED, "", 120 * HOUR, 15),
        Span(when("fri+2 17:00"), when("mon+3 08:00"), "outside hours"),
    ]


def test_pauses_and_closures_are_told_whatever_is_folded():
    party = Closure.of_date(date(2026, 3, 4), "Party")
    held = [pause("tue+1 10:00", "tue+1 11:00"), pause("sat+1 10:00", "sun+1 10:00")]
    many = explain(clock(pauses=held, on=definition(closures=[party])), when("mon+3 09:00")).spans
    assert [(each.kind, each.periods) for each in folded(many)] == [
        (COUNTED, 1),
        ("outside hours", 1),
        (COUNTED, 1),
        ("outside hours", 1),
        ("closure", 1),
        ("outside hours", 1),
        (COUNTED, 4),
        (PAUSED, 1),
        (COUNTED, 4),
        ("outside hours", 1),
        (PAUSED, 1),
        ("outside hours", 1),
        (COUNTED, 5),
        ("outside hours", 1),
    ]


def test_nights_between_pauses_are_told_as_they_are():
    held = [pause(f"{day} {hour}:00", f"{day} {hour + 1}:00") for day in DAYS for hour in (18, 20)]
    many = explain(clock("mon 17:00", pauses=held), when("tue+1 09:00")).spans
    skipped = [each for each in folded(many) if each.kind == "outside hours"]
    assert len(skipped) == len([each for each in many if each.kind == "outside hours"])


# --- the law, over stories ------------------------------------------------------------------

HAPPENINGS = [
    (MESSAGE, {}),
    (REPLY, {"actor": "ana"}),
    ("no_reply_needed", {"actor": "ana"}),
    *(("status", {"to": each}) for each in ("open", "pending", "on_hold", "resolved", "closed")),
    ("status", {"to": "spam"}),
    ("deleted", {}),
    ("restored", {}),
    ("merged", {"into": "T2"}),
    ("absorbed", {"from": "T3", "message_at": "2026-02-27T12:00:00Z"}),
    ("level", {"to": "Gold", "rule": "VIP"}),
    ("level", {"to": "Standard", "actor": "lea"}),
    ("priority", {"to": "high"}),
    ("assigned", {"to": "ana"}),
    *(("excluded", {"metric": each, "cycle": 1}) for each in ("resolution", "next_reply")),
]
STORIES = st.lists(
    st.tuples(st.integers(0, 8 * DAY), st.sampled_from(HAPPENINGS)), max_size=14
).map(lambda happened: sorted(happened, key=lambda each: each[0]))
PROMISED = history(
    level(first_reply=4 * HOUR, next_reply=2 * HOUR, resolution=16 * HOUR, periodic_update=DAY),
    level(
        "Gold",
        on="around",
        first_reply=HOUR,
        resolution={"high": 4 * HOUR, "default": 8 * HOUR},
        pause_on={"resolution": frozenset({"pending"}), "first_reply": frozenset({"open"})},
        on_change="restart",
    ),
    calendars=[OFFICE, definition("mon-sun 00:00-24:00", name="around")],
)


@LAW
@given(STORIES, st.integers(0, 12 * DAY))
def test_every_second_of_every_clock_of_any_story_is_told_once_and_sums(happened, length):
    start_s = when("mon 09:00")
    lines = created() + [
        {"ticket": "T1", "at": iso(start_s + at_s), "type": kind, **own}
        for at_s, (kind, own) in happened
    ]
    at_s = start_s + length
    replayed = played(lines, PROMISED, at_s)
    statuses = replayed.ticket.statuses
    made = choices(events(lines))
    for of in replayed.clocks:
        why = explain(of, at_s, statuses, made)
        assert why.counted_seconds == of.elapsed(at_s)
        assert why.paused_seconds == of.paused(at_s)
        ended_s = at_s if of.stopped_at_s is None else of.stopped_at_s
        for told_spans in (why.spans, folded(why.spans)):
            edges = [of.started_at_s, *(each.end_s for each in told_spans)]
            assert [each.start_s for each in told_spans] == edges[:-1]
            assert edges[-1] == ended_s
            assert sum(each.counted_seconds for each in told_spans) == why.counted_seconds
        assert all(each.name for each in why.spans if each.kind == PAUSED)
        assert len(why.terms) == len(of.former) + 1
        assert all(each.choice for each in why.terms if each.promise)
