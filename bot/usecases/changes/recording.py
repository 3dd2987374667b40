"""The one way a ticket changes: events are put into its timeline, everything else follows.

Load the timeline, put the new events in, replay, and write the events with all that is projected
from them: the ticket, its clocks. One transaction, the ticket locked. The configuration moves
running clocks in the same way, only that nothing is put in. What follows from a change (alarms,
rules, the card, messages) are the consequences the program was built with: none is known here.
"""

from collections.abc import Sequence
from dataclasses import replace

from bot.config.history import moves_since
from bot.store import events
from bot.store.tickets import TicketRow
from bot.usecases.changes import projection
from bot.usecases.changes.acts import Act, note_step
from bot.usecases.ground.stalled_levels import stalled_level
from bot.usecases.ground.steps import TicketStep
from bot.usecases.ground.timelines import LoadedTicket, shown, stored_of
from bot.usecases.ground.transaction import Transaction
from bot.views.tickets import TicketView, ticket_view
from sla_core.alarms import Change
from sla_core.clocks.replay import ReplayedTicket
from sla_core.tickets.event import Event


def record(
    work: Transaction, loaded: LoadedTicket, happened: Sequence[Event], act: Act | None = None
) -> TicketView:
    """Put events into a locked ticket's timeline and write everything that follows from them.

    The audit log says what the events say, and what ``act`` adds to it.

    Their ``seq`` is given here: the order of arrival. Our clock and Slack's may differ a little, so
    what seems to lie before the creation is dated at it. Returns the ticket as it then stands.
    """
    before = follow(work, loaded)
    decided = _with_decisions(work, before, happened)
    number, last_seq = before.row.number, before.row.last_seq + len(decided)
    events.append(*work.scope, number, [stored_of(event) for event in decided])
    after = LoadedTicket(replace(before.row, last_seq=last_seq), (*before.events, *decided))
    replayed = after.replayed(work)
    change = _change(work, before, decided, replayed) if before.events else None
    step = _write(work, before.row, after, replayed, change, history=before.events)
    note_step(work, step, act)
    return _finish(work, step)


def project(work: Transaction, loaded: LoadedTicket, *, is_due: bool = False) -> TicketView:
    """Write what a locked ticket's timeline comes to now; announce what `is_due`, if asked."""
    step = _write(work, loaded.row, loaded, loaded.replayed(work), is_due=is_due)
    note_step(work, step)
    return _finish(work, step)


def follow(work: Transaction, loaded: LoadedTicket) -> LoadedTicket:
    """Let a locked ticket's rows go along with the moves made since they were written, in order."""
    revision = loaded.row.projected_revision
    if revision is None or not loaded.events:
        return loaded
    now, last_s = loaded, max(work.now_s, loaded.events[-1].at_s)
    moves = {each.at_s for each in moves_since(work.history, revision)}
    for at_s in sorted(at_s for at_s in moves if loaded.events[0].at_s < at_s <= last_s):
        before, after = (loaded.replayed(work, instant_s) for instant_s in (at_s - 1, at_s))
        step = _write(work, now.row, now, after, Change(before, before, after, at_s))
        note_step(work, step)
        now = LoadedTicket(step.row, loaded.events)
    return now


def _with_decisions(
    work: Transaction, before: LoadedTicket, happened: Sequence[Event]
) -> tuple[Event, ...]:
    """The events in the order of arrival, with the decisions on them."""
    first_us = (before.events or happened)[0].at_us
    decided: Sequence[Event] = [replace(each, at_us=max(each.at_us, first_us)) for each in happened]
    for decision in work.program.consequences.decisions:
        numbered = [replace(e, seq=seq) for seq, e in enumerate(decided, before.row.last_seq + 1)]
        decided = decision(work, before.row, before.events, numbered)
    return tuple(replace(e, seq=seq) for seq, e in enumerate(decided, before.row.last_seq + 1))


def _change(
    work: Transaction, before: LoadedTicket, decided: Sequence[Event], after: ReplayedTicket
) -> Change:
    at_s = min(event.at_s for event in decided)
    return Change(before.replayed(work, at_s), before.replayed(work), after, at_s)


def _write(
    work: Transaction,
    before: TicketRow,
    after: LoadedTicket,
    replayed: ReplayedTicket,
    change: Change | None = None,
    *,
    history: tuple[Event, ...] | None = None,
    is_due: bool = False,
) -> TicketStep:
    """Write the rows of a ticket, and what follows for its clocks.

    Clocks and alarms of a ticket that came under a level that cannot be read stay as they are.
    ``history`` is what had happened before, everything unless told.
    """
    history = after.events if history is None else history
    row = projection.write_ticket(work, after.row, replayed)
    is_stalled = stalled_level(work, after.events) is not None
    clocks = None if is_stalled else projection.write_clocks(work, row, replayed)
    view, happened = shown(work, ticket_view(row, replayed)), after.events[len(history) :]
    step = TicketStep(
        before=before,
        row=row,
        history=history,
        events=happened,
        replayed=replayed,
        view=view,
        clocks=clocks,
        change=change,
        is_due=is_due,
    )
    for effect in work.program.consequences.of_clocks:
        effect(work, step)
    return step


def _finish(work: Transaction, step: TicketStep) -> TicketView:
    for effect in work.program.consequences.of_ticket:
        effect(work, step)
    return step.view
