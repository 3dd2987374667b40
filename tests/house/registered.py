"""All that the app hears, from its listeners; and all that tests of the house say they try."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from ruamel.yaml import YAML

from bot.slack.act.commands.table import TABLES
from bot.slack.connect.app import LISTENERS
from bot.slack.hear import routes

HERE: Final = Path(__file__).parent
MANIFEST: Final = HERE.parents[1] / "app_manifest.yml"

_NAMES: Final = {
    routes.ACTION: "action",
    routes.VIEW: "form",
    routes.VIEW_CLOSED: "closing",
    routes.SHORTCUT: "shortcut",
    routes.OPTIONS: "options",
    routes.WARNING: "warning",
}
"""What a test calls each kind of request that has a listener."""


def _listeners() -> set[str]:
    """The kind, as tests call it, and the name of what is heard but for commands and events."""
    known = (route for listeners in LISTENERS for route, _ in listeners(None))
    return {f"{_NAMES[kind]}:{name}" for kind, name in known if kind in _NAMES}


def everything() -> set[str]:
    """The name of each command, button, shortcut, form and event there is."""
    commands = {
        f"command:{slash} {command.words}" for slash, table in TABLES.items() for command in table
    }
    declared = YAML(typ="safe").load(MANIFEST.read_text(encoding="utf-8"))
    heard = declared["settings"]["event_subscriptions"]["bot_events"]
    return commands | _listeners() | {f"event:{name}" for name in heard}


def said_to_be_tried() -> dict[str, list[str]]:
    """The tests that say they try each thing; their judgement holds them to it."""
    found: dict[str, list[str]] = {}
    for path in sorted(HERE.glob("test_*.py")):
        for test, what in _tries(ast.parse(path.read_text(encoding="utf-8"))):
            found.setdefault(what, []).append(f"{path.name}::{test}")
    return found


def _tries(module: ast.Module) -> Iterator[tuple[str, str]]:
    for node in ast.walk(module):
        if not isinstance(node, ast.FunctionDef):
            continue
        for mark in node.decorator_list:
            if isinstance(mark, ast.Call) and getattr(mark.func, "id", "") == "tries":
                yield from ((node.name, ast.literal_eval(each)) for each in mark.args)
