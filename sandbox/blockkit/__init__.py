"""What Slack would say to blocks and views: `problems` and `view_problems`, empty where it accepts.

`shape` holds a payload against the schema made from Slack's types; only where that passes, `rules`
looks at lengths, counts, surfaces and how fields stand to each other.
"""

from typing import Literal, cast

from sandbox.blockkit.problem import Problem
from sandbox.blockkit.rules import blocks_rules, view_rules
from sandbox.blockkit.shape import shape_problems

__all__ = ["Surface", "problems", "view_problems"]

Surface = Literal["message", "modal", "home"]
_POINTERS: dict[Surface, str] = {
    "message": "/blocks",
    "modal": "/view/blocks",
    "home": "/view/blocks",
}


def problems(blocks: object, surface: Surface) -> list[str]:
    """Slack's refusals of an array of blocks on that surface, in its words; empty if it is fine."""
    pointer = _POINTERS[surface]
    found = list(shape_problems(blocks, "StrictBlocks", pointer))
    return _said(found or blocks_rules(cast("list[dict[str, object]]", blocks), surface, pointer))


def view_problems(view: object) -> list[str]:
    """Slack's refusals of a modal or a home tab, in its words; empty if it is fine."""
    found = list(shape_problems(view, "StrictView", "/view"))
    return _said(found or view_rules(cast("dict[str, object]", view), "/view"))


def _said(found: list[Problem]) -> list[str]:
    return list(dict.fromkeys(str(problem) for problem in found))
