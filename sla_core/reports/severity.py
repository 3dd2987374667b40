"""How bad a miss is, as proposed to who reviews it: by its overrun, its priority, its customer.

Each of the three gives points, and their sum says which severity is proposed:

| overrun, as a share of the target | points | priority | points | customer | points |
|---|---|---|---|---|---|
| less than a quarter | 0 | low | -1 | in a group | 1 |
| less than all of it | 2 | normal | 0 | else | 0 |
| all of it or more | 4 | high | 1 | | |
| | | urgent | 2 | | |

Below 2 points a miss is minor, below 4 major, else critical.
"""

from typing import Final

SEVERITIES: Final = ("minor", "major", "critical")

_OVERRUNS: Final = ((100, 4), (25, 2))
"""Percent of the target from which an overrun gives so many points, the largest first."""
_PRIORITIES: Final = {"low": -1, "normal": 0, "high": 1, "urgent": 2}
_CUSTOMER: Final = 1
_SEVERE_FROM: Final = (("critical", 4), ("major", 2))


def proposed_severity(
    overrun_seconds: int, target_seconds: int, priority: str, *, is_of_a_group: bool
) -> str:
    """One of `SEVERITIES`; seconds are business seconds, the target at least 1."""
    share_pct = 100 * max(overrun_seconds, 0) // target_seconds
    points = next((points for from_pct, points in _OVERRUNS if share_pct >= from_pct), 0)
    points += _PRIORITIES[priority] + (_CUSTOMER if is_of_a_group else 0)
    return next((name for name, least in _SEVERE_FROM if points >= least), "minor")
