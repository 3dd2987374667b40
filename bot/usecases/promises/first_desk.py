"""The first desk: hours, a department, a level and a rule, made by an admin in one go.

Each is read like one of the file. All of them become the configuration in force at once, or none.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Final

from bot.config.keys import Plain
from bot.config.one_item import ItemKey, find, with_item, written
from bot.config.problems import ConfigRefused
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.configuration import changes, findings
from bot.usecases.promises.identities import keep_resolved, names_of_nobody
from bot.usecases.promises.items import require_editable
from bot.usecases.promises.revisions import revise
from bot.views.waiting_names import WaitingName
from sla_core.configuration import WORKSPACE, Configuration

ACTION: Final = "set-up"
"""What stands in the audit log."""
HOURS, DEPARTMENT, LEVEL, RULE = "hours", "department", "level", "rule"
STEPS: Final = (HOURS, DEPARTMENT, LEVEL, RULE)
"""What a desk needs before it works, in the order in which it is made."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item as it is to be: which, and its keys as the file has them."""

    key: ItemKey
    keys: Plain


class ItemRefused(Exception):
    """One of several items cannot be as it was asked for."""

    def __init__(self, key: ItemKey, refused: ConfigRefused) -> None:
        super().__init__(str(refused))
        self.key = key
        self.problems = refused.problems


def missing(configuration: Configuration) -> tuple[str, ...]:
    """The steps that are still to be done; rules are asked for with the rest alone."""
    there = {
        HOURS: configuration.calendars,
        DEPARTMENT: configuration.departments,
        LEVEL: configuration.levels,
    }
    lacking = [step for step in STEPS if step in there and not there[step]]
    return (*lacking, RULE) if lacking and not configuration.rules else tuple(lacking)


def is_working(configuration: Configuration) -> bool:
    """Whether requests come in somewhere, and something is promised."""
    return not missing(configuration)


def looked_at(work: Transaction, items: Sequence[NewItem]) -> Configuration:
    """What the configuration would be with these items; `ItemRefused` for the first that cannot."""
    wanted = work.configuration
    for item in items:
        try:
            wanted = with_item(wanted, item.key, item.keys, work.now_s, partial(findings, work))
        except ConfigRefused as refused:
            raise ItemRefused(item.key, refused) from refused
    return wanted


def put_in_force(work: Transaction, items: Sequence[NewItem], by: str) -> tuple[WaitingName, ...]:
    """Make them all the configuration in force, and return the names that stand for nobody yet."""
    require_editable(work, by)
    wanted = looked_at(work, items)
    waiting = names_of_nobody(work, wanted)
    wanted = keep_resolved(work, wanted)
    revise(work, wanted, changes(work.configuration, wanted), by, ACTION)
    return waiting


def promised_by_default(work: Transaction, level: str) -> NewItem:
    """The workspace's options with a level that holds where nothing else says more."""
    options = replace(work.configuration.options, default_level=level)
    keys = written(Configuration(options=options), ItemKey(WORKSPACE))
    return NewItem(ItemKey(WORKSPACE), keys or {})


def free_name(configuration: Configuration, kind: str, name: str) -> str:
    """The name, with a number behind it where it is taken."""
    return next(each for each in _names(name) if find(configuration, ItemKey(kind, each)) is None)


def _names(name: str) -> Iterator[str]:
    yield name
    for number in range(2, 10_000):
        yield f"{name} {number}"
