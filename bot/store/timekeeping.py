"""Whether our clock goes with Slack's: one row a workspace, for all processes."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, bindparam, select

from bot.store.statements import columns_of, upsert, values_of
from bot.store.tables import timekeeping

LONGEST_OFF_S: Final = 60
"""How far our clock may be from Slack's and still count."""


@dataclass(frozen=True, slots=True)
class Timekeeping:
    """What was found when our clock was compared last, at `checked_at` by itself.

    It was `off_s` seconds ahead of Slack's; None where Slack never told. Since `doubted_at` it
    waits to be compared, for a `reason` in words for a log; None where it does not. It cannot be
    relied on since `wrong_at`; None where it can.
    """

    checked_at: datetime
    off_s: int | None = None
    doubted_at: datetime | None = None
    reason: str | None = None
    wrong_at: datetime | None = None

    @property
    def is_trusted(self) -> bool:
        """Return whether what our clock says may be acted upon."""
        return self.doubted_at is None and abs(self.off_s or 0) <= LONGEST_OFF_S


_OF: Final = select(*columns_of(timekeeping, Timekeeping)).where(
    timekeeping.c.workspace_id == bindparam("workspace_id")
)
"""Built once, as it is asked all the time."""


def get(connection: Connection, workspace_id: str) -> Timekeeping | None:
    """Return what is known of our clock; none before it was ever compared."""
    values = connection.execute(_OF, {"workspace_id": workspace_id}).one_or_none()
    return None if values is None else Timekeeping(*values)


def save(connection: Connection, workspace_id: str, kept: Timekeeping) -> None:
    """Write the state of our clock in place of the one before; since when it is wrong stays."""
    if not kept.is_trusted:
        before = get(connection, workspace_id)
        wrong_at = (before and before.wrong_at) or kept.checked_at
        kept = replace(kept, wrong_at=min(wrong_at, kept.checked_at))
    upsert(connection, timekeeping, {"workspace_id": workspace_id, **values_of(kept)})


def is_trusted(connection: Connection, workspace_id: str) -> bool:
    """Return whether what our clock says may be acted upon; until it was compared it may."""
    latest = get(connection, workspace_id)
    return latest is None or latest.is_trusted
