"""From YAML text to a tree of plain values, each with its line.

YAML 1.2 with the core schema and nothing else: `NO` and `22:00` and `2026-12-24` are text, a key
given twice is an error, anchors and aliases work, tags and merge keys do not exist. Scalars keep
the text they were written with, so that a customer named 007 stays one.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from bot.config.problems import ConfigProblem, ConfigRefused

DEEPEST: Final = 50
"""Levels of lists and mappings in each other; what lies deeper is not read at all."""
MOST_VALUES: Final = 200_000
"""Values that aliases may make of a file: each of them is read wherever it is named."""


@dataclass(frozen=True, slots=True)
class Tree:
    """A scalar, a list of trees, or a dict of trees by key; with its place, counted from 1.

    The place of what stands under a key is the key's. `text` is a scalar as it was written.
    """

    value: Any
    line: int | None = None
    text: str = ""
    column: int | None = None


def tree_of(value: Any) -> Tree:
    """The tree of plain JSON values, which have no lines."""
    if isinstance(value, dict):
        return Tree({str(key): tree_of(item) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return Tree([tree_of(item) for item in value])
    return Tree(value, text=str(value))


def parsed(text: str, file: str) -> Tree:
    """The tree of a YAML text; `ConfigRefused` says where it is none, or is too deep or large."""
    yaml = YAML(typ="rt", pure=True)
    yaml.max_depth = DEEPEST
    try:
        root = yaml.compose(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line, column = (mark.line + 1, mark.column + 1) if mark else (None, None)
        problem = ConfigProblem(file, line, "", _reason(error), column)
        raise ConfigRefused([problem]) from None
    except (YAMLError, RecursionError) as error:
        reason = str(error).splitlines()[0] if isinstance(error, YAMLError) else "nested too deeply"
        raise ConfigRefused([ConfigProblem(file, None, "", f"not YAML: {reason}")]) from None
    if root is None:
        raise ConfigRefused([ConfigProblem(file, 1, "", "is empty: start with `version: 1`")])
    trees = _Trees(file)
    tree = trees.of(root)
    if trees.problems:
        raise ConfigRefused(trees.problems)
    return tree


def _reason(error: MarkedYAMLError) -> str:
    if isinstance(error, MaxDepthExceededError):
        return f"more than {DEEPEST} lists and mappings lie in each other: write it flatter"
    if "single document" in (error.context or ""):
        return "holds a second document: remove the line `---`"
    parts = [part.strip() for part in (error.context, error.problem) if part]
    return f"not YAML: {', '.join(parts)}"


_TEXT_TAG: Final = "tag:yaml.org,2002:str"
_STANDARD_TAG: Final = "tag:yaml.org,2002:"
_CORE: Final[tuple[tuple[re.Pattern[str], Callable[[str], Any]], ...]] = (
    (re.compile(r"~|null|Null|NULL|"), lambda _: None),
    (re.compile(r"true|True|TRUE|false|False|FALSE"), lambda text: text.lower() == "true"),
    (re.compile(r"[-+]?[0-9]{1,4000}"), int),
    (re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+"), lambda text: int(text, 0)),
    (re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?"), float),
)
"""The core schema of YAML 1.2, section 10.3.2; what matches nothing is text. Infinities and NaN
are left out: no key takes one."""


class _Trees:
    """Makes trees of ruamel's nodes; what an alias names is made once."""

    def __init__(self, file: str) -> None:
        self._file = file
        self.problems: list[ConfigProblem] = []
        """What is wrong with single keys and values, all of which are read before it is raised."""
        self._made: dict[int, Tree | None] = {}
        self._sizes: dict[int, int] = {}
        self._count = 0

    def of(self, node: Node) -> Tree:
        """The tree of a node; one that contains itself is refused, or grows without bound."""
        if id(node) in self._made:
            tree = self._made[id(node)]
            if tree is None:
                raise self._refused(node, "", "an alias stands inside what it names: write it out")
            self._note_size(node, self._sizes[id(node)])
            return tree
        self._made[id(node)] = None
        before = self._count
        tree = self._new(node)
        self._note_size(node, 1)
        self._sizes[id(node)] = self._count - before
        self._made[id(node)] = tree
        return tree

    def _note_size(self, node: Node, size: int) -> None:
        """Count values as they are read, those of an alias each time it stands somewhere."""
        self._count += size
        if self._count > MOST_VALUES and self._count > 2 * len(self._made):
            raise self._refused(node, "", "aliases make it too large: write fewer of them")

    def _new(self, node: Node) -> Tree:
        line, column = node.start_mark.line + 1, node.start_mark.column + 1
        if not str(node.tag).startswith(_STANDARD_TAG):
            self._note(node, "", f"the tag {node.tag} means nothing here: remove it")
        if isinstance(node, MappingNode):
            return Tree(self._entries(node), line, column=column)
        if isinstance(node, SequenceNode):
            return Tree([self.of(child) for child in node.value], line, column=column)
        return Tree(_scalar(node), line, str(node.value), column)

    def _entries(self, node: MappingNode) -> dict[str, Tree]:
        entries: dict[str, Tree] = {}
        for key, value in node.value:
            if not isinstance(key, ScalarNode):
                self._note(key, "", "a key is text")
                continue
            name, mark = key.value, key.start_mark
            if name == "<<" and key.style is None:
                text = "YAML 1.2 has no merge keys: repeat the keys, or alias a whole value"
                self._note(key, name, text)
                continue
            tree = replace(self.of(value), line=mark.line + 1, column=mark.column + 1)
            if name in entries:
                first = f"given twice, first on line {entries[name].line}: keep one of them"
                self._note(key, name, first)
            else:
                entries[name] = tree
        return entries

    def _note(self, node: Node, key: str, text: str) -> None:
        self.problems.append(self._problem(node, key, text))

    def _refused(self, node: Node, key: str, text: str) -> ConfigRefused:
        return ConfigRefused([self._problem(node, key, text)])

    def _problem(self, node: Node, key: str, text: str) -> ConfigProblem:
        mark = node.start_mark
        return ConfigProblem(self._file, mark.line + 1, key, text, mark.column + 1)


def _scalar(node: Node) -> Any:
    if getattr(node, "style", None) is None and node.tag != _TEXT_TAG:
        for shape, value_of in _CORE:
            if shape.fullmatch(node.value):
                return value_of(node.value)
    return node.value
