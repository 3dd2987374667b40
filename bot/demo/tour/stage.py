"""The stage of the tour: the sandbox, its people, and the story so far."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.demo.driver import Sandbox
from bot.demo.member import Member, ShownAnswer
from bot.demo.seen import Entry, NotSeen, key_of
from bot.demo.verdict import kind_of
from bot.demo.viewer import Viewer
from bot.keys.messages import MessageKey

Json = dict[str, Any]

SUPPORT = "C0SUPPORT"
ALERTS = "C0SLAALERTS"
BILLING = "C0BILLING"
BILLING_ALERTS = "C0BILLALERTS"


@dataclass(frozen=True, slots=True)
class SeenLines:
    """What somebody saw: where, by whom it was written, and its lines."""

    place: str
    author: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proof:
    """What the log says of it."""

    text: str


Step = Callable[["Stage"], Iterator[SeenLines | Proof]]


@dataclass(slots=True)
class Stage:
    """The sandbox with its people, and the timestamps of the messages the story goes on in."""

    slack: Sandbox
    run: Callable[[str], str]
    people: Mapping[str, Member]
    names: Mapping[str, str]
    ts: dict[str, str] = field(default_factory=dict)
    expected: dict[str, int] = field(default_factory=dict)

    @classmethod
    def of(cls, slack: Sandbox, run: Callable[[str], str]) -> "Stage":
        """The stage before the first step; ``run`` runs a command line beside the bot."""
        state = slack.state()
        people = {
            user["name"]: Member(slack, user["id"], user["real_name"], user["tz"])
            for user in state["users"]
            if not user["is_bot"]
        }
        names = {user["id"]: user["real_name"] for user in state["users"]}
        names |= {channel["id"]: channel["name"] for channel in state["channels"]}
        return cls(slack, run, people, names | {state["bot"]["user_id"]: "Punctual"})

    def posted(self, key: MessageKey) -> Entry:
        """The call that posted the message of a key; the judge will count it."""
        entry = self.slack.posted(str(key))
        self.count(str(key))
        return entry

    def count(self, kind: str) -> None:
        """Have the judge count one message more of a kind of key."""
        self.expected[kind] = self.expected.get(kind, 0) + 1

    def posted_of(self, kind: str, since: int) -> Entry:
        """The call that posted a message of a kind of key; the judge will count it."""
        entry = self.slack.wait_until(
            lambda entry: kind_of(key_of(entry) or "") == kind,
            since,
            f"the message {kind}",
            kind="api",
            method="chat.postMessage",
            committed=True,
        )
        self.count(kind)
        return entry

    def said(self, member: Member, place: str, text: str) -> SeenLines:
        """What a member typed."""
        return SeenLines(place, member.name, (self._reader(member).text(text),))

    def sees(self, member: Member, place: str, entry: Entry) -> SeenLines:
        """What a call of the bot made a member see, read back from Slack."""
        message = entry["response"]["message"]
        channel, ts = entry["response"]["channel"], entry["response"]["ts"]
        now = member.message(channel, ts, message.get("thread_ts"))
        return self.shown(member, place, now)

    def shown(self, member: Member, place: str, message: Json) -> SeenLines:
        """A message as a member reads it."""
        author = message.get("username") or self.names.get(message.get("user", ""), "Punctual")
        return SeenLines(place, str(author), tuple(self._reader(member).lines(message)))

    def told(self, member: Member, answer: ShownAnswer) -> SeenLines:
        """What only one member is shown."""
        lines = tuple(self._reader(member).lines(answer.body))
        return SeenLines(f"only to {member.name}", "Punctual", lines)

    def lines(self, member: Member, view: Json) -> tuple[str, ...]:
        """The lines of a form as a member reads it."""
        return tuple(self._reader(member).lines(view))

    def card(self, number: int, since: int, what: str, is_so: Callable[[str], bool]) -> Entry:
        """The edit of a ticket's card whose blocks, as text, are so; edits may take 10 s."""
        return self.slack.wait_until(
            lambda entry: is_so(str(entry["args"].get("blocks"))),
            since,
            f"the card: {what}",
            15.0,
            kind="api",
            method="chat.update",
            ok=True,
            args={"metadata": {"event_payload": {"key": str(MessageKey.card(number))}}},
        )

    def _reader(self, member: Member) -> Viewer:
        zone = ZoneInfo(member.time_zone)
        today_on = datetime.fromtimestamp(self.slack.state()["now"], UTC).astimezone(zone).date()
        return Viewer(self.names, member.time_zone, today_on)


def expect(is_so: object, otherwise: str) -> None:
    """Raise NotSeen with this sentence unless it is so."""
    if not is_so:
        raise NotSeen(otherwise)


def proof(entry: Entry, more: str = "") -> Proof:
    """Where in the log it stands."""
    key = key_of(entry)
    what = f"{entry['method']} {key}" if key else entry["method"]
    return Proof(f"entry {entry['n']}: {what}{f', {more}' if more else ''}")
