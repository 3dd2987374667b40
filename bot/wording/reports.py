"""The headings of reports and of explanations, and what is said below their tables."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _
from bot.wording.refusals import or_a_few

REPORT: Final[Mapping[str, Sentence]] = {
    "met": later("met"),
    "missed": later("missed"),
    "cancelled": later("cancelled"),
    "open": later("open"),
    "compliance": later("compliance"),
    "avg met": later("avg met"),
    "avg missed": later("avg missed"),
}
GROUPINGS: Final[Mapping[str, Sentence]] = {
    "day": later("day"),
    "date": later("date"),
    "week": later("week"),
    "month": later("month"),
    "department": later("department"),
    "agent": later("agent"),
    "level": later("level"),
    "metric": later("metric"),
    "priority": later("priority"),
    "source": later("source"),
    "customer": later("customer"),
    "customer_group": later("customer_group"),
    "tag": later("tag"),
}
"""What clocks are grouped by."""
LOG: Final[Mapping[str, Sentence]] = {
    "ticket": later("ticket"),
    "metric": later("metric"),
    "level": later("level"),
    "state": later("state"),
    "started": later("started"),
    "due": later("due"),
    "elapsed": later("elapsed"),
    "left": later("left"),
    "agent": later("agent"),
}


def no_value(key: str, name: str, known: Iterable[str]) -> str:
    """That no clock has a value, and which was meant or which there are."""
    names = list(known)
    if not names:
        return _("No clock has `{key}:{name}`, and there is no other yet.").format(
            key=key, name=name
        )
    return or_a_few(
        name,
        names,
        _("No clock has `{key}:{name}`. Did you mean {meant}?"),
        _("No clock has `{key}:{name}`. There are: {names}."),
        key=key,
    )


def compliance_head(by: str, zone: str) -> str:
    """What a compliance report shows."""
    return _("Compliance by {groupings}, days in {zone}").format(groupings=by, zone=zone)


def log_head(count: int, zone: str) -> str:
    """What a log shows."""
    return ngettext(
        "SLA log, {count} clock, times in {zone}",
        "SLA log, {count} clocks, times in {zone}",
        count,
    ).format(count=count, zone=zone)


def empty(head: str, none: str) -> str:
    """A heading under which there is nothing."""
    return _("{head}. {none}").format(head=head, none=none)


def more_rows(count: int, command: str) -> str:
    """That there is more, and how to have all of it."""
    if not count:
        return _("All of it as CSV, on the command line: `{command}`").format(command=command)
    return ngettext(
        "{count} more row is not shown. All of it as CSV, on the command line: `{command}`",
        "{count} more rows are not shown. All of it as CSV, on the command line: `{command}`",
        count,
    ).format(count=count, command=command)


why_replies_count: Final = later(
    "A reply counts from the moment it was stored, even while Slack refuses to deliver it."
)
why_not_all_arrived: Final = later(
    "Not all that was written here has arrived yet. An answer counts from when it was written."
)


def why_head(number: int) -> str:
    """What an explanation is about."""
    return _("Why the clocks of #{number} stand where they stand").format(number=number)


def why_nothing(head: str, none: str) -> str:
    """An explanation of nothing."""
    return _("{head}: {none}").format(head=head, none=none)


def why_undelivered(count: int) -> str:
    """That words on a ticket have not arrived, for its agents."""
    return ngettext(
        "*Not delivered:* {count} message on this ticket; the card's thread says which and why.",
        "*Not delivered:* {count} messages on this ticket; the card's thread says which and why.",
        count,
    ).format(count=count)


def total(total: str, verdict: str) -> str:
    """The sum of an explanation."""
    return _("*Sum: {total}*, {verdict}").format(total=total, verdict=verdict)


def between(count: int, counted: str) -> str:
    """The spans that are left out, and what they add up to."""
    return ngettext(
        "… {count} span in between, {counted} of it counted …",
        "… {count} spans in between, {counted} of them counted …",
        count,
    ).format(count=count, counted=counted)


def span(start: str, end: str, what: str) -> str:
    """One span of a clock: from when, to when, what it was."""
    return _("{start} to {end}: {what}").format(start=start, end=end, what=what)


def of_it_business_time(span: str, business: str) -> str:
    """A span that did not count, and how much of it was business time."""
    return _("{span}, {business} of it business time").format(span=span, business=business)
