"""Input elements: their state as Slack reports it, and what the member's own client refuses."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.blocks import elements_of

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Kind:
    """How one element type holds its value: the key in state, its initial key, one or many."""

    key: str
    initial: str
    is_option: bool = False
    is_many: bool = False


KINDS: dict[str, Kind] = {
    "plain_text_input": Kind("value", "initial_value"),
    "email_text_input": Kind("value", "initial_value"),
    "url_text_input": Kind("value", "initial_value"),
    "number_input": Kind("value", "initial_value"),
    "rich_text_input": Kind("rich_text_value", "initial_value"),
    "datepicker": Kind("selected_date", "initial_date"),
    "timepicker": Kind("selected_time", "initial_time"),
    "datetimepicker": Kind("selected_date_time", "initial_date_time"),
    "static_select": Kind("selected_option", "initial_option", is_option=True),
    "external_select": Kind("selected_option", "initial_option", is_option=True),
    "users_select": Kind("selected_user", "initial_user"),
    "conversations_select": Kind("selected_conversation", "initial_conversation"),
    "channels_select": Kind("selected_channel", "initial_channel"),
    "radio_buttons": Kind("selected_option", "initial_option", is_option=True),
    "checkboxes": Kind("selected_options", "initial_options", is_option=True, is_many=True),
    "multi_static_select": Kind("selected_options", "initial_options", True, True),
    "multi_external_select": Kind("selected_options", "initial_options", True, True),
    "multi_users_select": Kind("selected_users", "initial_users", is_many=True),
    "multi_conversations_select": Kind(
        "selected_conversations", "initial_conversations", is_many=True
    ),
    "multi_channels_select": Kind("selected_channels", "initial_channels", is_many=True),
    "file_input": Kind("files", "initial_files", is_many=True),
}

MOST_FILES, LARGEST_FILE = 10, 10_000_000
"""What Slack takes in one field, if it says nothing else, and the bytes of each."""
REQUIRED = "Please complete this required field."
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_URL = re.compile(r"https?://\S+")


class NoSuchChoice(ValueError):
    """A member cannot choose what the element does not offer."""


def initial_values(blocks: list[Json]) -> Json:
    """Return `state.values` of freshly shown blocks."""
    values: Json = {}
    for block in blocks:
        for element in elements_of(block):
            if kind := KINDS.get(element["type"]):
                start = element.get(kind.initial, [] if kind.is_many else None)
                value = {"type": element["type"], kind.key: start}
                values.setdefault(block["block_id"], {})[element["action_id"]] = value
    return values


def chosen(element: Json, given: Any, files: Mapping[str, Json] | None = None) -> Json:
    """Return the state of one element for a simple value; raises NoSuchChoice.

    What is chosen of files are the ids of some that the member uploaded.
    """
    kind = KINDS[element["type"]]
    if element["type"] == "file_input":
        value: Any = [_file(files or {}, file_id) for file_id in given or []]
    elif kind.is_many:
        value = [_one(element, kind, item) for item in given or []]
    elif given in (None, ""):
        value = None
    else:
        value = _one(element, kind, given)
    return {"type": element["type"], kind.key: value}


def _file(files: Mapping[str, Json], file_id: Any) -> Json:
    if file_id not in files:
        raise NoSuchChoice(f"nobody uploaded {file_id!r}")
    return files[file_id]


def _one(element: Json, kind: Kind, given: Any) -> Any:
    if kind.is_option:
        return option(element, given)
    if element["type"] == "datetimepicker":
        return int(given)
    return given if element["type"] == "rich_text_input" else str(given)


def option(element: Json, given: Any) -> Json:
    """Return the whole option a value stands for; an external one must be given whole."""
    if isinstance(given, dict):
        if "external" in element["type"]:
            return given
        given = given.get("value")
    for offered in options_of(element):
        if offered.get("value") == given:
            return offered
    raise NoSuchChoice(f"{element.get('action_id')} does not offer {given!r}")


def options_of(element: Json) -> list[Json]:
    """Return everything a select, overflow, radio or checkbox element offers."""
    groups = element.get("option_groups") or []
    return [*element.get("options", []), *(o for group in groups for o in group["options"])]


def client_errors(blocks: list[Json], values: Json) -> dict[str, str]:
    """Return what the member's client says before anything is sent: block_id to message."""
    errors = {}
    for block in blocks:
        if block.get("type") != "input":
            continue
        element = block["element"]
        kind = KINDS[element["type"]]
        state = values.get(block["block_id"], {}).get(element["action_id"], {})
        problem = _problem(element, state.get(kind.key), is_optional=bool(block.get("optional")))
        if problem:
            errors[block["block_id"]] = problem
    return errors


def _problem(element: Json, value: Any, *, is_optional: bool) -> str | None:
    if value in (None, "", []):
        return None if is_optional else REQUIRED
    return _CHECKS.get(element["type"], _count_problem)(element, value)


def _count_problem(element: Json, value: Any) -> str | None:
    most = element.get("max_selected_items")
    is_over = most and isinstance(value, list) and len(value) > most
    return f"Please select at most {most}." if is_over else None


def _files_problem(element: Json, value: list[Json]) -> str | None:
    most, endings = element.get("max_files", MOST_FILES), element.get("filetypes") or []
    if len(value) > most:
        return f"Please choose at most {most} files."
    if any(file["size"] > LARGEST_FILE for file in value):
        return "A file may have 10 MB."
    names = [file["name"] for file in value]
    is_other = bool(endings) and any(name.rpartition(".")[2] not in endings for name in names)
    return f"Please choose a file of type {', '.join(endings)}." if is_other else None


def _email_problem(element: Json, value: str) -> str | None:
    return None if _EMAIL.fullmatch(value) else "Please enter a valid email address."


def _url_problem(element: Json, value: str) -> str | None:
    return None if _URL.fullmatch(value) else "Please enter a valid URL."


def _length_problem(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"Please enter at least {least} characters."
    return f"Please enter at most {most} characters." if len(value) > most else None


def _number_problem(element: Json, value: str) -> str | None:
    try:
        number = float(value)
    except ValueError:
        return "Please enter a valid number."
    if not element["is_decimal_allowed"] and not number.is_integer():
        return "Please enter a whole number."
    if "min_value" in element and number < float(element["min_value"]):
        return f"Please enter a number of at least {element['min_value']}."
    if "max_value" in element and number > float(element["max_value"]):
        return f"Please enter a number of at most {element['max_value']}."
    return None


_CHECKS: dict[str, Callable[[Json, Any], str | None]] = {
    "file_input": _files_problem,
    "plain_text_input": _length_problem,
    "number_input": _number_problem,
    "email_text_input": _email_problem,
    "url_text_input": _url_problem,
}
