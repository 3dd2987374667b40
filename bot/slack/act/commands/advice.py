"""What was likely meant by a word that no command begins with: the same family is looked at first.

`/sla level edti` is one of the commands about levels, whatever `/ticket` has of that name.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.slack.act.commands.call import Command
from bot.slack.hear.typed_text import command_word, first_word
from bot.wording.suggestions import nearest

Table = Sequence[Command]


@dataclass(frozen=True, slots=True)
class Advice:
    """The command that was likely meant, with its slash, and the words of its family, if any."""

    likely: str | None = None
    family: tuple[str, ...] = ()


def advice_on(tables: Mapping[str, Table], slash: str, text: str, may: Table) -> Advice:
    """Return what was likely meant by a text; of one's own table only what one may do."""
    first, rest = (command_word(part) for part in first_word(text))
    second = command_word(first_word(rest)[0])
    names = [command.words for command in may]
    family = _family(first, names)
    if family:
        by_second = {name.split()[1]: name for name in family}
        close = nearest(second, by_second) if second else None
        meant = None if close is None else f"{slash} {by_second[close]}"
        return Advice(meant, tuple(f"{slash} {name}" for name in family))
    close = nearest(f"{first} {second}".strip(), names) or nearest(first, names)
    elsewhere = _elsewhere(tables, slash, first)
    if close is None or (elsewhere is not None and first not in close.split()):
        return Advice(elsewhere or (close and f"{slash} {close}"))
    return Advice(f"{slash} {close}")


def _family(first: str, names: Sequence[str]) -> list[str]:
    """The commands of two words whose first is this one, or most like it alone."""
    heads = dict.fromkeys(name.split()[0] for name in names if " " in name)
    head = first if first in heads else None
    if head is None and first not in names:
        head = nearest(first, heads)
        if head is not None and nearest(first, names) not in (None, *_of(head, names)):
            head = None
    return [] if head is None else _of(head, names)


def _of(head: str, names: Sequence[str]) -> list[str]:
    return [name for name in names if name.startswith(f"{head} ")]


def _elsewhere(tables: Mapping[str, Table], slash: str, word: str) -> str | None:
    """The command of that very word in another table."""
    for other, table in tables.items():
        if other != slash and word in [command.words.split()[0] for command in table]:
            return f"{other} {word}"
    return None
