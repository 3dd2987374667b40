"""Who will read what once two tickets are one: as an answer with a button, and as a form."""

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import (
    Payload,
    actions,
    button,
    escaped,
    joined,
    message,
    section,
)
from bot.slack.blocks.inputs import modal
from bot.slack.names import Names
from bot.usecases.tickets.merges import Readers, Side
from bot.wording.markup import Markup

NAME = 80


def readers_shown(found: Readers, names: Names) -> Payload:
    """The answer to who wants to merge, with the button that does it as it was read."""
    confirm = button(ids.MERGE, wording.merging.confirm(), value_of(found), "danger")
    blocks = [section(_told(found, names)), actions(confirm)]
    return message(wording.merging.read_first(found.gone.number, found.kept.number), blocks)


def readers_form(found: Readers, names: Names) -> Payload:
    """The same as a form, which does it when it is sent."""
    blocks = [section(_told(found, names))]
    submit = wording.merging.confirm()
    form = modal(ids.MERGE_CONFIRMED_FORM, wording.merging.title(), submit, blocks)
    return {**form, "private_metadata": value_of(found)}


def value_of(found: Readers) -> str:
    """What names the two tickets and what was read of them; it proves nothing."""
    return f"{found.gone.number} {found.kept.number} {found.mark}"


def _told(found: Readers, names: Names) -> str:
    gone, kept = found.gone, found.kept
    first = wording.merging.read_first(gone.number, kept.number)
    lines = [_asked(gone, names), _asked(kept, names)]
    for who, channels in _readers(gone).items():
        name = _name(who, names)
        lines.append(
            wording.merging.hears_answers_among(name, kept.number, channels)
            if channels
            else wording.merging.hears_answers(name, kept.number)
        )
    readers, writers = _people(kept, names), _people(gone, names)
    lines.append(
        wording.merging.hears_words(readers, writers)
        if kept.talked_in is None
        else wording.merging.hears_words_among(readers, writers, _channel(kept.talked_in))
    )
    lines += [wording.merging.goes_on(gone.number, kept.number), wording.merging.not_undone()]
    return joined([f"*{wording.merging.title()}*", first, *(f"• {line}" for line in lines)])


def _readers(side: Side) -> dict[str | None, str]:
    """The channels in which each of those who asked reads; none for who reads alone."""
    return {
        who: ", ".join(dict.fromkeys(_channel(at) for each, at in side.asked if at and each == who))
        for who, _ in side.asked
    }


def _asked(side: Side, names: Names) -> str:
    department = None if side.department is None else escaped(side.department, NAME)
    return wording.merging.asked(side.number, _people(side, names), department)


def _people(side: Side, names: Names) -> str:
    people = dict.fromkeys(who for who, _ in side.asked)
    return ", ".join(_name(who, names) for who in people)


def _name(who: str | None, names: Names) -> str:
    return escaped(names.of(who), NAME)


def _channel(channel_id: str) -> str:
    return Markup(f"<#{channel_id}>")
