"""A ticket that lives through anything: after each step core, oracle and laws agree.

Each rule is one kind of event, an edit of the configuration, time that passes, or an event that
arrives late. The core is asked twice, by a full replay and by one that takes events as they come.
"""

import random
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from sla_core.clocks.replay import Replay, replay
from sla_core.tickets.event_lines import event_from
from tests.proof import timelines as do
from tests.proof.comparing import Case, differences
from tests.proof.core import history_of, rows_of, timeline_of
from tests.proof.laws import STIRRING, broken_laws, disturbed
from tests.proof.timelines import MICROSECONDS, Pen, text_of
from tests.proof.worlds import ERAS, first_edits, next_edit, start_of

DRAWN = st.integers(0, 2**16)
STEPS_S = st.sampled_from((0, 1, 59, 60, 61, 600, 3600, 14_400, 30_000, 86_400))
LONGEST_S = 40 * 86_400
KINDS = (
    *(do.message, do.message, do.reply, do.reply, do.no_reply_needed),
    *(do.status, do.priority, do.level, do.assigned, do.call, do.absorbed, do.merged),
    *(do.away, do.back, do.excluded, do.reprocessed, do.idle),
)


class TicketLife(RuleBasedStateMachine):
    """One ticket, one world; ``steps`` counts what all of them went through."""

    steps: ClassVar[int] = 0

    @initialize(drawn=DRAWN, era=st.sampled_from(ERAS))
    def begin(self, drawn: int, era: str) -> None:
        dice = random.Random(drawn)
        self.era, self.edits = era, first_edits(dice, era)
        self.pen = Pen(dice, start_of(era) + dice.randrange(86_400))
        self.pen.created()
        self.rows: list[dict] = []
        self._go_on_anew()
        self._look(None)

    # what may happen

    @rule(step_s=STEPS_S)
    def time_passes(self, step_s: int) -> None:
        if self._age_s() + step_s < LONGEST_S:
            self.pen.at_us += step_s * MICROSECONDS
        self._look(None)

    @rule(drawn=DRAWN, kind=st.sampled_from(KINDS))
    def something_happens(self, drawn: int, kind: do.Kind) -> None:
        self._write(drawn, kind)
        self._take(len(self.pen.lines) - 1)

    @rule(drawn=DRAWN, to=st.sampled_from(("resolved", "closed", "open", "pending", "answered")))
    def the_status_is_set(self, drawn: int, to: str) -> None:
        self._write(drawn, lambda pen: do.status(pen, to))
        self._take(len(self.pen.lines) - 1)

    @rule(drawn=DRAWN)
    def a_message_needs_no_reply_after_it_reopened(self, drawn: int) -> None:
        for kind in (do.resolved, do.message, do.anything, do.no_reply_needed):
            self._write(drawn, kind)
            self._take(len(self.pen.lines) - 1)

    @rule(drawn=DRAWN, kind=st.sampled_from(KINDS), back_s=STEPS_S)
    def something_arrives_late(self, drawn: int, kind: do.Kind, back_s: int) -> None:
        now_us = self.pen.at_us
        self.pen.at_us = max(self.pen.start_us, now_us - back_s * MICROSECONDS)
        self._write(drawn, kind)
        self.pen.at_us = now_us
        self._go_on_anew()
        self._look(None)

    @rule(drawn=DRAWN)
    def the_configuration_is_edited(self, drawn: int) -> None:
        at_s = self.pen.at_us // MICROSECONDS
        self.edits.append(next_edit(random.Random(drawn), self.era, self.edits, at_s))
        self._go_on_anew()
        self._look(self._edit())

    @precondition(lambda self: self._age_s() > 3600)
    @rule(drawn=DRAWN, times=st.integers(2, 3))
    def it_is_edited_several_times_at_once(self, drawn: int, times: int) -> None:
        dice, at_s = random.Random(drawn), self.pen.at_us // MICROSECONDS
        for _ in range(times):
            self.edits.append(next_edit(dice, self.era, self.edits, at_s))
        self._go_on_anew()
        self._look(self._edit())

    # what is true after each of them

    def _age_s(self) -> int:
        return (self.pen.at_us - self.pen.start_us) // MICROSECONDS

    def _edit(self) -> str | None:
        """An edit, which touches no clock that has stopped; unless it reaches back in its second.

        Here edits have no fraction: they come before what happened in theirs.
        """
        second = text_of(self.pen.at_us)[:19]
        return None if any(line["at"][:19] == second for line in self.pen.lines) else "edit"

    def _write(self, drawn: int, kind: do.Kind) -> None:
        self.pen.dice = random.Random(drawn)
        kind(self.pen)

    def _take(self, seq: int) -> None:
        """Let the running replay take the newest line, and look at everything."""
        line = self.pen.lines[seq]
        self.going.take(event_from(line, seq))
        self._look(line["type"])

    def _go_on_anew(self) -> None:
        """Begin the running replay again, with a history that changed or events in order."""
        self.going = Replay("T1", history_of(self.edits))
        for event in timeline_of(self.pen.lines).events:
            self.going.take(event)

    def _look(self, happened: str | None) -> None:
        type(self).steps += 1
        now_s = self.pen.at_us // MICROSECONDS
        found = replay(timeline_of(self.pen.lines), history_of(self.edits), now_s)
        case = Case(self.era, self.pen.lines, self.edits, now_s)
        wrong = differences(case, found) + broken_laws(found)
        rows = rows_of(found)
        if happened is not None and happened not in STIRRING:
            wrong += disturbed(self.rows, rows, now_s)
        if self.going.standing(now_s) != found:
            wrong.append("events taken as they come give other clocks than a full replay")
        if wrong:
            raise AssertionError("\n".join(wrong))
        self.rows = rows
