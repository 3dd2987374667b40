"""What of the messages Slack shows is not known yet: messages, edits of known ones, emoji.

Deletions cannot be seen. Emoji and edits are dated when they are read, as Slack does not tell more.
So an emoji may have stood at a message long before the configuration gave it a purpose: it counts
only at messages that were written since.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from bot.slack.hear.arrival_rows import (
    correction_key,
    is_a_program,
    message_arrival,
    reaction_arrival,
    reaction_key,
    reaction_payload,
)
from bot.slack.hear.arrivals import CORRECTION, REACTION
from bot.slack.hear.authors import is_listed, is_of_a_person
from bot.slack.hear.deps import IsCommand
from bot.slack.hear.instants import instant_of
from bot.slack.hear.message.contents import CONTENTS, contents_in, contents_of
from bot.slack.hear.message.payload import kept_of
from bot.usecases.ground.transaction import Transaction
from bot.usecases.hearing.arrivals import (
    AFTERWARDS,
    AT_ONCE,
    Arrival,
    accept,
    correct_waiting,
    find,
    find_message,
    put_anew,
)
from bot.usecases.hearing.places import CLOCKS_DIFFER, ts_of
from bot.usecases.intake.emoji import purpose_of, was_for

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ShownMessages:
    """Messages of a channel or a thread as Slack shows them, the oldest first.

    Those behind `read_to` are new to us unless they came as events. Replies go before all else that
    came in: an alarm may wait for what they say, and there may be a thousand requests before them.
    """

    channel_id: str
    messages: tuple[Json, ...]
    read_to: str
    is_reply: bool

    def newest_ts(self) -> str:
        """Up to where it is known now."""
        return max([self.read_to, *(str(message["ts"]) for message in self.messages)], key=float)


def keep_unread(work: Transaction, shown: ShownMessages, is_command: IsCommand) -> int:
    """Keep what is not known yet, in their order; return how many messages were.

    Emoji at a new message are worked off behind it, those too that were heard before it was read:
    nobody knew then what they were put at.
    """
    count = 0
    for message in shown.messages:
        event = {**message, "channel": shown.channel_id}
        urgency = AT_ONCE if shown.is_reply else AFTERWARDS
        is_new = 0
        if float(message["ts"]) > float(shown.read_to):
            is_new = _keep(work, _message(work, event, is_command, urgency))
        count += is_new
        _keep_edit(work, event)
        for payload in _reactions(work, event):
            _keep_reaction(work, payload, urgency if is_new else None)
    return count


def _keep(work: Transaction, arrival: Arrival | None) -> int:
    return 0 if arrival is None else int(accept(work, arrival))


def _message(work: Transaction, event: Json, is_command: IsCommand, urgency: int) -> Arrival | None:
    key, listed = f"history:{event['channel']}:{event['ts']}", partial(is_listed, work)
    return message_arrival(event, key, work.now, work.bot_user_id, listed, is_command, urgency)


def _keep_edit(work: Transaction, event: Json) -> None:
    """Keep that a person's message says something else than what we know of it."""
    if not event.get("edited") or not is_of_a_person(event, work.bot_user_id):
        return
    place = event["channel"], event["ts"]
    row = find_message(work, *place)
    if row is None or _says_still(row.payload, event):
        return
    current = kept_of(event, event["channel"])
    changes = {name: current[name] for name in CONTENTS}
    if correct_waiting(work, *place, changes):
        return
    payload = {**current, "is_deleted": False, "event_ts": _now_ts(work, event)}
    key = correction_key(event["channel"], event)
    _keep(work, Arrival(CORRECTION, key, payload, work.now))


def _says_still(payload: Json, event: Json) -> bool:
    """Whether a message says what was kept of it; of an old row only its text can tell."""
    if not payload.keys() >= set(CONTENTS):
        return payload.get("text") == (event.get("text") or "")
    return contents_in(payload).is_same(contents_of(event))


def _reactions(work: Transaction, event: Json) -> Iterator[dict[str, Any]]:
    for reaction in event.get("reactions") or ():
        purpose = purpose_of(work, reaction["name"])
        written_at = instant_of(event["ts"]) - CLOCKS_DIFFER
        if purpose is None or not was_for(work, purpose, written_at):
            continue
        at_ts = _now_ts(work, event)
        for by in reaction.get("users") or ():
            if not is_a_program(by, work.bot_user_id):
                yield reaction_payload(event["channel"], event["ts"], by, purpose, at_ts)


def _keep_reaction(work: Transaction, payload: dict[str, Any], urgency: int | None) -> None:
    """Keep an emoji at a message; at a new one, whose urgency is given, as if not heard before."""
    key = reaction_key(payload)
    if urgency is not None and (row := find(work, key)) is not None:
        put_anew(work, row, Arrival(REACTION, key, row.payload, work.now, urgency=urgency))
        return
    arrival = reaction_arrival(work, payload, is_event=False)
    if arrival is not None:
        _keep(work, arrival if urgency is None else replace(arrival, urgency=urgency))


def _now_ts(work: Transaction, event: Json) -> str:
    """Now as Slack writes it, but never before the message itself."""
    return max(ts_of(work.now), str(event["ts"]), key=float)
