"""What a form is: a modal with what fills it, what checks it, and what does it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot import wording
from bot.slack.blocks.elements import Payload
from bot.slack.blocks.menus import Choices
from bot.slack.commands.call import Form
from bot.usecases.ground.subjects import shows_something
from bot.usecases.ground.transaction import Work
from bot.wording.language import Sentence
from bot.words.spelling import spelled, unquoted
from bot.words.tags import LONGEST_TAG, tags_in

Values = Mapping[str, Any]


class FieldErrors(Exception):
    """What is wrong with a form, by the field where it is shown."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form as it was sent: what it was about, its values by field, by whom and when."""

    callback_id: str
    user_id: str
    metadata: str
    values: Values
    at: datetime

    def text(self, field: str) -> str:
        """What was written into a field, without blanks around it; empty where nothing shows."""
        written = self.choice(field) or ""
        return written.strip() if shows_something(written) else ""

    def words(self, field: str) -> str:
        """What was written into a field that is read for what it means, as a keyboard has it."""
        return spelled(unquoted(self.text(field))).strip()

    def tags(self, field: str) -> tuple[str, ...]:
        """The tags that were written into a field with commas between them.

        `FieldErrors` where one is too long.
        """
        tags = tuple(tags_in(self.text(field)))
        if any(len(tag) > LONGEST_TAG for tag in tags):
            raise FieldErrors({field: wording.objections.long_tag(LONGEST_TAG)})
        return tags

    def choice(self, field: str) -> str | None:
        """What was chosen in a field, None where nothing was; `FieldErrors` for another type."""
        value = self.values.get(field)
        if value is None or isinstance(value, str):
            return value
        raise FieldErrors({field: wording.forms.unreadable()})

    def choices(self, field: str) -> list[str]:
        """All that was chosen in a field; `FieldErrors` for another type."""
        value = self.values.get(field) or []
        if isinstance(value, list):
            return value
        raise FieldErrors({field: wording.forms.unreadable()})


@dataclass(frozen=True, slots=True)
class Searching:
    """Somebody types into a menu of a form: what the form is about, what stood in it when shown.

    Slack does not say what was chosen in other fields meanwhile.
    """

    user_id: str
    metadata: str
    field: str
    standing: Mapping[str, str]


Menu = Callable[[Work, Searching], Choices]


@dataclass(frozen=True, slots=True)
class FormKind:
    """A form: its first field and title, what shows it, checks it and does it.

    `view` is filled for a person from what the form is about; what it raises as `UserFacingError`
    is shown in its place. `check` runs before the ack, so that errors stand at the field, and again
    in `do`, which returns the sentence to show, texts of people in it escaped. `redraw` shows it
    again after something was chosen in a field that dispatches. `menus` say what is offered in
    fields that are searched; one whose name ends in `_` is for all that begin with it. `then` is
    asked once it was checked, before the ack: another form to be answered first is shown in its
    place; None: it is done.
    """

    first_field: str
    title: Sentence
    view: Callable[[Work, str, Form], Payload]
    check: Callable[[Work, Submitted], object]
    do: Callable[[Work, Submitted], str]
    redraw: Callable[[Work, Submitted], Payload] | None = None
    menus: Mapping[str, Menu] = field(default_factory=dict)
    then: Callable[[Work, Submitted], Payload | None] | None = None

    def menu(self, name: str) -> Menu | None:
        """What is offered in a field; None where it is not searched."""
        begins = f"{name.partition('_')[0]}_"
        return self.menus.get(name) or self.menus.get(begins)


def kept_of(view: Mapping[str, Any], user_id: str) -> dict[str, Any]:
    """What is kept of a form and what stands in it."""
    return {
        "user_id": user_id,
        "view_id": view["id"],
        "callback_id": view["callback_id"],
        "metadata": str(view.get("private_metadata") or ""),
        "values": values_of(view.get("state")),
    }


def searching(body: Mapping[str, Any]) -> Searching:
    """What somebody searches, as Slack tells of it."""
    view = body["view"]
    return Searching(
        user_id=str(body["user"]["id"]),
        metadata=str(view.get("private_metadata", "")),
        field=str(body["block_id"]),
        standing=dict(_standing(view["blocks"])),
    )


def _standing(blocks: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        first = block.get("element", {}).get("initial_option")
        if first is not None:
            yield block["block_id"], first["value"]


def submitted(payload: Mapping[str, Any], at: datetime) -> Submitted:
    """A form as it was kept."""
    return Submitted(
        callback_id=payload["callback_id"],
        user_id=payload["user_id"],
        metadata=payload["metadata"],
        values=payload["values"],
        at=at,
    )


def values_of(state: object) -> dict[str, Any]:
    """The plain values of a view's state by field: texts, chosen values, lists of them, or None.

    `FieldErrors` where Slack could not have sent what stands in a field; without fields all are
    empty.
    """
    found: dict[str, Any] = {}
    wrong: dict[str, str] = {}
    values = state.get("values") if isinstance(state, dict) else None
    for name, actions in values.items() if isinstance(values, dict) else ():
        try:
            for element in actions.values():
                found[name] = _sound(value_of(element))
        except (AttributeError, LookupError, TypeError):
            wrong[name] = wording.forms.unreadable()
    if wrong:
        raise FieldErrors(wrong)
    return found


def _sound(value: Any) -> Any:
    """The value if it is of a type that fields have; else `TypeError`."""
    each_of = value if isinstance(value, list) else [value]
    is_date = isinstance(value, int) and not isinstance(value, bool)
    if value is None or is_date or all(isinstance(each, str) for each in each_of):
        return value
    raise TypeError(type(value).__name__)


def value_of(element: Mapping[str, Any]) -> Any:
    """What was typed, chosen or picked in an element, by a person or a click; None: nothing."""
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or []]
    if "selected_option" in element:
        option = element["selected_option"]
        return None if option is None else option["value"]
    for key in ("selected_user", "selected_date", "selected_time", "selected_conversation"):
        if key in element:
            return element[key]
    return element.get("selected_date_time", element.get("value"))
