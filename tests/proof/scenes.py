"""Scenes: runs of events that lead to the rare paths, with chance between their steps."""

import random

from tests.proof import timelines as do
from tests.proof.timelines import Kind, Pen
from tests.proof.worlds import DAY_S


def _settled(pen: Pen) -> None:
    do.status(pen, "resolved", "closed")


def _opened(pen: Pen) -> None:
    do.status(pen, "open", "open", "new", "pending", "answered")


def _waiting(pen: Pen) -> None:
    do.status(pen, "pending", "on_hold")


def _judged_again(pen: Pen) -> None:
    do.reprocessed(pen, "resolution", "first_reply", "first_reply", "first_assign")


def _excluded_resolution(pen: Pen) -> None:
    do.excluded(pen, "resolution")


def _excluded_reply(pen: Pen) -> None:
    do.excluded(pen, "first_reply", "next_reply", "chat_reply")


def _deleted(pen: Pen) -> None:
    pen.write("deleted", actor="ana")


def _restored(pen: Pen) -> None:
    pen.write("restored", actor="ana")


def _same_status(pen: Pen) -> None:
    """The status that a ticket has after a message reopened it is set once more."""
    do.status(pen, "open")


def _long(pen: Pen) -> None:
    pen.wait_long()


def _chance(pen: Pen) -> None:
    """Perhaps something else happens here."""
    while pen.dice.random() < 0.3:
        pen.wait()
        do.anything(pen)


def _change(pen: Pen) -> None:
    pen.dice.choice((do.level, do.priority, do.level))(pen)


SCENES: tuple[tuple[Kind, ...], ...] = (
    (do.anything, do.anything, do.anything),
    (do.message, do.reply, do.message),
    (_change, _change),
    (do.priority, _chance, do.priority, do.priority),
    (do.resolved, do.message, _chance, do.no_reply_needed),
    (do.resolved, do.message, _change, _chance, do.no_reply_needed, _chance, do.message),
    (do.resolved, do.message, _deleted, _restored, do.no_reply_needed, _chance, _opened),
    (do.resolved, _chance, do.absorbed, _chance, do.no_reply_needed),
    (do.reply, _chance, do.absorbed, _chance, do.reply),
    (_long, _excluded_resolution, _chance, _settled, _opened, _chance),
    (_long, _excluded_reply, do.absorbed, do.message),
    (_long, do.away, do.message, _chance, do.back, _chance),
    (do.away, _chance, do.message, do.reply, _chance, do.back),
    (do.resolved, do.away, do.message, _chance, do.back, do.no_reply_needed),
    (_waiting, _deleted, _chance, _long, _restored, _chance),
    (_chance, do.merged, _chance, _opened, _chance),
    (do.reply, _settled, _judged_again, _chance, _judged_again),
    (do.assigned, _judged_again, _long, _judged_again),
    (_settled, _change, _chance, _opened),
    (_waiting, _chance, _long),
    (do.call, do.message, do.call),
    (do.message, _settled, _chance, _opened, _chance, do.no_reply_needed),
    (_long, _settled, _long, _opened, _chance, do.reply),
    (do.message, _settled, do.reply, _opened, _chance, _settled, _opened),
    (do.message, _settled, do.assigned, do.no_reply_needed, _opened, _chance),
    (do.message, _settled, _settled, do.away, _chance, do.message, do.back, _chance, _opened),
    (do.message, do.resolved, do.message, _chance, do.no_reply_needed, _chance, _opened),
    (do.message, do.resolved, do.absorbed, do.no_reply_needed, _opened, do.assigned),
    (do.message, _settled, _change, _opened, _chance, _change),
    (_long, do.message, _settled, _excluded_reply, _opened, _chance),
    (do.resolved, do.message, _same_status, do.no_reply_needed),
    (_settled, do.call, _chance, _opened, do.call),
    (do.tags, do.away, do.tags, do.back, do.tags),
)


def random_lines(dice: random.Random, begin_s: int) -> list[dict]:
    """A timeline of some days, in order of its instants; the first line creates the ticket."""
    pen = Pen(dice, begin_s + dice.randrange(DAY_S))
    pen.created()
    for _ in range(dice.choice((1, 2, 3, 5, 7))):
        for step in dice.choice(SCENES):
            pen.wait()
            step(pen)
    return _sent_twice(dice, pen.lines)


def _sent_twice(dice: random.Random, lines: list[dict]) -> list[dict]:
    """Now and then a sender gives an id twice; the second is no event."""
    if len(lines) > 4 and dice.random() < 0.1:
        first, second = sorted(dice.sample(range(1, len(lines)), 2))
        lines[first] = lines[first] | {"id": "e1"}
        lines[second] = lines[second] | {"id": "e1"}
    return lines


def as_they_arrive(dice: random.Random, lines: list[dict]) -> list[dict]:
    """The lines in another order of arrival, after the first."""
    kind = dice.random()
    if kind < 0.6:
        return lines
    if kind < 0.8:
        return lines[:1] + dice.sample(lines[1:], len(lines) - 1)
    late = dice.randrange(1, len(lines)) if len(lines) > 1 else 0
    return lines if late == 0 else [*lines[:late], *lines[late + 1 :], lines[late]]
