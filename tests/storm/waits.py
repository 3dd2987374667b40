"""Waits of the bot that no setting shortens, and how long they are in the storm.

A run of minutes has to meet what takes Slack and the bot a quarter of an hour.
"""

import importlib
from typing import Any, Final

SHORTENED: Final[tuple[tuple[str, str, Any], ...]] = (
    ("bot.slack.connect.watch", "SILENCE_S", 6.0),
)
"""Module, name, seconds."""


def shorten() -> None:
    """Shorten what is there."""
    for place, name, value in SHORTENED:
        try:
            module = importlib.import_module(place)
        except ModuleNotFoundError:
            continue
        if hasattr(module, name):
            setattr(module, name, value)
