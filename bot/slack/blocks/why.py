"""The explanation of a ticket's clocks: span by span, with the sum."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.slack import wording
from bot.slack.blocks.marks import Block, Payload, escaped, joined, message, section
from bot.usecases.views import ExplainedClock, SpanView
from sla_core.why import COUNTED

CLOCKS = 20
SPANS = 40


def why_shown(number: int, clocks: Sequence[ExplainedClock]) -> Payload:
    """Every clock with its promise, its spans and their sum."""
    head = f"Why the clocks of #{number} stand where they stand"
    if not clocks:
        return message(f"{head}: {wording.NO_CLOCKS}")
    shown = [section(_clock(each)) for each in clocks[:CLOCKS]]
    more = [section(f"… and {len(clocks) - CLOCKS} more")] if len(clocks) > CLOCKS else []
    blocks: list[Block] = [section(f"*{head}*"), *shown, *more]
    return message(head, blocks)


def _clock(explained: ExplainedClock) -> str:
    clock, zone = explained.clock, ZoneInfo(explained.time_zone)
    chosen = f", {wording.chosen_by(explained.chosen_by)}"
    promise = (
        f"Level {explained.level} (revision {explained.level_revision}{chosen}), calendar "
        f"{explained.calendar} (revision {explained.calendar_revision}, {explained.time_zone})"
    )
    head = [
        f"*{wording.metric(clock.metric)}*, cycle {clock.cycle}: {wording.state(clock)}",
        escaped(promise),
        f"Target {wording.duration(clock.target_seconds)} of business time",
    ]
    target = f"{wording.duration(clock.target_seconds)}"
    total = (
        f"*Sum: {wording.duration(explained.counted_seconds)} of {target}* · {wording.left(clock)}"
    )
    spans = [_span(each, zone) for each in _most_telling(explained.spans)]
    left_out = len(explained.spans) - len(spans)
    gap = [f"… {left_out} spans in between are not shown …"] if left_out else []
    half = len(spans) // 2 if gap else len(spans)
    told = joined([*spans[:half], *gap, *spans[half:]], 2400)
    return "\n".join([*head, told, total] if told else [*head, total])


def _most_telling(spans: Sequence[SpanView]) -> list[SpanView]:
    """The first and the last ones, where there are too many."""
    return list(spans) if len(spans) <= SPANS else [*spans[: SPANS // 2], *spans[-SPANS // 2 :]]


def _span(span: SpanView, zone: ZoneInfo) -> str:
    start, end = span.start.astimezone(zone), span.end.astimezone(zone)
    name = f" ({escaped(span.name, 80)})" if span.name else ""
    counted = f" {wording.duration(span.counted_seconds)}" if span.kind == COUNTED else ""
    return f"{_range(start, end)} {span.kind}{name}{counted}"


def _range(start: datetime, end: datetime) -> str:
    until = f"{end:%H:%M:%S}" if start.date() == end.date() else f"{end:%a %d %b %H:%M:%S}"
    return f"{start:%a %d %b %H:%M:%S} to {until}"
