"""A form: a modal with its filling, its check, and its deed."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot import wording
from bot.slack.act.commands.call import Form
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.menus import Choices
from bot.usecases.ground.subjects import shows_something
from bot.usecases.ground.transaction import Program, Transaction
from bot.wording.language import Sentence
from bot.words.spelling import spelled, unquoted
from bot.words.tags import LONGEST_TAG, tags_in

Values = Mapping[str, Any]


class FieldErrors(Exception):
    """What is wrong with a form, by the field where it is shown."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


class HiddenErrors(FieldErrors):
    """The same where some of these fields are not shown: the form is drawn anew with them."""


@dataclass(frozen=True, slots=True)
class Submission:
    """A form as it was sent: what it was about, its values by field, by whom and when."""

    callback_id: str
    user_id: str
    metadata: str
    values: Values
    at: datetime

    def text(self, field: str) -> str:
        """What was written into a field, without blanks around it; empty where nothing shows."""
        value = self.choice(field) or ""
        return value.strip() if shows_something(value) else ""

    def words(self, field: str) -> str:
        """The text of a field that is read for its meaning, as a keyboard has it."""
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
class MenuSearch:
    """Text typed into a menu of a form, with the form's subject and its values when shown.

    Slack does not say what was chosen in other fields meanwhile.
    """

    user_id: str
    metadata: str
    field: str
    standing: Mapping[str, str]
    typed: str = ""


Menu = Callable[[Transaction, MenuSearch], Choices]


@dataclass(frozen=True, slots=True)
class FormKind:
    """A form: its first field and title, what shows it, checks it and does it.

    `view` is filled for a person from what the form is about; what it raises as `UserFacingError`
    is shown in its place. `check` runs before the ack, so that errors stand at the field, and again
    in `do`, which returns the sentence to show, texts of people in it escaped. `redraw` shows it
    again after something was chosen in a field that dispatches. `menus` say what is offered in
    fields that are searched; one whose name ends in `_` is for all that begin with it; in those of
    `open_menus` what was typed may be chosen as it is. `then` is
    asked once it was checked, before the ack: another form to be answered first is shown in its
    place, and `remember` keeps what was typed; None: it is done. `later` is what is shown in the
    place of that one, once it is made; it takes its own transactions, as `opens` does, which is
    asked in the place of `view` where filling the form takes long.
    `kept` is of a form above another: it keeps what was sent, and returns the one below as it then
    is. `wrong` draws it anew for `HiddenErrors`. `writes` is whether to show it something is kept.
    """

    first_field: str
    title: Sentence
    view: Callable[[Transaction, str, Form], Payload]
    check: Callable[[Transaction, Submission], object]
    do: Callable[[Transaction, Submission], str]
    redraw: Callable[[Transaction, Submission], Payload] | None = None
    menus: Mapping[str, Menu] = field(default_factory=dict)
    open_menus: frozenset[str] = frozenset()
    then: Callable[[Transaction, Submission], Payload | None] | None = None
    remember: Callable[[Transaction, Submission], object] | None = None
    wrong: Callable[[Transaction, Submission, FieldErrors], Payload] | None = None
    later: Callable[[Program, Submission], Payload] | None = None
    opens: Callable[[Program, str, Form], Payload] | None = None
    kept: Callable[[Transaction, Submission], Payload] | None = None
    writes: bool = False
    file_field: str | None = None
    """The field with a file whose `name` and `text` are among the values that `later` is given."""
    then_shown: Callable[[Transaction, Submission, str], Payload] | None = None
    """What is shown once it is done; else a modal that says what `do` returned."""
    is_sent: bool = True
    """Whether it comes back under its id, and not under that of the form which it opens."""

    def menu(self, name: str) -> Menu | None:
        """What is offered in a field; None where it is not searched."""
        begins = f"{name.partition('_')[0]}_"
        return self.menus.get(name) or self.menus.get(begins)


def kept_of(view: Mapping[str, Any], user_id: str) -> dict[str, Any]:
    """The form and its values, as they are kept."""
    return {
        "user_id": user_id,
        "view_id": view["id"],
        "callback_id": view["callback_id"],
        "metadata": str(view.get("private_metadata") or ""),
        "values": values_of(view.get("state")),
    }


def searching(body: Mapping[str, Any]) -> MenuSearch:
    """What somebody searches, as Slack tells of it."""
    view = body["view"]
    return MenuSearch(
        user_id=str(body["user"]["id"]),
        metadata=str(view.get("private_metadata", "")),
        field=str(body["block_id"]),
        standing=dict(_standing(view["blocks"])),
    )


def _standing(blocks: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, str]]:
    for block in blocks:
        option = block.get("element", {}).get("initial_option")
        if option is not None:
            yield block["block_id"], option["value"]


def submitted(payload: Mapping[str, Any], at: datetime) -> Submission:
    """A form as it was kept."""
    return Submission(
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
    plain: dict[str, Any] = {}
    errors: dict[str, str] = {}
    values = state.get("values") if isinstance(state, dict) else None
    for name, actions in values.items() if isinstance(values, dict) else ():
        try:
            for element in actions.values():
                plain[name] = _sound(value_of(element))
        except (AttributeError, LookupError, TypeError):
            errors[name] = wording.forms.unreadable()
    if errors:
        raise FieldErrors(errors)
    return plain


def _sound(value: Any) -> Any:
    """The value if it is of a type that fields have; else `TypeError`."""
    items = value if isinstance(value, list) else [value]
    is_date = isinstance(value, int) and not isinstance(value, bool)
    if value is None or is_date or all(isinstance(item, str) for item in items):
        return value
    raise TypeError(type(value).__name__)


def value_of(element: Mapping[str, Any]) -> Any:
    """What was typed, chosen or picked in an element, by a person or a click; None: nothing."""
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or []]
    if "selected_option" in element:
        option = element["selected_option"]
        return None if option is None else option["value"]
    if "files" in element:
        return [file["id"] for file in element["files"] or []]
    for key in _SEVERAL:
        if key in element:
            return element[key] or []
    for key in _ONE:
        if key in element:
            return element[key]
    return element.get("value")


_SEVERAL = ("selected_users", "selected_conversations", "selected_channels")
_ONE = (
    *("selected_user", "selected_conversation", "selected_channel"),
    *("selected_date", "selected_time", "selected_date_time"),
)
