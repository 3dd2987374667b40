"""What ought to happen to one ticket, event by event (semantics, sections 4 to 7)."""

from dataclasses import dataclass

from tests.oracle import leaving, merging, stays, tagging, verdicts
from tests.oracle.clock import OracleClock
from tests.oracle.past import Promise
from tests.oracle.shelf import REPLIES, SETTLED, Shelf, Ticket, doer

MICROSECONDS = 1_000_000
WHY = {"absorbed": "merged", "reprocessed": "reprocessed"}
"""What a change of a clock is put down to; all others are changes of its level."""


@dataclass
class Revival:
    """The open message reopened the ticket; the resolution clock as it stood, if it runs on."""

    clock: OracleClock | None
    saved: OracleClock | None
    mode: str
    changed: bool = False
    was_replaced: bool = False


class Desk:
    """One ticket and its clocks; instants are whole seconds since 1970."""

    def __init__(self, ticket: Ticket, shelf: Shelf) -> None:
        self.ticket, self.shelf = ticket, shelf
        self.away: leaving.Away | None = None
        self.revival: Revival | None = None
        self.stay = stays.Stay()

    def note(self, path: str) -> None:
        self.shelf.paths[path] += 1

    def happen(self, at_us: int, line: dict) -> None:
        at, self.shelf.now_us = at_us // MICROSECONDS, at_us
        self.shelf.cause = doer(line), WHY.get(line["type"], "level_change")
        if self.away is None:
            self._happen(at, line)
        else:
            leaving.happen_away(self, at, line)
        self.shelf.hold(at)

    def until_passes(self, at_us: int) -> None:
        """The instant that a waiting status was given has come."""
        self.ticket.until = None
        if self.away is not None:
            self.note("an `until` passes on a deleted ticket")
            return
        self.note("an `until` passes")
        self.happen(at_us, {"type": "status", "to": "open"})

    def edited(self, at_us: int, edits: list[dict]) -> None:
        self.shelf.now_us = at_us
        if self.away is not None:
            self.note("an edit while the ticket is spam or deleted")
        elif self.ticket.status in SETTLED:
            self.note("an edit while the ticket is resolved or closed")
        if self.revival is not None:
            self.revival.changed = True
        self.shelf.edited(at_us // MICROSECONDS, edits)

    def _happen(self, at: int, line: dict) -> None:  # noqa: C901, PLR0912 one branch a kind
        kind, by = line["type"], line.get("actor")
        if kind == "created":
            self._created(at, line)
        elif kind == "requester_message":
            self.requester_message(at)
        elif kind == "agent_reply":
            self._agent_reply(at, by)
        elif kind == "no_reply_needed":
            self._no_reply_needed(at, by)
        elif kind == "call_answered":
            self.shelf.end("call_answer", at, by)
            self._agent_reply(at, by)
        elif kind == "call_abandoned":
            self._abandoned(at)
        elif kind == "call_ringing" and self.ticket.source == "call" and not self.ticket.ours:
            self._ringing(at)
        elif kind == "assigned":
            self._assigned(at, line["to"])
        elif kind == "status":
            self.status_event(at, line, by)
        elif kind == "priority" and line["to"] != self.ticket.priority:
            self._priority(at, line["to"])
        elif kind == "level" and line["to"] != "auto":
            self._level(at, line["to"])
        elif kind == "merged":
            merging.merge(self, at, by)
        elif kind == "absorbed" and line.get("message_at") is not None:
            merging.absorb(self, at, line["message_at"])
        elif kind == "deleted":
            leaving.go_away(self, at, "deleted", by)
        elif kind == "tags":
            self._tags(line)
        elif kind == "excluded":
            verdicts.exclude(self.shelf, at, line)
        elif kind == "reprocessed":
            verdicts.judge_anew(self.shelf, at, line)

    # replies and messages

    def _created(self, at: int, line: dict) -> None:
        ticket = self.ticket
        ticket.priority = line.get("priority", "normal")
        ticket.source = line.get("source", "email")
        ticket.ours = line.get("by") == "agent"
        ticket.tags = tagging.retagged([], line.get("tags", []), [])
        for metric in ("first_assign", "resolution", "periodic_update"):
            self.shelf.start(metric, at)
        if ticket.ours:
            return
        if ticket.source == "call":
            self.shelf.start("call_answer", at)
            return
        ticket.message_open = True
        ticket.first_phase = ticket.source != "chat"
        self.shelf.start("chat_reply" if ticket.source == "chat" else "first_reply", at)

    def requester_message(self, at: int) -> None:
        ticket = self.ticket
        if ticket.status == "closed":
            return
        if ticket.status == "resolved":
            self.reopened_by_message(at)
        elif ticket.status in ("answered", "pending", "on_hold"):
            self._set_status(at, "open", None)
        if not ticket.message_open:
            ticket.message_open = True
            self.start_reply_clock(at)

    def start_reply_clock(self, at: int, since: int | None = None) -> OracleClock | None:
        if self.ticket.first_phase:
            return None
        metric = "chat_reply" if self.ticket.source == "chat" else "next_reply"
        return self.shelf.start(metric, at, since)

    def _agent_reply(self, at: int, by: str | None) -> None:
        self.close_message()
        for metric in (*REPLIES, "periodic_update"):
            self.shelf.end(metric, at, by)
        if self.ticket.status in ("new", "open"):
            self._set_status(at, "answered", by)
        self.shelf.start("periodic_update", at)

    def close_message(self) -> None:
        self.ticket.message_open = self.ticket.first_phase = False
        self.revival = None
        if self.stay.answered() and self.ticket.status in SETTLED:
            self.note("what a stay ended is answered before the ticket is reopened")

    def _ringing(self, at: int) -> None:
        if self.shelf.start("call_answer", at) is not None:
            self.note("a caller rings again")

    def _abandoned(self, at: int) -> None:
        ringing = self.shelf.open_of("call_answer")
        if ringing is not None:
            self.shelf.cancel(ringing, at, "abandoned")

    def _assigned(self, at: int, to: str | None) -> None:
        self.ticket.assigned.append((at, to))
        if to is not None:
            self.shelf.end("first_assign", at, to)
            if self.stay.assigned() and self.ticket.status in SETTLED:
                self.note("a resolved ticket gets its first assignee before it is reopened")

    def _tags(self, line: dict) -> None:
        before = self.ticket.tags
        self.ticket.tags = tagging.retagged(before, line.get("add", []), line.get("remove", []))
        if tagging.in_another_spelling(before, line.get("add", [])):
            self.note("a tag is put on in another spelling")
        if tagging.in_another_spelling(before, line.get("remove", [])):
            self.note("a tag is taken off in another spelling")

    # a message that needs no reply

    def _no_reply_needed(self, at: int, by: str | None) -> None:
        if not self.ticket.message_open:
            self.note("no reply is needed and no message is open")
            self.close_message()
            return
        revival = self.revival
        self.close_message()
        clock = self.shelf.open_of(*REPLIES)
        if clock is not None:
            if clock.taken_up:
                self.note("a question taken up again needs no reply")
            self.shelf.cancel(clock, at, "no_reply_needed", by)
        if revival is not None:
            self._undo(at, revival, by)

    def _undo(self, at: int, revival: Revival, by: str | None) -> None:
        revival.was_replaced = revival.clock is not None and not revival.clock.is_open
        self.note(f"a reopen is undone under `{revival.mode}`")
        if revival.changed:
            self.note("a reopen is undone after its level, priority or promise changed")
        self.ticket.status = "resolved"
        for clock in self.shelf.open_ones():
            if clock is not revival.clock:
                self.shelf.cancel(clock, at, "no_reply_needed", by)
        if revival.clock is not None:
            if revival.was_replaced:
                self.note("a reopen is undone whose resolution clock was replaced since")
            vars(revival.clock).update(vars(revival.saved))
        self.stay.reopened_in_vain = True

    def reopened_by_message(self, at: int) -> None:
        """Reopen, and remember that the message now open did it."""
        clock = self._resolved()
        saved = clock.saved()
        mode = self._reopen_mode()
        self._set_status(at, "open", None)
        resumed = mode == "resume" and saved.reason != "excluded"
        self.revival = Revival(clock if resumed else None, saved if resumed else None, mode)

    # status

    def status_event(self, at: int, line: dict, by: str | None, out_of_spam: bool = False) -> None:
        before = self.ticket.status
        if self.ticket.merged:
            self.note("a status on a merged ticket")
            return
        if self.revival is not None:
            self.note("a status comes after a message reopened the ticket")
            if line["to"] == before:
                self.note("a status that the ticket has comes after a message reopened it")
        self.revival = None
        if line["to"] == "spam":
            leaving.go_away(self, at, "spam", by)
            return
        self._set_status(at, line["to"], by)
        self.ticket.until = line.get("until")
        if before in SETTLED and line["to"] not in SETTLED:
            stays.take_back(self, at, out_of_spam)

    def _set_status(self, at: int, to: str, by: str | None) -> None:
        before, self.ticket.status, self.ticket.until = self.ticket.status, to, None
        if before in SETTLED and to not in SETTLED:
            self._reopen(at)
        elif before not in SETTLED and to in SETTLED:
            stays.begin(self, at, by)

    def _resolved(self) -> OracleClock:
        """What the last resolve or close stopped; if none ever did, the newest resolution."""
        if self.shelf.resolution is not None:
            return self.shelf.resolution
        return self.shelf.newest("resolution")

    def _goes_on_under(self, clock: OracleClock) -> Promise | None:
        """A stopped clock keeps its revision, unless the ticket has a level of another name."""
        if clock.promise is not None and clock.promise.name == (self.ticket.level or "").lower():
            return clock.promise
        return self.shelf.in_force()

    def _reopen_mode(self) -> str:  # ruling wanted: of the revision the clock keeps
        promise = self._goes_on_under(self._resolved())
        return promise.level["reopen"] if promise else "resume"

    def _reopen(self, at: int) -> None:
        mode = self._reopen_mode()
        self.note(f"a reopen under `{mode}`")
        if mode == "new_cycle":
            self.shelf.start("resolution", at)
        elif mode == "resume":
            self._resume(self._resolved(), at)
        self.shelf.start("periodic_update", at)

    def _resume(self, clock: OracleClock, at: int) -> None:
        if clock.reason == "excluded":
            self.note("an excluded resolution stays ended when its ticket is reopened")
            return
        cancelled = self.shelf.newest("resolution")
        if cancelled is not clock and cancelled.reason == "no_reply_needed":
            self.note("a resolution clock runs on, not the one that an undone reopen cancelled")
        self.runs_on(clock, at)

    def runs_on(self, clock: OracleClock, at: int) -> None:
        """A stopped clock goes on, by the level and the priority in force now."""
        clock.run_on(at)
        self.shelf.cause = self.shelf.cause[0], "level_change"
        promise, what = self._goes_on_under(clock), clock.metric
        what = "a resolution clock" if what == "resolution" else "a question"
        if promise != clock.promise:
            self.note(f"{what} runs on under another level")
        elif promise != self.shelf.in_force():
            self.note(f"{what} runs on under a revision of before")
        self.shelf.apply(clock, at, promise, "carry")

    # level and priority

    def _priority(self, at: int, to: str) -> None:
        self.ticket.priority = to
        self._changed()
        for clock in self.shelf.open_ones():
            mode = clock.promise.level["on_change"] if clock.promise else "carry"
            self.shelf.apply(clock, at, clock.promise, mode)

    def _level(self, at: int, to: str | None) -> None:
        name = to.lower() if to is not None else None
        if name == self.ticket.level:
            return
        self.ticket.level = name
        self._changed()
        promise = self.shelf.in_force()
        for clock in self.shelf.open_ones():
            mode = promise.level["on_change"] if promise else "carry"
            self.shelf.apply(clock, at, promise, mode)

    def _changed(self) -> None:
        if self.revival is not None:
            self.revival.changed = True
