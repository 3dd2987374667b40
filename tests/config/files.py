"""Configuration files for tests: the smallest that is right, and what is read of one."""

from textwrap import dedent

import pytest

from bot.config import ConfigDocument, ConfigRefused, read

NOW_S = 1_780_000_000
SMALLEST = "version: 1\nlevels:\n  Standard:\n    targets: {first_reply: 4h}\n"


def read_text(text: str) -> ConfigDocument:
    return read(dedent(text).lstrip("\n"), "sla.yml", NOW_S)


def problems_of(text: str) -> list[str]:
    with pytest.raises(ConfigRefused) as refused:
        read_text(text)
    return [str(problem) for problem in refused.value.problems]
