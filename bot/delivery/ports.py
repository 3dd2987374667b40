"""What delivery needs of Slack and of the database."""

from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import Any, Protocol

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """What Slack definitely said: done, or refused with an `error`.

    `scopes` are those that the token has, where Slack told them.
    """

    ok: bool
    error: str | None = None
    retry_after_s: float | None = None
    data: Json = field(default_factory=dict)
    scopes: frozenset[str] | None = None


class UnclearAnswer(Exception):
    """Nobody knows whether Slack did it: no answer, a broken one, or an error of its own."""


class NoAnswer(UnclearAnswer):
    """Nothing came back at all: it is the network, as far as anybody knows."""


class SlackPort(Protocol):
    """Calls one method of Slack's Web API once, and never repeats a call by itself."""

    def call(self, method: str, payload: Json, *, timeout_s: float) -> Answer:
        """Return Slack's answer; raise `UnclearAnswer` when there is none to rely on."""
        ...


class Transactions(Protocol):
    """The database, as far as delivery needs it."""

    def writing(self) -> AbstractContextManager[Any]:
        """Give a transaction that may write."""
        ...

    def reading(self) -> AbstractContextManager[Any]:
        """Give a transaction that may read."""
        ...
