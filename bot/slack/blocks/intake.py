"""What is asked of somebody who wrote to the bot alone."""

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import (
    Payload,
    actions,
    message,
    section,
)
from bot.slack.blocks.menus import searched


def department_question() -> Payload:
    """The question who shall take care of a request, with a menu of the departments."""
    menu = searched({}, ids.CHOOSE_DEPARTMENT, wording.intake.choose_department())
    text = wording.intake.which_department()
    return message(text, [section(text), actions(menu)])
