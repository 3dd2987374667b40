"""One value of a configuration with its key and line: what readers take, and refuse at its place.

A reader is a function of a `Part` that returns a value or raises `ConfigRefused`. Where several
stand side by side all are read before any problem is raised, so that a person hears of all.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, TypeVar

from bot.config.problems import ConfigProblem, ConfigRefused
from bot.config.tree import Tree
from bot.wording import configuration as sentences
from bot.wording.problems import sentence
from bot.words.spelling import duration_in, number_in, value_in
from sla_core.durations import parse_duration
from sla_core.errors import SlaError

S = TypeVar("S")
T = TypeVar("T")
Reader = Callable[["Part"], Any]
_FLAGS: Final = {"true": True, "false": False}
_WHOLE: Final = re.compile(r"[0-9]{1,18}")


@dataclass(frozen=True, slots=True)
class Part:
    """A value at its place. `key` is the dotted path people see: `levels.Urgent.targets`."""

    tree: Tree
    file: str
    key: str = ""

    def problem(self, text: str) -> ConfigProblem:
        """What is wrong here, as one line."""
        return ConfigProblem(self.file, self.tree.line, self.key, text, self.tree.column)

    def refused(self, text: str) -> ConfigRefused:
        """The exception that says what is wrong here."""
        return ConfigRefused([self.problem(text)])

    @property
    def shown(self) -> str:
        """The value as it was written, for messages."""
        if isinstance(self.tree.value, list | dict):
            return (
                sentences.a_list() if isinstance(self.tree.value, list) else sentences.a_mapping()
            )
        return self.tree.text or sentences.nothing()

    @property
    def is_mapping(self) -> bool:
        """Whether it has keys."""
        return isinstance(self.tree.value, dict)

    @property
    def is_list(self) -> bool:
        """Whether it has items."""
        return isinstance(self.tree.value, list)

    @property
    def is_left_out(self) -> bool:
        """Whether nothing stands behind the key, which is as if the key were not there."""
        return self.tree.value is None

    @property
    def written_keys(self) -> list[str]:
        """The keys of a mapping in their order, those left out included; none of anything else."""
        return list(self.tree.value) if self.is_mapping else []

    def reading(self, written: str) -> "Part":
        """The same place with a piece of its text as the value."""
        return replace(self, tree=Tree(written, self.tree.line, written, self.tree.column))

    def keys(self) -> dict[str, "Part"]:
        """The parts of a mapping by key; those left out are gone."""
        if not self.is_mapping:
            raise self.refused(sentences.give_keys(self.shown))
        parts = {name: self.below(name, tree) for name, tree in self.tree.value.items()}
        return {name: part for name, part in parts.items() if not part.is_left_out}

    def items(self) -> list["Part"]:
        """The parts of a list; a single value is a list of one."""
        if not self.is_list:
            return [self]
        return [self._item(number, tree) for number, tree in enumerate(self.tree.value, 1)]

    def find(self, path: Iterable[str | int]) -> "Part":
        """The part under a path of keys and places, or the last one on the way to it."""
        part = self
        for step in path:
            if isinstance(step, int):
                part = part.items()[step]
            elif step in part.written_keys:
                part = part.below(step, part.tree.value[step])
            else:
                break
        return part

    def below(self, name: str, tree: Tree) -> "Part":
        """What stands under a key of this part."""
        return replace(self, tree=tree, key=f"{self.key}.{name}" if self.key else name)

    def _item(self, number: int, tree: Tree) -> "Part":
        name = tree.value.get("name") if isinstance(tree.value, dict) else None
        if name is not None and name.text:
            return self.below(name.text, tree)
        return replace(self, tree=tree, key=f"{self.key}[{number}]")


def every(things: Iterable[S], read: Callable[[S], T]) -> list[T]:
    """What `read` makes of each thing; the problems of all of them are raised together."""
    values: list[T] = []
    problems: list[ConfigProblem] = []
    for thing in things:
        try:
            values.append(read(thing))
        except ConfigRefused as refused:
            problems.extend(refused.problems)
    if problems:
        raise ConfigRefused(problems)
    return values


def text(part: Part) -> str:
    """A text that is not blank; a number counts as the text it was written with."""
    value = part.tree.value
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise part.refused(sentences.give_text(part.shown))
    if not part.tree.text.strip():
        raise part.refused(sentences.blank())
    return part.tree.text


def word(part: Part) -> str:
    """A text that is read for what it means, as a keyboard has it."""
    value = value_in(text(part))
    if not value:
        raise part.refused(sentences.blank())
    return value


def texts(part: Part) -> tuple[str, ...]:
    """A list of texts; a single one is a list of one."""
    return tuple(every(part.items(), text))


def flag(part: Part) -> bool:
    """True or false."""
    value = part.tree.value
    truth = _FLAGS.get(value_in(value).casefold()) if isinstance(value, str) else value
    if not isinstance(truth, bool):
        raise part.refused(sentences.give_flag(part.shown))
    return truth


def count(part: Part) -> int:
    """A whole number from 1."""
    value = whole_number(part)
    if value is None or value < 1:
        raise part.refused(sentences.give_count(part.shown))
    return value


def whole_number(part: Part) -> int | None:
    """The whole number that stands there, in digits of any keyboard; None of anything else."""
    value = part.tree.value
    if isinstance(value, str) and not value.isascii() and _WHOLE.fullmatch(number_in(value)):
        return int(number_in(value))
    return None if isinstance(value, bool) or not isinstance(value, int) else value


def duration_s(part: Part) -> int:
    """The seconds of a duration such as `1h30m`."""
    written = word(part)
    if written.isdecimal():
        raise part.refused(sentences.no_unit(written))
    try:
        return parse_duration(duration_in(written))
    except SlaError as error:
        raise part.refused(sentences.no_duration(written, sentence(error))) from None


def positive_duration_s(part: Part) -> int:
    """The seconds of a duration of at least one."""
    seconds = duration_s(part)
    if seconds < 1:
        raise part.refused(sentences.no_time())
    return seconds


@dataclass(frozen=True, slots=True)
class OneOf:
    """A reader of one of some words."""

    words: Sequence[str]

    def __call__(self, part: Part) -> str:
        """The word that stands there."""
        value = word(part)
        if value not in self.words:
            raise part.refused(sentences.unknown(value, self.words))
        return value


@dataclass(frozen=True, slots=True)
class AllOf:
    """A reader of a list of some of these words."""

    words: Sequence[str]

    def __call__(self, part: Part) -> frozenset[str]:
        """The words that stand there."""
        return frozenset(every(part.items(), OneOf(self.words)))


def one_of(words: Sequence[str]) -> OneOf:
    """A reader of one of these words."""
    return OneOf(tuple(words))


def all_of(words: Sequence[str]) -> AllOf:
    """A reader of a list of some of these words."""
    return AllOf(tuple(words))


def built(part: Part, make: Callable[[], T]) -> T:
    """What `make` returns; what the core refuses is refused at its key, else here."""
    try:
        return make()
    except SlaError as error:
        field_part = part.find([error.field]) if error.field else part
        raise field_part.refused(sentence(error)) from None


def by_name(part: Part, read: Callable[[str, Part], T]) -> Mapping[str, T]:
    """Named items by their names, case folded.

    Two that differ by case only are refused, and one with nothing behind its name.
    """
    firsts: dict[str, Part] = {}

    def item(name: str) -> tuple[str, T]:
        below = part.find([name])
        folded = name.casefold()
        if not name.strip():
            raise below.refused(sentences.blank_name())
        if folded in firsts:
            first = firsts[folded]
            raise below.refused(same_name(first))
        if below.is_left_out:
            raise below.refused(sentences.no_keys())
        firsts[folded] = below
        return folded, read(name, below)

    return dict(every(part.written_keys if part.is_mapping else part.keys(), item))


def same_name(first: Part) -> str:
    """Says that a name is taken, and where."""
    return sentences.same_name(first.key, first.tree.line)
