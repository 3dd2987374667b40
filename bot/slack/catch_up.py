"""What was written while nobody listened: read once, when the connection stands again.

Slack sends events again for a while only, and an alarm that does not know of a reply is a false
one. So the history of each intake channel, and of each direct conversation with an open ticket, is
read back to its oldest open ticket, and of its threads those with a reply since we last heard
anything. What is known already is kept only once.
"""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import structlog

from bot.slack.asking import SlackAway, pages
from bot.slack.deps import SlackDeps
from bot.slack.listeners.events import keep_message
from bot.store import inbox, tickets
from bot.store.tickets import TicketFilter, TicketRow
from bot.usecases.conversations import threads
from bot.usecases.desk import Desk, Work

Json = Mapping[str, Any]
log = structlog.get_logger(__name__)

OVERLAP: Final = timedelta(minutes=5)
"""How much longer ago than the last we heard is looked at: messages may have come out of order."""
MAY_GO_ON: Final = ("new", "open", "answered", "pending", "on_hold", "resolved")
"""A message changes nothing on a closed ticket."""


@dataclass(frozen=True, slots=True)
class Missed:
    """Where to look: since when, in which channels, and the threads of each that may go on."""

    since: datetime
    threads: Mapping[str, frozenset[str]]

    def oldest(self, channel_id: str) -> str:
        """The `ts` from which a channel's history is read."""
        return min([_ts(self.since), *self.threads[channel_id]], key=float)


def catch_up(deps: SlackDeps, sleep: Callable[[float], None] = time.sleep) -> int:
    """Keep what was missed, and return how many messages were looked at.

    On the first start nothing was missed. Where Slack will not tell, what is known still holds.
    """
    missed = _missed(deps.desk)
    if missed is None:
        return 0
    count = 0
    for channel_id in missed.threads:
        try:
            for message in _messages(deps, missed, channel_id, sleep):
                count += 1
                name = f"history:{channel_id}:{message['ts']}"
                keep_message(deps, name, {**message, "channel": channel_id})
        except SlackAway as away:
            log.warning("what was missed is not known", channel=channel_id, problem=str(away))
    return count


def _missed(desk: Desk) -> Missed | None:
    with desk.look() as work:
        heard_at = inbox.last_received_at(work.connection, work.workspace_id)
        if heard_at is None:
            return None
        threads: dict[str, set[str]] = {channel_id: set() for channel_id in _intake(work)}
        for channel_id, thread_ts in _conversations(work):
            threads.setdefault(channel_id, set()).add(thread_ts)
    frozen = {channel_id: frozenset(found) for channel_id, found in threads.items()}
    return Missed(heard_at - OVERLAP, frozen)


def _intake(work: Work) -> Iterator[str]:
    for department in work.configuration.departments.values():
        for name in department.intake_channels:
            channel_id = work.directory.channel_id(name)
            if channel_id is not None:
                yield channel_id


def _conversations(work: Work) -> Iterator[tuple[str, str]]:
    after = None
    while True:
        page = tickets.listing(
            work.connection,
            work.workspace_id,
            TicketFilter(statuses=MAY_GO_ON),
            limit=500,
            after=after,
        )
        for ticket in page.tickets:
            yield from _conversation(work, ticket)
        after = page.after
        if after is None:
            return


def _conversation(work: Work, ticket: TicketRow) -> Iterator[tuple[str, str]]:
    for thread in (threads.conversation(work, ticket), threads.direct(work, ticket)):
        root = threads.stands_at(work, thread)
        if root is not None:
            yield root.channel_id, root.ts


def _messages(
    deps: SlackDeps, missed: Missed, channel_id: str, sleep: Callable[[float], None]
) -> Iterator[Json]:
    """Messages of a channel and its threads since we last heard, the oldest of each first."""
    since = _ts(missed.since)
    asked = {"channel": channel_id, "oldest": missed.oldest(channel_id), "inclusive": True}
    history = list(pages(deps.slack, "conversations.history", asked, "messages", sleep))
    for message in reversed(history):
        is_new = float(message["ts"]) >= float(since)
        if is_new:
            yield message
        goes_on = is_new or message["ts"] in missed.threads[channel_id]
        if goes_on and float(message.get("latest_reply") or 0) >= float(since):
            thread = {"channel": channel_id, "ts": message["ts"], "oldest": since}
            replies = pages(deps.slack, "conversations.replies", thread, "messages", sleep)
            yield from (each for each in replies if each["ts"] != message["ts"])


def _ts(at: datetime) -> str:
    return f"{at.timestamp():.6f}"
