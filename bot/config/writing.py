"""A configuration as YAML that reads back equal."""

from collections.abc import Mapping
from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq

from bot.config.document import plain_of
from bot.config.keys import Plain
from sla_core.configuration import Configuration

_BRIEF: Final = 80
_ENDLESS: Final = 10**6


def write(configuration: Configuration, names: Mapping[str, str] | None = None) -> str:
    """The YAML of a configuration; behind each id that `names` knows stands its name."""
    yaml = YAML(typ="rt", pure=True)
    yaml.width = _ENDLESS
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(_section(plain_of(configuration), names or {}), out)
    return out.getvalue()


def _section(values: Plain, names: Mapping[str, str]) -> CommentedMap:
    """A mapping in block style, all that is brief within it on one line."""
    section = CommentedMap()
    for key, value in values.items():
        section[key] = _value(value, names)
        if isinstance(value, str) and value in names:
            section.yaml_add_eol_comment(_comment(names[value]), key)
    return section


def _value(value: Any, names: Mapping[str, str]) -> Any:
    if isinstance(value, dict):
        return _section(value, names) if _is_long(value) else _flow(value)
    if isinstance(value, list):
        if any(isinstance(each, str) and each in names for each in value):
            return _commented(value, names)
        return _block(value, names) if _is_long(value) else _flow(value)
    return value


def _commented(values: list[Any], names: Mapping[str, str]) -> CommentedSeq:
    items = CommentedSeq(values)
    for place, each in enumerate(values):
        if each in names:
            items.yaml_add_eol_comment(_comment(names[each]), place)
    return items


def _comment(name: str) -> str:
    return " ".join(name.split())


def _block(values: list[Any], names: Mapping[str, str]) -> CommentedSeq:
    return CommentedSeq(_value(each, names) for each in values)


def _flow(value: Any) -> Any:
    if isinstance(value, dict):
        flow: Any = CommentedMap((key, _flow(each)) for key, each in value.items())
    elif isinstance(value, list):
        flow = CommentedSeq(_flow(each) for each in value)
    else:
        return value
    flow.fa.set_flow_style()
    return flow


def _is_long(value: Any) -> bool:
    """Whether a value is better read on several lines: long, or deeper than a list of words."""
    nested = value.values() if isinstance(value, dict) else value
    return bool(value) and (
        len(str(value)) > _BRIEF or any(isinstance(each, dict) for each in nested)
    )
