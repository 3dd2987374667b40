"""A configuration file before it is applied: its changes, and what they mean for clocks.

Terminal and Slack show the same, and apply it for the revision only that was shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from bot.config.document import ConfigDocument, read
from bot.config.history import newest_revision
from bot.config.preview import line_of
from bot.usecases.changes.access import require_admin
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.configuration import (
    apply_configuration,
    differences_to,
    findings,
    impact_of,
    renewal_lines,
    require_unchanged,
)
from bot.usecases.promises.identities import names_of_nobody
from bot.usecases.promises.impact import Impact
from bot.views.differences import Difference
from bot.views.waiting_names import WaitingName


@dataclass(frozen=True, slots=True)
class FileChanges:
    """What applying a file would change, and the revision it was held against.

    `differences` are data, `further` what changes beside them, in words: new data of calendars, and
    clocks that were left behind. `waiting` are names in it that stand for nobody yet.
    """

    document: ConfigDocument
    differences: list[Difference]
    further: list[str]
    impact: Impact | None
    revision: int
    waiting: tuple[WaitingName, ...]

    @property
    def lines(self) -> list[str]:
        """All that changes, as the terminal has it: with the keys of the file."""
        return [*map(line_of, self.differences), *self.further]


def changes_of(
    work: Transaction, document: ConfigDocument, *, with_trailing: bool = False
) -> FileChanges:
    """Return what a file would change now; if asked, with clocks that were left behind."""
    wanted = document.configuration
    impact = impact_of(work, wanted, with_trailing=with_trailing)
    repeats = impact.repeats if impact else ()
    return FileChanges(
        document,
        differences_to(work, wanted),
        [*renewal_lines(work, wanted), *(repeat.line for repeat in repeats)],
        impact,
        newest_revision(work.history),
        names_of_nobody(work, wanted),
    )


def read_for(work: Transaction, text: str, name: str, by: str) -> ConfigDocument:
    """Return the configuration in a text, for an admin; `ConfigRefused` with all that is wrong."""
    require_admin(work, by)
    return read(text, name, work.now_s, partial(findings, work))


def apply_text(
    work: Transaction,
    text: str,
    name: str,
    by: str,
    *,
    revision: int,
    moves_running: bool,
    numbers: Mapping[str, int] | None,
) -> int:
    """Make a file the configuration in force, all of it or nothing; return how many items changed.

    It holds for the revision that was shown. The file is read again: what it names may have gone.
    """
    require_admin(work, by)
    require_unchanged(work, revision)
    wanted = read_for(work, text, name, by).configuration
    return apply_configuration(work, wanted, by, moves_running=moves_running, numbers=numbers)
