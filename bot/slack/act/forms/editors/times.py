"""Times and choices as the fields of a form have them."""

from collections.abc import Iterable

from bot import wording
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.kind import FieldErrors
from bot.wording import configuration as sentences
from bot.wording.typed_durations import typed_duration
from bot.words.spelling import number_in
from sla_core.durations import format_duration, parse_duration
from sla_core.errors import SlaError


def duration_at(field: str, text: str) -> str | None:
    """A duration that was typed into a field, as the file has it; None where nothing was."""
    if not text.strip():
        return None
    try:
        return format_duration(typed_duration(text))
    except SlaError as error:
        raise FieldErrors(
            {field: wording.forms.problem(_no_duration(text.strip(), error))}
        ) from error


def _no_duration(typed: str, error: SlaError) -> str:
    if number_in(typed).isdecimal():
        return sentences.no_unit(typed)
    return sentences.no_duration(typed, wording.problems.sentence(error))


def shown_duration(written: object) -> str:
    """A duration of the file as a field shows it: `4 h 30 min`; of none, nothing."""
    if not isinstance(written, str):
        return ""
    try:
        return wording.words.exact(parse_duration(written))
    except SlaError:
        return written


def durations_at(content: Content, fields: Iterable[str]) -> dict[str, str]:
    """The durations of several fields by their names, those left empty left out."""
    found: dict[str, str] = {}
    errors: dict[str, str] = {}
    for field in fields:
        try:
            written = duration_at(field, content.text(field))
        except FieldErrors as wrong:
            errors |= wrong.errors
        else:
            found |= {} if written is None else {field: written}
    if errors:
        raise FieldErrors(errors)
    return found
