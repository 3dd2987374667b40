"""The explanation of a ticket's clocks: span by span, with the sum."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot import wording
from bot.explanation import Told, exact
from bot.slack.blocks.marks import SECTION, Payload, escaped, joined, listed, message, section
from bot.usecases.views import ExplainedClock
from sla_core.why import COUNTED, Span, folded

SPANS: Final = 40
_FACT: Final = 300
_FACTS: Final = 1200
_GAP: Final = 120


def why_shown(number: int, clocks: Sequence[ExplainedClock]) -> Payload:
    """Every clock with its promise, its spans and their sum."""
    head = wording.reports.why_head(number)
    if not clocks:
        return message(wording.reports.why_nothing(head, wording.clocks.no_clocks()))
    return message(head, listed([section(f"*{head}*")], [section(_clock(each)) for each in clocks]))


def _clock(explained: ExplainedClock) -> str:
    told = Told(explained)
    name, state = told.heading
    head = f"*{name}*, {escaped(state, _FACT)}"
    facts = joined(_facts(told), _FACTS)
    sums = f"{escaped(told.passed, _FACT)}\n{wording.reports.total(told.total, told.verdict)}"
    room = SECTION - len(f"{head}\n{facts}\n\n\n{sums}")
    spans = _spans(told, folded(explained.explanation.spans), room)
    return "\n".join(filter(None, (head, facts, spans, sums)))


def _facts(told: Told) -> Iterator[str]:
    before = ""
    for word, what in told.facts:
        yield escaped(f"{'' if word == before else f'{word}: '}{what}", _FACT)
        before = word


def _spans(told: Told, spans: Sequence[Span], room: int) -> str:
    """As many spans as there is room for, the first and the last; the gap has its sum."""
    lines = [_line(told, each) for each in spans]
    if len(lines) <= SPANS and sum(len(line) + 1 for line in lines) <= room:
        return "\n".join(lines)
    half = min(SPANS, len(lines) - 1) // 2
    while half and sum(len(line) + 1 for line in (*lines[:half], *lines[-half:])) > room - _GAP:
        half -= 1
    between = spans[half : len(spans) - half]
    counted = exact(sum(span.counted_seconds for span in between))
    gap = wording.reports.between(len(between), counted)
    return "\n".join((*lines[:half], gap, *lines[len(lines) - half :]))


def _line(told: Told, span: Span) -> str:
    start, end = told.ends(span)
    what = wording.reports.span(start, end, escaped(told.span(span), _FACT))
    business = exact(span.business_seconds)
    if span.kind == COUNTED:
        return f"{what} {business}"
    return wording.reports.of_it_business_time(what, business) if span.business_seconds else what
