"""Rules that stand in one place: no other module of the program says them again."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
MODULES = sorted(
    path
    for package in ("sla_core", "bot")
    for path in (ROOT / package).rglob("*.py")
    if "migrations" not in path.relative_to(ROOT).parts
)

HOMES = {
    "the hours of a ticket": (r"\b(else|or) ALWAYS\b", "sla_core/configuration/contents.py"),
    "which metrics are replies": (r"(REPLY|ANSWER)_METRICS\b.* = ", "sla_core/clocks/metrics.py"),
    "the address of a message": ("/archives/", "bot/views/addresses.py"),
    "the kinds of a configuration": ('"customer_groups"', "sla_core/configuration/kinds.py"),
    "in which status it is our turn": (r'"new",\s*"open"', "sla_core/tickets/vocabulary.py"),
    "in which a message changes a ticket": (
        r'"(answered|pending|on_hold)",\s*"resolved"|"closed", "spam"\)',
        "sla_core/tickets/vocabulary.py",
    ),
    "what clocks stand on": (
        r'"level",\s*"calendar"|"calendar",\s*"level"',
        "sla_core/configuration/kinds.py",
    ),
}
"""What is said in one place: the words that say it, and the place."""


@pytest.mark.parametrize(("words", "home"), HOMES.values(), ids=HOMES)
def test_a_rule_has_one_home(words, home):
    found = {
        path.relative_to(ROOT).as_posix()
        for path in MODULES
        if re.search(words, path.read_text(encoding="utf-8"))
    }
    assert found == {home}
