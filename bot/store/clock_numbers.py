"""Numbers of clocks, and what was told of each: kept for ever, also of clocks that are no more."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.store import statements
from bot.store.statements import columns_of, values_of
from bot.store.tables import clock_numbers


@dataclass(frozen=True, slots=True)
class ClockNumber:
    """One clock of a ticket by metric and number; `cycle` is that of its row, none without one.

    `told` and `passed_over` hold, by the name of a point, seconds since 1970 UTC.
    """

    metric: str
    number: int
    cycle: int | None
    opened_by: int | None
    started_at: datetime
    stopped_at: datetime | None
    is_missed: bool
    due_at: datetime | None
    due_version: int
    told: Mapping[str, int]
    passed_over: Mapping[str, int]
    told_until_at: datetime | None


def of(connection: Connection, workspace_id: str, number: int) -> list[ClockNumber]:
    """Return what is known of the ticket's clocks, by metric and number."""
    of_ticket = (
        clock_numbers.c.workspace_id == workspace_id,
        clock_numbers.c.ticket_number == number,
    )
    query = select(*columns_of(clock_numbers, ClockNumber)).where(*of_ticket)
    in_order = query.order_by(clock_numbers.c.metric, clock_numbers.c.number)
    return [ClockNumber(*row) for row in connection.execute(in_order)]


def save(
    connection: Connection, workspace_id: str, number: int, wanted: Iterable[ClockNumber]
) -> None:
    """Keep these of a ticket's clocks; the others stay. The caller has the ticket locked."""
    owner = {"workspace_id": workspace_id, "ticket_number": number}
    for row in wanted:
        statements.upsert(connection, clock_numbers, {**owner, **values_of(row)})


def number_of(
    connection: Connection, workspace_id: str, number: int, metric: str, cycle: int
) -> int | None:
    """Return the number of the clock that has this cycle now; none where no clock has it."""
    query = select(clock_numbers.c.number).where(
        clock_numbers.c.workspace_id == workspace_id,
        clock_numbers.c.ticket_number == number,
        clock_numbers.c.metric == metric,
        clock_numbers.c.cycle == cycle,
    )
    return connection.execute(query).scalar_one_or_none()


def cycle_of(
    connection: Connection, workspace_id: str, number: int, metric: str, clock_number: int
) -> int | None:
    """Return the cycle that a clock has now; none where it is no more, or there is none."""
    query = select(clock_numbers.c.cycle).where(
        clock_numbers.c.workspace_id == workspace_id,
        clock_numbers.c.ticket_number == number,
        clock_numbers.c.metric == metric,
        clock_numbers.c.number == clock_number,
    )
    return connection.execute(query).scalar_one_or_none()
