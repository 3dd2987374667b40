"""What is asked of somebody who wrote to the bot alone."""

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload, actions, message, section
from bot.slack.draw.blocks.menus import searched
from bot.slack.draw.names import Names
from bot.views.requester_messages import DepartmentQuestion


def department_question(question: DepartmentQuestion, names: Names, domain: str | None) -> Payload:
    """The question who shall take care of a request, with a menu of the departments."""
    menu = searched({}, ids.CHOOSE_DEPARTMENT, wording.intake.choose_department())
    text = wording.intake.which_department()
    return message(text, [section(text), actions(menu)])
