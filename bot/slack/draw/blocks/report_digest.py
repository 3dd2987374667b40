"""A digest as a message: sums, the table, the worst misses with ways to them."""

from bot import wording
from bot.slack.draw.blocks.card import titled
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    context,
    escaped,
    joined,
    message,
    section,
)
from bot.slack.draw.blocks.reports import report_table
from bot.slack.draw.names import Names
from bot.views.notices import DigestTold
from bot.wording.times import day


def digest(told: DigestTold, names: Names, domain: str | None) -> Payload:
    """The digest; a period in which nothing happened says so in one line."""
    title = escaped(title_of(told))
    if not told.total.total:
        return message(wording.digests.nothing(title))
    sums = sums_of(told)
    table = report_table(told.rows, told.by, told.zone_name, names)["blocks"][1]
    blocks = [section(f"*{title}*"), section(sums), table, *_worst(told, domain)]
    if told.to_review:
        blocks.append(context(wording.digests.to_review(told.to_review)))
    return message(f"{title}. {sums}", blocks)


def title_of(told: DigestTold) -> str:
    """What it is about, unescaped."""
    first, last = day(told.first_on), day(told.last_on)
    every = "day" if told.first_on == told.last_on else told.every
    return wording.digests.title(every, first, last, told.zone_name, told.department)


def sums_of(told: DigestTold) -> str:
    """What became of all clocks."""
    total = told.total
    return wording.digests.sums(
        share_of(total.compliance_pct), total.met.count, total.missed.count, total.cancelled
    )


def share_of(compliance_pct: float | None) -> str:
    """A share in percent; a dash where nothing was decided."""
    return "-" if compliance_pct is None else f"{compliance_pct:.1f} %"


def _worst(told: DigestTold, domain: str | None) -> list[Block]:
    if not told.worst:
        return []
    lines = [
        wording.digests.worst_miss(titled(miss.ticket, domain), miss.metric, miss.overrun_seconds)
        for miss in told.worst
    ]
    return [section(joined([wording.digests.worst(), *lines]))]
