"""Digests: their titles, sums, worst misses, and what comes with them."""

from typing import Final

from bot.wording.language import gettext as _
from bot.wording.language import later, ngettext
from bot.wording.words import duration, metric_inside

worst: Final = later("*Missed by the most*")
files: Final = later("The picture of it, and every clock of it as CSV.")
met: Final = later("met")
missed: Final = later("missed")
compliance: Final = later("Compliance in %")
clocks: Final = later("Clocks")


def title(every: str, first: str, last: str, zone_name: str, department: str | None) -> str:
    """What a digest is about: its period, its zone, its department."""
    facts = {"first": first, "last": last, "zone": zone_name, "department": department}
    if every == "day" and department is None:
        return _("Promises of {first} (days in {zone})").format(**facts)
    if every == "day":
        return _("Promises of {department}, {first} (days in {zone})").format(**facts)
    if department is None:
        return _("Promises from {first} to {last} (days in {zone})").format(**facts)
    return _("Promises of {department}, {first} to {last} (days in {zone})").format(**facts)


def sums(compliance: str, met: int, missed: int, cancelled: int) -> str:
    """What became of all clocks."""
    return _("*Compliance {compliance}*: {met} met, {missed} missed, {cancelled} cancelled").format(
        compliance=compliance, met=met, missed=missed, cancelled=cancelled
    )


def nothing(title: str) -> str:
    """A period in which nothing was decided."""
    return _("{title}: nothing was promised, kept or missed.").format(title=title)


def worst_miss(ticket: str, metric_name: str, overrun_seconds: int) -> str:
    """One of the worst misses."""
    return _("{ticket}: {metric} late by {duration} of business time").format(
        ticket=ticket, metric=metric_inside(metric_name), duration=duration(overrun_seconds)
    )


def to_review(count: int) -> str:
    """How many misses wait for a review."""
    return ngettext(
        "{count} miss waits for a review: `/sla review`",
        "{count} misses wait for a review: `/sla review`",
        count,
    ).format(count=count)


def picture(title: str) -> str:
    """The name of the picture."""
    return _("{title}, by day").format(title=title)


def picture_in_words(title: str, met: int, missed: int, compliance: str) -> str:
    """What the picture shows, for who does not see it."""
    return _(
        "{title}: bars of clocks met and missed by day, and a line of the compliance. "
        "In the period itself {met} met and {missed} missed, compliance {compliance}."
    ).format(title=title, met=met, missed=missed, compliance=compliance)


def which_digest(word: str) -> str:
    """That a digest is of a day, a week or a month."""
    return _("I do not know `{word}`: say `day`, `week` or `month`, and `now` for so far.").format(
        word=word
    )
