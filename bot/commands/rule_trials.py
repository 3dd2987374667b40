"""`punctual rule test`."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Final

import typer

from bot.commands.desks import opened_desk
from bot.commands.options import FormatOption, WorkspaceOption
from bot.errors import UserFacingError
from bot.output.tables import ColumnKind, Format, attribute, printable, write
from bot.usecases.promises.rule_names import naming
from bot.usecases.promises.rule_trials import tried_on
from bot.views.rules import RuleTrial
from bot.wording import conditions as phrases
from bot.wording import promises
from bot.wording import rule_trials as texts
from bot.wording.conditions import Naming
from bot.words.spelling import value_in
from sla_core.instants import from_s
from sla_core.rules.explanation import TriedRule, TriedWalk

app = typer.Typer(help="What rules would do to a ticket.")


@dataclass(frozen=True, slots=True)
class _TriedRow:
    """A condition of a rule as it was tried, for programs; a rule without any has one row too."""

    occasion: str
    place: int
    rule: str
    outcome: str
    group: int | None = None
    condition: str = ""
    value: str = ""
    holds: bool | None = None


COLUMNS: Final = [
    attribute("occasion", "occasion"),
    attribute("place", "place", ColumnKind.NUMBER),
    attribute("rule", "rule"),
    attribute("outcome", "outcome"),
    attribute("group", "group", ColumnKind.NUMBER),
    attribute("condition", "condition"),
    attribute("value", "value"),
    attribute("holds", "holds", ColumnKind.NUMBER),
]


@app.callback()
def rule() -> None:
    """What rules would do to a ticket."""


@app.command("test")
def try_rules(
    ticket: Annotated[str, typer.Argument(metavar="TICKET", help="Its number.")],
    fmt: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Try the rules in force on a ticket, condition by condition; nothing is changed."""
    number = value_in(ticket).removeprefix("#")
    if not number.isdecimal():
        raise UserFacingError(f"{ticket} is no ticket: give its number, such as 42")
    with opened_desk(workspace) as program, program.look() as work:
        trial, name_of = tried_on(work, int(number)), naming(work.directory)
    if fmt is Format.TABLE:
        for line in _lines(trial, name_of):
            typer.echo(printable(line))
    else:
        write(COLUMNS, _rows(trial, name_of), fmt, sys.stdout)


# --- for reading ----------------------------------------------------------------------------------


def _lines(trial: RuleTrial, name_of: Naming) -> Iterator[str]:
    if not trial.walks:
        yield promises.no_rules()
        return
    yield f"{texts.head(trial.number)}. {texts.as_it_stands()}"
    if trial.is_by_hand:
        yield texts.by_hand(trial.number)
    for walk in trial.walks:
        yield ""
        yield f"{texts.OCCASIONS[walk.occasion]()}:"
        for tried in walk.rules:
            yield from _rule_lines(trial, tried, name_of)
        if walk.occasion == "created":
            yield f"  {texts.level(trial.level, walk, is_by_hand=trial.is_by_hand)}"


def _rule_lines(trial: RuleTrial, tried: TriedRule, name_of: Naming) -> Iterator[str]:
    yield f"  {trial.places[tried.rule.name]}. {tried.rule.name}: {texts.outcome(tried)}"
    for line in texts.conditions(tried, name_of):
        yield f"     {line}"
    would = texts.would(tried, name_of)
    if would:
        yield f"     {would}"
    if tried.next_s is not None:
        yield f"     {texts.again(f'{from_s(tried.next_s):%Y-%m-%d %H:%M} UTC')}"


# --- for programs ---------------------------------------------------------------------------------


def _rows(trial: RuleTrial, name_of: Naming) -> Iterator[_TriedRow]:
    for walk in trial.walks:
        for tried in walk.rules:
            yield from _rule_rows(trial, walk, tried, name_of)


def _rule_rows(
    trial: RuleTrial, walk: TriedWalk, tried: TriedRule, name_of: Naming
) -> Iterator[_TriedRow]:
    name = tried.rule.name
    about = walk.occasion, trial.places[name], name, tried.outcome
    if not any(tried.groups):
        yield _TriedRow(*about)
    for place, group in enumerate(tried.groups, 1):
        for each in group:
            condition = phrases.condition(each.condition, name_of)
            value = phrases.value_of(each.condition, each.value, name_of)
            yield _TriedRow(*about, place, condition, value, each.holds)
