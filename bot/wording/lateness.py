"""What leads and admins read of how late alarms were said, which wait and which were refused."""

from bot.wording.language import gettext as _
from bot.wording.language import ngettext
from bot.wording.words import duration


def lateness(count: int, median: str, worst: str) -> str:
    """How late the alarms of the last day were that were said."""
    return ngettext(
        "{count} alarm was said in the last day, {worst} late",
        "{count} alarms were said in the last day, {median} late in the median, {worst} at worst",
        count,
    ).format(count=count, median=median, worst=worst)


def latest(whole: str, ticket: int | None, why: str) -> str:
    """The same, with the ticket of the latest, and where its time was lost; no `why`: nowhere."""
    if not why:
        return _("{whole}.").format(whole=whole)
    if ticket is None:
        return _("{whole}: {why}.").format(whole=whole, why=why)
    return _("{whole} (#{ticket}): {why}.").format(whole=whole, ticket=ticket, why=why)


def why(made_after_s: int, waited_s: int, calls: int, doubt: str | None) -> str:
    """Where an alarm lost its time; what took less than a second is left out."""
    parts = []
    if made_after_s:
        made_after = duration(made_after_s)
        parts.append(_("it was made {made_after} after it was due").format(made_after=made_after))
    if doubt is not None:
        parts.append(_("hearing was in doubt then ({reason})").format(reason=doubt))
    if waited_s:
        parts.append(_("it waited {waited} to be sent").format(waited=duration(waited_s)))
    if calls > 1:
        parts.append(_("Slack took it at call {calls}").format(calls=calls))
    return "; ".join(parts)


def alarms_waiting(count: int, since: str) -> str:
    """How many alarms are due and not said yet."""
    return ngettext(
        "{count} alarm waits to be said, due since {since}.",
        "{count} alarms wait to be said, the oldest due since {since}.",
        count,
    ).format(count=count, since=since)


def alarms_refused(count: int, error: str) -> str:
    """How many alarms of the last day Slack refused for good, and with what."""
    return ngettext(
        "{count} alarm of the last day was refused by Slack: `{error}`",
        "{count} alarms of the last day were refused by Slack: `{error}`",
        count,
    ).format(count=count, error=error)
