"""The commands about departments, customers, roles and settings: read aloud, and their forms."""

from collections.abc import Iterator, Mapping
from typing import Final

from bot import wording
from bot.slack.act.commands.call import ADMINS, AGENTS, Call, Command, Form, Run, may, require
from bot.slack.act.commands.editor_commands import editor_command
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.calendar_lists import calendars_shown
from bot.slack.draw.blocks.department_lists import customers_shown, departments_shown
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.offers import form_offer
from bot.slack.draw.blocks.role_lists import roles_shown, settings_shown
from bot.usecases.promises import calendar_views, overviews
from bot.usecases.promises import roles as known_roles
from bot.wording import commands as texts
from bot.wording import departments as phrases
from bot.wording import editors
from bot.wording.language import Sentence
from bot.words.spelling import unquoted


def departments(call: Call) -> Payload:
    """Every department, or those of a name, with channels, people, level and fields."""
    require(AGENTS, call.work, call.user_id)
    like = unquoted(call.plain())
    found = overviews.departments(call.work, call.user_id, like)
    return departments_shown(found, like, to_admin=_is_admin(call))


def customers(call: Call) -> Payload:
    """Every customer and every group of them, or those of a name."""
    require(AGENTS, call.work, call.user_id)
    like = unquoted(call.plain())
    groups = overviews.customer_groups(call.work, like)
    found = overviews.customers(call.work, like)
    return customers_shown(groups, found, like, to_admin=_is_admin(call))


def roles(call: Call) -> Payload:
    """Who is admin, lead, manager and agent, and why."""
    require(AGENTS, call.work, call.user_id)
    return roles_shown(known_roles.roles(call.work, call.user_id), to_admin=_is_admin(call))


def settings(call: Call) -> Payload:
    """What holds for the workspace, with the button that opens its form."""
    require(ADMINS, call.work, call.user_id)
    return settings_shown(overviews.settings(call.work))


def set_up(call: Call) -> Payload:
    """A form needs a click, where no slash command gave one."""
    require(ADMINS, call.work, call.user_id)
    return form_offer(wording.forms.offer(), wording.set_up.begin(), ids.SETUP_FORM)


def _set_up_form(text: str) -> Form:
    return Form(ids.SETUP_FORM)


def _settings_form(text: str) -> Form:
    return Form(ids.SETTINGS_FORM)


def closure(call: Call) -> Payload:
    """A form needs a click, where no slash command gave one."""
    require(ADMINS, call.work, call.user_id)
    title = wording.calendars.close_title()
    return form_offer(wording.forms.offer(), title, ids.CLOSURE_FORM, call.plain())


def _closure_form(text: str) -> Form:
    return Form(ids.CLOSURE_FORM, text)


def _is_admin(call: Call) -> bool:
    return may(ADMINS, call.work, call.user_id)


def calendars(call: Call) -> Payload:
    """Every calendar, or those of a name, with hours, holidays and who uses it."""
    require(AGENTS, call.work, call.user_id)
    like = unquoted(call.plain())
    found = calendar_views.calendars(call.work, like)
    return calendars_shown(found, like, to_admin=_is_admin(call))


NEW: Final = "new"
_FORMS: Final[Mapping[str, tuple[Run, Mapping[str, tuple[str, Sentence, Sentence]]]]] = {
    "calendar": (
        calendars,
        {
            NEW: (ids.CALENDAR_NEW_FORM, wording.calendar_forms.new_title, texts.calendar_new),
            "edit": (ids.CALENDAR_EDIT_FORM, wording.calendar_forms.title, texts.calendar_edit),
            "copy": (ids.CALENDAR_COPY_FORM, wording.calendar_forms.new_title, texts.calendar_copy),
            "archive": (ids.CALENDAR_ARCHIVE_FORM, editors.archive, texts.calendar_archive),
        },
    ),
    "department": (
        departments,
        {
            NEW: (ids.DEPARTMENT_NEW_FORM, phrases.new_department, texts.department_new),
            "edit": (ids.DEPARTMENT_EDIT_FORM, phrases.department_title, texts.department_edit),
            "copy": (ids.DEPARTMENT_COPY_FORM, phrases.new_department, texts.department_copy),
            "archive": (ids.DEPARTMENT_ARCHIVE_FORM, editors.archive, texts.department_archive),
        },
    ),
    "customer": (
        customers,
        {
            NEW: (ids.CUSTOMER_NEW_FORM, phrases.new_customer, texts.customer_new),
            "edit": (ids.CUSTOMER_EDIT_FORM, phrases.customer_title, texts.customer_edit),
            "archive": (ids.CUSTOMER_ARCHIVE_FORM, editors.archive, texts.customer_archive),
        },
    ),
    "group": (
        customers,
        {
            NEW: (ids.GROUP_NEW_FORM, phrases.new_group, texts.group_new),
            "edit": (ids.GROUP_EDIT_FORM, phrases.group_title, texts.group_edit),
            "archive": (ids.GROUP_ARCHIVE_FORM, editors.archive, texts.group_archive),
        },
    ),
}
"""What is made and changed in forms: how all of it is listed; of each verb its form and words."""


def _forms(noun: str) -> Iterator[Command]:
    listing, verbs = _FORMS[noun]
    for verb, (form, title, sentence) in verbs.items():
        is_new = verb == NEW
        yield editor_command(f"{noun} {verb}", form, title, sentence, listing, is_new=is_new)


ADMINISTRATION: Final = (
    Command("calendars", "[name]", texts.calendars, AGENTS, calendars),
    *_forms("calendar"),
    Command(
        "closure",
        "[from:2026-12-24T12:00] [to:2026-12-26] [calendar:X] [why]",
        texts.closure,
        ADMINS,
        closure,
        _closure_form,
        examples=("", "from:2026-12-24T12:00 to:2026-12-24 calendar:office snow"),
    ),
    Command("departments", "[name]", texts.departments, AGENTS, departments),
    *_forms("department"),
    Command("customers", "[name]", texts.customers, AGENTS, customers),
    *_forms("customer"),
    *_forms("group"),
    Command("roles", "", texts.roles, AGENTS, roles),
    Command("settings", "", texts.settings, ADMINS, settings, _settings_form),
    Command("setup", "", texts.setup, ADMINS, set_up, _set_up_form),
)
