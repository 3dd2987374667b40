"""What is told of a rule that was changed, and why one was not."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _
from bot.wording.refusals import or_a_few

CHANGED: Final[Mapping[str, Sentence]] = {
    "rule new": later("Rule {number} is made."),
    "rule edit": later("Rule {number} is changed."),
    "rule on": later("Rule {number} is on."),
    "rule off": later("Rule {number} is off: it decides nothing until it is on again."),
    "rule up": later("It is rule {number} now."),
    "rule down": later("It is rule {number} now."),
    "rule archive": later("The rule is archived. What it decided stays as it is."),
    "rule ready-made": later("It is rule {number}, and on."),
}
SAME: Final[Mapping[str, Sentence]] = {
    "rule on": later("Rule {number} is on already."),
    "rule off": later("Rule {number} is off already."),
    "rule up": later("Rule {number} is the first already."),
    "rule down": later("Rule {number} is the last already."),
    "rule edit": later("Rule {number} is like that already."),
}
which: Final = later("Which rule? Give its name, or its number in `/sla rules`.")
nothing_to_add: Final = later("These rules are there already: see `/sla rules`.")


def changed(action: str, number: int | None, *, is_changed: bool) -> str:
    """What became of a rule."""
    table = CHANGED if is_changed else SAME
    return table[action]().format(number=number)


def note(place: str, text: str) -> str:
    """Something to know of the rules as they are now."""
    return _("• {place}: {text}").format(place=place, text=text)


def waiting(name: str) -> str:
    """That a name stands for nobody yet."""
    return _("• {name} is nobody I know yet: I look again when Slack tells of them.").format(
        name=name
    )


def no_rule(typed: str, names: Iterable[str]) -> str:
    """That no rule has a name or number, and which was meant or which there are."""
    known = list(names)
    if not known:
        return _("There are no rules yet: `/sla rule ready-made` offers some.")
    return or_a_few(
        typed,
        known,
        _("There is no rule {name}. Did you mean {meant}?"),
        _("There is no rule {name}. There are: {names}."),
        hint=_("`/sla rules` shows them all."),
    )


changed_meanwhile: Final = later(
    "Somebody changed the rules meanwhile: look at them again, then change them."
)
