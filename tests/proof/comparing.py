"""One random case: where core and oracle differ on it, and the least of it that does.

A case is plain values throughout, so that what differs can be read, and made smaller.
"""

import random
from collections import Counter
from dataclasses import dataclass, replace
from types import NoneType

from sla_core.clocks.replay import ReplayedTicket
from tests.oracle import Judgement, judged
from tests.proof.core import facts_of, replayed, rows_of
from tests.proof.laws import broken_laws
from tests.proof.scenes import as_they_arrive, random_lines
from tests.proof.timelines import seconds_of
from tests.proof.worlds import BEGINNING_S, DAY_S, ERAS, random_edits, start_of


@dataclass(frozen=True)
class Case:
    """A ticket's lines in order of arrival, the edits of its world, and when it is looked at."""

    era: str
    lines: list[dict]
    edits: list[dict]
    until_s: int


@dataclass(frozen=True)
class Outcome:
    """How many clocks a case had, which paths it took, and what differed (nothing: all is well)."""

    clocks: int
    paths: Counter
    differences: list[str]


def random_case(seed: int) -> Case:
    """The same case for the same seed."""
    dice = random.Random(seed)
    era = dice.choice(ERAS)
    lines = random_lines(dice, start_of(era))
    instants = [seconds_of(line) for line in lines]
    judged_as_of = [seconds_of(line, "as_of") for line in lines if "as_of" in line]
    edits = random_edits(dice, era, instants, judged_as_of)
    return Case(era, as_they_arrive(dice, lines), edits, _random_until(dice, instants))


def _random_until(dice: random.Random, instants: list[int]) -> int:
    kind = dice.random()
    if kind < 0.6:
        until_s = instants[-1] + dice.choice((0, 1, 600, 20_000, 3 * DAY_S))
    elif kind < 0.8:
        until_s = dice.choice(instants) + dice.choice((-1, 0, 0, 1))
    else:
        until_s = dice.randrange(instants[0], instants[-1] + 1)
    return max(until_s, instants[0])


def oracle_of(case: Case) -> Judgement:
    """What ought to be."""
    begin_s = start_of(case.era)
    return judged(case.lines, case.edits, begin_s - 15 * DAY_S, case.until_s, begin_s + 90 * DAY_S)


def compared(case: Case) -> Outcome:
    """Both sides on one case, and the laws."""
    judgement = oracle_of(case)
    found = replayed(case.lines, case.edits, case.until_s)
    wrong = _against(judgement, found) + broken_laws(found)
    return Outcome(len(judgement.rows), judgement.paths, wrong)


def differences(case: Case, found: ReplayedTicket) -> list[str]:
    """Where what the core found is not what ought to be."""
    return _against(oracle_of(case), found)


def _against(judgement: Judgement, found: ReplayedTicket) -> list[str]:
    wrong = _pairs(rows_of(found), judgement.rows)
    if (facts := facts_of(found)) != judgement.ticket:
        wrong.append(f"ticket: {_told(facts, judgement.ticket)}")
    return wrong


def _pairs(core: list[dict], oracle: list[dict]) -> list[str]:
    one = {(row["metric"], row["cycle"]): row for row in core}
    other = {(row["metric"], row["cycle"]): row for row in oracle}
    return [
        f"{metric} {cycle}: {_told(one.get((metric, cycle)), other.get((metric, cycle)))}"
        for metric, cycle in sorted(one.keys() | other.keys())
        if one.get((metric, cycle)) != other.get((metric, cycle))
    ]


def _told(core: dict | None, oracle: dict | None) -> str:
    if core is None or oracle is None:
        return f"only the {'oracle' if core is None else 'core'} has it: {core or oracle}"
    return ", ".join(
        f"{key} is {core[key]} in the core and {oracle[key]} in the oracle"
        for key in core
        if core[key] != oracle[key]
    )


# --- the least that differs -----------------------------------------------------------------


def least(case: Case) -> Case:
    """The case without every line and edit that the difference does not need."""
    kind = _kind_of_difference(case)
    smaller = True
    while smaller:
        smaller = False
        for candidate in _without_one(case):
            if _kind_of_difference(candidate) == kind:
                case, smaller = candidate, True
                break
    return case


def _without_one(case: Case) -> list[Case]:
    lines, edits = case.lines, case.edits
    first_s = edits[0]["at_s"]
    fewer = [
        replace(case, lines=lines[:at] + lines[at + 1 :])
        for at in range(len(lines))
        if lines[at]["type"] != "created"
    ]
    fewer += [
        replace(case, edits=edits[:at] + edits[at + 1 :])
        for at in range(len(edits))
        if edits[at]["at_s"] > first_s or edits[at]["kind"] == "level"
    ]
    if first_s != BEGINNING_S:
        ancient = [
            edit | {"at_s": BEGINNING_S} if edit["at_s"] == first_s else edit for edit in edits
        ]
        fewer.append(replace(case, edits=ancient))
    return fewer


def _kind_of_difference(case: Case) -> type:
    """Whether a case differs, or which error it ends in."""
    try:
        return AssertionError if compared(case).differences else NoneType
    except Exception as error:  # noqa: BLE001 what breaks is a difference too
        return type(error)


def told(case: Case) -> list[str]:
    """A case for people to read: its edits and lines in order, and what differs."""
    edits = [(edit["at_s"], f"  edit {edit}") for edit in case.edits]
    lines = [(seconds_of(line), f"  line {seq} {line}") for seq, line in enumerate(case.lines)]
    placed = sorted(edits + lines, key=lambda each: each[0])
    try:
        wrong = compared(case).differences
    except Exception as error:  # noqa: BLE001 shown to whoever reads it
        wrong = [repr(error)]
    return [
        *(f"{at_s} {text}" for at_s, text in placed),
        f"until {case.until_s}",
        *(f"  {each}" for each in wrong),
    ]
