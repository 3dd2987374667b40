"""What SQLAlchemy compiled for one test's database serves those of the tests after it.

Each test opens a database of its own, and an engine compiles every statement anew, which takes a
third of the time of most tests. Here all engines of a kind in a process share what was compiled.
"""

from typing import Any

from sqlalchemy import Connection, Engine, event
from sqlalchemy.util import LRUCache

KEPT = 3_000
"""How many statements are kept; a program of ours, which knows one engine, needs some hundred."""


class Statements(LRUCache[Any, Any]):
    """Compiled statements by what they say, and by the kind of the database, not the engine."""

    def get(self, key: Any, default: Any = None) -> Any:
        return super().get(_of_kind(key), default)

    def __setitem__(self, key: Any, compiled: Any) -> None:
        super().__setitem__(_of_kind(key), compiled)


def _of_kind(key: tuple[Any, ...]) -> tuple[Any, ...]:
    dialect, *rest = key
    return (dialect.name, *rest)


_statements = Statements(KEPT)


def share() -> None:
    """Have engines share their statements from their first connection on."""
    event.listen(Engine, "engine_connect", _adopt)


def _adopt(connection: Connection) -> None:
    given: Any = connection.engine
    for engine in (given, getattr(given, "_proxied", given)):
        engine._compiled_cache = _statements
