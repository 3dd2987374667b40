"""The file of `PUNCTUAL_CONFIG`: taken once, by a database in which nothing was configured yet."""

from pathlib import Path

from bot.config.document import read
from bot.config.preview import preview
from bot.usecases.configuring import apply_configuration, is_configured
from bot.usecases.desk import Desk


def apply_to_empty(desk: Desk, path: Path) -> list[str]:
    """Configure what was never configured; say in a line what was done, or that the file differs.

    Raises `ConfigRefused` for a file with problems, whether it would be taken or not.
    """
    with desk.work() as work:
        wanted = read(path, str(path), work.now_s).configuration
        if not is_configured(work):
            items = apply_configuration(work, wanted, "PUNCTUAL_CONFIG")
            return [f"configured {items} items from {path}"]
        differences = preview(work.configuration, wanted)
    if not differences:
        return []
    return [f"{path} differs from the configuration in force: see `punctual config diff {path}`"]
