"""What many tests begin with: written into one database by the program, then copied into others.

To read a configuration and to put it in force takes longer than most tests do.
"""

from collections.abc import Callable, Hashable
from typing import Any

from sqlalchemy import Table, func, insert, select

from bot.store.columns import metadata
from bot.store.engine import Database
from bot.store.tables import workspaces

Rows = list[tuple[Table, list[dict[str, Any]]]]

_known: dict[Hashable, Rows] = {}
"""What was written, by what it is called, for this process."""


def begin(called: Hashable, database: Database, write: Callable[[], object]) -> None:
    """Have in a fresh database, of which the workspace is known, what `write` writes into it.

    Whatever it writes depends on nothing but what it is called.
    """
    rows = _known.get(called)
    if rows is None:
        write()
        _known[called] = _rows_of(database)
    else:
        _put(database, rows)


def _rows_of(database: Database) -> Rows:
    with database.reading() as connection:
        tables = [table for table in metadata.sorted_tables if table is not workspaces]
        found = [
            (table, [dict(row) for row in connection.execute(select(table)).mappings()])
            for table in tables
        ]
    return [(table, rows) for table, rows in found if rows]


def _put(database: Database, rows: Rows) -> None:
    with database.writing() as connection:
        for table, values in rows:
            connection.execute(insert(table), values)
            if connection.dialect.name == "postgresql":
                _count_on(connection, table)


def _count_on(connection: Any, table: Table) -> None:
    """Have PostgreSQL count on from the numbers that were put in."""
    for column in (each for each in table.columns if each.identity is not None):
        sequence = func.pg_get_serial_sequence(table.name, column.name)
        connection.execute(select(func.setval(sequence, func.max(column))))
