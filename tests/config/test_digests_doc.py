"""The example in docs/digests.md is a configuration, and reads back from its export."""

import re
from pathlib import Path

from bot.config.document import plain_of, read
from sla_core.configuration import Digest

PAGE = Path(__file__).resolve().parents[2] / "docs" / "digests.md"


def test_the_example_is_a_configuration():
    [example] = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    configuration = read(f"version: 1\n{example}", "digests.md", 0).configuration
    assert configuration.options.digests == (
        Digest("day", ("#sla-alerts",)),
        Digest("week", ("lea@example.com",), "Support", 7 * 3600 + 1800, "fri"),
        Digest("month", ("#management", "ada@example.com")),
    )
    assert plain_of(configuration)["digests"][1] == {
        "every": "week",
        "to": ["lea@example.com"],
        "department": "Support",
        "at": "07:30",
        "on": "fri",
    }


def test_a_department_that_is_not_declared_is_a_warning():
    text = "version: 1\ndigests:\n  - {every: day, to: [lea@example.com], department: Nowhere}\n"
    [warning] = read(text, "sla.yml", 0).warnings
    assert "department Nowhere is not declared" in warning.text
