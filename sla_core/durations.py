"""Durations as people write them: ``1h30m`` and back."""

import re
from typing import Final

from sla_core.errors import SlaError

_UNITS: Final = {"h": 3600, "m": 60, "s": 1}
_SHAPE: Final = re.compile(r"(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?")


def parse_duration(text: str) -> int:
    """Seconds of ``30s``, ``45m``, ``1h30m``, ``8h``; anything else raises ``SlaError``.

    Days are refused: a day has no fixed number of business hours.
    """
    if re.fullmatch(r"\d+\s*d(ays?)?", text.strip()):
        raise SlaError("days")
    match = _SHAPE.fullmatch(text)
    if not text or match is None:
        raise SlaError("no_duration")
    return sum(
        int(amount or 0) * seconds
        for amount, seconds in zip(match.groups(), _UNITS.values(), strict=True)
    )


def format_duration(seconds: int) -> str:
    """The shortest text that ``parse_duration`` reads back; ``0s`` for nothing."""
    text = ""
    for unit, size in _UNITS.items():
        amount, seconds = divmod(seconds, size)
        text += f"{amount}{unit}" if amount else ""
    return text or "0s"
