"""What a configuration may say and this version does not act on yet: said, never passed over."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from bot.config.check import Finding, Path
from sla_core.configuration import Configuration, Department, Level

_GROUP: Final = re.compile(r"S[A-Z0-9]{7,}")
_CHANNEL: Final = re.compile(r"[CG][A-Z0-9]{7,}")
_LEVEL_OPTIONS: Final = {
    "resolve_after": "resolve_after_s",
    "close_after": "close_after_s",
    "quiet": "quiet_local_s",
}


def not_acted_on(configuration: Configuration) -> Iterator[Finding]:
    """Each key that is kept, and has no effect in this version."""
    for level in configuration.levels.values():
        yield from _of_level(level)
    for department in configuration.departments.values():
        yield from _of_department(department)
    if configuration.options.intake_bots:
        yield _kept(("intake_bots",))
    if configuration.options.emoji:
        yield _kept(("emoji",))


def _of_level(level: Level) -> Iterator[Finding]:
    path: Path = ("levels", level.name)
    for metric in ("chat_reply", "call_answer"):
        if metric in level.targets:
            text = "in Slack, nothing opens chats or calls yet: only `simulate` runs this clock"
            yield Finding((*path, "targets", metric), text)
    for key, name in _LEVEL_OPTIONS.items():
        if getattr(level, name) is not None:
            yield _kept((*path, key))
    for place, alert in enumerate(level.alerts):
        yield from _groups((*path, "alerts", place, "to"), alert.to)
        yield from _channels((*path, "alerts", place, "to"), alert.to)
        if alert.escalate:
            yield _kept((*path, "alerts", place, "escalate"))


def _of_department(department: Department) -> Iterator[Finding]:
    path: Path = ("departments", department.name)
    if department.fields:
        yield _kept((*path, "fields"))
    for key in ("agents", "leads", "managers"):
        yield from _groups((*path, key), getattr(department, key))


def _groups(path: Path, names: Iterable[str]) -> Iterator[Finding]:
    for place, name in enumerate(names):
        if _GROUP.fullmatch(name):
            text = "user groups are not looked up in this version: list the people"
            yield Finding((*path, place), text)


def _channels(path: Path, names: Iterable[str]) -> Iterator[Finding]:
    for place, name in enumerate(names):
        if name.startswith("#") or _CHANNEL.fullmatch(name):
            yield _kept((*path, place))


def _kept(path: Path) -> Finding:
    return Finding(path, "kept, but this version does not act on it yet")
