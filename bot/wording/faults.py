"""Why something was set aside, and what to do about it; the log has it in the program's words."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _
from bot.wording.words import metric_inside

_WHAT: Final[Mapping[str, Sentence]] = {
    "arrival": later("Number {name} of what came in"),
    "configuration": later("The configuration of {name}"),
    "stalled configuration": later("The configuration of {name}"),
    "absent configuration": later("The configuration of {name}"),
    "recompiled configuration": later("The configuration of {name}"),
    "message": later("The message {name}"),
    "request": later("A request of Slack's ({name})"),
    "ticket": later("Ticket #{name}"),
}
_TO_DO: Final[Mapping[str, Sentence]] = {
    "arrival": later("Who sent it has to ask again."),
    "configuration": later(
        "What was in force before it counts until you put the file in force again with "
        "`punctual config apply FILE --yes`."
    ),
    "stalled configuration": later(
        "There was nothing in force before it, so the promises that stand on it stand still until "
        "you put the file in force again with `punctual config apply FILE --yes`; then they go on."
    ),
    "absent configuration": later(
        "There was nothing in force before it, so it is as if it had never been made, until you "
        "put the file in force again with `punctual config apply FILE --yes`."
    ),
    "recompiled configuration": later(
        "It counts, with the time zones and holidays that came with this program."
    ),
    "message": later("It is not sent; if it matters, say it by hand."),
    "request": later(
        "If more of them come, compare the app's settings in Slack with app_manifest.yml."
    ),
    "ticket": later("Its clocks are silent: work on it by hand, and restore it from a backup."),
}

_ALARM: Final = re.compile(r"alarm:(\d+):(\w+):\d+:([^:]+):.*")
"""The key of an alarm: ticket, metric, clock, point, version of the due time."""


def _of_alarm(number: str, metric: str, point: str) -> str:
    inside = metric_inside(metric)
    if point == "breach":
        return _("The breach of #{number} ({metric})").format(number=number, metric=inside)
    return _("The warning of #{number} ({metric}, {point})").format(
        number=number, metric=inside, point=point
    )


_no_json: Final = later("it is no JSON")
_misshapen: Final = later("it does not have the shape it should have")


def _damaged(part: str, start: str) -> str:
    return _("its {part} is damaged and begins with {start}").format(part=part, start=start)


def _lacks(name: str) -> str:
    return _("it lacks “{name}”").format(name=name)


def _of_unknown_kind(kind: str) -> str:
    return _("its kind is unknown: “{kind}”").format(kind=kind)


def _failed(reference: str) -> str:
    return _("I failed at it, and the log says why at reference {reference}").format(
        reference=reference
    )


def _of_no_instant(part: str, value: str) -> str:
    return _("the instant in its {part} cannot be: “{value}”").format(part=part, value=value)


def _without_sender() -> str:
    return _("it does not say who sent it")


def _itself(reason: str) -> str:
    return reason


_WHY: Final[tuple[tuple[re.Pattern[str], Callable[..., str]], ...]] = (
    (re.compile(r"\w+ \(reference (\w+)\)"), _failed),
    (re.compile(r"(\w+) (?:cannot be read|is no JSON object): (.*)"), _damaged),
    (
        re.compile(r"(?:JSONDecodeError: )?(?:Expecting|Extra data|Unterminated|Invalid) .*"),
        _no_json,
    ),
    (re.compile(r"its kind is unknown: '(.*)'"), _of_unknown_kind),
    (re.compile(r"its (\w+) is no instant: '(.*)'"), _of_no_instant),
    (re.compile(r"it does not say who sent it"), _without_sender),
    (re.compile(r"KeyError: '?(.*?)'?"), _lacks),
    (
        re.compile(r"(?:Attribute|Index|Overflow|Recursion|Type|Unicode\w*|Value)Error\b.*"),
        _misshapen,
    ),
    (re.compile(r"[A-Z]\w+: (.*)"), _itself),
)
"""What the reasons of the log mean; one in plain words stands for itself."""


def why(reason: str) -> str:
    """What is wrong, in the middle of a sentence."""
    for pattern, words in _WHY:
        match = pattern.fullmatch(reason)
        if match is not None:
            return words(*match.groups())
    return reason


def to_do(kind: str) -> str:
    """What who runs the bot does about a thing of a kind."""
    return _TO_DO[kind]() if kind in _TO_DO else ""


def detail(kind: str, reason: str) -> str:
    """What is wrong with a thing that is named already, and what to do."""
    return _("{why}. {to_do}").format(why=why(reason).rstrip("."), to_do=to_do(kind))


def item(kind: str, name: str, reason: str) -> str:
    """One thing that is set aside: what it is, what is wrong with it, what to do."""
    return _("{what}: {why}. {to_do}").format(
        what=_what(kind, name), why=why(reason).rstrip("."), to_do=to_do(kind)
    )


def alarm_unsaid(key: str) -> str:
    """What the department is told where an alarm cannot be said; by the alarm's key."""
    return _("{what} could not be said, as it is damaged. Look at the ticket.").format(
        what=_what("message", key)
    )


def _what(kind: str, name: str) -> str:
    alarm = _ALARM.fullmatch(name) if kind == "message" else None
    if alarm is not None:
        return _of_alarm(*alarm.groups())
    return _WHAT[kind]().format(name=name) if kind in _WHAT else f"{kind} {name}"
