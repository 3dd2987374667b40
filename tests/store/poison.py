"""Puts into a row what should not be there, as a fault of the disk or another program would."""

from sqlalchemy import text

NO_JSON = '{"user_id": "U'
"""Text that is no JSON: SQLite holds it in a column of documents, PostgreSQL does not."""
NO_OBJECT = '["not", "what", "was", "kept"]'
"""JSON of another shape, which both hold."""


def poison(database, table, column, value, where="1 = 1"):
    """Write a value as it is; return how many rows have it now.

    A column of documents on PostgreSQL takes a value that is no JSON as a JSON text.
    """
    with database.writing() as connection:
        is_postgres = connection.dialect.name == "postgresql"
        if value == NO_JSON and is_postgres:
            value = '"{"'
        into = "CAST(:value AS jsonb)" if is_postgres and column in DOCUMENTS else ":value"
        statement = text(f"UPDATE {table} SET {column} = {into} WHERE {where}")
        return connection.execute(statement, {"value": value}).rowcount


DOCUMENTS = {"payload", "body", "tags", "points", "members", "versions"}
