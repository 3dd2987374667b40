"""A configuration as YAML that reads back equal."""

from collections.abc import Mapping
from dataclasses import dataclass
from io import StringIO
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap, CommentedSeq
from ruamel.yaml.scalarstring import DoubleQuotedScalarString

from bot.config.document import plain_of
from sla_core.configuration import Configuration

_BRIEF: Final = 80
_AMBIGUOUS: Final = ("?", ":")
_ENDLESS: Final = 10**6


def write(configuration: Configuration, names: Mapping[str, str] | None = None) -> str:
    """The YAML of a configuration; behind each id that `names` knows stands its name."""
    yaml = YAML(typ="rt", pure=True)
    yaml.width = _ENDLESS
    yaml.indent(mapping=2, sequence=4, offset=2)
    out = StringIO()
    yaml.dump(_Writer(names or {}).block(plain_of(configuration)), out)
    return out.getvalue()


@dataclass(frozen=True, slots=True)
class _Writer:
    """Lays values out: brief and flat ones on one line, those with a comment on their own."""

    names: Mapping[str, str]

    def block(self, value: Any) -> Any:
        """A mapping or list with a line for each of its values."""
        if isinstance(value, dict):
            node: Any = CommentedMap((_key(key), self.laid(item)) for key, item in value.items())
            places = {_key(key): item for key, item in value.items()}
        else:
            node = CommentedSeq(self.laid(item) for item in value)
            places = dict(enumerate(value))
        for key, item in places.items():
            if isinstance(item, str) and item in self.names:
                node.yaml_add_eol_comment(_comment(self.names[item]), key)
        return node

    def laid(self, value: Any) -> Any:
        """A value in block style or on one line, whichever reads better."""
        if isinstance(value, dict | list) and value and self._is_long(value):
            return self.block(value)
        return _flow(value)

    def _is_long(self, value: Any) -> bool:
        nested = list(value.values()) if isinstance(value, dict) else value
        return (
            len(str(value)) > _BRIEF
            or any(isinstance(item, dict) for item in nested)
            or any(self._is_named(item) for item in nested)
        )

    def _is_named(self, value: Any) -> bool:
        """Whether a value is an id with a name, or a list that holds one."""
        ids = value if isinstance(value, list) else [value]
        return any(isinstance(each, str) and each in self.names for each in ids)


def _comment(name: str) -> str:
    """A name on one line, without what YAML does not take."""
    return " ".join("".join(char if char.isprintable() else " " for char in name).split())


def _flow(value: Any) -> Any:
    if isinstance(value, dict):
        node: Any = CommentedMap((_key(key), _flow(item)) for key, item in value.items())
    elif isinstance(value, list):
        node = CommentedSeq(_flow(item) for item in value)
    else:
        return _key(value)
    node.fa.set_flow_style()
    return node


def _key(value: Any) -> Any:
    """A scalar; a text that YAML might take for something else in quotes that spell it out."""
    if isinstance(value, str) and (not value.isprintable() or value.startswith(_AMBIGUOUS)):
        return DoubleQuotedScalarString(value)
    return value
