"""The rules that run after a ticket's creation, as they are in force at any instant."""

from bisect import bisect_right
from collections.abc import Callable
from dataclasses import replace

from sla_core.configuration import Configuration, ConfigurationHistory
from sla_core.configuration.rule import Actions, Rule


class Rulebook:
    """The `changed` and the `time` rules of a configuration, and the fields they ask about.

    ``choosing`` are those that choose a level anew after `auto`, with nothing left but that, and
    ``choosing_names`` the fields they ask about.
    """

    __slots__ = ("changed", "choosing", "choosing_names", "configuration", "names", "time")

    def __init__(self, configuration: Configuration) -> None:
        self.configuration = configuration
        self.changed = _of(configuration, "changed")
        self.time = _of(configuration, "time")
        self.choosing = tuple(map(_choice_alone, _of(configuration, "created", "changed")))
        self.choosing_names = _field_names(*self.choosing)
        self.names = _field_names(*self.changed, *self.time)

    def __bool__(self) -> bool:
        return bool(self.changed or self.time)


def _of(configuration: Configuration, *occasions: str) -> tuple[Rule, ...]:
    """The active rules that run on one of these occasions at least, in written order."""
    return tuple(
        rule
        for rule in configuration.rules
        if rule.active and not {*occasions}.isdisjoint(rule.when)
    )


def _field_names(*rules: Rule) -> frozenset[str]:
    return frozenset(
        condition.name for rule in rules for group in rule.groups for condition in group
    )


def _choice_alone(rule: Rule) -> Rule:
    return replace(rule, then=Actions(level=rule.then.level, stop=rule.then.stop))


def _as_it_is(configuration: Configuration) -> Configuration:
    return configuration


class Rulebooks:
    """The rulebook in force at any instant: the history's, or one for all time.

    ``prepared`` is what is made of each configuration before its rules are used.
    """

    def __init__(
        self,
        history: ConfigurationHistory,
        *,
        always: Configuration | None = None,
        prepared: Callable[[Configuration], Configuration] = _as_it_is,
    ) -> None:
        self.history = history
        self._prepared = prepared
        self._always = None if always is None else Rulebook(prepared(always))
        self._books: dict[int, Rulebook] = {}
        self._edits = sorted({revision.at_us for revision in history.revisions})

    def at(self, at_us: int) -> Rulebook:
        """The rules in force at an instant, in microseconds."""
        if self._always is not None:
            return self._always
        position = bisect_right(self._edits, at_us)
        if position not in self._books:
            self._books[position] = Rulebook(self._prepared(self.history.at_us(at_us)))
        return self._books[position]

    def edited_after(self, at_us: int) -> int | None:
        """When the configuration is changed next, in microseconds."""
        position = bisect_right(self._edits, at_us)
        return self._edits[position] if position < len(self._edits) else None
