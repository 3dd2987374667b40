"""What every metric does about every signal, as one table.

A *clock* is one cycle of one metric on one ticket. The fold of the timeline (``tickets.fold``)
turns each event into signals; this table turns a signal into at most a few steps on each metric:

    START         open a clock, unless one is open or the ticket is resolved or closed
    STOP          the promise is kept or missed: stop the open clock
    CANCEL        the promise lapses: cancel the open clock, or leave it missed if it is overdue
    SETTLE        stop the open clock; a reopened resolution is this one
    SET_ASIDE     cancel the open clock, which may be taken up again
    TAKE_UP       a clock that was set aside goes on; the time away is a pause
    REOPEN        the resolution goes on, by the level's reopen mode
    PUT_BACK      the resolution stands again as it stood before it was reopened
    START_EARLIER the open clock takes the start of a message that came from another ticket
    SUSPEND       cancel the open clock, overdue or not; a breach so undone is withdrawn
    RUN_ON        a clock that was suspended goes on; the time away is a pause

and four that concern only the clock an event names, open or not:

    EXCLUDE       a miss becomes cancelled, and its breach is withdrawn
    JUDGE_ANEW    a stopped clock is put under its level as it was at another time
    ACKNOWLEDGE   escalation waits
    SNOOZE        warnings wait

A signal that finds nothing to act on does nothing, so no step asks what came before. A metric
without a row for a signal does not hear it. Every metric is followed on every ticket, whether or
not its level promises it: a clock without a target is seen by nobody, but it counts as a cycle,
and a level chosen later finds it where it stands (semantics, sections 4 to 8).

Two things happen beside the table, to any open clock: a change of level, priority or configuration
puts it under another promise (``Run.carry``), and the status pauses it or lets it run.
"""

from enum import StrEnum
from typing import Final

from sla_core.tickets.signals import Signal


class Step(StrEnum):
    """What is done to the clock of a metric."""

    START = "start"
    STOP = "stop"
    CANCEL = "cancel"
    SETTLE = "settle"
    SET_ASIDE = "set aside"
    TAKE_UP = "take up"
    REOPEN = "reopen"
    PUT_BACK = "put back"
    START_EARLIER = "start earlier"
    SUSPEND = "suspend"
    RUN_ON = "run on"
    EXCLUDE = "exclude"
    JUDGE_ANEW = "judge anew"
    ACKNOWLEDGE = "acknowledge"
    SNOOZE = "snooze"


Steps = tuple[Step, ...]

_EVERY_METRIC: Final[dict[Signal, Steps]] = {
    Signal.MERGED: (Step.CANCEL,),
    Signal.UNREOPENED: (Step.CANCEL,),
    Signal.WENT_AWAY: (Step.SUSPEND,),
    Signal.CAME_BACK: (Step.RUN_ON,),
    Signal.EXCLUDED: (Step.EXCLUDE,),
    Signal.REPROCESSED: (Step.JUDGE_ANEW,),
    Signal.ACKNOWLEDGED: (Step.ACKNOWLEDGE,),
    Signal.SNOOZED: (Step.SNOOZE,),
}
_REPLY_CLOCK: Final[dict[Signal, Steps]] = {
    Signal.REPLIED: (Step.STOP,),
    Signal.WAIVED: (Step.CANCEL,),
    Signal.SETTLED: (Step.SET_ASIDE,),
    Signal.ASKED_AGAIN: (Step.TAKE_UP,),
    Signal.ABSORBED: (Step.START_EARLIER,),
    **_EVERY_METRIC,
}

TRANSITIONS: Final[dict[str, dict[Signal, Steps]]] = {
    "first_reply": {
        Signal.FIRST_ASKED: (Step.START,),
        **_REPLY_CLOCK,
    },
    "next_reply": {
        Signal.ASKED: (Step.START,),
        **_REPLY_CLOCK,
    },
    "chat_reply": {
        Signal.CHAT_ASKED: (Step.START,),
        **_REPLY_CLOCK,
    },
    "call_answer": {
        Signal.RANG: (Step.START,),
        Signal.ANSWERED: (Step.STOP,),
        Signal.ABANDONED: (Step.CANCEL,),
        Signal.SETTLED: (Step.CANCEL,),
        **_EVERY_METRIC,
    },
    "first_assign": {
        Signal.CREATED: (Step.START,),
        Signal.ASSIGNED: (Step.STOP,),
        Signal.SETTLED: (Step.SET_ASIDE,),
        Signal.STILL_UNASSIGNED: (Step.TAKE_UP,),
        **_EVERY_METRIC,
    },
    "resolution": {
        Signal.CREATED: (Step.START,),
        Signal.SETTLED: (Step.SETTLE,),
        Signal.REOPENED: (Step.REOPEN,),
        **_EVERY_METRIC,
        Signal.UNREOPENED: (Step.CANCEL, Step.PUT_BACK),
    },
    "periodic_update": {
        Signal.CREATED: (Step.START,),
        Signal.REPLIED: (Step.STOP, Step.START),
        Signal.REOPENED: (Step.START,),
        Signal.SETTLED: (Step.CANCEL,),
        **_EVERY_METRIC,
    },
}


def _metrics(step: Step, *signals: Signal) -> frozenset[str]:
    """The metrics on which one of the signals has a step."""
    return frozenset(
        metric
        for metric, steps in TRANSITIONS.items()
        if any(step in steps.get(signal, ()) for signal in signals)
    )


ANSWER_METRICS: Final = _metrics(
    Step.START, Signal.FIRST_ASKED, Signal.ASKED, Signal.CHAT_ASKED, Signal.RANG
)
"""What a requester starts by asking, so that an answer is promised to them."""

REPLY_METRICS: Final = _metrics(Step.STOP, Signal.REPLIED)
"""What an agent's public reply stops."""

CANCEL_REASONS: Final[dict[Signal, str]] = {
    Signal.SETTLED: "resolved_unanswered",
    Signal.ABANDONED: "abandoned",
    Signal.WAIVED: "no_reply_needed",
    Signal.UNREOPENED: "no_reply_needed",
    Signal.MERGED: "merged",
}
"""Why a clock that is not overdue lapses; one that is suspended says where its ticket went."""

BY_SIGNAL: Final[dict[Signal, tuple[tuple[str, Steps], ...]]] = {
    signal: tuple(
        (metric, steps[signal]) for metric, steps in TRANSITIONS.items() if signal in steps
    )
    for signal in Signal
}
