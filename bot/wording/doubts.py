"""Why what was heard, or this machine's clock, is doubted; it is kept in the program's words."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _

REASONS: Final[Mapping[str, Sentence]] = {
    "Punctual was started": later("Punctual was started"),
    "a connection to Slack was opened anew": later("a connection to Slack was opened anew"),
    "a connection to Slack broke": later("a connection to Slack broke"),
    "a connection to Slack was silent": later("a connection to Slack was silent"),
    "Slack dropped events, as there were too many": later(
        "Slack dropped events, as there were too many"
    ),
    "nobody listened": later("nobody listened"),
    "the clock was not compared with Slack's yet": later(
        "the clock was not compared with Slack's yet"
    ),
}
"""By the words that are kept."""


def _forward(seconds: str) -> str:
    return _("the clock was set forward by {seconds} s").format(seconds=seconds)


def _back(seconds: str) -> str:
    return _("the clock was set back by {seconds} s").format(seconds=seconds)


def _slept(seconds: str) -> str:
    return _("the machine slept for {seconds} s").format(seconds=seconds)


_MEASURED: Final[tuple[tuple[re.Pattern[str], Callable[[str], str]], ...]] = (
    (re.compile(r"the clock was set forward by (\d+) s"), _forward),
    (re.compile(r"the clock was set back by (\d+) s"), _back),
    (re.compile(r"the machine slept for (\d+) s"), _slept),
)


def reason(kept: str) -> str:
    """Why there is doubt, in the middle of a sentence; what nobody knows stands for itself."""
    if kept in REASONS:
        return REASONS[kept]()
    matches = ((words, pattern.fullmatch(kept)) for pattern, words in _MEASURED)
    return next((words(match[1]) for words, match in matches if match is not None), kept)
