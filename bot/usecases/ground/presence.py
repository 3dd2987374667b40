"""How somebody is in Slack, for a decision: asked while no transaction is open, then decided.

Whether presence is needed shows only in the middle of a decision. That transaction is then given
up, Slack is asked, and all is done again with what it said; so no call is made inside one, and
everything decided in it saw the same.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import TypeVar

from bot.usecases.ground.transaction import Program

T = TypeVar("T")

_ASKED: ContextVar[dict[str, str | None] | None] = ContextVar("asked", default=None)


class PresenceWanted(Exception):
    """Nobody asked yet how somebody is: ask, and do it again."""

    def __init__(self, person_id: str) -> None:
        super().__init__(f"how {person_id} is must be asked first")
        self.person_id = person_id


def presence_of(person_id: str) -> str | None:
    """``active``, ``away``, ``do_not_disturb``; None where it is not known, or nobody may ask.

    Raises `PresenceWanted` inside of `knowing_presence` for who was not asked about yet.
    """
    asked = _ASKED.get()
    if asked is None:
        return None
    if person_id not in asked:
        raise PresenceWanted(person_id)
    return asked[person_id]


def knowing_presence(program: Program, do: Callable[[], T]) -> T:
    """What ``do`` returns, once it knows how everybody is whom it wants to know about.

    It opens its transaction itself, may be begun several times, and must leave nothing behind but
    what that wrote.
    """
    with _asking() as asked:
        while True:
            try:
                return do()
            except PresenceWanted as wanted:
                asked[wanted.person_id] = program.presence(wanted.person_id)


@contextmanager
def _asking() -> Iterator[dict[str, str | None]]:
    asked: dict[str, str | None] = {}
    token = _ASKED.set(asked)
    try:
        yield asked
    finally:
        _ASKED.reset(token)
