"""Keeps since when Slack shows nothing, and logs once what is not shown and that it is again."""

from collections import defaultdict
from typing import Final

import structlog

from bot.usecases.ground.transaction import Program
from bot.usecases.hearing.outage import begin_outage, end_outage
from bot.usecases.hearing.reading_queue import Spot

log = structlog.get_logger(__name__)

NAMED: Final = 5
"""How many channels a line names."""


class ReaderLog:
    """What is known of the conversations that cannot be read; of one reader."""

    def __init__(self, program: Program) -> None:
        self._desk = program
        self._is_there: bool | None = None
        self._refused: dict[Spot, str] = {}
        self._newly_refused: dict[Spot, str] = {}
        self._newly_shown: list[Spot] = []

    def away(self, problem: str) -> None:
        """Keep that Slack shows nothing; say so at once, with how much waits to be read."""
        waiting = begin_outage(self._desk, problem)
        if self._is_there is not False:
            log.warning(
                "slack shows nothing of what was written; it is tried again by itself",
                problem=problem,
                conversations=waiting,
            )
        self._is_there = False

    def refused(self, spot: Spot, problem: str) -> None:
        """Note that Slack is there, and refuses to show a conversation."""
        self._note_there()
        if self._refused.get(spot) != problem:
            self._refused[spot] = self._newly_refused[spot] = problem

    def shown(self, spot: Spot) -> None:
        """Note that a conversation was read."""
        self._note_there()
        if self._refused.pop(spot, None) is not None:
            self._newly_shown.append(spot)

    def say(self) -> None:
        """Say what is new since it was called last: a line for each reason, and one for the end."""
        by_problem = defaultdict(list)
        for spot, problem in self._newly_refused.items():
            by_problem[problem].append(spot)
        for problem, spots in by_problem.items():
            log.warning("slack does not show what was written", problem=problem, **_named(spots))
        if self._newly_shown:
            log.warning("slack shows again what it refused", **_named(self._newly_shown))
        self._newly_refused, self._newly_shown = {}, []

    def _note_there(self) -> None:
        if self._is_there:
            return
        end_outage(self._desk)
        if self._is_there is False:
            log.warning("slack shows what was written again")
        self._is_there = True


def _named(spots: list[Spot]) -> dict[str, object]:
    """How many conversations these are, and the channels of the first."""
    channels = list(dict.fromkeys(channel_id for channel_id, _ in spots))
    more = ["…"] if len(channels) > NAMED else []
    return {"conversations": len(spots), "channels": " ".join([*channels[:NAMED], *more])}
