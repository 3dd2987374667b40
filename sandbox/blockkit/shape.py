"""Whether a payload has the shape of Slack's blocks and views: names, types, nothing unknown.

The shape is `schema.json`, made from Slack's own TypeScript types. A union in it is resolved by the
`type` of what was sent before anything is compared, so one wrong field gives one message about that
field, not one for each of the twenty blocks it is not.
"""

import json
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from typing import Any
from urllib.parse import unquote

from jsonschema import Draft7Validator, ValidationError, validators

from sandbox.blockkit.problem import Problem, Problems, at

Schema = dict[str, Any]
Errors = Iterator[ValidationError]
JSON_TYPES = {
    "array": "must provide an array",
    "boolean": "must be a boolean",
    "number": "must provide a number",
    "object": "must provide an object",
    "string": "must provide a string",
}


def shape_problems(payload: object, definition: str, pointer: str) -> Problems:
    """What in `payload` does not fit the named definition of the schema."""
    for error in _validator(definition).iter_errors(payload):
        yield Problem(at(pointer, *error.absolute_path), error.message)


@cache
def _validator(definition: str) -> Any:
    return _Validator(_Compiled().resolved({"$ref": definition}))


class _Compiled:
    """The schema without references, its unions sorted into `byType` where a `type` tells."""

    def __init__(self) -> None:
        text = files(__package__).joinpath("schema.json").read_text(encoding="utf-8")
        self.definitions: dict[str, Schema] = json.loads(text)["definitions"]
        self.done: dict[str, Schema] = {}

    def resolved(self, node: Schema) -> Schema:
        if "$ref" in node:
            return self._definition(unquote(node["$ref"].removeprefix("#/definitions/")))
        if "anyOf" in node:
            return _union([self.resolved(branch) for branch in node["anyOf"]])
        out = dict(node)
        if "properties" in node:
            out["properties"] = {k: self.resolved(v) for k, v in node["properties"].items()}
        if "items" in node:
            out["items"] = self.resolved(node["items"])
        return out

    def _definition(self, name: str) -> Schema:
        if name not in self.done:
            self.done[name] = self.resolved(self.definitions[name])
        return self.done[name]


def _union(branches: list[Schema]) -> Schema:
    by_type: dict[str, list[Schema]] = {}
    for branch in branches:
        if "byType" in branch:
            for name, inner in branch["byType"].items():
                by_type.setdefault(name, []).extend(inner)
            continue
        name = branch.get("properties", {}).get("type", {}).get("const")
        if name is None:
            return {"closest": branches}
        by_type.setdefault(name, []).append(branch)
    return {"byType": by_type}


def _by_type(validator: Any, by_type: dict[str, list[Schema]], sent: object, _: Schema) -> Errors:
    if not isinstance(sent, dict):
        yield ValidationError(JSON_TYPES["object"])
    elif "type" not in sent:
        yield ValidationError("missing required field: type")
    elif not isinstance(sent["type"], str) or sent["type"] not in by_type:
        yield ValidationError(f"unsupported type: {sent['type']}", path=["type"])
    else:
        yield from _closest(validator, by_type[sent["type"]], sent, _)


def _closest(validator: Any, branches: list[Schema], sent: object, _: Schema) -> Errors:
    """The errors of the branch that fits best; none where one fits."""
    if len(branches) == 1:
        yield from validator.descend(sent, branches[0])
        return
    found = [list(validator.descend(sent, branch)) for branch in branches]
    yield from min(found, key=len)


def _type(validator: Any, wanted: str, sent: object, _: Schema) -> Errors:
    if not validator.is_type(sent, wanted):
        yield ValidationError(JSON_TYPES[wanted])


def _required(validator: Any, wanted: list[str], sent: object, _: Schema) -> Errors:
    if isinstance(sent, dict):
        for name in wanted:
            if name not in sent:
                yield ValidationError(f"missing required field: {name}")


def _closed(validator: Any, _: object, sent: object, schema: Schema) -> Errors:
    if isinstance(sent, dict):
        for name in sent:
            if name not in schema["properties"]:
                yield ValidationError(f"invalid additional property: {name}")


def _const(validator: Any, wanted: object, sent: object, _: Schema) -> Errors:
    if sent != wanted:
        yield ValidationError(f"unsupported type: {sent}")


def _enum(validator: Any, wanted: list[object], sent: object, _: Schema) -> Errors:
    if sent not in wanted:
        yield ValidationError("must be a valid enum value")


_KEYWORDS: dict[str, Callable[[Any, Any, Any, Any], Errors]] = {
    "additionalProperties": _closed,
    "byType": _by_type,
    "closest": _closest,
    "const": _const,
    "enum": _enum,
    "required": _required,
    "type": _type,
}
_Validator = validators.extend(Draft7Validator, _KEYWORDS)
