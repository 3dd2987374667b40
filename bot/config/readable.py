"""The part of a wrong file that can be read, so that all that is wrong is said at once."""

from contextlib import suppress
from dataclasses import replace
from typing import Any

from bot.config.items import SHELVES
from bot.config.parts import Part
from bot.config.problems import ConfigRefused
from bot.config.rules import read_rules
from bot.config.tree import Tree
from bot.config.workspace import read_options
from sla_core.configuration import ALWAYS

_RULES = "rules"
_NAMED = {shelf.section: shelf for shelf in SHELVES.values()}


def readable(root: Part) -> Part:
    """Return a file without its items, rules and options that cannot be read."""
    entries: dict[str, Tree] = {}
    for key, below in root.keys().items():
        if key in _NAMED:
            entries[key] = replace(below.tree, value=_items(key, below))
        elif key == _RULES:
            entries[key] = replace(below.tree, value=_rules(below))
        elif _is_option(root, key, below.tree):
            entries[key] = below.tree
    return replace(root, tree=replace(root.tree, value=entries))


def names_written(root: Part) -> set[str]:
    """Return the names of a file's levels and calendars, case folded, readable or not."""
    parts = [root.find([section]) for section in ("levels", "calendars")]
    names = {name.casefold() for part in parts if part is not root for name in part.written_keys}
    return {*names, ALWAYS}


def _items(section: str, part: Part) -> dict[str, Tree]:
    items: dict[str, Tree] = {}
    names: set[str] = set()
    for name in part.written_keys:
        below = part.find([name])
        with suppress(ConfigRefused):
            if name.strip() and not below.is_left_out and name.casefold() not in names:
                _NAMED[section].read(name, below)
                items[name] = below.tree
                names.add(name.casefold())
    return items


def _rules(part: Part) -> list[Tree]:
    rules: list[Tree] = []
    for below in part.items():
        with suppress(ConfigRefused):
            together: list[Any] = [*rules, below.tree]
            read_rules(replace(part, tree=replace(part.tree, value=together)))
            rules = together
    return rules


def _is_option(root: Part, key: str, tree: Tree) -> bool:
    """Whether a key is one of the workspace, and can be read."""
    with suppress(ConfigRefused):
        read_options(replace(root, tree=replace(root.tree, value={key: tree})))
        return True
    return False
