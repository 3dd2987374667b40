"""What is asked of somebody who wrote to the bot alone."""

from collections.abc import Sequence

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.inputs import OPTIONS, select
from bot.slack.blocks.marks import BUTTON, Payload, actions, message, plain, section


def department_question(departments: Sequence[str]) -> Payload:
    """The question who shall take care of a request, with a menu of the departments."""
    names = {name: name for name in departments[:OPTIONS]}
    menu = {
        **select(names),
        "action_id": ids.CHOOSE_DEPARTMENT,
        "placeholder": plain(wording.intake.choose_department(), BUTTON),
    }
    text = wording.intake.which_department()
    return message(text, [section(text), actions(menu)])
