"""Departments, customers and customer groups as they are written down, read and written.

People and channels stay as they were typed: who they are is found out where Slack is known.
"""

from collections.abc import Mapping
from typing import Any, Final

from bot.config.keys import Key, Plain, attributes, plain, record
from bot.config.parts import Part, every, flag, one_of, text, texts
from sla_core.configuration import Customer, CustomerGroup, Department

FIELD_TYPES: Final = ("text", "number", "choice")


def _texts(name: str) -> Key:
    return Key(name, name, texts, list)


_FIELD = (
    Key("type", "type", one_of(FIELD_TYPES)),
    Key("options", "options", texts, list),
    Key("required", "required", flag),
)


def _field(named: tuple[str, Part]) -> tuple[str, Mapping[str, object]]:
    name, part = named
    values = attributes(part, _FIELD, required=["type"])
    if (values["type"] == "choice") != bool(values.get("options")):
        raise part.refused("a choice has options, and nothing else has: give both, or neither")
    return name, values


def _fields(part: Part) -> Mapping[str, Mapping[str, object]]:
    return dict(every(part.keys().items(), _field))


def _written_fields(fields: Mapping[str, Mapping[str, Any]]) -> Plain:
    return {
        name: {key.name: key.write(field[key.name]) for key in _FIELD if key.name in field}
        for name, field in fields.items()
    }


_DEPARTMENT = (
    _texts("intake_channels"),
    Key("alert_channel", "alert_channel", text),
    _texts("leads"),
    _texts("managers"),
    _texts("agents"),
    Key("level", "level", text),
    Key("private", "private", flag),
    Key("fields", "fields", _fields, _written_fields),
)
_CUSTOMER = (
    Key("group", "group", text),
    _texts("channels"),
    _texts("users"),
    _texts("domains"),
    Key("level", "level", text),
)
_CUSTOMER_GROUP = (Key("level", "level", text),)


def read_department(name: str, part: Part) -> Department:
    """The department of a name."""
    return record(part, Department, _DEPARTMENT, name=name)


def write_department(department: Department) -> Plain:
    """The keys of a department."""
    return plain(department, _DEPARTMENT)


def read_customer(name: str, part: Part) -> Customer:
    """The customer of a name."""
    return record(part, Customer, _CUSTOMER, name=name)


def write_customer(customer: Customer) -> Plain:
    """The keys of a customer."""
    return plain(customer, _CUSTOMER)


def read_customer_group(name: str, part: Part) -> CustomerGroup:
    """The customer group of a name."""
    return record(part, CustomerGroup, _CUSTOMER_GROUP, name=name)


def write_customer_group(group: CustomerGroup) -> Plain:
    """The keys of a customer group."""
    return plain(group, _CUSTOMER_GROUP)
