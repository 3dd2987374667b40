"""The instants that Slack gives what is sent: read, and known where they cannot be any."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from sla_core.instants import MICROSECONDS, from_us

NAMES: Final = ("ts", "thread_ts", "event_ts", "action_ts")
"""Their names in the payload of an arrival; it need not have all, or has them empty."""
EARLIEST_S: Final = 1_262_304_000
"""The beginning of 2010: there was no Slack before."""
LATEST_S: Final = 4_102_444_800
"""The beginning of 2100."""
_SHAPE: Final = re.compile(r"([0-9]{10})\.[0-9]{1,9}")


def instant_of(ts: str) -> datetime:
    """Return the instant of one of Slack's `ts`, to the microsecond."""
    seconds, _, fraction = ts.partition(".")
    return from_us(int(seconds) * MICROSECONDS + int(fraction[:6].ljust(6, "0") or 0))


def is_instant(ts: object) -> bool:
    """Return whether Slack can have meant this as an instant."""
    shape = _SHAPE.fullmatch(ts) if isinstance(ts, str) else None
    return shape is not None and EARLIEST_S <= int(shape[1]) < LATEST_S


def fault_in_instants(payload: Mapping[str, Any]) -> str | None:
    """Return which instant of an arrival cannot be one; None where all can."""
    for name in NAMES:
        value = payload.get(name)
        if value is not None and not is_instant(value):
            return f"its {name} is no instant: {str(value)[:40]!r}"
    return None
