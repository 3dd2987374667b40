"""The whole file: read into a configuration, written out of one."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from bot.config import check
from bot.config.identities import names_refused
from bot.config.items import SHELVES
from bot.config.keys import Plain
from bot.config.parts import Part, by_name, every
from bot.config.problems import ConfigProblem, ConfigRefused
from bot.config.readable import names_written, readable
from bot.config.rules import read_rules, write_rules
from bot.config.tree import parsed
from bot.config.unsupported import not_acted_on
from bot.config.workspace import read_options, write_options
from sla_core.configuration import Configuration

VERSION: Final = 1
_SECTIONS: Final = {shelf.section: shelf for shelf in SHELVES.values()}
Judge = Callable[[Configuration], Iterable[check.Finding]]
"""Says which names of people are refused in a configuration."""


@dataclass(frozen=True, slots=True)
class ConfigDocument:
    """A configuration that may be used, and what its author may want to know about it."""

    configuration: Configuration
    warnings: tuple[ConfigProblem, ...] = ()
    root: Part | None = None

    def problems(self, findings: Iterable[check.Finding]) -> list[ConfigProblem]:
        """What was found later, each with the line where it stands."""
        root = self.root
        return [] if root is None else [_problem(root, finding) for finding in findings]


def read(source: Path | str, name: str, now_s: int, names: Judge = names_refused) -> ConfigDocument:
    """The configuration of a file, or of a text that is called `name` in messages.

    Raises `ConfigRefused` with every problem found. A level is reached within five years of
    `now_s`. Display names are refused, unless `names` knows better.
    """
    text = _content(source, name) if isinstance(source, Path) else source
    root = Part(parsed(text, name), name)
    try:
        configuration = _configuration(root)
    except ConfigRefused as refused:
        also = _problems_beside(root, now_s, names) if root.is_mapping else []
        raise ConfigRefused([*refused.problems, *also]) from None
    problems = [_problem(root, finding) for finding in _errors(configuration, now_s, names)]
    if problems:
        raise ConfigRefused(problems)
    warnings = sorted(
        (
            _problem(root, finding)
            for finding in (*check.warnings(configuration), *not_acted_on(configuration))
        ),
        key=lambda problem: problem.place,
    )
    return ConfigDocument(configuration, tuple(warnings), root)


def _errors(configuration: Configuration, now_s: int, names: Judge) -> list[check.Finding]:
    return [*check.errors(configuration, now_s), *names(configuration)]


def _problems_beside(root: Part, now_s: int, names: Judge) -> list[ConfigProblem]:
    """What is wrong between the items that can be read, where others cannot.

    A name that stands for one of these others is none.
    """
    root_readable, known = readable(root), names_written(root)
    try:
        configuration = _configuration(root_readable)
    except ConfigRefused:
        return []
    places = [
        (root_readable.find(finding.path), finding)
        for finding in _errors(configuration, now_s, names)
    ]
    return [
        place.problem(finding.text)
        for place, finding in places
        if place.tree.text.casefold() not in known
    ]


def _content(path: Path, name: str) -> str:
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        reason = (error.strerror or "cannot be read").lower()
        raise ConfigRefused([ConfigProblem(name, None, "", reason)]) from None
    except UnicodeDecodeError as error:
        line = error.object[: error.start].count(b"\n") + 1
        text = "not UTF-8: save it as UTF-8"
        raise ConfigRefused([ConfigProblem(name, line, "", text)]) from None


def _problem(root: Part, finding: check.Finding) -> ConfigProblem:
    return root.find(finding.path).problem(finding.text)


def _configuration(root: Part) -> Configuration:
    if not root.is_mapping:
        raise root.refused(f"is {root.shown}: start with `version: 1`")
    parts = root.keys()
    readers = {
        "version": _version,
        "rules": read_rules,
        "agreements": _agreements,
        **{name: _section_reader(name) for name in _SECTIONS},
    }

    def value(name: str) -> tuple[str, Any]:
        if name == "options":
            return name, read_options(root, also=readers)
        return name, readers[name](parts[name])

    values = dict(every(["options", *(name for name in parts if name in readers)], value))
    values.pop("version", None)
    values.pop("agreements", None)
    return Configuration(**values)


def _section_reader(section: str) -> Any:
    return lambda part: by_name(part, _SECTIONS[section].read)


def _version(part: Part) -> int:
    if part.tree.value != VERSION:
        raise part.refused(f"is {part.shown}: this program reads version {VERSION}")
    return VERSION


def _agreements(part: Part) -> None:
    if part.tree.value not in ({}, []):
        raise part.refused("agreements are not read by this version: leave them empty")


def plain_of(configuration: Configuration) -> Plain:
    """The whole configuration as plain values in the order of the file, without empty sections."""
    sections: Plain = {
        name: {item.name: shelf.write(item) for item in getattr(configuration, name).values()}
        for name, shelf in _SECTIONS.items()
    }
    sections["rules"] = write_rules(configuration.rules)
    filled = {name: section for name, section in sections.items() if section}
    return {"version": VERSION, **write_options(configuration.options), **filled}
