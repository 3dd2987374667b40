"""Rules that were changed, and rules tried on a ticket, as they are shown."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.views.waiting_names import WaitingName
from sla_core.configuration.rule import Rule
from sla_core.rules.explanation import TriedWalk


@dataclass(frozen=True, slots=True)
class ConfigNote:
    """Something to know of the configuration, and the keys to where it stands."""

    place: str
    text: str


@dataclass(frozen=True, slots=True)
class RuleChanged:
    """What whoever changed a rule is told: it and its number from the top, None once archived.

    ``waiting`` are names in it that stand for nobody yet; ``notes`` what is to be said of the rules
    now and was not before. ``is_changed`` unless all was so already.
    """

    rule: Rule
    place: int | None
    is_changed: bool = True
    waiting: tuple[WaitingName, ...] = ()
    notes: tuple[ConfigNote, ...] = ()


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """What the rules in force would do to a ticket as it stands, by occasion.

    ``places`` are the numbers of the rules from the top, 1 and up, by name. ``level`` is the
    ticket's; where it ``is_by_hand`` no rule changes it.
    """

    number: int
    walks: tuple[TriedWalk, ...]
    places: Mapping[str, int]
    level: str | None
    is_by_hand: bool
