"""What a condition compares with: as the fields of its form have it, and as the file does."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from bot import wording
from bot.config.identities import is_person_id
from bot.slack.act.forms.editors.times import duration_at, shown_duration
from bot.slack.act.forms.kind import FieldErrors, Submission
from bot.slack.draw.blocks.condition_editor import (
    DAY,
    FIRST_DAY,
    LAST_DAY,
    MOMENT,
    YES,
    value_field,
)
from bot.slack.draw.blocks.inputs import TEXT
from bot.slack.draw.blocks.menus import LONGEST_VALUE, OFFERED
from bot.usecases.ground.subjects import shows_something
from bot.words.spelling import number_in
from bot.words.tags import LONGEST_TAG, tag_in
from sla_core.configuration import inputs
from sla_core.configuration.dates import is_date
from sla_core.configuration.facts import kind_of
from sla_core.configuration.inputs import Input
from sla_core.configuration.patterns import MOST_CHARACTERS
from sla_core.instants import MICROSECONDS, parse_us

Standing = dict[str, Any]
"""What stands in the fields, by their blocks."""
_A_LEAP_YEAR: Final = 2028
_PICKED: Final = range(10**9, 10**10)
"""Slack's pickers take instants of ten digits."""
_DIGITS: Final = 9


@dataclass(frozen=True, slots=True)
class ConditionComparison:
    """A condition up to its value: a field, an operator, what is asked, the zone of instants."""

    name: str
    operator: str
    asked: Input
    zone: ZoneInfo

    @property
    def block(self) -> str:
        """Where its value stands, or the first of two."""
        return value_field(self.name, self.asked)


def asked_of(name: str, operator: str, declared: Mapping[str, Any] | None) -> Input:
    """What a form asks for; where a menu cannot hold the choices, they are typed."""
    asked = inputs.inputs_of(name, declared).of(operator)
    is_typed = (asked.kind == inputs.MENU and not _fits_a_menu(asked.choices)) or (
        asked.kind == inputs.NUMBER and kind_of(name) != "count"
    )
    return Input(inputs.TEXT, takes_several=asked.takes_several) if is_typed else asked


def standing_of(of: ConditionComparison, wanted: Any) -> Standing:
    """The values of the fields for what is compared with."""
    return _WAYS[of.asked.kind].standing(of, wanted)


def fits(of: ConditionComparison, wanted: Any, is_known: Callable[[str], bool]) -> bool:
    """Whether the fields can hold what is compared with, so that nothing of it is lost."""
    if of.asked.known == "person":
        return all(is_person_id(one) and is_known(one) for one in _listed(wanted))
    return _WAYS[of.asked.kind].fits(wanted)


def wanted_in(submitted: Submission, of: ConditionComparison, before: Any) -> Any:
    """What the fields say, as the file has it; `FieldErrors` where they say nothing sensible.

    What nobody changed stays as it was written (`before`, None: it is new).
    """
    if before is not None:
        held = {name: _given(submitted.values.get(name)) for name in _blocks(of)}
        standing = standing_of(of, before)
        if held == {name: _given(standing.get(name)) for name in held}:
            return before
    return _WAYS[of.asked.kind].read(submitted, of)


def _blocks(of: ConditionComparison) -> tuple[str, ...]:
    two = {inputs.DATE: (DAY, MOMENT), inputs.SEASON: (FIRST_DAY, LAST_DAY)}
    return two.get(of.asked.kind, (of.block,))


def _given(value: Any) -> Any:
    """A value to compare: a menu gives what is chosen in its own order, which says nothing."""
    if isinstance(value, list):
        return sorted(set(value)) or None
    return None if value == "" else value


def _listed(wanted: Any) -> list[Any]:
    return list(wanted) if isinstance(wanted, list | tuple) else [wanted]


def _required(block: str, value: Any) -> Any:
    if not value:
        raise FieldErrors({block: wording.rule_editors.no_value()})
    return value


# --- flags, numbers, durations --------------------------------------------------------------------


def _flag_standing(of: ConditionComparison, wanted: Any) -> Standing:
    return {of.block: str(wanted).lower()}


def _flag_fits(wanted: Any) -> bool:
    return isinstance(wanted, bool)


def _flag(submitted: Submission, of: ConditionComparison) -> bool:
    return submitted.choice(of.block) == YES


def _number_standing(of: ConditionComparison, wanted: Any) -> Standing:
    return {of.block: ", ".join(map(str, _listed(wanted)))}


def _number_fits(wanted: Any) -> bool:
    numbers = _listed(wanted)
    return all(type(one) is int for one in numbers) and len(", ".join(map(str, numbers))) <= TEXT


def _number(submitted: Submission, of: ConditionComparison) -> Any:
    words = [number_in(word) for word in submitted.words(of.block).replace(",", " ").split()]
    are_right = all(word.isascii() and word.isdecimal() and len(word) <= _DIGITS for word in words)
    if not words or not are_right or (len(words) > 1 and not of.asked.takes_several):
        raise FieldErrors({of.block: wording.rule_editors.no_number()})
    return [int(word) for word in words] if of.asked.takes_several else int(words[0])


def _duration_standing(of: ConditionComparison, wanted: Any) -> Standing:
    return {of.block: shown_duration(wanted)}


def _duration(submitted: Submission, of: ConditionComparison) -> Any:
    return _required(of.block, duration_at(of.block, submitted.words(of.block)))


# --- names, texts ---------------------------------------------------------------------------------


def _names_standing(of: ConditionComparison, wanted: Any) -> Standing:
    several = _listed(wanted)
    return {of.block: several if of.asked.takes_several else several[0]}


def _fits_a_menu(wanted: Any) -> bool:
    values = _listed(wanted)
    return 0 < len(values) <= OFFERED and all(
        isinstance(one, str) and 0 < len(one) < LONGEST_VALUE for one in values
    )


def _names(submitted: Submission, of: ConditionComparison) -> Any:
    takes_several = of.asked.takes_several
    values = submitted.choices(of.block) if takes_several else [submitted.text(of.block)]
    if of.name == "tags":
        values = [tag_in(value) for value in values]
        if any(len(tag) > LONGEST_TAG for tag in values):
            raise FieldErrors({of.block: wording.objections.long_tag(LONGEST_TAG)})
    return _several(of, values)


def _text_standing(of: ConditionComparison, wanted: Any) -> Standing:
    return {of.block: "\n".join(_listed(wanted))}


def _text_fits(wanted: Any) -> bool:
    texts = _listed(wanted)
    return all(map(_is_line, texts)) and len("\n".join(texts)) <= TEXT


def _is_line(text: Any) -> bool:
    return isinstance(text, str) and shows_something(text) and text.splitlines() == [text]


def _texts(submitted: Submission, of: ConditionComparison) -> Any:
    if not of.asked.takes_several:
        return _several(of, [submitted.text(of.block)])
    lines = (submitted.choice(of.block) or "").splitlines()
    return _several(of, [line.strip() for line in lines if shows_something(line)])


def _several(of: ConditionComparison, values: list[str]) -> Any:
    """One value as it is, several as a list; `in` and `not_in` always take one."""
    given = list(dict.fromkeys(_required(of.block, [value for value in values if value])))
    return given if len(given) > 1 or of.operator in ("in", "not_in") else given[0]


def _pattern_fits(wanted: Any) -> bool:
    return _text_fits(wanted) and len(wanted) <= MOST_CHARACTERS


# --- days, moments, seasons -----------------------------------------------------------------------


def _date_standing(of: ConditionComparison, wanted: Any) -> Standing:
    return {DAY: wanted} if is_date(wanted) else {MOMENT: parse_us(wanted) // MICROSECONDS}


def _date_fits(wanted: Any) -> bool:
    return is_date(wanted) or parse_us(wanted) // MICROSECONDS in _PICKED


def _date(submitted: Submission, of: ConditionComparison) -> str:
    """A day, or a moment with the offset of the zone."""
    day, moment = submitted.values.get(DAY), submitted.values.get(MOMENT)
    if bool(day) == bool(moment):
        texts = wording.rule_editors
        raise FieldErrors({DAY: texts.one_date() if day else texts.no_value()})
    if isinstance(day, str) and is_date(day):
        return day
    if not isinstance(moment, int) or moment not in _PICKED:
        raise FieldErrors({DAY if day else MOMENT: wording.forms.unreadable()})
    return datetime.fromtimestamp(moment, of.zone).isoformat()


def _season_standing(of: ConditionComparison, wanted: Any) -> Standing:
    first, last = (f"{_A_LEAP_YEAR}-{day}" for day in wanted)
    return {FIRST_DAY: first, LAST_DAY: last}


def _season(submitted: Submission, of: ConditionComparison) -> list[str]:
    return [_day_of_the_year(submitted, block) for block in (FIRST_DAY, LAST_DAY)]


def _day_of_the_year(submitted: Submission, block: str) -> str:
    try:
        day = date.fromisoformat(submitted.choice(block) or "")
    except ValueError:
        raise FieldErrors({block: wording.rule_editors.no_value()}) from None
    return f"{day:%m-%d}"


# --- the table ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Way:
    """How one kind of value goes into its fields, whether it fits there, and how it comes back."""

    standing: Callable[[ConditionComparison, Any], Standing]
    fits: Callable[[Any], bool]
    read: Callable[[Submission, ConditionComparison], Any]


def _always_fits(wanted: Any) -> bool:
    return True


_WAYS: Final[Mapping[str, _Way]] = {
    inputs.FLAG: _Way(_flag_standing, _flag_fits, _flag),
    inputs.NUMBER: _Way(_number_standing, _number_fits, _number),
    inputs.DURATION: _Way(_duration_standing, _always_fits, _duration),
    inputs.MENU: _Way(_names_standing, _fits_a_menu, _names),
    inputs.SEARCH: _Way(_names_standing, _fits_a_menu, _names),
    inputs.TEXT: _Way(_text_standing, _text_fits, _texts),
    inputs.PATTERN: _Way(_text_standing, _pattern_fits, _texts),
    inputs.DATE: _Way(_date_standing, _date_fits, _date),
    inputs.SEASON: _Way(_season_standing, _always_fits, _season),
}
