"""Turns messages as Slack keeps them into the lines a member reads."""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

Json = dict[str, Any]
Namer = Callable[[str], str]

_TOKEN = re.compile(r"<([^<>]+)>")
_TIMES: Mapping[str, str] = {
    "{time}": "%H:%M",
    "{time_secs}": "%H:%M:%S",
    "{date_num}": "%Y-%m-%d",
    "{date_short}": "%b %-d, %Y",
    "{date}": "%B %-d, %Y",
    "{date_long}": "%A, %B %-d, %Y",
}


def lines_of(message: Json, name_of: Namer, time_zone: str) -> list[str]:
    """What a member in a time zone reads: the blocks where there are any, else the text."""
    blocks = message.get("blocks") or []
    found = [line for block in blocks for line in _BLOCKS.get(block["type"], _nothing)(block)]
    if not found:
        found = str(message.get("text") or "").splitlines()
    return [line for each in found if (line := readable(each, name_of, time_zone)).strip()]


def readable(text: str, name_of: Namer, time_zone: str) -> str:
    """Slack's markup as a member sees it: names, local times, the words of links."""
    shown = _TOKEN.sub(lambda token: _token(token[1], name_of, time_zone), text)
    return shown.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def _token(token: str, name_of: Namer, time_zone: str) -> str:
    target, _, label = token.partition("|")
    if target.startswith("!date^"):
        _, seconds, form, *_ = target.split("^")
        return _local(int(seconds), form, time_zone)
    if target.startswith("@"):
        return f"@{name_of(target[1:])}"
    if target.startswith(("#", "!")):
        return label or f"{target[0]}{name_of(target[1:])}"
    return label or target


def _local(at_s: int, form: str, time_zone: str) -> str:
    at_local = datetime.fromtimestamp(at_s, UTC).astimezone(ZoneInfo(time_zone))
    form = re.sub(r"\{(date\w*?)_pretty\}", r"{\1}", form)
    for name, pattern in _TIMES.items():
        form = form.replace(name, at_local.strftime(pattern))
    return form


def _text(thing: Any) -> list[str]:
    return str((thing or {}).get("text") or "").splitlines()


def _section(block: Json) -> list[str]:
    facts = (" ".join(_text(each)) for each in block.get("fields") or [])
    return [*_text(block.get("text")), *_side_by_side(list(facts))]


def _side_by_side(facts: list[str]) -> list[str]:
    """Facts in pairs, as Slack sets them in two columns."""
    pairs = (facts[at : at + 2] for at in range(0, len(facts), 2))
    return [f"{pair[0]:<44}{pair[1]}" if len(pair) > 1 else pair[0] for pair in pairs]


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
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
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
