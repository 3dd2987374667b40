"""What stands in the form of an item, as it is kept between two presses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from bot.slack.act.forms.kind import Values

Entry = Mapping[str, Any]
"""One part of an item, such as an alert: its keys as the file has them, or nearly."""


@dataclass(frozen=True, slots=True)
class Content:
    """The values of fields by their names, the parts of each list, and what else is known of it.

    `origin` are the item's keys as they were shown, None where it is new; `began` is what stood in
    the form when it was opened; `more` is whether the
    rarer fields are shown; `counted_at` the revision for which its consequences were shown.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    parts: Mapping[str, tuple[Entry, ...]] = field(default_factory=dict)
    origin: Mapping[str, Any] | None = None
    began: Mapping[str, Any] | None = None
    more: bool = False
    counted_at: int | None = None
    numbers: Mapping[str, int] | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """What was kept."""
        parts = {name: tuple(entries) for name, entries in kept.get("parts", {}).items()}
        return cls(
            fields=kept.get("fields", {}),
            parts=parts,
            origin=kept.get("origin"),
            began=kept.get("began"),
            more=bool(kept.get("more")),
            counted_at=kept.get("counted_at"),
            numbers=kept.get("numbers"),
        )

    @property
    def kept(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "fields": dict(self.fields),
            "parts": {name: list(entries) for name, entries in self.parts.items()},
            "origin": self.origin,
            "began": self.began,
            "more": self.more,
            "counted_at": self.counted_at,
            "numbers": self.numbers,
        }

    @property
    def is_new(self) -> bool:
        """Whether there is no such item yet."""
        return self.origin is None

    @property
    def as_begun(self) -> Self:
        """The same as the form in which nothing was done yet."""
        return replace(self, began=self._written)

    @property
    def is_filled_in(self) -> bool:
        """Whether anything was done in the form since it was opened."""
        return self.began is not None and self._written != self.began

    @property
    def _written(self) -> dict[str, Any]:
        """What is not empty, choices in no order."""
        filled = {
            name: sorted(value) if isinstance(value, list) else value
            for name, value in self.fields.items()
            if value
        }
        listed = {name: [dict(entry) for entry in parts] for name, parts in self.parts.items()}
        return {"fields": filled, "parts": listed}

    def text(self, name: str) -> str:
        """What stands in a field of text."""
        value = self.fields.get(name)
        return value if isinstance(value, str) else ""

    def list(self, name: str) -> list[str]:
        """What is chosen in a field of several choices."""
        value = self.fields.get(name)
        return list(value) if isinstance(value, list | tuple) else []

    def entries(self, name: str) -> tuple[Entry, ...]:
        """The parts of a list."""
        return self.parts.get(name, ())

    def typed(self, values: Values) -> Self:
        """The same with what stands in the fields of a view now."""
        return replace(self, fields={**self.fields, **values})

    def with_entries(self, name: str, entries: Iterable[Entry]) -> Self:
        """The same with other parts in a list."""
        return replace(self, parts={**self.parts, name: tuple(entries)})

    def with_entry(self, name: str, index: int | None, entry: Entry) -> Self:
        """The same with a part changed, or added at the end."""
        entries = list(self.entries(name))
        place = len(entries) if index is None else index
        entries[place : place + 1] = [entry]
        return self.with_entries(name, entries)

    def without_entry(self, name: str, index: int) -> Self:
        """The same without a part; one that is gone already changes nothing."""
        entries = list(self.entries(name))
        del entries[index : index + 1]
        return self.with_entries(name, entries)

    def moved(self, name: str, index: int, by: int) -> Self:
        """The same with a part moved among its like; at an end it stays."""
        entries = list(self.entries(name))
        to = index + by
        if 0 <= index < len(entries) and 0 <= to < len(entries):
            entries.insert(to, entries.pop(index))
        return self.with_entries(name, entries)
