"""What somebody can do by commands and mentions."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot.slack.draw.blocks import actions as ids
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
    "/sla rule test": ("{n}", OPEN, answered),
}
_OF_NOTHING: Final = (
    "/ticket help",
    "/sla help",
    "/sla levels",
    "/sla rules",
    "/sla status",
    "/sla audit",
)
_OPENING: Final = {
    "/ticket new": ("", ids.TICKET_FORM),
    "/sla level new": ("", ids.LEVEL_FORM),
    "/sla level edit": ("Spare", ids.LEVEL_EDIT_FORM),
    "/sla level copy": ("Spare", ids.LEVEL_FORM),
    "/sla level archive": ("Spare", ids.LEVEL_ARCHIVE_FORM),
}
_RULE_COMMANDS: Final = {
    "/sla rule on": "Second rule",
    "/sla rule off": "Rule of the desk",
    "/sla rule up": "Second rule",
    "/sla rule down": "Rule of the desk",
    "/sla rule archive": "Second rule",
    "/sla rule ready-made": "all",
}
"""What changes the rules, each with what it is about."""
REVISED: Final = changed("config_revisions", by="changed_by")


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
    for words, rest in _RULE_COMMANDS.items():
        line = f"{words} {rest}"
        ways = (_typed(line), REVISED), (_addressed(line), REVISED)
        yield Deed(COMMANDS, f"`{words}`", f"command:{words}", ways, is_of_nothing=True)
    for words, (rest, form) in _OPENING.items():
        line = f"{words} {rest}".strip()
        ways = (_typed(line), opened(form)), (_addressed(line), offered_form)
        yield Deed(COMMANDS, f"`{words}`", f"command:{words}", ways, is_of_nothing=True)


def _typed(line: str) -> Act:
    return lambda stage, role, case: stage.command(role, filled(line, case))


def _addressed(line: str) -> Act:
    return lambda stage, role, case: stage.mentions(role, filled(line, case))


def _in_a_group(line: str) -> Act:
    return lambda stage, role, case: stage.mentions_in_a_group(role, filled(line, case))
