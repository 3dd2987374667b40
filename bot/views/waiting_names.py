"""Names of a configuration that stand for nobody yet, as they are shown to admins."""

from dataclasses import dataclass
from typing import Final

UNKNOWN: Final = "unknown"
"""Nobody and nothing is called that, as far as Slack told."""
SHARED: Final = "shared"
"""More than one has it."""
OUTSIDE: Final = "outside"
"""Who has it is no member of this workspace: a guest, of another company, a bot, or gone."""
MADE: Final = "made"
"""It is there now, and who made it since is no admin."""
SOMEBODY: Final = "somebody"
"""Who made it, where Slack did not tell."""
NO_SUCH_ID: Final = "no_such_id"
"""It is an id, and nobody and nothing has it, though Slack told of all there is."""
NO_STAFF: Final = "no_staff"
"""It is an id, and who has it is a guest, of another company, a bot, or gone."""


@dataclass(frozen=True, slots=True)
class WaitingName:
    """A name that stands for nobody yet, why, and the ids of who has it, where that is known."""

    place: str
    written: str
    why: str
    bearers: tuple[str, ...] = ()
