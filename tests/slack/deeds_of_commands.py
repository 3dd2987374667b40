"""What somebody can do by commands and mentions."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.slack.blocks import actions as ids
from tests.slack.deed import COMMANDS, Act, Deed, filled
from tests.slack.desk_of_roles import DELETED, HELD, OPEN, RESOLVED
from tests.slack.verdicts import (
    Judge,
    answered,
    changed,
    counted,
    explained,
    listed,
    offered_form,
    opened,
    shown,
)

EVENTS: Final = changed()
_COMMANDS: Final[Mapping[str, tuple[str, str, Judge]]] = {
    "/ticket next": ("", OPEN, shown),
    "/ticket list": ("", OPEN, listed),
    "/ticket show": ("{n}", OPEN, shown),
    "/ticket claim": ("{n}", OPEN, EVENTS),
    "/ticket release": ("{n}", HELD, EVENTS),
    "/ticket assign": ("{n} <@UEVA>", OPEN, EVENTS),
    "/ticket reply": ("{n} Hello", OPEN, EVENTS),
    "/ticket note": ("{n} Psst", OPEN, EVENTS),
    "/ticket no-reply": ("{n}", OPEN, EVENTS),
    "/ticket pending": ("{n}", OPEN, EVENTS),
    "/ticket hold": ("{n}", OPEN, EVENTS),
    "/ticket resolve": ("{n}", OPEN, EVENTS),
    "/ticket close": ("{n}", OPEN, EVENTS),
    "/ticket reopen": ("{n}", RESOLVED, EVENTS),
    "/ticket spam": ("{n}", OPEN, EVENTS),
    "/ticket delete": ("{n}", OPEN, EVENTS),
    "/ticket restore": ("{n}", DELETED, EVENTS),
    "/ticket priority": ("{n} high", OPEN, EVENTS),
    "/ticket dept": ("{n} Billing", OPEN, EVENTS),
    "/ticket level": ("{n} Standard", OPEN, EVENTS),
    "/ticket customer": ("{n} Acme", OPEN, EVENTS),
    "/ticket tag": ("{n} +mango", OPEN, EVENTS),
    "/ticket field": ("{n} plan=free", OPEN, EVENTS),
    "/ticket merge": ("{n} into {into}", OPEN, EVENTS),
    "/sla report": ("department", OPEN, counted),
    "/sla log": ("metric:first_reply state:missed dept:{department}", OPEN, counted),
    "/sla why": ("{n}", OPEN, explained),
    "/sla review": ("all", OPEN, counted),
    "/sla digest": ("day now", OPEN, counted),
}
_OF_NOTHING: Final = ("/ticket help", "/sla help", "/sla levels", "/sla rules", "/sla status")
_OPENING: Final = {"/ticket new": ids.TICKET_FORM, "/sla level new": ids.LEVEL_FORM}


def commands() -> Iterator[Deed]:
    """Each command, typed and addressed to the bot."""
    for words, (rest, state, judge) in _COMMANDS.items():
        line = f"{words} {rest}".strip()
        ways = (_typed(line), judge), (_addressed(line), judge)
        more = ((_in_a_group(line), judge),) if words == "/ticket show" else ()
        yield Deed(
            COMMANDS,
            f"`{words}`",
            f"command:{words}",
            (*ways, *more),
            state,
            is_of_many=judge is counted,
        )
    for words in _OF_NOTHING:
        ways = (_typed(words), answered), (_addressed(words), answered)
        yield Deed(COMMANDS, f"`{words}`", f"command:{words}", ways, is_of_nothing=True)
    for words, form in _OPENING.items():
        ways = (_typed(words), opened(form)), (_addressed(words), offered_form)
        yield Deed(COMMANDS, f"`{words}`", f"command:{words}", ways, is_of_nothing=True)


def _typed(line: str) -> Act:
    return lambda stage, role, case: stage.command(role, filled(line, case))


def _addressed(line: str) -> Act:
    return lambda stage, role, case: stage.mentions(role, filled(line, case))


def _in_a_group(line: str) -> Act:
    return lambda stage, role, case: stage.mentions_in_a_group(role, filled(line, case))
