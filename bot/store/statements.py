"""The few statements whose words differ between SQLite and PostgreSQL."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import fields
from functools import cache, lru_cache
from typing import Any, Final, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    FromClause,
    Table,
    TableValuedAlias,
    Text,
    bindparam,
    func,
    literal_column,
    select,
)
from sqlalchemy import column as sql_column
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from bot.store.tables import counters
from bot.store.types import Document

Insert = sqlite.Insert | postgresql.Insert
Value = TypeVar("Value")

AT_ONCE: Final = 500
"""Values that one question asks for, and rows that one transaction writes of many."""


def insert(connection: Connection, table: Table) -> Insert:
    """Return an INSERT that knows ON CONFLICT, in the words of the connection's database."""
    return insert_in(connection.dialect.name, table)


def insert_in(dialect: str, table: Table) -> Insert:
    """Return the same in the words of a database named, for a statement that is built once."""
    return sqlite.insert(table) if dialect == "sqlite" else postgresql.insert(table)


def upsert(connection: Connection, table: Table, values: Mapping[str, Any]) -> None:
    """Write the row; where its primary key is there already, change that row to it."""
    keys = [column.name for column in table.primary_key]
    statement = insert(connection, table).values(**values)
    changes = {name: statement.excluded[name] for name in values if name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes))


def upsert_all(
    connection: Connection,
    table: Table,
    rows: Sequence[Mapping[str, Any]],
    kept_if_null: Iterable[str] = (),
) -> None:
    """Write rows of the same columns as by `upsert`; of some columns a null changes nothing."""
    if not rows:
        return
    keys = [column.name for column in table.primary_key]
    statement = insert(connection, table)
    changes: dict[str, ColumnElement[Any]] = {
        name: statement.excluded[name] for name in rows[0] if name not in keys
    }
    for name in kept_if_null:
        changes[name] = func.coalesce(statement.excluded[name], table.c[name])
    written = statement.on_conflict_do_update(index_elements=keys, set_=changes)
    connection.execute(written, list(rows))


def in_batches(values: Sequence[Value], size: int = AT_ONCE) -> Iterator[Sequence[Value]]:
    """Yield the values in their order, as many at a time as one statement takes."""
    for start in range(0, len(values), size):
        yield values[start : start + size]


def numbered(connection: Connection, table: Table, workspace_id: str) -> dict[str, Any]:
    """Return what an INSERT into a table with an `id` must say: nothing on PostgreSQL.

    SQLite numbers only tables keyed by a single integer; there the writer is alone, and counts.
    """
    return numbered_in(connection.dialect.name, table, workspace_id)


def numbered_in(dialect: str, table: Table, workspace_id: Any) -> dict[str, Any]:
    """Return the same for a database named; the workspace may be a parameter's place."""
    if dialect != "sqlite":
        return {}
    newest = select(func.coalesce(func.max(table.c.id), 0) + 1)
    return {"id": newest.where(table.c.workspace_id == workspace_id).scalar_subquery()}


@lru_cache(maxsize=100)
def in_state(table: FromClause, *states: str) -> ColumnElement[bool]:
    """Return the condition on `state`, spelled out in the statement and not as a parameter.

    SQLite uses an index with a WHERE only for a statement that says the same.
    """
    words: list[ColumnElement[str]] = [literal_column(f"'{state}'") for state in states]
    return table.c.state == words[0] if len(words) == 1 else table.c.state.in_(words)


class _Words(FunctionElement[str]):
    """The words of a JSON array, one a row; none of what is no array."""

    name = "words"
    inherit_cache = True


@compiles(_Words, "sqlite")
def _in_sqlite(element: _Words, compiler: SQLCompiler, **how: Any) -> str:
    document = compiler.process(element.clauses, **how)
    is_array = f"CASE WHEN json_valid({document}) THEN json_type({document}) = 'array' END"
    return f"json_each(CASE WHEN {is_array} THEN {document} ELSE '[]' END)"


@compiles(_Words, "postgresql")
def _in_postgresql(element: _Words, compiler: SQLCompiler, **how: Any) -> str:
    document = compiler.process(element.clauses, **how)
    array = f"CASE jsonb_typeof({document}) WHEN 'array' THEN {document} ELSE '[]'::jsonb END"
    return f"jsonb_array_elements_text({array})"


class _Member(FunctionElement[str]):
    """The text of a member of a JSON object; NULL of what is no object or has none."""

    name = "member"
    type = Text()
    inherit_cache = True


@compiles(_Member, "sqlite")
def _member_in_sqlite(element: _Member, compiler: SQLCompiler, **how: Any) -> str:
    document, name = (compiler.process(clause, **how) for clause in element.clauses)
    return f"CASE WHEN json_valid({document}) THEN json_extract({document}, '$.' || {name}) END"


@compiles(_Member, "postgresql")
def _member_in_postgresql(element: _Member, compiler: SQLCompiler, **how: Any) -> str:
    document, name = (compiler.process(clause, **how) for clause in element.clauses)
    return f"({document} ->> {name})"


class _WithMember(FunctionElement[Any]):
    """A JSON object with a text in the place of a member; what is none stays as it is."""

    name = "with_member"
    type = Document()
    inherit_cache = True


@compiles(_WithMember, "sqlite")
def _with_member_in_sqlite(element: _WithMember, compiler: SQLCompiler, **how: Any) -> str:
    document, name, value = (compiler.process(clause, **how) for clause in element.clauses)
    changed = f"json_set({document}, '$.' || {name}, {value})"
    return f"CASE WHEN json_valid({document}) THEN {changed} ELSE {document} END"


@compiles(_WithMember, "postgresql")
def _with_member_in_postgresql(element: _WithMember, compiler: SQLCompiler, **how: Any) -> str:
    document, name, value = (compiler.process(clause, **how) for clause in element.clauses)
    return f"jsonb_set({document}, ARRAY[{name}], to_jsonb(CAST({value} AS text)))"


def each_word(column: ColumnElement[Any]) -> TableValuedAlias:
    """Return the words of a column of type `Names` as rows whose column is `value`."""
    return _Words(column).table_valued(sql_column("value", Text), joins_implicitly=True)


def member(column: ColumnElement[Any], name: str) -> ColumnElement[str]:
    """Return the text of a member of a column of type `Document`, whatever stands in it."""
    return _Member(column, literal_column(f"'{name}'"))


def with_member(column: ColumnElement[Any], name: str, value: str) -> ColumnElement[Any]:
    """Return a column of type `Document` with a text in the place of a member of its objects."""
    return _WithMember(column, literal_column(f"'{name}'"), bindparam(None, value, type_=Text))


def next_value(connection: Connection, workspace_id: str, name: str) -> int:
    """Return 1, 2, 3, … per workspace and name.

    Gapless: the counter stays locked until the transaction ends, and is undone with it.
    """
    statement = insert(connection, counters).values(workspace_id=workspace_id, name=name, value=1)
    counted = statement.on_conflict_do_update(
        index_elements=["workspace_id", "name"], set_={"value": counters.c.value + 1}
    )
    return int(connection.execute(counted.returning(counters.c.value)).scalar_one())


@cache
def columns_of(table: Table, dataclass: type) -> tuple[Column[Any], ...]:
    """Return the columns that fill the dataclass, in the order of its fields."""
    return tuple(table.c[field.name] for field in fields(dataclass))


def values_of(row: Any, leave_out: Iterable[str] = ()) -> dict[str, Any]:
    """Return the dataclass as column values, shallow: documents are not copied."""
    return {f.name: getattr(row, f.name) for f in fields(row) if f.name not in set(leave_out)}
