"""The kinds of requests that Slack sends, and how it is said who hears which of them."""

from collections.abc import Callable, Iterator
from typing import Final

COMMAND: Final = "command"
"""A slash command, by its name with the slash."""
EVENT: Final = "event"
"""An event, by its type."""
WARNING: Final = "warning"
"""What Slack tells of its events as such, by its type."""
ACTION: Final = "action"
"""A button or a menu that was used, by its action id."""
OPTIONS: Final = "options"
"""What was typed into a menu whose choices are asked of us, by its action id."""
VIEW: Final = "view"
"""A form that was sent, by its callback id."""
VIEW_CLOSED: Final = "view_closed"
"""A form that was closed unsent, by its callback id."""
SHORTCUT: Final = "shortcut"
"""A shortcut, global or of a message, by its callback id."""

Listener = Callable[..., None]
"""Takes what it names of `ack`, `body` and `request`, and acknowledges."""
Route = tuple[str, str]
"""The kind of a request, and its name in that kind."""
Listeners = Iterator[tuple[Route, Listener]]
"""The rows of a table: which request, and who hears it."""
