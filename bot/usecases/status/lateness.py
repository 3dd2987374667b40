"""How late alarms were said, and what is known of where the latest of them lost its time.

Nothing is guessed: how long after it was due an alarm was made, and how long it waited to be sent,
is written in its row. That hearing was in doubt meanwhile is known of the last doubt.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import Final

from bot.store.hearing import Hearing
from bot.store.status import DeliveredAlarm

WORTH_A_WORD_S: Final = 5
"""How late an alarm is at least of which is said where it lost its time."""


@dataclass(frozen=True, slots=True)
class Delay:
    """Where an alarm lost its time.

    It was made so many seconds after it was due, waited so many to be sent, and Slack took it at
    the last of so many calls. `doubt` is why hearing was in doubt before it was made; None where
    it was not, as far as is known.
    """

    made_after_s: int
    waited_s: int
    calls: int
    doubt: str | None = None


@dataclass(frozen=True, slots=True)
class Lateness:
    """How late the alarms of a day were that were said, in seconds.

    `late` is of the latest; None where it was in time.
    """

    count: int
    median_s: int
    worst_s: int
    worst_ticket: int | None
    late: Delay | None


def lateness_of(told: Sequence[DeliveredAlarm], hearing: Hearing | None) -> Lateness | None:
    """How late these were; None where there are none."""
    if not told:
        return None
    latest = max(told, key=_late_s)
    return Lateness(
        count=len(told),
        median_s=int(median(_late_s(alarm) for alarm in told)),
        worst_s=_late_s(latest),
        worst_ticket=latest.ticket_number,
        late=_late(latest, hearing) if _late_s(latest) >= WORTH_A_WORD_S else None,
    )


def _late_s(alarm: DeliveredAlarm) -> int:
    return max(0, int((alarm.sent_at - alarm.due_at).total_seconds()))


def _late(alarm: DeliveredAlarm, hearing: Hearing | None) -> Delay:
    made_at = min(max(alarm.created_at, alarm.due_at), alarm.sent_at)
    made_after_s = int((made_at - alarm.due_at).total_seconds())
    is_doubted = hearing is not None and made_after_s > 0 and _was_doubted(alarm, hearing)
    return Delay(
        made_after_s=made_after_s,
        waited_s=_late_s(alarm) - made_after_s,
        calls=alarm.attempts,
        doubt=hearing.reason if hearing is not None and is_doubted else None,
    )


def _was_doubted(alarm: DeliveredAlarm, hearing: Hearing) -> bool:
    """Whether the last doubt fell between the instants at which an alarm was due and made."""
    is_over = hearing.back_at is not None and hearing.back_at >= hearing.doubted_at
    ended_at = hearing.back_at if is_over else None
    return hearing.doubted_at <= alarm.created_at and (ended_at is None or ended_at >= alarm.due_at)
