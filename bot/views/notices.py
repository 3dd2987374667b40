"""What the bot tells by itself: one person in a direct message, or a channel in a digest."""

from dataclasses import dataclass
from datetime import date

from bot.store.reviews import FollowUpRow, ReviewRow
from bot.views.tickets import TicketView
from sla_core.reports.compliance import ComplianceRow


@dataclass(frozen=True, slots=True)
class MissesWait:
    """So many misses of these departments wait for a review by a lead."""

    count: int
    departments: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ExclusionAsked:
    """Somebody asks to leave a miss out of the count, and somebody else has to decide."""

    review: ReviewRow
    subject: str


@dataclass(frozen=True, slots=True)
class ExclusionDecided:
    """What was decided of a wish to leave a miss out of the count, by whom."""

    review: ReviewRow
    subject: str
    is_granted: bool
    by: str


@dataclass(frozen=True, slots=True)
class FollowUpGiven:
    """Somebody gave somebody else something to do about a miss."""

    follow_up: FollowUpRow
    subject: str


@dataclass(frozen=True, slots=True)
class FollowUpDue:
    """A follow-up is due in so many days, 0 or 1; negative: it is overdue."""

    follow_up: FollowUpRow
    subject: str
    days_left: int


@dataclass(frozen=True, slots=True)
class FollowUpDone:
    """A follow-up was done, as its reminder says from then on."""

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


ToOne = MissesWait | ExclusionAsked | ExclusionDecided | FollowUpGiven | FollowUpDue | FollowUpDone
Told = ToOne | DigestTold
