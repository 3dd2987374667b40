"""The nouns all sentences share: metrics, statuses, priorities, lengths of time, counted things."""

from collections.abc import Mapping
from typing import Final

from bot.wording.language import (
    ENGLISH,
    Sentence,
    later,
    later_as,
    ngettext,
    pgettext,
    speaking,
)
from bot.wording.language import gettext as _

METRICS: Final[Mapping[str, Sentence]] = {
    "first_reply": later("First reply"),
    "next_reply": later("Next reply"),
    "chat_reply": later("Chat reply"),
    "call_answer": later("Call answer"),
    "first_assign": later("First assignment"),
    "resolution": later("Resolution"),
    "periodic_update": later("Periodic update"),
}
_METRICS_INSIDE: Final[Mapping[str, Sentence]] = {
    "first_reply": later("first reply"),
    "next_reply": later("next reply"),
    "chat_reply": later("chat reply"),
    "call_answer": later("call answer"),
    "first_assign": later("first assignment"),
    "resolution": later("resolution"),
    "periodic_update": later("periodic update"),
}
STATUSES: Final[Mapping[str, Sentence]] = {
    "new": later("New"),
    "open": later("Open"),
    "answered": later("Answered, the requester's turn"),
    "pending": later("Pending, waiting for the requester"),
    "on_hold": later("On hold"),
    "resolved": later("Resolved"),
    "closed": later("Closed"),
    "spam": later("Spam"),
    "deleted": later("Deleted"),
}
PRIORITIES: Final[Mapping[str, Sentence]] = {
    "low": later("Low"),
    "normal": later("Normal"),
    "high": later("High"),
    "urgent": later("Urgent"),
}
_STATUSES_INSIDE: Final[Mapping[str, Sentence]] = {
    "new": later("new"),
    "open": later_as("status", "open"),
    "answered": later("answered"),
    "pending": later("pending"),
    "on_hold": later("on hold"),
    "resolved": later("resolved"),
    "closed": later_as("status", "closed"),
    "spam": later("spam"),
    "deleted": later("deleted"),
    "stopped": later("stopped, and later ran on"),
}
_PRIORITIES_INSIDE: Final[Mapping[str, Sentence]] = {
    "low": later("low"),
    "normal": later("normal"),
    "high": later("high"),
    "urgent": later("urgent"),
}
STATES: Final[Mapping[str, Sentence]] = {
    "running": later("running"),
    "paused": later("paused"),
    "met": later("met"),
    "missed": later("missed"),
    "cancelled": later("cancelled"),
    "withdrawn": later("withdrawn"),
}

nobody: Final = later("nobody")
none: Final = later("none")


def metric(name: str) -> str:
    """What people call a metric."""
    return _of(METRICS, name)


def metric_inside(name: str) -> str:
    """What people call a metric inside a sentence."""
    return _of(_METRICS_INSIDE, name)


def status(name: str) -> str:
    """What people call a status."""
    return _of(STATUSES, name)


def status_inside(name: str) -> str:
    """What people call a status inside a sentence; of a clock that stood stopped, that it did."""
    return _of(_STATUSES_INSIDE, name)


def priority_inside(name: str) -> str:
    """What people call a priority inside a sentence."""
    return _of(_PRIORITIES_INSIDE, name)


def priority(name: str) -> str:
    """What people call a priority."""
    return _of(PRIORITIES, name)


def state(name: str) -> str:
    """What people call the state of a clock."""
    return _of(STATES, name)


def _of(table: Mapping[str, Sentence], name: str) -> str:
    sentence = table.get(name)
    return name if sentence is None else sentence()


def choices(table: Mapping[str, Sentence]) -> dict[str, str]:
    """A table of words as they are called now, for a menu."""
    return {name: sentence() for name, sentence in table.items()}


def language(tag: str) -> str:
    """What a language calls itself; its tag where its catalogue does not say."""
    with speaking(tag):
        name = pgettext("what this language calls itself", "English")
    return name if tag == ENGLISH or name != "English" else tag


def duration(seconds: int) -> str:
    """A length of time in words: `2 h 10 min`, `1 min 30 s`, `20 s`; fractions of these dropped."""
    minutes, rest_s = divmod(abs(seconds), 60)
    hours, rest_min = divmod(minutes, 60)
    if hours and rest_min:
        return _("{hours} h {minutes} min").format(hours=hours, minutes=rest_min)
    if hours:
        return _("{hours} h").format(hours=hours)
    if minutes >= 10 or (minutes and not rest_s):  # noqa: PLR2004 below that seconds count
        return _("{minutes} min").format(minutes=minutes)
    if minutes:
        return _("{minutes} min {seconds} s").format(minutes=minutes, seconds=rest_s)
    return _("{seconds} s").format(seconds=rest_s)


def in_full(seconds: int) -> str:
    """A length of time as one says it: `1 hour 30 minutes`; hours are never days."""
    hours, minutes, rest_s = seconds // 3600, seconds // 60 % 60, seconds % 60
    parts = [
        *([ngettext("{count} hour", "{count} hours", hours).format(count=hours)] if hours else []),
        *(
            [ngettext("{count} minute", "{count} minutes", minutes).format(count=minutes)]
            if minutes
            else []
        ),
        *(
            [ngettext("{count} second", "{count} seconds", rest_s).format(count=rest_s)]
            if rest_s or not seconds
            else []
        ),
    ]
    return " ".join(parts)


def exact(seconds: int) -> str:
    """A length of time, nothing dropped: `26 h 5 min 1 s`; hours are never days."""
    parts = [
        *([_("{hours} h").format(hours=seconds // 3600)] if seconds // 3600 else []),
        *([_("{minutes} min").format(minutes=seconds // 60 % 60)] if seconds // 60 % 60 else []),
        *([_("{seconds} s").format(seconds=seconds % 60)] if seconds % 60 else []),
    ]
    return " ".join(parts) or _("{seconds} s").format(seconds=0)


def tickets(count: int) -> str:
    """A number of tickets."""
    return ngettext("{count} ticket", "{count} tickets", count).format(count=count)


def messages(count: int) -> str:
    """A number of messages."""
    return ngettext("{count} message", "{count} messages", count).format(count=count)


def shortened() -> str:
    """That a message was too long for Slack."""
    return _("Shortened: a message in Slack holds no more.")


def more(count: int) -> str:
    """That there are more than are shown."""
    return ngettext("… and {count} more", "… and {count} more", count).format(count=count)
