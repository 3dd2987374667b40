"""The form of an unplanned closure, and the closure in a sentence."""

from typing import Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.calendar_editor import closure_blocks, closure_sentence
from bot.slack.draw.blocks.elements import Payload, escaped
from bot.slack.draw.blocks.inputs import field, modal
from bot.slack.draw.blocks.menus import named_each, searched_several
from bot.usecases.promises.closures import DeclaredClosure
from bot.usecases.promises.items import Wanted

NAME: Final = 100


def closure_form(closure: DeclaredClosure, draft_id: str) -> Payload:
    """From when to when, which calendars, and why."""
    texts = wording.calendars
    which = field(
        "calendars",
        texts.which_calendars(),
        searched_several(named_each(closure.calendars)),
        optional=True,
        hint=texts.which_hint(),
    )
    blocks = [*closure_blocks(closure.keys), which]
    form = modal(ids.CLOSURE_FORM, texts.close_title(), texts.show_first(), blocks)
    return {**form, "private_metadata": draft_id}


def closure_line(closure: DeclaredClosure, wanted: Wanted) -> str:
    """The calendars, and from when to when they are closed."""
    names = [escaped(change.name, NAME) for change in wanted.changes]
    return wording.calendars.closes(names, closure_sentence(closure.keys))
