"""Fifty rules walked over new tickets, beside the same rules written by hand in Python.

And patterns made to be slow, on texts made to be slow, each against the time none may take.
"""

import random
import time
from collections.abc import Callable
from typing import Any

from benchmarks.claims import Claim, Promise, Race, Result, duration
from benchmarks.measure import Calls, seconds_each
from benchmarks.office import our_calendar
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import Facts
from sla_core.configuration.rule import Actions, Rule
from sla_core.errors import RuleError
from sla_core.rules.walk import walk
from sla_core.text_equality import folded
from sla_core.tickets.vocabulary import PRIORITIES

HOW = """Peer: {rules} rules as `if` statements in one Python function, which folds every text of
a ticket once before, as what is compared has to be. Ours: `walk` over the same rules as they come
from a configuration, without patterns. {tickets:,} new tickets with departments, customers, tags,
fields and subjects drawn from one seed; one call is one ticket under all rules, and none stops.
Equal answers, the rules that matched and the level chosen: {equal:,} of {tickets:,}.

The patterns are {patterns:,}: repeats in repeats, alternatives, any letter of any script, drawn
from one seed, with some known to be slow; each is compiled, or refused, and searched for in {texts}
texts of 100,000 characters that keep it busy. The time is the largest of all, of both together."""
RULES, TICKETS, ROUNDS = 50, 2_000, 7
PATTERNS, LONGEST_S = 1_500, 0.050

Decide = Callable[[dict[str, Any]], tuple[list[str], str | None]]
Group = list[tuple[str, str, Any]]
_DEPARTMENTS = [f"Department {n}" for n in range(12)]
_CUSTOMERS = [f"Customer {n}" for n in range(40)]
_TAGS = [f"tag-{n}" for n in range(30)]
_WORDS = ["printer", "vpn", "mail", "invoice", "login", "slow", "broken", "urgent", "question"]


def run() -> Result:
    """Races both, a round each in turn, after all answers were compared; then the patterns."""
    dice = random.Random(50)  # noqa: S311 no secrets
    written = [_rule(dice) for _ in range(RULES)]
    ours, by_hand = _by_punctual(written), _by_hand(written)
    tickets = [_ticket(dice) for _ in range(TICKETS)]
    equal = sum(ours(values) == by_hand(values) for values in tickets)
    peer_s, our_s = seconds_each(
        [
            Calls(lambda: [by_hand(values) for values in tickets], TICKETS),
            Calls(lambda: [ours(values) for values in tickets], TICKETS),
        ],
        ROUNDS,
    )
    how = HOW.format(
        rules=RULES, tickets=TICKETS, equal=equal, patterns=PATTERNS, texts=len(_texts())
    )
    return Result(
        "Rules",
        how,
        (_claim_of_rules(peer_s, our_s), _claim_of_patterns(dice)),
        (Race("50 rules on a ticket,", "ifs by hand", peer_s, our_s),),
    )


def _claim_of_rules(peer_s: float, our_s: float) -> Claim:
    return Claim(
        what="50 rules on a ticket, against `if`s by hand",
        promise=Promise.AT_MOST,
        limit=3,
        measured=our_s / peer_s,
        unit="times",
        peer=duration(peer_s),
        ours=duration(our_s),
    )


def _claim_of_patterns(dice: random.Random) -> Claim:
    slowest_s, pattern = _slowest(dice)
    return Claim(
        what="any pattern on any text",
        promise=Promise.AT_MOST,
        limit=LONGEST_S * 1000,
        measured=slowest_s * 1000,
        unit="ms",
        peer="none",
        ours=f"`{pattern[:40]}`".replace("|", "\\|"),
    )


# --- rules and tickets ----------------------------------------------------------------------


def _by_punctual(written: list[list[Group]]) -> Decide:
    rules = tuple(
        Rule(
            f"R{number}",
            Actions(level=f"L{number % 5}"),
            tuple(tuple(Condition(*entry) for entry in group) for group in groups),
        )
        for number, groups in enumerate(written)
    )
    calendar = our_calendar()

    def outcome_of(values: dict[str, Any]) -> tuple[list[str], str | None]:
        outcome = walk(rules, "created", Facts(values, 0, calendar))
        return [step.rule for step in outcome.steps], outcome.level

    return outcome_of


def _rule(dice: random.Random) -> list[Group]:
    return [
        [_condition(dice) for _ in range(dice.randint(1, 3))] for _ in range(dice.randint(1, 2))
    ]


def _condition(dice: random.Random) -> tuple[str, str, Any]:
    choices: list[tuple[str, str, Any]] = [
        ("department", "is", dice.choice(_DEPARTMENTS)),
        ("department", "not_in", tuple(dice.sample(_DEPARTMENTS, 3))),
        ("customer", "in", tuple(dice.sample(_CUSTOMERS, 4))),
        ("tags", "contains", tuple(dice.sample(_TAGS, 2))),
        ("tags", "not_contains", dice.choice(_TAGS)),
        ("priority", "above", dice.choice(PRIORITIES[:3])),
        ("priority", "in", tuple(dice.sample(PRIORITIES, 2))),
        ("source", "is_not", dice.choice(["slack", "email", "form"])),
        ("subject", "contains", dice.choice(_WORDS)),
        ("subject", "starts_with", dice.choice(_WORDS)),
        ("field.plan", "is", dice.choice(["gold", "silver"])),
    ]
    return dice.choice(choices)


def _ticket(dice: random.Random) -> dict[str, Any]:
    return {
        "department": dice.choice(_DEPARTMENTS),
        "customer": dice.choice([None, *_CUSTOMERS]),
        "tags": tuple(dice.sample(_TAGS, dice.randint(0, 4))),
        "priority": dice.choice(PRIORITIES),
        "source": dice.choice(["slack", "email", "form", "api"]),
        "subject": " ".join(dice.choices(_WORDS, k=6)).capitalize(),
        "field.plan": dice.choice([None, "Gold", "free"]),
    }


def _by_hand(written: list[list[Group]]) -> Decide:
    """The rules as somebody would write them in Python."""
    lines = [
        "def decide(ticket):",
        "    matched, level = [], None",
        "    department = fold(ticket['department'])",
        "    customer = ticket['customer'] and fold(ticket['customer'])",
        "    tags = {fold(tag) for tag in ticket['tags']}",
        "    priority, rank = ticket['priority'], RANK[ticket['priority']]",
        "    source, subject = fold(ticket['source']), fold(ticket['subject'])",
        "    plan = ticket['field.plan'] and fold(ticket['field.plan'])",
    ]
    for number, groups in enumerate(written):
        groups_by_hand = [" and ".join(map(_expression, group)) for group in groups]
        lines += [
            f"    if {' or '.join(f'({each})' for each in groups_by_hand)}:",
            f"        matched.append('R{number}')",
            f"        level = 'L{number % 5}'",
        ]
    lines.append("    return matched, level")
    there: dict[str, Any] = {"fold": folded, "RANK": {each: n for n, each in enumerate(PRIORITIES)}}
    exec("\n".join(lines), there)  # noqa: S102 it is the benchmark's own text
    decide: Decide = there["decide"]
    return decide


def _expression(condition: tuple[str, str, Any]) -> str:
    name, operator, wanted = condition
    several = [folded(each) for each in (wanted if isinstance(wanted, tuple) else (wanted,))]
    first, variable = several[0], name.rpartition(".")[2]
    if name == "tags":
        found = " or ".join(f"{each!r} in tags" for each in several)
        return f"({found})" if operator == "contains" else f"not ({found})"
    return {
        "is": f"{variable} == {first!r}",
        "is_not": f"{variable} != {first!r}",
        "in": f"{variable} in {set(several)!r}",
        "not_in": f"{variable} not in {set(several)!r}",
        "above": f"rank > {PRIORITIES.index(first) if first in PRIORITIES else 0}",
        "contains": f"{first!r} in {variable}",
        "starts_with": f"{variable}.startswith({first!r})",
    }[operator]


# --- patterns -------------------------------------------------------------------------------

_KNOWN = (
    *("(?:a?){1000}z", "[ab]*a[ab]{900}c", "(a*)*b", "(?:[ab]?){500}z", r"\pL{3}\pN", ".{600}z"),
    *("(?:(?:a{10}){10}){10}z", "(?:(?:a){1000})*z", r".(?:a?|\wa?)(?:(?:.){0,2}){100}z"),
    *(r"(?:\pL{1000}){1000}", "(?:.*){0,1000}z", "(?:(?:[ab]){1000,})*[ab]*z"),
)
_ATOMS = ("a", "b", ".", "[ab]", r"\w", r"\pL", r"\s", r"\W", "[^a]", "a?", ".*", "[ab]*", r"\b")
_COUNTS = (2, 10, 50, 100, 300, 500, 1000)


def _slowest(dice: random.Random) -> tuple[float, str]:
    patterns = [*_KNOWN, *(_pattern(dice, 4)[:199] for _ in range(PATTERNS - len(_KNOWN)))]
    return max((_seconds(pattern), pattern) for pattern in patterns)


def _pattern(dice: random.Random, depth: int) -> str:
    kind = dice.random()
    if depth == 0 or kind < 0.3:  # noqa: PLR2004 a share
        return dice.choice(_ATOMS)
    if kind < 0.5:  # noqa: PLR2004 a share
        return _pattern(dice, depth - 1) + _pattern(dice, depth - 1)
    if kind < 0.6:  # noqa: PLR2004 a share
        return f"(?:{_pattern(dice, depth - 1)}|{_pattern(dice, depth - 1)})"
    count = dice.choice(_COUNTS)
    repeat = dice.choice([f"{{{count}}}", f"{{0,{count}}}", f"{{{count},}}", "*", "+", "?"])
    return f"(?:{_pattern(dice, depth - 1)}){repeat}{dice.choice(['', 'z', '$'])}"


def _texts() -> list[str]:
    dice = random.Random(7)  # noqa: S311 no secrets
    most = 100_000
    return [
        "a" * most,
        "a" * 3_000 + "X" + "a" * (most - 3_001),
        "".join(dice.choices("ab", k=most)),
        "".join(dice.choices("aбß漢😀 ", k=most)),
        "😀" * most,
    ]


def _seconds(pattern: str) -> float:
    """The longest that a pattern took: made, or refused, and searched for once in a text."""
    longest = 0.0
    calendar = _OFFICE[0]
    for text in _texts_once():
        started = time.process_time()
        try:
            condition = Condition("last_message", "matches", pattern)
            condition.holds(Facts({"last_message": text}, 0, calendar))
        except RuleError:
            pass
        longest = max(longest, time.process_time() - started)
    return longest


_KEPT: list[str] = []
_OFFICE = [our_calendar()]


def _texts_once() -> list[str]:
    if not _KEPT:
        _KEPT.extend(_texts())
    return _KEPT
