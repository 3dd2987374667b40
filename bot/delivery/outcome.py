"""What becomes of a row: every step of the protocol, as functions of row, answer and now.

Said twice is said wrong, and so is not said. A message counts as sent only with Slack's word for
it, as refused only with Slack's word for that. Everything else is in doubt, and a message in doubt
is looked for in Slack, after the settle time, before it is said again.
"""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.delivery.methods import METHODS
from bot.delivery.ports import Answer
from bot.delivery.refusals import (
    CHANNEL_CLOSED,
    DEAD_TARGET,
    HEALING,
    MALFORMED,
    MAYBE_DONE,
    METHOD_CLOSED,
    RATE_LIMITED,
    THREAD_GONE,
    UNINVITED,
)
from bot.delivery.settings import DeliverySettings
from bot.delivery.troubles import PROBE_EVERY, is_unclear
from bot.store.outbox import OutboxRow

PATIENCE = 6
"""Attempts of a message that Slack refuses for a reason unknown to us, in about a minute.

As many tell that the bot is not invited for a moment only, or for longer."""

INVITATION_PATIENCE = 300
"""Attempts of a message where the bot is not invited, in a little more than a day."""

LONGEST_WAIT_S = 300.0
LONGEST_HEALING_S = 30.0
"""How long one channel waits that may be well any minute."""
NEVER_ADDRESSED = "reference_never_sent"


@dataclass(frozen=True, slots=True)
class Doubles:
    """What a look for late doubles says: these go, and then the row is so."""

    to_delete: tuple[str, ...]
    row: OutboxRow


def claimed(row: OutboxRow, now: datetime) -> OutboxRow:
    """Return the row with its intent, to be committed before Slack is called."""
    return replace(row, state="sending", attempts=row.attempts + 1, intent_at=now, error=None)


def looked_for(
    row: OutboxRow, now: datetime, settings: DeliverySettings, probed: str | None
) -> OutboxRow:
    """Return the row in doubt that is about to be looked for in Slack.

    One that tries for all others whether a trouble is over carries its error on the way, as does
    one that is sent for that.
    """
    ours = replace(row, next_at=now + settings.lease)
    return ours if probed is None else replace(ours, settled_at=now, error=probed)


def by_itself(row: OutboxRow) -> OutboxRow:
    """Return the row as a message of its own in its lane, in no thread."""
    threaded = ("thread_ts", "reply_broadcast")
    payload = {name: value for name, value in row.payload.items() if name not in threaded}
    return replace(row, thread_key=None, payload=payload)


def answered(
    row: OutboxRow, answer: Answer, now: datetime, settings: DeliverySettings
) -> OutboxRow:
    """Return the row after Slack's answer."""
    method, error = METHODS[row.method], answer.error or "no_reason_given"
    if answer.ok or error in method.done_anyway:
        return _sent(row, answer, now, settings)
    if error in MAYBE_DONE:
        return unanswered(row, error, now, settings)
    if _is_closed(row, error):
        return undeliverable(row, error, now)
    if error in MALFORMED or _is_hopeless(row, error):
        return replace(row, state="dead", error=error, settled_at=now)
    wait = timedelta(seconds=_wait_s(row, error, answer.retry_after_s))
    return replace(row, state="pending", error=error, settled_at=now, next_at=now + wait)


def unanswered(row: OutboxRow, reason: str, now: datetime, settings: DeliverySettings) -> OutboxRow:
    """Return the row after an attempt nobody knows the end of: a timeout, a reset, a crash."""
    if METHODS[row.method].is_repeatable:
        longest_s = PROBE_EVERY.total_seconds() if is_unclear(reason) else LONGEST_WAIT_S
        pause = timedelta(seconds=min(_backoff_s(row.attempts), longest_s))
        again_at = now + max(settings.settle, pause)
        stale_at = now + timedelta(seconds=settings.refresh_after_s)
        repair_at = stale_at if row.method == "chat.update" else None
        row = replace(row, state="pending", next_at=again_at, repair_at=repair_at)
    else:
        first_at = row.doubted_at or row.intent_at or row.created_at
        row = replace(row, state="unknown", next_at=now + settings.settle, doubted_at=first_at)
    return replace(row, error=reason, settled_at=now)


def distrusted(row: OutboxRow, now: datetime, settings: DeliverySettings) -> OutboxRow:
    """Return a live row of a restored backup: what waits may have been said since it was made."""
    if METHODS[row.method].is_repeatable and row.state == "pending":
        return row
    return unanswered(row, "restored", now, settings)


def undeliverable(row: OutboxRow, error: str, now: datetime) -> OutboxRow:
    """Return the row after its target proved dead.

    Where only the message it was to follow is gone, it stands by itself in the same lane; else it
    takes its fallback route, or is a dead letter.
    """
    if row.method == "chat.postMessage":
        if row.thread_key is not None and error in THREAD_GONE | {NEVER_ADDRESSED}:
            return _redirected(row, row.lane, row.fallback_lane, error, now)
        if row.fallback_lane is not None:
            return _redirected(row, row.fallback_lane, None, error, now)
    return replace(row, state="dead", error=error, settled_at=now)


def is_kept_waiting(row: OutboxRow) -> bool:
    """Say whether the row waits for the bot to be invited."""
    return row.state == "pending" and row.error in UNINVITED


def found(
    row: OutboxRow, channel_id: str, copies: Collection[str], now: datetime, s: DeliverySettings
) -> OutboxRow:
    """Return a row in doubt after looking for it: sent, or to be said again."""
    if not copies:
        return replace(row, state="pending", next_at=now, error=None)
    sent = replace(
        row, state="sent", sent_at=now, channel_id=channel_id, ts=min(copies), error=None
    )
    was_repeated = row.doubted_at != row.intent_at
    return replace(sent, repair_at=_next_look_at(sent, now, s) if was_repeated else None)


def search_refused(
    row: OutboxRow, answer: Answer, now: datetime, settings: DeliverySettings
) -> OutboxRow:
    """Return a row in doubt after Slack would not let us look.

    Where it never will, the message is said again: a possible repeat is better than silence.
    """
    error = answer.error or "no_reason_given"
    if error in DEAD_TARGET | UNINVITED | METHOD_CLOSED:
        return found(row, row.lane, (), now, settings)
    least_s = 0.0 if error in RATE_LIMITED else settings.settle_s
    wait = timedelta(seconds=max(_wait_s(row, error, answer.retry_after_s), least_s))
    return replace(row, next_at=now + wait, settled_at=now, error=error)


def search_unanswered(
    row: OutboxRow, reason: str, now: datetime, settings: DeliverySettings
) -> OutboxRow:
    """Return a row in doubt after a look that went unanswered: still in doubt."""
    wait = max(settings.settle, PROBE_EVERY)
    return replace(row, next_at=now + wait, settled_at=now, error=reason)


def repaired(
    row: OutboxRow, copies: Collection[str], now: datetime, settings: DeliverySettings
) -> Doubles:
    """Return which copies are doubles. The one on record stays; without it, all of them do."""
    doubles = sorted(set(copies) - {row.ts}) if row.ts in copies else []
    return Doubles(tuple(doubles), replace(row, repair_at=_next_look_at(row, now, settings)))


def _sent(row: OutboxRow, answer: Answer, now: datetime, settings: DeliverySettings) -> OutboxRow:
    sent = replace(
        row,
        state="sent",
        sent_at=now,
        settled_at=now,
        channel_id=answer.data.get("channel", row.channel_id),
        ts=answer.data.get("ts", row.ts),
        error=None,
    )
    if row.doubted_at is None:
        return sent
    return replace(sent, repair_at=_next_look_at(sent, now, settings))


def _next_look_at(row: OutboxRow, now: datetime, settings: DeliverySettings) -> datetime | None:
    sent_at = row.sent_at or now
    looks = (sent_at + timedelta(seconds=after_s) for after_s in settings.repair_after_s)
    return next((at for at in looks if at > now), None)


def _redirected(
    row: OutboxRow, lane: str, fallback_lane: str | None, error: str, now: datetime
) -> OutboxRow:
    """Return the row as a message of its own, in a lane and in no thread."""
    return replace(
        by_itself(row),
        state="pending",
        lane=lane,
        fallback_lane=fallback_lane,
        error=error,
        settled_at=now,
        next_at=now,
    )


def _is_closed(row: OutboxRow, error: str) -> bool:
    """Say whether the target is dead; a new message waits for an invitation first."""
    if error in UNINVITED and row.method == "chat.postMessage":
        return row.attempts >= (PATIENCE if row.fallback_lane else INVITATION_PATIENCE)
    return error in DEAD_TARGET | UNINVITED


def _is_hopeless(row: OutboxRow, error: str) -> bool:
    return error not in RATE_LIMITED | HEALING | UNINVITED and row.attempts >= PATIENCE


def _wait_s(row: OutboxRow, error: str, retry_after_s: float | None) -> float:
    if retry_after_s is not None:
        return retry_after_s
    if error in CHANNEL_CLOSED:
        return min(_backoff_s(row.attempts), LONGEST_HEALING_S)
    return PROBE_EVERY.total_seconds() if error in HEALING else _backoff_s(row.attempts)


def _backoff_s(attempts: int) -> float:
    return min(2.0 ** max(attempts - 1, 0), LONGEST_WAIT_S)
