"""What rules can ask about a ticket: the fields, the kind of each, their values at an instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from sla_core.calendars import Calendar
from sla_core.errors import RuleError
from sla_core.text_equality import folded

FIELD_PREFIX: Final = "field."
FIELD_KINDS: Final[Mapping[str, str]] = {
    "source": "text",
    "status": "text",
    "created_at": "instant",
    "changed_at": "instant",
    "deleted": "flag",
    "referrer_url": "text",
    "priority": "priority",
    "last_message": "text",
    "last_message.by": "text",
    "assignee_status": "text",
    "department": "text",
    "assignee": "text",
    "customer_group": "text",
    "from_invitation": "flag",
    "tags": "texts",
    "customer": "text",
    "subject": "text",
    "level": "text",
    "business_hours": "text",
    "unassigned_for": "since",
    "waiting_for": "since",
    "untouched_for": "since",
    "due_in": "seconds",
    "overdue_by": "seconds",
    "breaches": "count",
    "reopens": "count",
}
LATER_FIELDS: Final = frozenset(
    {
        "unassigned_for",
        "waiting_for",
        "untouched_for",
        "due_in",
        "overdue_by",
        "breaches",
        "reopens",
    }
)
"""What a ticket that comes into being has not got: only for `changed` and `time` rules."""


def kind_of(name: str) -> str:
    """The kind of a field's values; custom fields are text; an unknown field is refused."""
    if name.startswith(FIELD_PREFIX) and len(name) > len(FIELD_PREFIX):
        return "text"
    if name not in FIELD_KINDS:
        raise RuleError("unknown_condition", field="if", name=name, known=tuple(FIELD_KINDS))
    return FIELD_KINDS[name]


class FoldedTexts(dict[str, Any]):
    """Values by field as they are compared, each folded once, when it is first asked for.

    Text is folded text, tags are a set of it; None where there is no value.
    """

    __slots__ = ("_values",)

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._values = values

    def __missing__(self, name: str) -> Any:
        value = self._values.get(name)
        if type(value) is str:
            value = folded(value)
        elif isinstance(value, list | tuple | frozenset):
            value = {folded(str(one)) for one in value}
        elif value is not None:
            value = folded(str(value))
        self[name] = value
        return value


@dataclass(frozen=True, slots=True)
class Facts:
    """What conditions look at: values by field, and business time for ages.

    A field that is missing or None has no value. Text values are text, ``tags`` a collection of
    text, instants and what lasts since one whole seconds, times left or over business seconds,
    flags booleans. ``texts`` has the same values folded.
    """

    values: Mapping[str, Any]
    now_s: int
    calendar: Calendar
    texts: FoldedTexts = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "texts", FoldedTexts(self.values))

    def age_s(self, instant_s: int) -> int:
        """Business seconds from an instant until now."""
        return self.calendar.business_seconds(instant_s, self.now_s)
