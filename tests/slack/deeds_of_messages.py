"""What somebody can write, put at a message, and look at in App Home."""

from collections.abc import Callable, Iterator, Mapping
from typing import Final

from bot import wording
from sla_core.configuration.contents import DEFAULT_EMOJI
from tests.slack.deed import HOME, MESSAGES, Act, Deed
from tests.slack.desk_of_roles import OPEN, Case
from tests.slack.roles import Role
from tests.slack.stage import Stage
from tests.slack.verdicts import (
    Judge,
    changed,
    kept,
    put,
    requested,
    said_nothing_or,
    showing,
)

EVENTS: Final = changed()


def messages() -> Iterator[Deed]:
    """Messages by where they are written, and each emoji."""
    channels = "event:message.channels"
    yield _message("In an intake channel: opens a ticket", channels, _asks, kept("created"))
    thread = "In the thread of a request: "
    yield _message(f"{thread}an answer", channels, _in_thread, kept("agent_reply"), is_free=False)
    theirs = kept("requester_message")
    yield _message(f"{thread}a word of who asks", channels, _in_thread, theirs, is_free=False)
    groups = "event:message.groups"
    yield _message("In the thread of a card: a note", groups, _at_card, kept("note"), is_free=False)
    direct = "To the bot alone: is asked for the department"
    yield _message(direct, "event:message.im", _direct, put("department:"))
    edited = "An edit of one's own message: is told at the card"
    yield _message(edited, channels, _edited, put("correction:{}"), is_free=False)
    yield _emoji("open", "opens a ticket of a message", EVENTS, is_free=True)
    yield _emoji("no_reply", "no reply needed", EVENTS)
    yield _emoji("resolve", "resolves", EVENTS)


def _message(name: str, entry: str, act: Act, judge: Judge, *, is_free: bool = True) -> Deed:
    return Deed(MESSAGES, name, entry, ((act, judge),), is_of_nothing=is_free)


def _emoji(purpose: str, does: str, judge: Judge, *, is_free: bool = False) -> Deed:
    name = f":{DEFAULT_EMOJI[purpose]}: {does} `{purpose}`"
    act = _opening_emoji if purpose == "open" else _emoji_at(purpose)
    ways = ((act, said_nothing_or(judge)),)
    return Deed(MESSAGES, name, f"emoji:{purpose}", ways, is_of_nothing=is_free)


def _asks(stage: Stage, role: Role, case: Case) -> None:
    stage.says(role, "Printer", "CSUPPORT")


def _in_thread(stage: Stage, role: Role, case: Case) -> None:
    stage.says(role, "It smokes", case.channel_id, case.thread_ts)


def _at_card(stage: Stage, role: Role, case: Case) -> None:
    channel, ts = case.card
    stage.says(role, "Psst", channel, ts)


def _direct(stage: Stage, role: Role, case: Case) -> None:
    stage.world.clock.move(minutes=10)  # it is none of what they wrote before
    stage.says(role, "Printer burns", f"D{role.user_id}")


def _edited(stage: Stage, role: Role, case: Case) -> None:
    ts = stage.says(role, "It smoks", case.channel_id, case.thread_ts)
    stage.edits(role, case.channel_id, case.thread_ts, ts, "It smokes")


def _opening_emoji(stage: Stage, role: Role, case: Case) -> None:
    channel, ts = stage.world.no_ticket
    stage.reacts(role, DEFAULT_EMOJI["open"], channel, ts)


def _emoji_at(purpose: str) -> Act:
    def put_emoji(stage: Stage, role: Role, case: Case) -> None:
        stage.reacts(role, DEFAULT_EMOJI[purpose], case.channel_id, case.thread_ts)

    return put_emoji


_PARTS: Final[Mapping[str, tuple[str, Callable[[], str] | None]]] = {
    "agent": ("One's queue and day", wording.home.your_queue),
    "watched": ("The departments one watches over", wording.home.your_departments),
    "set_up": ("How the bot is set up", wording.home.set_up),
    "requests": ("One's requests", None),
}
NO_PARTS: Final = frozenset({"now", "language", "time_zone"})
"""What App Home is drawn with beside its parts."""


def home() -> Iterator[Deed]:
    """Each part of App Home."""
    for part, (name, heading) in _PARTS.items():
        judge = requested if heading is None else showing(heading)
        way = (lambda stage, role, case: stage.opens_home(role)), judge
        is_free = heading is not None
        yield Deed(HOME, f"{name} `{part}`", f"home:{part}", (way,), OPEN, is_free)
