"""What every metric does about every signal, as one table.

A *clock* is one cycle of one metric on one ticket. The fold of the timeline (``tickets.ticket``)
turns each event into signals; this table turns a signal into at most a few steps on each metric:

    START          open a clock, unless one is open or the ticket is resolved or closed
    STOP           the promise is kept or missed: stop the open clock
    CANCEL         the promise lapses: cancel the open clock, or leave it missed if it is overdue
    REOPEN         the resolution goes on, by the level's reopen mode

A signal that finds nothing to act on does nothing, so no step asks what came before. A metric
without a row for a signal does not hear it. Every metric is followed on every ticket, whether or
not its level promises it: a clock without a target is seen by nobody, but it counts as a cycle,
and a level chosen later finds it where it stands (semantics, sections 4 and 6).
"""

from enum import Enum
from typing import Final

from sla_core.tickets.ticket import Signal


class Step(Enum):
    """What is done to the clock of a metric."""

    START = "start"
    STOP = "stop"
    CANCEL = "cancel"
    REOPEN = "reopen"


Steps = tuple[Step, ...]

TRANSITIONS: Final[dict[str, dict[Signal, Steps]]] = {
    "first_reply": {
        Signal.FIRST_ASKED: (Step.START,),
        Signal.REPLIED: (Step.STOP,),
        Signal.SETTLED: (Step.CANCEL,),
    },
    "next_reply": {
        Signal.ASKED: (Step.START,),
        Signal.REPLIED: (Step.STOP,),
        Signal.SETTLED: (Step.CANCEL,),
    },
    "chat_reply": {
        Signal.CHAT_ASKED: (Step.START,),
        Signal.REPLIED: (Step.STOP,),
        Signal.SETTLED: (Step.CANCEL,),
    },
    "call_answer": {
        Signal.RANG: (Step.START,),
        Signal.ANSWERED: (Step.STOP,),
        Signal.ABANDONED: (Step.CANCEL,),
        Signal.SETTLED: (Step.CANCEL,),
    },
    "first_assign": {
        Signal.CREATED: (Step.START,),
        Signal.ASSIGNED: (Step.STOP,),
        Signal.SETTLED: (Step.CANCEL,),
    },
    "resolution": {
        Signal.CREATED: (Step.START,),
        Signal.SETTLED: (Step.STOP,),
        Signal.REOPENED: (Step.REOPEN,),
    },
    "periodic_update": {
        Signal.CREATED: (Step.START,),
        Signal.REPLIED: (Step.STOP, Step.START),
        Signal.REOPENED: (Step.START,),
        Signal.SETTLED: (Step.CANCEL,),
    },
}

CANCEL_REASONS: Final[dict[Signal, str]] = {
    Signal.SETTLED: "resolved_unanswered",
    Signal.ABANDONED: "abandoned",
}

BY_SIGNAL: Final[dict[Signal, tuple[tuple[str, Steps], ...]]] = {
    signal: tuple(
        (metric, heard[signal]) for metric, heard in TRANSITIONS.items() if signal in heard
    )
    for signal in Signal
}
