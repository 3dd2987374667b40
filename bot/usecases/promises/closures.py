"""An unplanned closure of calendars, such as an outage or a snow day: looked at, then declared.

Running clocks move with it. What it would turn of those that stopped is counted with it, and is
judged anew only by `reprocess`.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date
from functools import partial
from typing import Any, Final

from bot import wording
from bot.config.keys import Plain
from bot.config.one_item import ItemKey, with_item, written
from bot.errors import UserFacingError
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.configuration import changes, findings
from bot.usecases.promises.editable import require_kept_here
from bot.usecases.promises.impact import Impact, impact
from bot.usecases.promises.items import Wanted
from bot.usecases.promises.revisions import note_numbers, revise
from sla_core.configuration import Configuration
from sla_core.instants import from_s

LONGEST_NAME: Final = 100
"""So much of what is typed behind the command is taken as the name."""
ACTION: Final = "closure"
"""The action of the audit's entries."""


@dataclass(frozen=True, slots=True)
class DeclaredClosure:
    """A closure as somebody declares it: local times as they are written in the file, and why.

    It ends with the date where ``until`` is one. Without ``calendars`` it is one of all of them.
    """

    since: str
    until: str
    why: str = ""
    calendars: tuple[str, ...] = ()

    @classmethod
    def typed(cls, text: str) -> "DeclaredClosure":
        """Of `from:2026-12-24T12:00 to:2026-12-26 calendar:office snow`; what is no key is why."""
        times: dict[str, str] = {}
        calendars, why = [], []
        for word in text.split():
            key, _, value = word.partition(":")
            if key in ("from", "to") and _begins_with_a_date(value):
                times[key] = value
            elif key == "calendar" and value:
                calendars.append(value)
            else:
                why.append(word)
        name = " ".join(why)[:LONGEST_NAME]
        return cls(times.get("from", ""), times.get("to", ""), name, tuple(calendars))

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> "DeclaredClosure":
        """What was kept of a form."""
        since, until, why = (str(kept.get(key, "")) for key in ("since", "until", "why"))
        return cls(since, until, why, tuple(map(str, kept.get("calendars", ()))))

    @property
    def kept(self) -> Plain:
        """What a form keeps."""
        return {**asdict(self), "calendars": list(self.calendars)}

    @property
    def keys(self) -> Plain:
        """The closure as a calendar of the file has it."""
        name = {"name": self.why} if self.why else {}
        return {"from": self.since, "to": self.until, **name}


def closed(work: Transaction, closure: DeclaredClosure) -> Wanted:
    """The configuration with a closure in its calendars; `ConfigRefused` where it is none."""
    after = work.configuration
    for name in _calendars(after, closure):
        key = ItemKey("calendar", name)
        keys = written(after, key) or {}
        closures = [*keys.get("closures", []), closure.keys]
        judge = partial(findings, work)
        after = with_item(after, key, {**keys, "closures": closures}, work.now_s, judge)
    return Wanted(after, tuple(changes(work.configuration, after)))


def closure_impact(work: Transaction, wanted: Wanted) -> Impact | None:
    """What a closure means for clocks that run and that stopped; None where none stands there."""
    return impact(work, wanted.changes)


def reprocess_since(impact: Impact | None) -> date | None:
    """The day from which stopped clocks are to be judged anew; None where none would turn."""
    turned = impact.turned if impact else ()
    return min((from_s(clock.decided_at_s).date() for clock in turned), default=None)


def declare(
    work: Transaction,
    closure: DeclaredClosure,
    by: str,
    *,
    moves_running: bool = True,
    numbers: Mapping[str, int] | None = None,
) -> Wanted:
    """Close calendars; ``numbers`` are those of the impact that was shown before.

    Who may is asked by whoever calls; a configuration that is kept in a file is refused here.
    """
    require_kept_here(work)
    wanted = closed(work, closure)
    moved = [replace(change, moves_running=moves_running) for change in wanted.changes]
    revise(work, wanted.configuration, moved, by, ACTION)
    note_numbers(work, numbers, by, ACTION, moves_running=moves_running)
    return wanted


def _calendars(configuration: Configuration, closure: DeclaredClosure) -> list[str]:
    """The names of the calendars as they are written; one that is not there is refused."""
    known = configuration.calendars
    names = [name.casefold() for name in closure.calendars] or list(known)
    if not names:
        raise UserFacingError(wording.calendars.nothing_to_close())
    for name, folded in zip(closure.calendars, names, strict=False):
        if folded not in known:
            raise UserFacingError(wording.editors.no_item("calendar", name))
    return [known[name].name for name in dict.fromkeys(names)]


def _begins_with_a_date(written: str) -> bool:
    try:
        date.fromisoformat(written[:10])
    except ValueError:
        return False
    return True
