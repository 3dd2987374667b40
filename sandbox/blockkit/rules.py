"""What the tables cannot say: surfaces, names that must differ, fields that depend on each other.

Sources: docs.slack.dev/reference/block-kit and docs.slack.dev/reference/views; the wording, where
it could be found, from refusals quoted in public issues.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal, InvalidOperation
from itertools import pairwise
from typing import Any

from sandbox.blockkit.limits import BLOCKS_PER_SURFACE, SURFACES
from sandbox.blockkit.measure import measured, typed_objects
from sandbox.blockkit.problem import Problem, Problems, at

Node = dict[str, Any]
Rule = Callable[[Node, str], Problems]


def view_rules(view: Node, pointer: str) -> list[Problem]:
    """What Slack refuses in a view that has the right shape."""
    blocks_at = at(pointer, "blocks")
    return [
        *measured(view, pointer),
        *_submit(view, blocks_at),
        *_one_focus(view, pointer),
        *blocks_rules(view["blocks"], view["type"], blocks_at),
    ]


def blocks_rules(blocks: list[Node], surface: str, pointer: str) -> list[Problem]:
    """What Slack refuses in blocks that have the right shape, on that surface."""
    found = [*_amount(blocks, surface, pointer), *_surfaces(blocks, surface, pointer)]
    found += _unique(typed_objects(blocks, pointer), "block_id")
    for index, block in enumerate(blocks):
        found += _unique(typed_objects(block, at(pointer, index)), "action_id")
    for node, where in typed_objects(blocks, pointer):
        found += measured(node, where)
        for rule in RULES.get(node["type"], ()):
            found += rule(node, where)
    return found


def _amount(blocks: list[Node], surface: str, pointer: str) -> Problems:
    most = BLOCKS_PER_SURFACE[surface]
    if len(blocks) > most:
        yield Problem(pointer, f"no more than {most} items allowed")


def _surfaces(blocks: list[Node], surface: str, pointer: str) -> Problems:
    for node, where in typed_objects(blocks, pointer):
        kind = node["type"]
        if kind in SURFACES and surface not in SURFACES[kind]:
            yield Problem(where, f"unsupported surface for {kind} block")


def _unique(nodes: Iterator[tuple[Node, str]], name: str) -> Problems:
    seen: set[str] = set()
    for node, where in nodes:
        value = node.get(name)
        if value is None:
            continue
        if value in seen:
            yield Problem(at(where, name), f"`{name}` already exists: {value}")
        seen.add(value)


def _submit(view: Node, pointer: str) -> Problems:
    if view["type"] != "modal" or "submit" in view:
        return
    for index, block in enumerate(view["blocks"]):
        if block["type"] == "input":
            said = "must define `submit` to use an `input` block in modals"
            yield Problem(at(pointer, index, "input"), said)


def _one_focus(view: Node, pointer: str) -> Problems:
    focused = [w for node, w in typed_objects(view, pointer) if node.get("focus_on_load")]
    for where in focused[1:]:
        yield Problem(at(where, "focus_on_load"), "only one element can be focused on load")


def _needs_one_of(*names: str) -> Rule:
    listed = " or ".join(f"`{name}`" for name in names)

    def rule(node: Node, pointer: str) -> Problems:
        if not any(name in node for name in names):
            yield Problem(pointer, f"must define either {listed} as an argument")

    return rule


def _not_both_option_lists(node: Node, pointer: str) -> Problems:
    if "options" in node and "option_groups" in node:
        yield Problem(pointer, "must define only one of `options` and `option_groups`")


def _whole_options(node: Node, pointer: str) -> Problems:
    """Options have a value; only an overflow menu may give them an address."""
    for option, where in _options(node, pointer):
        if "value" not in option:
            yield Problem(where, "missing required field: value")
        if "url" in option and node["type"] != "overflow":
            yield Problem(where, "invalid additional property: url")


def _initial_is_offered(node: Node, pointer: str) -> Problems:
    offered = [option for option, _ in _options(node, pointer)]
    chosen = [(node["initial_option"], "initial_option")] if "initial_option" in node else []
    chosen += [(option, "initial_options") for option in node.get("initial_options", ())]
    for option, name in chosen:
        if option not in offered:
            yield Problem(at(pointer, name), f"`{name}` must exactly match one of the options")


def _options(node: Node, pointer: str) -> Iterator[tuple[Node, str]]:
    for index, option in enumerate(node.get("options", ())):
        yield option, at(pointer, "options", index)
    for number, group in enumerate(node.get("option_groups", ())):
        for index, option in enumerate(group["options"]):
            yield option, at(pointer, "option_groups", number, "options", index)


def _text_bounds_agree(node: Node, pointer: str) -> Problems:
    least, most = node.get("min_length", 0), node.get("max_length", 3000)
    if least > most:
        yield Problem(at(pointer, "min_length"), "must be no more than `max_length`")
    elif "initial_value" in node and len(node["initial_value"]) > most:
        said = f"must be less than {most + 1} characters"
        yield Problem(at(pointer, "initial_value"), said)


def _numbers_agree(node: Node, pointer: str) -> Problems:
    names = [name for name in ("min_value", "initial_value", "max_value") if name in node]
    values: list[tuple[str, Decimal]] = []
    for name in names:
        value = _decimal(node[name])
        if value is None or not (node["is_decimal_allowed"] or value == int(value)):
            yield Problem(at(pointer, name), "must be a valid number")
        else:
            values.append((name, value))
    for (lower, least), (upper, most) in pairwise(values):
        if least > most:
            yield Problem(at(pointer, lower), f"must be no more than `{upper}`")


def _decimal(text: str) -> Decimal | None:
    try:
        value = Decimal(text)
    except InvalidOperation:
        return None
    return value if value.is_finite() else None


def _no_dispatch_of_files(node: Node, pointer: str) -> Problems:
    if node.get("dispatch_action") and node["element"]["type"] == "file_input":
        yield Problem(at(pointer, "element", "type"), "unsupported type: file_input")


_MENU = (
    _needs_one_of("options", "option_groups"),
    _not_both_option_lists,
    _whole_options,
    _initial_is_offered,
)
RULES: dict[str, tuple[Rule, ...]] = {
    "card": (_needs_one_of("hero_image", "title", "actions", "body"),),
    "checkboxes": (_whole_options, _initial_is_offered),
    "container": (_needs_one_of("title", "rich_text_title"),),
    "input": (_no_dispatch_of_files,),
    "multi_static_select": _MENU,
    "number_input": (_numbers_agree,),
    "overflow": (_whole_options,),
    "plain_text_input": (_text_bounds_agree,),
    "radio_buttons": (_whole_options, _initial_is_offered),
    "section": (_needs_one_of("text", "fields"),),
    "static_select": _MENU,
}
