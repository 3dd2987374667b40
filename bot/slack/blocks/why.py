"""The explanation of a ticket's clocks: span by span, with the sum; less of it for who asked."""

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bot import wording
from bot.explanations.agents import ToldClock, exact
from bot.explanations.requesters import AMONG_AGENTS, ToldToRequester
from bot.slack.blocks.elements import (
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
from sla_core.why import COUNTED, Span, folded

SPANS: Final = 40
REPLIES: Final = frozenset({"first_reply", "next_reply", "chat_reply", "periodic_update"})
"""The clocks that a public reply stops."""
_FACT: Final = 300
_FACTS: Final = 1200
_GAP: Final = 120


Words = ToldClock | ToldToRequester


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
    words: Callable[[ExplainedClock], Words] = ToldToRequester if to_requester else ToldClock
    if to_requester:
        clocks = [each for each in clocks if each.clock.metric not in AMONG_AGENTS]
    if not clocks:
        return message(wording.reports.why_nothing(head, wording.clocks.no_clocks()))
    shown = [section(_clock(words(each))) for each in clocks]
    notes = [context(each) for each in _on_replies(clocks, undelivered, to_requester=to_requester)]
    return message(head, listed([section(f"*{head}*"), *notes], shown))


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
    if any(each.clock.metric in REPLIES for each in clocks):
        yield wording.reports.why_replies_count()


def _clock(told: Words) -> str:
    name, state = told.heading
    head = f"*{name}*, {escaped(state, _FACT)}"
    facts = joined(_facts(told), _FACTS)
    sums = f"{escaped(told.passed, _FACT)}\n{wording.reports.total(told.total, told.verdict)}"
    room = SECTION - len(f"{head}\n{facts}\n\n\n{sums}")
    spans = _spans(told, folded(told.spans), room)
    return "\n".join(filter(None, (head, facts, spans, sums)))


def _facts(told: Words) -> Iterator[str]:
    before = ""
    for word, what in told.facts:
        yield escaped(f"{'' if word == before else f'{word}: '}{what}", _FACT)
        before = word


def _spans(told: Words, spans: Sequence[Span], room: int) -> str:
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


def _line(told: Words, span: Span) -> str:
    start, end = told.ends(span)
    what = wording.reports.span(start, end, escaped(told.span(span), _FACT))
    business = exact(span.business_seconds)
    if span.kind == COUNTED:
        return f"{what} {business}"
    return wording.reports.of_it_business_time(what, business) if span.business_seconds else what
