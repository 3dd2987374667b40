"""Rules that come ready-made, to be switched on as ordinary ones: escalation of what is not new."""

from typing import Final

from bot.wording import ready_made as texts
from sla_core.configuration.conditions import Condition
from sla_core.configuration.rule import Actions, Notice, Rule
from sla_core.tickets.vocabulary import OUR_TURN

_HOUR_S: Final = 3600


def ready_made() -> tuple[Rule, ...]:
    """The ready-made rules, named and told in the language of the moment."""
    return (
        Rule(
            texts.unassigned(),
            Actions(notify=Notice(("channel", "leads"), texts.unassigned_text()), escalate=True),
            (
                (
                    Condition("unassigned_for", "above", _HOUR_S // 2),
                    Condition("status", "in", OUR_TURN),
                ),
            ),
            ("time",),
        ),
        Rule(
            texts.untouched(),
            Actions(notify=Notice(("assignee",), texts.untouched_text()), escalate=True),
            (
                (
                    Condition("untouched_for", "above", 24 * _HOUR_S),
                    Condition("status", "is", "answered"),
                ),
            ),
            ("time",),
        ),
        Rule(
            texts.breached_twice(),
            Actions(
                notify=Notice(("leads", "managers"), texts.breached_twice_text()), escalate=True
            ),
            ((Condition("breaches", "above", 1),),),
            ("time",),
        ),
    )
