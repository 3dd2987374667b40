"""Custom fields: what a text means for a field as its department declares it."""

from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.words.spelling import (
    QUOTES,
    named,
    number_in,
    unquoted,
)

Declared = Mapping[str, Mapping[str, object]]

LONGEST_NAME: Final = 80
LONGEST_VALUE: Final = 500
MOST_DIGITS: Final = 15
"""Of a number before its point: more are not counted exactly everywhere."""


def field_name(typed: str) -> str:
    """The name of a field as it was typed; no quote stands at its ends."""
    return unquoted(typed).strip(f"{QUOTES} ")


def read_field(declared: Declared, name: str, text: str) -> tuple[str, object]:
    """The name of a field and the value that a text gives it; None for no text.

    A field that nobody declared is plain text.
    """
    typed, value = field_name(name), text.strip()
    if not typed or len(typed) > LONGEST_NAME or len(value) > LONGEST_VALUE:
        raise UserFacingError(wording.objections.which_field(LONGEST_NAME, LONGEST_VALUE))
    canonical_name = named(name, declared) or typed
    field = declared.get(canonical_name, {})
    if not value:
        if field.get("required"):
            raise UserFacingError(wording.objections.field_required(canonical_name))
        return canonical_name, None
    return canonical_name, _READERS[str(field.get("type", "text"))](canonical_name, value, field)


def _text(name: str, value: str, field: Mapping[str, object]) -> object:
    return value


def _number(name: str, value: str, field: Mapping[str, object]) -> object:
    try:
        number = Decimal(number_in(value).replace(",", "."))
    except InvalidOperation:
        raise UserFacingError(wording.objections.field_number(name, value)) from None
    if not number.is_finite() or number.adjusted() > MOST_DIGITS:
        raise UserFacingError(wording.objections.field_number(name, value))
    return int(number) if number == number.to_integral_value() else float(number)


def _choice(name: str, value: str, field: Mapping[str, object]) -> object:
    options = [str(option) for option in field["options"]]  # type: ignore[attr-defined] # a list of texts
    option = named(value, options)
    if option is None:
        raise UserFacingError(wording.objections.field_choice(name, value, options))
    return option


_READERS: Final = {"text": _text, "number": _number, "choice": _choice}
