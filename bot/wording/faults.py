"""Why something was set aside, and what to do about it; the log has it in the program's words."""

import re
from collections.abc import Callable, Mapping
from typing import Final

from bot.keys.messages import MessageKey
from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _
from bot.wording.problems import read_back
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
_CONFIGURED: Final[Mapping[str, Sentence]] = {
    "calendar": later("calendar"),
    "customer": later("customer"),
    "customer_group": later("customer_group"),
    "department": later("department"),
    "level": later("level"),
    "rules": later("rules"),
    "workspace": later("workspace"),
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


def _of_alarm(key: MessageKey) -> str:
    inside = metric_inside(key.part("metric"))
    if key.point == "breach":
        return _("The breach of #{number} ({metric})").format(number=key.number, metric=inside)
    return _("The warning of #{number} ({metric}, {point})").format(
        number=key.number, metric=inside, point=key.point
    )


PLAIN: Final[Mapping[str, Sentence]] = {
    "it does not say who sent it": later("it does not say who sent it"),
    "it has no lane": later("it has no lane"),
    "its summary is no text": later("its summary is no text"),
    "its metadata is no JSON object": later("its metadata is no JSON object"),
    "it is no object": later("it is no object"),
    "its event is no object": later("its event is no object"),
    "it is nested too deeply": later("it is nested too deeply"),
}
"""What is said as it stands in the log."""
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


def _of_unknown_method(method: str) -> str:
    return _("its method is unknown: '{method}'").format(method=method)


def _of_no_instant(part: str, value: str) -> str:
    return _("the instant in its {part} cannot be: “{value}”").format(part=part, value=value)


def _under_level(level: str) -> str:
    return _("its level '{level}' cannot be read").format(level=level)


_WHY: Final[tuple[tuple[re.Pattern[str], Callable[..., str]], ...]] = (
    (re.compile(r"\w+ \(reference (\w+)\)"), _failed),
    (re.compile(r"(\w+) (?:cannot be read|is no JSON object): (.*)"), _damaged),
    (
        re.compile(r"(?:JSONDecodeError: )?(?:Expecting|Extra data|Unterminated|Invalid) .*"),
        _no_json,
    ),
    (re.compile(r"its kind is unknown: '(.*)'"), _of_unknown_kind),
    (re.compile(r"its method is unknown: '(.*)'"), _of_unknown_method),
    (re.compile(r"its (\w+) is no instant: '(.*)'"), _of_no_instant),
    (re.compile(r"KeyError: '?(.*?)'?"), _lacks),
    (
        re.compile(r"(?:Attribute|Index|Overflow|Recursion|Type|Unicode\w*|Value)Error\b.*"),
        _misshapen,
    ),
    (re.compile(r"its level ['\"](.*)['\"] cannot be read"), _under_level),
    (re.compile(r"([A-Z]\w+): (.*)"), read_back),
)
"""What the reasons of the log mean."""


def why(reason: str) -> str:
    """What is wrong, in the middle of a sentence; what nobody knows stands for itself."""
    if reason in PLAIN:
        return PLAIN[reason]()
    for pattern, words in _WHY:
        match = pattern.fullmatch(reason)
        if match is not None:
            return words(*match.groups())
    return reason


def to_do(kind: str) -> str:
    """What who runs the bot does about a thing of a kind."""
    return _TO_DO[kind]() if kind in _TO_DO else ""


def detail(kind: str, reason: str) -> str:
    """The fault of a thing that is named already, and its remedy."""
    return _("{why}. {to_do}").format(why=why(reason).rstrip("."), to_do=to_do(kind))


def item(kind: str, name: str, reason: str) -> str:
    """One thing that is set aside: its name, its fault, its remedy."""
    return _("{what}: {why}. {to_do}").format(
        what=_what(kind, name), why=why(reason).rstrip("."), to_do=to_do(kind)
    )


def alarm_unsaid(key: str) -> str:
    """What the department is told where an alarm cannot be said; by the alarm's key."""
    return _("{what} could not be said, as it is damaged. Look at the ticket.").format(
        what=_what("message", key)
    )


def _what(kind: str, name: str) -> str:
    key = MessageKey.parse(name) if kind == "message" else None
    if key is not None and key.is_alarm:
        return _of_alarm(key)
    if kind.endswith("configuration"):
        name = _configured(name)
    return _WHAT[kind]().format(name=name) if kind in _WHAT else f"{kind} {name}"


def _configured(item: str) -> str:
    """A kind and a name, as they are written down, in words."""
    kind, blank, name = item.partition(" ")
    return f"{_CONFIGURED[kind]()}{blank}{name}" if kind in _CONFIGURED else item
