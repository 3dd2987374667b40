"""All that the app hears, from what it registers; and all that tests of the house say they try."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from re import Pattern
from typing import Any, Final

from ruamel.yaml import YAML

from bot.slack.app import LISTENERS
from bot.slack.commands.table import TABLES

HERE: Final = Path(__file__).parent
MANIFEST: Final = HERE.parents[1] / "app_manifest.yml"

_NAMES: Final = {
    "action": "action",
    "block_action": "action",
    "view": "form",
    "view_submission": "form",
    "view_closed": "closing",
    "shortcut": "shortcut",
    "global_shortcut": "shortcut",
    "message_shortcut": "shortcut",
    "options": "options",
    "block_suggestion": "options",
    "warning": "warning",
}
"""What a test calls what is registered by each method of the app."""


class Registry:
    """Takes the place of the app and remembers what is registered."""

    def __init__(self) -> None:
        self.heard: set[str] = set()
        for listeners in LISTENERS:
            listeners.register(self, None)

    def __getattr__(self, kind: str) -> Callable[[Any], Callable[[Any], Any]]:
        def register(constraint: Any) -> Callable[[Any], Any]:
            if kind in _NAMES:
                self.heard.add(f"{_NAMES[kind]}:{_name(constraint)}")
            return lambda listener: listener

        return register


def _name(constraint: Any) -> str:
    if isinstance(constraint, dict):
        constraint = constraint.get("callback_id") or constraint.get("action_id")
    return constraint.pattern if isinstance(constraint, Pattern) else str(constraint)


def everything() -> set[str]:
    """The name of each command, button, shortcut, form and event there is."""
    commands = {
        f"command:{slash} {command.words}" for slash, table in TABLES.items() for command in table
    }
    declared = YAML(typ="safe").load(MANIFEST.read_text(encoding="utf-8"))
    heard = declared["settings"]["event_subscriptions"]["bot_events"]
    return commands | Registry().heard | {f"event:{name}" for name in heard}


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
