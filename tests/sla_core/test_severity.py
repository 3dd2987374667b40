"""The severity proposed for a miss: a table of points."""

import pytest

from sla_core.reports.severity import SEVERITIES, proposed_severity

HOUR = 3600


@pytest.mark.parametrize(
    ("overrun", "target", "priority", "is_of_a_group", "wanted"),
    [
        (1, 4 * HOUR, "normal", False, "minor"),  # 0
        (HOUR - 1, 4 * HOUR, "normal", False, "minor"),  # just below a quarter: 0
        (HOUR, 4 * HOUR, "normal", False, "major"),  # a quarter: 2
        (4 * HOUR - 1, 4 * HOUR, "normal", False, "major"),  # just below all of it: 2
        (4 * HOUR, 4 * HOUR, "normal", False, "critical"),  # 4
        (4 * HOUR, 4 * HOUR, "low", False, "major"),  # 4 - 1
        (HOUR, 4 * HOUR, "low", False, "minor"),  # 2 - 1
        (1, 4 * HOUR, "high", False, "minor"),  # 1
        (1, 4 * HOUR, "high", True, "major"),  # 1 + 1
        (1, 4 * HOUR, "urgent", False, "major"),  # 2
        (1, 4 * HOUR, "urgent", True, "major"),  # 2 + 1
        (HOUR, 4 * HOUR, "high", True, "critical"),  # 2 + 1 + 1
        (HOUR, 4 * HOUR, "urgent", False, "critical"),  # 2 + 2
        (1, 1, "normal", False, "critical"),  # a second over a second
        (0, HOUR, "normal", True, "minor"),  # 1
        (-60, HOUR, "normal", False, "minor"),  # within its target
    ],
)
def test_overrun_priority_and_customer_add_up(overrun, target, priority, is_of_a_group, wanted):
    assert proposed_severity(overrun, target, priority, is_of_a_group=is_of_a_group) == wanted


def test_a_longer_overrun_is_never_proposed_as_less_severe():
    for priority in ("low", "normal", "high", "urgent"):
        found = [
            SEVERITIES.index(proposed_severity(s, 60, priority, is_of_a_group=False))
            for s in range(200)
        ]
        assert found == sorted(found)
