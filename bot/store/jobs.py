"""When each recurring job last ran, so that Punctual can say it was late."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.store import statements
from bot.store.statements import columns_of, upsert, values_of
from bot.store.tables import jobs


@dataclass(frozen=True, slots=True)
class JobRun:
    """The last run of a job; `last_error` is None when it went well."""

    name: str
    last_run_at: datetime
    last_error: str | None


def record(connection: Connection, run: JobRun) -> None:
    """Keep the run in place of the one before."""
    upsert(connection, jobs, values_of(run))


def claim(connection: Connection, name: str, at: datetime) -> bool:
    """Take a run of a job for an instant; return False where one for it, or a later, is there."""
    run = statements.insert(connection, jobs).values(name=name, last_run_at=at, last_error=None)
    statement = run.on_conflict_do_update(
        index_elements=["name"],
        set_={"last_run_at": run.excluded.last_run_at, "last_error": None},
        where=jobs.c.last_run_at < run.excluded.last_run_at,
    )
    return connection.execute(statement.returning(jobs.c.name)).scalar_one_or_none() is not None


def last_run_at(connection: Connection, name: str) -> datetime | None:
    """Return when a job ran last; none when it never did."""
    return connection.execute(
        select(jobs.c.last_run_at).where(jobs.c.name == name)
    ).scalar_one_or_none()


def listing(connection: Connection) -> list[JobRun]:
    """Return the last run of every job, by name."""
    query = select(*columns_of(jobs, JobRun)).order_by(jobs.c.name)
    return [JobRun(**row) for row in connection.execute(query).mappings()]
