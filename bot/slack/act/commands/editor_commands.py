"""The commands that open the form of an item of the configuration: new, edit, copy, archive."""

from functools import partial
from typing import Final

from bot.slack.act.commands.call import ADMINS, AGENTS, Call, Command, Form, Run, may, require
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.offers import form_offer
from bot.slack.draw.blocks.promises import levels_shown
from bot.usecases.promises import levels as promises
from bot.usecases.promises.rule_names import naming
from bot.wording import commands as texts
from bot.wording import editors, forms, level_editors
from bot.wording.language import Sentence
from bot.words.spelling import unquoted


def editor_command(
    words: str,
    callback_id: str,
    title: Sentence,
    sentence: Sentence,
    listing: Run,
    *,
    is_new: bool = False,
) -> Command:
    """A command that opens a form for the name behind it; without a name for a new item only."""
    return Command(
        words,
        "[name]" if is_new else "name",
        sentence,
        ADMINS,
        _offer(callback_id, title, listing, is_new=is_new),
        partial(_form, callback_id, is_new=is_new),
    )


def _form(callback_id: str, text: str, *, is_new: bool) -> Form | None:
    name = unquoted(text)
    return Form(callback_id, name) if name or is_new else None


def _offer(callback_id: str, title: Sentence, listing: Run, *, is_new: bool) -> Run:
    """A form needs a click, where no slash command gave one; without a name all are listed."""

    def run(call: Call) -> Payload:
        require(ADMINS, call.work, call.user_id)
        name = unquoted(call.plain())
        if not (name or is_new):
            return listing(call)
        return form_offer(forms.offer(), title(), callback_id, name)

    return run


def levels(call: Call) -> Payload:
    """Every level with what it promises."""
    require(AGENTS, call.work, call.user_id)
    to_admin = may(ADMINS, call.work, call.user_id)
    return levels_shown(promises.levels(call.work), naming(call.work.directory), to_admin=to_admin)


LEVEL_COMMANDS: Final = (
    Command("levels", "", texts.levels, AGENTS, levels),
    editor_command(
        "level new", ids.LEVEL_FORM, forms.level_title, texts.level_new, levels, is_new=True
    ),
    editor_command(
        "level edit", ids.LEVEL_EDIT_FORM, level_editors.level_title, texts.level_edit, levels
    ),
    editor_command("level copy", ids.LEVEL_COPY_FORM, forms.level_title, texts.level_copy, levels),
    editor_command(
        "level archive", ids.LEVEL_ARCHIVE_FORM, editors.archive, texts.level_archive, levels
    ),
)
