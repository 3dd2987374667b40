"""Which clocks a report is about, in the words people ask with: at the terminal and in Slack.

A word stands for the same in both, and one that stands for nothing is refused with what is known:
an empty report would say that nothing was missed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from bot import wording
from bot.config.identities import is_person_id
from bot.errors import UserFacingError
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import suggestions
from bot.usecases.reports.figures import rows_for
from bot.wording.suggestions import advice
from bot.words.spelling import named, value_in
from sla_core.calendars.zones import zone
from sla_core.instants import YEARS
from sla_core.reports.compliance import GROUPINGS
from sla_core.reports.log import UNASSIGNED, LogRow
from sla_core.reports.selection import Selection
from sla_core.tickets.vocabulary import CLOCK_STATES, METRICS

WORDS: Final = ("from", "to", "department", "agent", "level", "metric", "state", "customer")
"""What a report may be asked with, beside how it is grouped."""


class WrongWord(UserFacingError):
    """A report cannot be asked with this: `key` and how it was `written`.

    The text says so in a sentence; `advice` says in short what to write instead.
    """

    def __init__(self, key: str, written: str, text: str, advice: str) -> None:
        super().__init__(text)
        self.key = key
        self.written = written
        self.advice = advice


@dataclass(frozen=True, slots=True)
class ClockSelection:
    """The clocks that were asked for, and the zone in which days are cut."""

    rows: list[LogRow]
    zone: ZoneInfo


def asked_for(
    work: Transaction,
    words: Mapping[str, str],
    reader: str | None = None,
    zone_name: str | None = None,
) -> ClockSelection:
    """The clocks that words ask for, as somebody may read them; without a reader it is all."""
    for key in ("from", "to"):
        day_of(key, words)  # refused before everything is counted
    rows = rows_for(work, reader)
    selection = selection_of(work, words, rows, reader, zone_name)
    return ClockSelection(selection.chosen(rows, work.now_s), selection.zone)


def selection_of(
    work: Transaction,
    words: Mapping[str, str],
    rows: Sequence[LogRow] = (),
    reader: str | None = None,
    zone_name: str | None = None,
) -> Selection:
    """What words ask for, by the names in ``WORDS``; ``WrongWord`` for one that means nothing.

    What is known is what is configured, as far as the reader may know of it, and what stands in the
    ``rows`` that they may read. Days are cut in the workspace's zone, unless another is named.
    """
    time_zone = zone(zone_name or work.configuration.options.report_time_zone)
    return Selection(
        time_zone,
        day_of("from", words),
        day_of("to", words),
        agent=_agent(work, rows, words),
        **{
            name: _known(name, words[name], [*known(work, reader), *_used(rows, name)])
            for name, known in _CONFIGURED.items()
            if name in words
        },
    )


def groupings_of(written: str) -> list[str]:
    """The groupings of a list with commas; ``WrongWord`` where nothing is grouped by one."""
    return [_grouping(name.strip()) for name in written.split(",") if name.strip()]


def _grouping(name: str) -> str:
    grouping = named(name, GROUPINGS)
    if grouping is None:
        text = wording.refusals.no_grouping(name, GROUPINGS)
        raise WrongWord("by", name, text, advice(name, GROUPINGS))
    return grouping


def day_of(key: str, words: Mapping[str, str]) -> date | None:
    """The day a word names, None where it is not among them; ``WrongWord`` where it is none."""
    written = words.get(key)
    if written is None:
        return None
    try:
        day = date.fromisoformat(value_in(written))
    except ValueError:
        text = wording.refusals.bad_day(written)
        raise WrongWord(key, written, text, "give a date such as 2026-03-02") from None
    if day.year not in YEARS:
        text = wording.refusals.too_far(written, YEARS)
        raise WrongWord(key, written, text, f"give a day between {YEARS[0]} and {YEARS[-1]}")
    return day


def _departments(work: Transaction, reader: str | None) -> list[str]:
    if reader is None:
        return [department.name for department in work.configuration.departments.values()]
    return suggestions.readable_departments(work, reader)


_CONFIGURED: Final[Mapping[str, Callable[[Transaction, str | None], Sequence[str]]]] = {
    "department": _departments,
    "level": lambda work, _: [level.name for level in work.configuration.levels.values()],
    "metric": lambda *_: METRICS,
    "state": lambda *_: CLOCK_STATES,
    "customer": lambda work, _: [
        customer.name for customer in work.configuration.customers.values()
    ],
}
"""What may be asked for of each kind, though no clock has it."""


def _used(rows: Sequence[LogRow], name: str) -> list[str]:
    return sorted({value for row in rows if (value := getattr(row, name))})


def _known(key: str, written: str, values: Sequence[str]) -> str:
    word = value_in(written).replace(" ", "_").replace("-", "_")
    match = named(written.removeprefix("#"), values) or named(word, values)
    if match is not None:
        return match
    known = list(dict.fromkeys(values))
    text = wording.reports.no_value(key, written, known)
    raise WrongWord(key, written, text, advice(written, known) if known else "there is none yet")


def _agent(work: Transaction, rows: Sequence[LogRow], words: Mapping[str, str]) -> str | None:
    """By id, mention or address; other help desks' people are in the log as they were imported."""
    if "agent" not in words:
        return None
    written, agents = words["agent"], {UNASSIGNED, *_used(rows, "agent")}
    mentioned = written.removeprefix("@")
    agent_id = work.directory.anyones_id(mentioned if is_person_id(mentioned) else written)
    if agent_id is not None and (agent_id in agents or work.directory.person(agent_id) is not None):
        return agent_id
    imported = sorted(agent for agent in agents if not is_person_id(agent))
    imported_agent = named(written, imported)
    if imported_agent is not None:
        return imported_agent
    if imported == [UNASSIGNED] or work.directory.namesakes(written):
        text = wording.objections.no_agent(written)
        raise WrongWord("agent", written, text, "give their e-mail address or Slack id")
    text = wording.reports.no_value("agent", written, imported)
    raise WrongWord("agent", written, text, advice(written, imported))
