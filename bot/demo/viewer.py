"""Turns messages as Slack keeps them into the lines a member reads."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]

COLUMN = 44
"""Characters of the left one of two columns of facts."""

_CODE = "```"
_TOKEN = re.compile(r"<([^<>]+)>")
_PRETTY = re.compile(r"\{date\w*_pretty\}")
_TIMES: Mapping[str, str] = {
    "{time}": "%H:%M",
    "{time_secs}": "%H:%M:%S",
    "{date_num}": "%Y-%m-%d",
    "{date_short}": "%d %b %Y",
    "{date}": "%d %B %Y",
    "{date_long}": "%A, %d %B %Y",
}


@dataclass(frozen=True, slots=True)
class Viewer:
    """Somebody who reads: what ids are called, their time zone, and the date it is there."""

    names: Mapping[str, str]
    time_zone: str
    today_on: date

    def lines(self, message: Json) -> list[str]:
        """A message: its blocks where it has any, else its text."""
        found = list(_lines(message.get("blocks") or []))
        found = found or str(message.get("text") or "").splitlines()
        shown = (self.text(line).rstrip() for line in found if line != _CODE)
        return [line for line in shown if line]

    def text(self, text: str) -> str:
        """Slack's markup as it is shown: names, local times, the words of links."""
        shown = _TOKEN.sub(lambda token: self._token(token[1]), text)
        return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")

    def _token(self, token: str) -> str:
        target, _, label = token.partition("|")
        if target.startswith("!date^"):
            _, seconds, form, *_ = target.split("^")
            return self._local(int(seconds), form)
        if target.startswith(("@", "#")):
            return target[0] + self.names.get(target[1:], label or target[1:])
        return label or target.replace("!", "@", 1)

    def _local(self, at_s: int, form: str) -> str:
        at_local = datetime.fromtimestamp(at_s, UTC).astimezone(ZoneInfo(self.time_zone))
        is_today = at_local.date() == self.today_on
        form = _PRETTY.sub("today" if is_today else "{date_short}", form)
        for name, pattern in _TIMES.items():
            form = form.replace(name, at_local.strftime(pattern))
        return form


def _lines(blocks: list[Json]) -> list[str]:
    return [line for block in blocks for line in _BLOCKS.get(block["type"], _nothing)(block)]


def _text(thing: Any) -> list[str]:
    return str((thing or {}).get("text") or "").splitlines()


def _section(block: Json) -> list[str]:
    facts = [" ".join(_text(each)) for each in block.get("fields") or []]
    return [*_text(block.get("text")), *_in_two_columns(facts)]


def _in_two_columns(facts: list[str]) -> list[str]:
    pairs = (facts[at : at + 2] for at in range(0, len(facts), 2))
    return ["".join(each.ljust(COLUMN) for each in pair) for pair in pairs]


def _context(block: Json) -> list[str]:
    return [" ".join(str(each.get("text") or "") for each in block["elements"])]


def _actions(block: Json) -> list[str]:
    return ["  ".join(f"[{' '.join(_text(each.get('text')))}]" for each in block["elements"])]


def _rich_text(block: Json) -> list[str]:
    return [line for part in block["elements"] for line in _rich(part).splitlines()]


def _rich(part: Json) -> str:
    if "elements" in part:
        joint = "\n" if part["type"] == "rich_text_list" else ""
        return joint.join(_rich(each) for each in part["elements"])
    return _RICH.get(part["type"], _rich_plain)(part)


def _rich_plain(part: Json) -> str:
    return str(part.get("text") or part.get("url") or "")


_RICH: Mapping[str, Callable[[Json], str]] = {
    "user": lambda part: f"<@{part['user_id']}>",
    "channel": lambda part: f"<#{part['channel_id']}>",
    "emoji": lambda part: f":{part['name']}:",
    "broadcast": lambda part: f"@{part['range']}",
}


def _table(block: Json) -> list[str]:
    rows = [[_cell(cell) for cell in row] for row in block["rows"]]
    widths = [max(len(cell) for cell in column) for column in zip(*rows, strict=True)]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    ]


def _cell(cell: Json) -> str:
    return str(cell["text"]) if cell["type"] == "raw_text" else _rich(cell)


def _nothing(block: Json) -> list[str]:
    return []


_BLOCKS: Mapping[str, Callable[[Json], list[str]]] = {
    "section": _section,
    "header": lambda block: _text(block["text"]),
    "context": _context,
    "actions": _actions,
    "rich_text": _rich_text,
    "table": _table,
    "markdown": _text,
}
