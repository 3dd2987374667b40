"""The JSON Schema of the configuration file, made of the tables by which it is read.

Editors check a file by it while it is written. What the file's words mean together only
`punctual config check` knows.
"""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any, Final

from bot.config.calendars import _CALENDAR, _CLOSURE, _HOLIDAYS, _OPENING, _WHOLE_DATE
from bot.config.digests import _DIGEST
from bot.config.keys import Key
from bot.config.levels import _ALERT, _LEVEL, _POINT
from bot.config.parts import (
    AllOf,
    OneOf,
    count,
    duration_s,
    flag,
    positive_duration_s,
    text,
    texts,
)
from bot.config.people import _CUSTOMER, _CUSTOMER_GROUP, _DEPARTMENT, _FIELD
from bot.config.rules import _ACTIONS, _NOTICE, _RULE
from bot.config.workspace import _OPTIONS, EMOJI_FOR
from bot.wording.config_keys import DESCRIPTIONS, TITLE
from sla_core.configuration import ALWAYS, NAMED
from sla_core.configuration.facts import FIELD_KINDS, FIELD_PREFIX
from sla_core.configuration.operators import OPERATORS
from sla_core.configuration.rule import OCCASIONS
from sla_core.tickets.vocabulary import METRICS, PRIORITIES, STATUSES

Schema = dict[str, Any]

ADDRESS: Final = "https://punctual.example/configuration.schema.json"
DIALECT: Final = "https://json-schema.org/draft/2020-12/schema"


def _list(items: Schema) -> Schema:
    """A list; a single value is a list of one."""
    return {"anyOf": [items, {"type": "array", "items": items}]}


TEXT: Final[Schema] = {"type": ["string", "number"]}
TEXTS: Final = _list(TEXT)
DURATION: Final[Schema] = {"type": "string", "examples": ["30s", "45m", "1h30m", "8h"]}
SPAN: Final[Schema] = {"type": "string", "pattern": "-", "examples": ["09:00-17:00"]}
DATE: Final[Schema] = {"type": "string", "examples": ["2026-12-24"]}
_READERS: Final[Mapping[Callable[..., Any], Schema]] = {
    text: TEXT,
    texts: TEXTS,
    flag: {"type": ["boolean", "string"], "examples": [True, False]},
    count: {"type": ["integer", "string"], "minimum": 1},
    duration_s: DURATION,
    positive_duration_s: DURATION,
}


def schema() -> Schema:
    """Return the schema of the whole file."""
    keys = {
        "version": {"const": 1},
        **_properties("", _OPTIONS),
        **{name: _named(name, table, needed) for name, (table, needed) in _SECTIONS.items()},
        "rules": _list(_ref("rule")),
        "agreements": {"enum": [[], {}]},
    }
    described = {name: _described(name, shape) for name, shape in keys.items()}
    return {
        "$schema": DIALECT,
        "$id": ADDRESS,
        "title": TITLE,
        "type": "object",
        "properties": described,
        "additionalProperties": False,
        "$defs": {name: make() for name, make in _DEFINITIONS.items()},
    }


def _ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


_SECTIONS: Final[Mapping[str, tuple[Iterable[Key], tuple[str, ...]]]] = {
    NAMED["calendar"]: (_CALENDAR, ("time_zone", "hours")),
    NAMED["department"]: (_DEPARTMENT, ()),
    NAMED["customer"]: (_CUSTOMER, ()),
    NAMED["customer_group"]: (_CUSTOMER_GROUP, ()),
    NAMED["level"]: (_LEVEL, ("targets",)),
}
"""The sections with names: the keys of an item, and those that it needs."""


def _named(path: str, table: Iterable[Key], needed: tuple[str, ...]) -> Schema:
    return {"type": ["object", "null"], "additionalProperties": _record(path, table, needed)}


def _record(path: str, table: Iterable[Key], needed: Iterable[str] = ()) -> Schema:
    """A mapping with the keys of a table and no others."""
    properties = {
        name: _described(f"{path}.{name}", shape)
        for name, shape in _properties(f"{path}.", table).items()
    }
    required = {"required": list(needed)} if needed else {}
    return {"type": "object", "properties": properties, **required, "additionalProperties": False}


def _properties(begin: str, table: Iterable[Key]) -> dict[str, Schema]:
    return {key.name: _shape(f"{begin}{key.name}", key) for key in table}


def _shape(path: str, key: Key) -> Schema:
    if path in _SHAPES:
        return _SHAPES[path]()
    if isinstance(key.read, OneOf):
        return {"enum": list(key.read.words)}
    if isinstance(key.read, AllOf):
        return _list({"enum": list(key.read.words)})
    return _READERS[key.read]


def _described(path: str, shape: Schema) -> Schema:
    """The shape with what it says; a key behind which nothing stands is as if it were not there."""
    return {"description": DESCRIPTIONS[path], "anyOf": [shape, {"type": "null"}]}


# --- the shapes that are not plain values ---------------------------------------------------------


def _hours() -> Schema:
    days = {"type": "object", "additionalProperties": {"anyOf": [_list(SPAN), {"type": "null"}]}}
    return {"anyOf": [{"const": ALWAYS}, days]}


def _closure() -> Schema:
    path = "calendars.closures"
    whole, span = _record(path, _WHOLE_DATE, ["date"]), _record(path, _CLOSURE, ["from", "to"])
    return {"anyOf": [whole, span]}


def _emoji() -> Schema:
    properties = {name: _described(f"emoji.{name}", TEXT) for name in EMOJI_FOR}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _targets() -> Schema:
    by_priority = _by_word((*PRIORITIES, "default"), DURATION)
    return _by_word(METRICS, {"anyOf": [DURATION, by_priority]})


def _pauses() -> Schema:
    statuses = _list({"enum": list(STATUSES)})
    return {"anyOf": [statuses, _by_word(METRICS, statuses)]}


def _by_word(words: Iterable[str], shape: Schema) -> Schema:
    either = {"anyOf": [shape, {"type": "null"}]}
    properties = dict.fromkeys(words, either)
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _fields() -> Schema:
    return {
        "type": "object",
        "additionalProperties": _record("departments.fields", _FIELD, ("type",)),
    }


def _group() -> Schema:
    """A group of conditions: what is asked of each field."""
    fields = {name: _ref(f"operators_{kind}") for name, kind in FIELD_KINDS.items()}
    return {
        "type": "object",
        "properties": fields,
        "patternProperties": {f"^{FIELD_PREFIX.replace('.', '[.]')}": _ref("operators_text")},
        "additionalProperties": False,
    }


def _operators(kind: str) -> Schema:
    value: Schema = {"type": ["string", "number", "boolean", "array", "null"]}
    properties = dict.fromkeys([*OPERATORS[kind], "is_set"], value)
    either: list[Schema] = [
        {"type": "object", "properties": properties, "additionalProperties": False},
        {"type": "null"},
    ]
    return {"anyOf": either}


def _notify() -> Schema:
    return {"anyOf": [TEXTS, _record("rules.then.notify", _NOTICE, ("to",))]}


_SHAPES: Final[Mapping[str, Callable[[], Schema]]] = {
    "report_time_zone": lambda: TEXT,
    "language": lambda: TEXT,
    "emoji": _emoji,
    "digests": lambda: _list(_ref("digest")),
    "digests.to": lambda: TEXTS,
    "digests.at": lambda: {"type": "string", "examples": ["08:00"]},
    "calendars.hours": _hours,
    "calendars.holidays": lambda: _record("calendars.holidays", _HOLIDAYS, ("country",)),
    "calendars.holidays.half_days": lambda: SPAN,
    "calendars.closures": lambda: _list(_ref("closure")),
    "calendars.closures.date": lambda: DATE,
    "calendars.closures.from": lambda: DATE,
    "calendars.closures.to": lambda: DATE,
    "calendars.openings": lambda: _list(_ref("opening")),
    "calendars.openings.date": lambda: DATE,
    "calendars.openings.hours": lambda: _list(SPAN),
    "departments.fields": _fields,
    "levels.targets": _targets,
    "levels.pause_on": _pauses,
    "levels.quiet": lambda: SPAN,
    "levels.alerts": lambda: _list(_ref("alert")),
    "levels.alerts.at": lambda: {"type": "string", "examples": ["75%", "-15m", "breach", "+1h"]},
    "rules.when": lambda: _list({"enum": list(OCCASIONS)}),
    "rules.if": lambda: _list(_list(_ref("group"))),
    "rules.then": lambda: _record("rules.then", _ACTIONS),
    "rules.then.notify": _notify,
}
"""By the path of a key; all others are known by their readers."""
_DEFINITIONS: Final[Mapping[str, Callable[[], Schema]]] = {
    "rule": lambda: _record("rules", _RULE, ("name", "then")),
    "group": _group,
    "alert": lambda: _record("levels.alerts", (*_POINT, *_ALERT), ("at", "to")),
    "digest": lambda: _record("digests", _DIGEST, ("every", "to")),
    "closure": _closure,
    "opening": lambda: _record("calendars.openings", _OPENING, ("date", "hours")),
    **{f"operators_{kind}": partial(_operators, kind) for kind in OPERATORS},
}
"""What stands in several places, by its name."""
