"""App Home as an answer: what is done there is answered there."""

from dataclasses import dataclass

import structlog

from bot.slack.draw.blocks.elements import Payload
from bot.slack.hear.arrivals import HOME
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.hearing.arrivals import InboxRow
from bot.usecases.home import home

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class AtHome:
    """That somebody is shown their App Home for a cause, and what stands above it."""

    person_id: str
    cause: str
    said: Payload | None = None


def is_at_home(row: InboxRow) -> bool:
    """Whether somebody opened their App Home, or clicked in it."""
    return row.kind == HOME or bool(row.payload.get("is_at_home"))


def visited(work: Transaction, row: InboxRow, said: Payload | None = None) -> AtHome:
    """Note who was there, and answer them there."""
    home.visited(work, row.payload["user_id"])
    return at_home(row, said)


def at_home(row: InboxRow, said: Payload | None) -> AtHome:
    """The answer to what was done in App Home."""
    return AtHome(row.payload["user_id"], str(row.id), said)


def show(program: Program, answer: AtHome) -> None:
    """Show it; trouble is logged, and the next round tries again."""
    try:
        home.show(program, answer.person_id, answer.cause, answer.said)
    except Exception:
        log.exception("an app home could not be shown", person=answer.person_id)
