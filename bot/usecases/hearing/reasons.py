"""Why what was heard is doubted, in the words that are kept and shown."""

from typing import Final

START: Final = "Punctual was started"
OPENED: Final = "a connection to Slack was opened anew"
BROKE: Final = "a connection to Slack broke"
SILENT: Final = "a connection to Slack was silent"
DROPPED: Final = "Slack dropped events, as there were too many"
NOBODY: Final = "nobody listened"
