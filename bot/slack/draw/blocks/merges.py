"""Who will read what once two tickets are one: as an answer with a button, and as a form."""

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import (
    Payload,
    actions,
    button,
    escaped,
    joined,
    message,
    section,
)
from bot.slack.draw.blocks.inputs import modal
from bot.slack.draw.names import Names
from bot.usecases.tickets.merges import Readers, Side
from bot.wording.markup import Markup

NAME = 80


def readers_shown(found: Readers, names: Names) -> Payload:
    """The answer to who wants to merge, with the button that does it as it was read."""
    confirm = button(ids.MERGE, wording.merges.confirm(), value_of(found), "danger")
    blocks = [section(_effects(found, names)), actions(confirm)]
    return message(wording.merges.read_first(found.gone.number, found.kept.number), blocks)


def readers_form(found: Readers, names: Names) -> Payload:
    """The same as a form, which does it when it is sent."""
    blocks = [section(_effects(found, names))]
    submit = wording.merges.confirm()
    form = modal(ids.MERGE_CONFIRMED_FORM, wording.merges.title(), submit, blocks)
    return {**form, "private_metadata": value_of(found)}


def value_of(found: Readers) -> str:
    """A mark of the two tickets and of the text that was read of them; it proves nothing."""
    return f"{found.gone.number} {found.kept.number} {found.mark}"


def _effects(found: Readers, names: Names) -> str:
    gone, kept = found.gone, found.kept
    first = wording.merges.read_first(gone.number, kept.number)
    lines = [_side_line(gone, names), _side_line(kept, names)]
    for person_id, channels in _readers(gone).items():
        name = _name(person_id, names)
        lines.append(
            wording.merges.hears_answers_among(name, kept.number, channels)
            if channels
            else wording.merges.hears_answers(name, kept.number)
        )
    readers, writers = _people(kept, names), _people(gone, names)
    lines.append(
        wording.merges.hears_words(readers, writers)
        if kept.talked_in is None
        else wording.merges.hears_words_among(readers, writers, _channel(kept.talked_in))
    )
    lines += [wording.merges.goes_on(gone.number, kept.number), wording.merges.not_undone()]
    return joined([f"*{wording.merges.title()}*", first, *(f"• {line}" for line in lines)])


def _readers(side: Side) -> dict[str | None, str]:
    """The channels in which each of those who asked reads; none for who reads alone."""
    return {
        person_id: ", ".join(
            dict.fromkeys(
                _channel(at) for reader_id, at in side.asked if at and reader_id == person_id
            )
        )
        for person_id, _ in side.asked
    }


def _side_line(side: Side, names: Names) -> str:
    department = None if side.department is None else escaped(side.department, NAME)
    return wording.merges.asked(side.number, _people(side, names), department)


def _people(side: Side, names: Names) -> str:
    people = dict.fromkeys(person_id for person_id, _ in side.asked)
    return ", ".join(_name(person_id, names) for person_id in people)


def _name(person_id: str | None, names: Names) -> str:
    return escaped(names.of(person_id), NAME)


def _channel(channel_id: str) -> str:
    return Markup(f"<#{channel_id}>")
