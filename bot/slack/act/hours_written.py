"""Hours of a week in a field of a form: read, and what is wrong with them at the field."""

from typing import Any, Final

from bot import wording
from bot.config.typed_hours import TypedHours, hours_as_lines, typed_hours
from bot.slack.act.forms.kind import FieldErrors

LAST_MINUTE: Final = "last_minute"
"""The field that asks whether a day that ends at 23:59 ends at midnight."""
TO_MIDNIGHT, AS_WRITTEN = "to_midnight", "as_written"


def hours_typed(text: str, last_minute: str = "") -> TypedHours:
    """The lines of a field as they were understood, the answer to the question considered."""
    return typed_hours(text, to_midnight=last_minute == TO_MIDNIGHT)


def hours_at(field: str, text: str, asks_at: str, last_minute: str = "", before: Any = None) -> Any:
    """The hours that were typed into a field, as the file has them; else `FieldErrors`.

    What stands there as it was `before` stays as it is. A day without its last minute is asked
    about at a field.
    """
    if before and text.strip() == hours_as_lines(before):
        return before
    typed = hours_typed(text, last_minute)
    if typed.problems:
        told = [wording.forms.problem(problem) for problem in typed.problems]
        raise FieldErrors({field: "\n".join(told)})
    if typed.questions and last_minute != AS_WRITTEN:
        raise FieldErrors({asks_at: wording.forms.problem(typed.questions[0])})
    return typed.hours
