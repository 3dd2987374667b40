"""The table of what every metric does about every signal."""

from sla_core.clocks.metrics import (
    ANSWER_METRICS,
    BY_SIGNAL,
    CANCEL_REASONS,
    REPLY_METRICS,
    TRANSITIONS,
    Step,
)
from sla_core.tickets.signals import Signal
from sla_core.tickets.vocabulary import METRICS


def test_every_metric_has_a_row_starts_and_ends():
    assert set(TRANSITIONS) == set(METRICS)
    for heard in TRANSITIONS.values():
        steps = {step for each in heard.values() for step in each}
        assert Step.START in steps
        assert steps & {Step.STOP, Step.SETTLE}


def test_nothing_but_the_resolution_outlives_being_settled_unjudged():
    ends = {metric: heard[Signal.SETTLED] for metric, heard in TRANSITIONS.items()}
    assert ends.pop("resolution") == (Step.SETTLE,)
    assert set(ends.values()) == {(Step.CANCEL,), (Step.SET_ASIDE,)}


def test_what_is_set_aside_may_be_taken_up_again():
    def those(step):
        return {
            metric
            for metric, heard in TRANSITIONS.items()
            if any(step in steps for steps in heard.values())
        }

    questions = {"first_reply", "next_reply", "chat_reply", "first_assign"}
    assert those(Step.SET_ASIDE) == those(Step.TAKE_UP) == questions


def test_every_signal_that_cancels_has_a_reason():
    cancelling = {
        signal
        for heard in TRANSITIONS.values()
        for signal, steps in heard.items()
        if not {Step.CANCEL, Step.SET_ASIDE}.isdisjoint(steps)
    }
    assert cancelling == set(CANCEL_REASONS)


def test_by_signal_is_the_same_table_turned():
    turned = {(metric, signal) for signal, heard in BY_SIGNAL.items() for metric, _ in heard}
    assert turned == {(metric, signal) for metric, heard in TRANSITIONS.items() for signal in heard}


def test_an_answer_is_promised_where_a_requester_starts_the_clock():
    assert {"first_reply", "next_reply", "chat_reply", "call_answer"} == ANSWER_METRICS


def test_a_public_reply_stops_updates_too_and_takes_no_call():
    assert {"first_reply", "next_reply", "chat_reply", "periodic_update"} == REPLY_METRICS
