"""The examples in docs/rules.md are configurations, and its tables name every field and action."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from bot.config import read
from sla_core.configuration.facts import FIELD_KINDS
from sla_core.configuration.operators import OPERATORS
from sla_core.configuration.rule import Actions

TEXT = Path("docs/rules.md").read_text(encoding="utf-8")
EXAMPLES = re.findall(r"```yaml\n(.*?)```", TEXT, re.DOTALL)


@pytest.mark.parametrize("example", EXAMPLES)
def test_an_example_is_right_but_for_what_it_does_not_declare(example):
    found = read(example, "rules.md", 1_780_000_000)
    assert found.configuration.rules
    assert all("is not declared" in each.text for each in found.warnings)


def test_every_field_operator_and_action_is_named():
    operators = {name for each in OPERATORS.values() for name in each}
    actions = {each.name for each in fields(Actions) if each.init}
    missing = [
        name for name in {*FIELD_KINDS, *operators, *actions} if not re.search(f"`{name}\\b", TEXT)
    ]
    assert missing == []
