"""Reads the whole log of a story at its end: nothing lost, nothing doubled, nothing refused."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bot.demo.seen import Entry, keys_posted
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey

_COUNTED_FROM = {
    KeyKind.ALARM: "due_version",
    KeyKind.EVENT: "seq",
    KeyKind.HEARD: "source",
    KeyKind.SOLVED: "seq",
}
"""The first part of a key that counts up as a ticket goes on."""
_WORDS_OF_TROUBLE = {
    "dropped": "an event was never taken",
    "bad_ack": "an acknowledgement Slack cannot use",
    "ignored_body": "an answer in an acknowledgement that takes none",
}


def wrongs(entries: Iterable[Entry], expected: Mapping[str, int]) -> list[str]:
    """One sentence for everything that is not as it should be.

    ``expected`` says how many different messages there are of every kind of key (`kind_of`); one in
    several pieces is one.
    """
    entries = list(entries)
    return [*lost_and_doubled(entries, expected), *refusals(entries), *unacknowledged(entries)]


def lost_and_doubled(entries: Iterable[Entry], expected: Mapping[str, int]) -> list[str]:
    """The messages there are too few or too many of."""
    posted = Counter(keys_posted(entries))
    doubles = [f"{key} was posted {times} times" for key, times in posted.items() if times > 1]
    kinds = Counter(kind_of(key) for key in posted if _is_whole(key))
    wanted = Counter(expected)
    missing = [f"{times} of {kind} missing" for kind, times in (wanted - kinds).items()]
    extra = [f"{times} of {kind} too many" for kind, times in (kinds - wanted).items()]
    return [*doubles, *missing, *extra]


def kind_of(key: str) -> str:
    """A key without what counts up as a ticket goes on: an event's place, a due time's version."""
    known = MessageKey.parse(key)
    if known.kind not in _COUNTED_FROM or known.is_elsewhere:
        return key
    return known.before(_COUNTED_FROM[known.kind])


def _is_whole(key: str) -> bool:
    known = MessageKey.parse(key)
    return known.whole == known


def refusals(entries: Iterable[Entry]) -> Iterator[str]:
    """The calls that Slack answered with an error."""
    for entry in entries:
        if entry["kind"] == "api" and not entry["ok"]:
            yield f"{entry['method']} was answered with {entry['error']}"
        if entry["kind"] == "response_url" and not entry["ok"]:
            yield f"an answer to a command was refused with {entry['error']}"


def unacknowledged(entries: Iterable[Entry]) -> Iterator[str]:
    """What Slack delivered and the bot did not take as Slack wants it taken."""
    for entry in entries:
        if entry["kind"] == "ack" and not entry["ok"]:
            yield f"a delivery of {entry['type']} came to {entry['error']}"
        if entry["kind"] in _WORDS_OF_TROUBLE:
            yield _WORDS_OF_TROUBLE[entry["kind"]]
