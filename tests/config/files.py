"""Configuration files for tests: the smallest that is right, and what is read of one."""

from collections.abc import Iterable
from dataclasses import replace
from textwrap import dedent

import pytest

from bot.config import ConfigDocument, ConfigProblem, ConfigRefused, read

NOW_S = 1_780_000_000
SMALLEST = "version: 1\nlevels:\n  Standard:\n    targets: {first_reply: 4h}\n"


def read_text(text: str) -> ConfigDocument:
    return read(dedent(text).lstrip("\n"), "sla.yml", NOW_S)


def problems_of(text: str) -> list[str]:
    """The lines that are said of a text, without their columns."""
    with pytest.raises(ConfigRefused) as refused:
        read_text(text)
    return lines(refused.value.problems)


def lines(problems: Iterable[ConfigProblem]) -> list[str]:
    """What is said of each problem, without its column."""
    return [str(replace(problem, column=None)) for problem in problems]
