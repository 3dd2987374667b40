"""One sweeping and sending process per SQLite file; on PostgreSQL claims do without."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager

from bot.store.engine import Database
from bot.store.errors import StoreError
from bot.store.modes import opened_private


@contextmanager
def sweeping(database: Database) -> Iterator[None]:
    """Hold the right to sweep and send; raise `StoreError` at once when another process has it.

    The lock lies beside the file and ends with the process, however that ends.
    """
    if database.path is None:
        yield
        return
    beside = database.path.with_name(database.path.name + ".lock")
    with open(beside, "a+", opener=opened_private) as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            file.seek(0)
            owner = file.read().strip() or "unknown"
            raise StoreError(
                f"process {owner} already sweeps and sends for {database.path}: stop it first, "
                "or use PostgreSQL for several"
            ) from None
        file.truncate(0)
        file.write(str(os.getpid()))
        file.flush()
        yield
