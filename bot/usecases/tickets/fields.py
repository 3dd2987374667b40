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
    wanted, written = field_name(name), text.strip()
    if not wanted or len(wanted) > LONGEST_NAME or len(written) > LONGEST_VALUE:
        raise UserFacingError(wording.objections.which_field(LONGEST_NAME, LONGEST_VALUE))
    called = named(name, declared) or wanted
    field = declared.get(called, {})
    if not written:
        if field.get("required"):
            raise UserFacingError(wording.objections.field_required(called))
        return called, None
    return called, _READERS[str(field.get("type", "text"))](called, written, field)


def _text(name: str, written: str, field: Mapping[str, object]) -> object:
    return written


def _number(name: str, written: str, field: Mapping[str, object]) -> object:
    try:
        found = Decimal(number_in(written).replace(",", "."))
    except InvalidOperation:
        raise UserFacingError(wording.objections.field_number(name, written)) from None
    if not found.is_finite() or found.adjusted() > MOST_DIGITS:
        raise UserFacingError(wording.objections.field_number(name, written))
    return int(found) if found == found.to_integral_value() else float(found)


def _choice(name: str, written: str, field: Mapping[str, object]) -> object:
    options = [str(each) for each in field["options"]]  # type: ignore[attr-defined] # a list of texts
    option = named(written, options)
    if option is None:
        raise UserFacingError(wording.objections.field_choice(name, written, options))
    return option


_READERS: Final = {"text": _text, "number": _number, "choice": _choice}
