"""Forms of items of the configuration as a member of the house works in them."""

from typing import Any

SUPPORT = "C0SUPPORT"


def opened(house: Any, line: str, name: str = "ada") -> Any:
    """The form that a command opens."""
    member, since = house.member(name), house.mark()
    member.sends(SUPPORT, line)
    return member.form(since, line)


def presses(house: Any, form: Any, action_id: str, value: str | None = None, **typed: Any) -> Any:
    """Press something in the form on top, its fields filled in; return the form on top then."""
    ada = house.member("ada")
    chosen = {} if value is None else {"value": value}
    ada.clicks_in_view(form["id"], action_id, values=filled(**typed), **chosen)
    house.log()
    return ada.top_form()


def filled(**fields: Any) -> dict[str, Any]:
    """The values of fields by their blocks."""
    return {name: {"value": value} for name, value in fields.items()}


def shown(form: Any) -> dict[str, Any]:
    """What stands in the fields of a form, by their names."""
    state = {}
    for block in form["blocks"]:
        element = block.get("element")
        if element is not None:
            state[block["block_id"]] = _value(element)
    return state


def _value(element: Any) -> Any:
    if "initial_options" in element:
        return [option["value"] for option in element["initial_options"]]
    if "initial_option" in element:
        return element["initial_option"]["value"]
    initial = (value for key, value in element.items() if key.startswith("initial_"))
    return next(initial, None)
