"""What the bot tells by itself: one person in a direct message, or a channel in a digest."""

from dataclasses import dataclass
from datetime import date

from bot.store.follow_ups import FollowUpRow
from bot.store.reviews import ReviewRow
from bot.views.tickets import TicketView
from sla_core.reports.compliance import ComplianceRow

__all__ = [
    "DigestTold",
    "ExclusionAsked",
    "ExclusionDecided",
    "FollowUpDone",
    "FollowUpDue",
    "FollowUpGiven",
    "FollowUpRow",
    "MissesWait",
    "Notice",
    "ReviewRow",
    "WorstMiss",
]


@dataclass(frozen=True, slots=True)
class MissesWait:
    """So many misses of these departments wait for a review; each lead reads it alone."""

    count: int
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExclusionAsked:
    """Somebody asks to leave a miss out of the count; each who may decide reads it alone."""

    review: ReviewRow
    subject: str


@dataclass(frozen=True, slots=True)
class ExclusionDecided:
    """A wish to leave a miss out was granted or refused, by whom; who wished it reads it alone."""

    review: ReviewRow
    subject: str
    is_granted: bool
    by: str


@dataclass(frozen=True, slots=True)
class FollowUpGiven:
    """Somebody gave somebody else something to do about a miss; who is to do it reads it alone."""

    follow_up: FollowUpRow
    subject: str


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """A follow-up is due in so many days, 0 or 1; negative: it is overdue.

    Who has it reads it alone; where they have left, who gave it.
    """

    follow_up: FollowUpRow
    subject: str
    days_left: int


@dataclass(frozen=True, slots=True)
class FollowUpDone:
    """A follow-up was done; its reminder, which one person reads, says so from then on."""

    follow_up: FollowUpRow
    subject: str


@dataclass(frozen=True, slots=True)
class WorstMiss:
    """One of the misses with the longest overrun, in business seconds."""

    ticket: TicketView
    metric: str
    overrun_seconds: int


@dataclass(frozen=True, slots=True)
class DigestTold:
    """What was kept and missed from a day to a day, both inclusive, cut in a zone.

    A channel reads it, or one person alone.
    ``by`` names the groupings of ``rows``; ``department`` None: of all. ``to_review`` counts the
    misses that wait for a review now.
    """

    every: str
    department: str | None
    zone_name: str
    first_on: date
    last_on: date
    total: ComplianceRow
    by: tuple[str, ...]
    rows: tuple[ComplianceRow, ...]
    worst: tuple[WorstMiss, ...]
    to_review: int


Notice = (
    MissesWait
    | ExclusionAsked
    | ExclusionDecided
    | FollowUpGiven
    | FollowUpDue
    | FollowUpDone
    | DigestTold
)
