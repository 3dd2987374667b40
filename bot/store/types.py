"""Column types that mean the same on SQLite and PostgreSQL."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import JSON, DateTime
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.engine import Dialect
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.store.broken import BrokenValue, tell_once

Json = dict[str, Any]


class Instant(TypeDecorator[datetime]):
    """An aware instant to the microsecond, handed back in UTC.

    SQLite keeps no zone: there it is text of fixed width in UTC, so that text order is time order.
    Naive values are refused, as they would silently change their meaning. Text that is no instant
    is read as `BrokenValue`.
    """

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the value as the database keeps it; raise `ValueError` when it is naive."""
        if value is None:
            return None
        if value.utcoffset() is None:
            raise ValueError(f"an instant needs a time zone: {value.isoformat()}")
        in_utc = value.astimezone(UTC)
        return in_utc.replace(tzinfo=None) if dialect.name == "sqlite" else in_utc

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the instant, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if dialect.name == "sqlite" else value.astimezone(UTC)

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads the column's values."""
        return _reading(super().result_processor(dialect, coltype))


class Document(TypeDecorator[Any]):
    """JSON: JSONB on PostgreSQL, text on SQLite. None is SQL's NULL.

    Text that is no JSON, which only SQLite can hold, is read as `BrokenValue`.
    """

    impl = JSON(none_as_null=True)
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        """Return the database's own JSON type."""
        json_type = JSONB if dialect.name == "postgresql" else JSON
        return dialect.type_descriptor(json_type(none_as_null=True))

    def result_processor(self, dialect: Dialect, coltype: object) -> Callable[[Any], Any] | None:
        """Return what reads the column's values."""
        return _reading(super().result_processor(dialect, coltype))


class WordList(TypeDecorator[tuple[str, ...]]):
    """An ordered list of words (tags, points of a clock), kept as a JSON array, read as a tuple.

    What is no such list is read as an empty one: most are projections, and written anew.
    """

    impl = Document
    cache_ok = True

    def process_bind_param(
        self,
        value: Sequence[str] | None,
        dialect: Dialect,
    ) -> list[str] | None:
        """Return the words as a list."""
        return None if value is None else list(value)

    def process_result_value(
        self,
        value: Any,
        dialect: Dialect,
    ) -> tuple[str, ...] | None:
        """Return the words as a tuple."""
        if value is None:
            return None
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            tell_once(
                "a list of words", value.text if isinstance(value, BrokenValue) else str(value)
            )
            return ()
        return tuple(value)


def _reading(read: Callable[[Any], Any] | None) -> Callable[[Any], Any] | None:
    """Return what reads a column's values as `read` does, a `BrokenValue` where that fails."""
    if read is None:
        return None

    def read_or_mark(value: Any) -> Any:
        try:
            return read(value)
        except (ValueError, TypeError, RecursionError):
            return BrokenValue.of(value)

    return read_or_mark
