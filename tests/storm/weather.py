"""When all was well: a socket was open and audible, the network up, the clock right.

Lateness is counted in such seconds only: from the moment a connection was up.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.demo.seen import Entry

Period = tuple[float, float]
"""From an instant to another."""
FOREVER = float("inf")
REFUSING = ("chat.postMessage", None)
"""The methods without which nothing can be said; None means all."""


@dataclass(frozen=True, slots=True)
class Weather:
    """Periods in which all was well, in order and apart, and those in which Slack showed nothing.

    What is said in the latter may be said in ignorance.
    """

    well: tuple[Period, ...]
    blind: tuple[Period, ...] = ()

    def seconds(self, from_at: float, to_at: float) -> float:
        """How many seconds between two instants all was well."""
        return sum(max(0.0, min(end, to_at) - max(begin, from_at)) for begin, end in self.well)

    def may_be_ignorant(self, at: float) -> bool:
        """Whether Slack showed nothing then, however often it was asked."""
        return any(begin <= at <= end for begin, end in self.blind)


def weather(
    entries: Iterable[Entry], bad: Sequence[Period] = (), blind: Sequence[Period] = ()
) -> Weather:
    """The weather by the sandbox's log; `bad` and `blind` are periods only the storm knows of."""
    cuts: list[Period] = []
    audible: set[int] = set()
    heard: list[Period] = []
    since: float | None = None
    for entry in entries:
        at = float(entry["at"])
        if entry["kind"] == "control":
            cuts = _with_control(cuts, entry, at)
        elif entry["kind"] == "socket":
            _note(audible, entry)
            if audible and since is None:
                since = at
            elif not audible and since is not None:
                heard.append((since, at))
                since = None
    if since is not None:
        heard.append((since, FOREVER))
    return Weather(tuple(_without(heard, [*cuts, *bad])), tuple(blind))


def _note(audible: set[int], entry: Entry) -> None:
    if entry["event"] in ("connected", "audible"):
        audible.add(entry["connection"])
    else:
        audible.discard(entry["connection"])


def _with_control(cuts: list[Period], entry: Entry, at: float) -> list[Period]:
    args = entry["args"]
    ends_at = at + float(args["for_s"]) if args.get("for_s") else FOREVER
    if entry["action"] == "network":
        if args["cut"]:
            return [*cuts, (at, ends_at)]
        return [(begin, min(end, at)) for begin, end in cuts]
    if entry["action"] == "faults" and args.get("method") in REFUSING and "for_s" in args:
        return [*cuts, (at, ends_at)]
    return cuts


def _without(periods: Sequence[Period], bad: Sequence[Period]) -> list[Period]:
    found = list(periods)
    for begin, end in bad:
        found = [
            part
            for first, last in found
            for part in ((first, min(last, begin)), (max(first, end), last))
            if part[0] < part[1]
        ]
    return sorted(found)
