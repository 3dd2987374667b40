"""The page of commands says what the tables say: every command, what it does, for whom."""

from pathlib import Path

import pytest

from bot.slack.act.commands.call import ADMINS, AGENTS, EVERYONE
from bot.slack.act.commands.table import TABLES

PAGE = Path(__file__).parents[2] / "docs" / "commands.md"
WHO = {EVERYONE: "everybody", AGENTS: "agents", ADMINS: "admins"}


@pytest.mark.parametrize(
    ("slash", "command"),
    [(slash, command) for slash, table in TABLES.items() for command in table],
    ids=lambda each: each if isinstance(each, str) else each.words,
)
def test_every_command_has_its_row(slash, command):
    row = (
        f"| `{slash} {command.usage(is_agent=True)}` | {command.sentence()} | {WHO[command.who]} |"
    )
    assert row in PAGE.read_text()


def test_every_row_is_a_command():
    known = {
        f"{slash} {command.usage(is_agent=True)}"
        for slash, table in TABLES.items()
        for command in table
    }
    rows = [line for line in PAGE.read_text().splitlines() if line.startswith("| `/")]
    assert {line.split("`")[1] for line in rows} == known
