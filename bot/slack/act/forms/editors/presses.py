"""Presses inside the form of an item: a part is opened, removed or moved, more fields are shown.

What stands in the fields is kept with each of them.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.forms.editors.content import Content
from bot.slack.act.forms.editors.editor import Editor
from bot.slack.act.forms.editors.first_view import begun_anew, drawn
from bot.slack.act.forms.editors.kept_form import draft_of
from bot.slack.act.forms.editors.second_view import part_view
from bot.slack.act.forms.kind import Submission
from bot.slack.draw.blocks.elements import Payload
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises import form_drafts

OVER, MORE = "over", "more"
LONGEST: Final = 200
"""Characters of what a press carries: a part's list and place, or what a new one belongs to."""


@dataclass(frozen=True, slots=True)
class Shown:
    """The view that follows a press: above the form, or in its place."""

    view: Payload
    is_above: bool = False


@dataclass(frozen=True, slots=True)
class _Verb:
    """What was pressed: `edit:alerts:2`, `add:alerts:`, `more`."""

    name: str
    part: str = ""
    argument: str = ""

    @classmethod
    def of(cls, value: str) -> "_Verb":
        if len(value) > LONGEST:
            raise UserFacingError(wording.editors.gone())
        return cls(*value.split(":", 2))

    @property
    def index(self) -> int:
        """The place of a part; what is none is refused."""
        if not self.argument.isascii() or not self.argument.isdecimal():
            raise UserFacingError(wording.editors.gone())
        return int(self.argument)


def pressed(editor: Editor, work: Transaction, submitted: Submission, value: str) -> Shown:
    """Do what was pressed, and return what is shown then."""
    draft, content = draft_of(editor, work, submitted)
    draft = form_drafts.keep(work, draft, content.kept)
    verb = _Verb.of(value)
    if verb.name == OVER:
        return Shown(begun_anew(editor, work, draft))
    if verb.name == "add" and verb.part in editor.parts:
        view = part_view(editor, work, draft, verb.part, None, verb.argument)
        return Shown(view, is_above=True)
    if verb.name == "edit" and verb.part in editor.parts:
        view = part_view(editor, work, draft, verb.part, verb.index, "")
        return Shown(view, is_above=True)
    changed = _changed(editor, content, verb, value)
    return Shown(drawn(editor, work, form_drafts.keep(work, draft, changed.kept)))


def _changed(editor: Editor, content: Content, verb: _Verb, value: str) -> Content:
    own = {**editor.verbs, **editor.line_verbs}
    if verb.name in own:
        return own[verb.name](content, value.partition(":")[2])
    if verb.name == MORE:
        return replace(content, more=not content.more)
    if verb.name == "remove" and verb.part in editor.parts:
        return content.without_entry(verb.part, verb.index)
    if verb.name in _STEPS and verb.part in editor.parts:
        return content.moved(verb.part, verb.index, _STEPS[verb.name])
    raise UserFacingError(wording.editors.gone())


_STEPS: Mapping[str, int] = {"up": -1, "down": 1}
