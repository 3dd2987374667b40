"""The explanation of a ticket's clocks: span by span, with the sum; less of it for who asked."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot import wording
from bot.explanations.agents import ClockText
from bot.explanations.requesters import AMONG_AGENTS, RequesterClockText
from bot.slack.draw.blocks.elements import (
    SECTION,
    Payload,
    context,
    escaped,
    joined,
    listed,
    message,
    section,
)
from bot.views.tickets import ExplainedClock
from bot.wording.words import exact
from sla_core.clocks.metrics import REPLY_METRICS
from sla_core.why import COUNTED, Span, folded

SPANS: Final = 40
_FACT: Final = 300
_FACTS: Final = 1200
_GAP: Final = 120


Words = ClockText | RequesterClockText


def why_shown(
    number: int,
    clocks: Sequence[ExplainedClock],
    *,
    to_requester: bool = False,
    undelivered: int = 0,
) -> Payload:
    """Every clock with its promise, its spans and their sum.

    Above them, how many messages on the ticket are not delivered, as they count all the same.
    """
    head = wording.reports.why_head(number)
    words: Callable[[ExplainedClock], Words] = RequesterClockText if to_requester else ClockText
    if to_requester:
        clocks = [explained for explained in clocks if explained.clock.metric not in AMONG_AGENTS]
    if not clocks:
        return message(wording.reports.why_nothing(head, wording.clocks.no_clocks()))
    sections = [section(_clock(words(explained))) for explained in clocks]
    notes = [context(note) for note in _on_replies(clocks, undelivered, to_requester=to_requester)]
    return message(head, listed([section(f"*{head}*"), *notes], sections))


def _on_replies(
    clocks: Sequence[ExplainedClock], undelivered: int, *, to_requester: bool
) -> Iterator[str]:
    """What has to be known of replies: from when they count, and which have not arrived."""
    if to_requester:
        if undelivered:
            yield wording.reports.why_not_all_arrived()
        return
    if undelivered:
        yield wording.reports.why_undelivered(undelivered)
    if any(explained.clock.metric in REPLY_METRICS for explained in clocks):
        yield wording.reports.why_replies_count()


def _clock(words: Words) -> str:
    name, state = words.heading
    head = f"*{name}*, {escaped(state, _FACT)}"
    facts = joined(_facts(words), _FACTS)
    sums = f"{escaped(words.passed, _FACT)}\n{wording.reports.total(words.total, words.verdict)}"
    room = SECTION - len(f"{head}\n{facts}\n\n\n{sums}")
    spans = _spans(words, folded(words.spans), room)
    return "\n".join(filter(None, (head, facts, spans, sums)))


def _facts(words: Words) -> Iterator[str]:
    last_label = ""
    for label, fact in words.facts:
        yield escaped(f"{'' if label == last_label else f'{label}: '}{fact}", _FACT)
        last_label = label


def _spans(words: Words, spans: Sequence[Span], room: int) -> str:
    """As many spans as there is room for, the first and the last; the gap has its sum."""
    lines = [_line(words, span) for span in spans]
    if len(lines) <= SPANS and sum(len(line) + 1 for line in lines) <= room:
        return "\n".join(lines)
    half = min(SPANS, len(lines) - 1) // 2
    while half and sum(len(line) + 1 for line in (*lines[:half], *lines[-half:])) > room - _GAP:
        half -= 1
    between = spans[half : len(spans) - half]
    counted = exact(sum(span.counted_seconds for span in between))
    gap = wording.reports.between(len(between), counted)
    return "\n".join((*lines[:half], gap, *lines[len(lines) - half :]))


def _line(words: Words, span: Span) -> str:
    start, end = words.ends(span)
    line = wording.reports.span(start, end, escaped(words.span(span), _FACT))
    business = exact(span.business_seconds)
    if span.kind == COUNTED:
        return f"{line} {business}"
    return wording.reports.of_it_business_time(line, business) if span.business_seconds else line
