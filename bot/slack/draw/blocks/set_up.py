"""How the workspace is set up, for admins: departments, levels, and what stands in the way."""

from typing import Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.calendar_data import new_data_shown
from bot.slack.draw.blocks.card import FACT
from bot.slack.draw.blocks.config_file import beside_line
from bot.slack.draw.blocks.elements import Block, actions, escaped, header, joined, section
from bot.slack.draw.blocks.offers import edit_button, form_button
from bot.slack.draw.blocks.status import state_line, waiting_line
from bot.views.home import ChannelNow, DepartmentSetUp, SetUp
from bot.wording import words
from bot.wording.markup import escape

DEPARTMENTS: Final = 8
NAMES: Final = 10
"""So many names that stand for nobody are shown."""


def set_up_shown(found: SetUp) -> list[Block]:
    """The blocks that say it."""
    remaining = len(found.departments) - DEPARTMENTS
    return [
        header(wording.home.set_up()),
        *_missing(found),
        *(
            block
            for department in found.departments[:DEPARTMENTS]
            for block in _department_shown(department)
        ),
        *([section(words.more(remaining))] if remaining > 0 else []),
        *_no_departments(found),
        *_levels(found),
        *_names(found),
        *_file(found),
        *new_data_shown(found.new_data),
        section(_warnings(found)),
        section(_delivery(found)),
        *_state(found),
    ]


def _missing(found: SetUp) -> list[Block]:
    """What the desk lacks before it works, and the button that makes it."""
    lacking = [wording.set_up.MISSING[step]() for step in found.missing]
    if not lacking:
        return []
    begin = form_button(wording.set_up.begin(), ids.SETUP_FORM)
    return [section(wording.set_up.lacks(lacking)), actions(begin)]


def _department_shown(department: DepartmentSetUp) -> list[Block]:
    """A department; where it lacks something, with the button that opens its form."""
    text = section(_department(department))
    is_complete = department.intake and department.people and department.alerts
    if is_complete:
        return [text]
    edit = edit_button(ids.DEPARTMENT_EDIT_FORM, escape(department.name))
    return [{**text, "accessory": edit}]


def _department(department: DepartmentSetUp) -> str:
    intake = [_channel(channel) for channel in department.intake]
    alerts = department.alerts
    people = department.people
    return joined(
        [
            f"*{escaped(department.name, FACT)}*",
            wording.home.intake(intake) if intake else wording.home.no_intake(),
            _no_alerts(department) if alerts is None else wording.home.alerts(_channel(alerts)),
            wording.home.people(people) if people else wording.home.nobody_answers(),
        ]
    )


def _no_alerts(department: DepartmentSetUp) -> str:
    if department.first is None:
        return wording.home.alerts_to_nobody()
    return wording.home.alerts_to(escaped(department.first, FACT))


def _channel(channel: ChannelNow) -> str:
    name = escaped(channel.called, FACT)
    return f"#{name}" if channel.why is None else wording.home.unusable(name, channel.why)


def _no_departments(found: SetUp) -> list[Block]:
    if found.departments:
        return []
    new = form_button(wording.departments.new_department(), ids.DEPARTMENT_NEW_FORM)
    return [section(wording.home.no_departments()), actions(new)]


def _levels(set_up: SetUp) -> list[Block]:
    if not set_up.levels:
        offer = form_button(wording.home.new_level(), ids.LEVEL_FORM)
        return [section(wording.home.no_levels()), actions(offer)]
    default = set_up.default_level
    names = [escaped(name, FACT) for name in set_up.levels]
    known = wording.home.levels(names)
    if default is not None:
        return [section(joined([known, wording.home.default_level(escaped(default, FACT))]))]
    settings = form_button(wording.administration.settings_title(), ids.SETTINGS_FORM)
    return [section(joined([known, wording.home.no_default_level()])), actions(settings)]


def _warnings(set_up: SetUp) -> str:
    if not set_up.warnings:
        return wording.home.nothing_to_look_at()
    lines = (f"• {escaped(warning, FACT)}" for warning in set_up.warnings)
    return joined([wording.home.look_at(), *lines])


def _names(set_up: SetUp) -> list[Block]:
    """The names of the configuration that stand for nobody; nothing where there is none."""
    lines = [
        *(
            wording.identities.lost_name(
                name.place, escaped(name.written, FACT), [escaped(way, FACT) for way in name.ways]
            )
            for name in set_up.lost
        ),
        *(waiting_line(name) for name in set_up.waiting),
    ]
    if not lines:
        return []
    remaining = len(lines) - NAMES
    items = [f"• {line}" for line in lines[:NAMES]]
    more = [words.more(remaining)] if remaining > 0 else []
    return [section(joined([wording.home.names_of_nobody(), *items, *more]))]


def _file(set_up: SetUp) -> list[Block]:
    """What the file says otherwise that was named at the start, and the way to apply it."""
    file = set_up.file
    if file is None:
        return []
    offer = form_button(wording.config_file.title(), ids.CONFIG_FORM)
    return [section(beside_line(file)), actions(offer)]


def _state(set_up: SetUp) -> list[Block]:
    """Whether Slack is heard, and what stands in the way; nothing where all is as it should be."""
    lines = [
        *([] if set_up.hearing is None else [state_line(set_up.hearing, set_up.outages)]),
        *([wording.status.set_aside(set_up.set_aside)] if set_up.set_aside else []),
        *([wording.status.reinstall(set_up.missing_scopes)] if set_up.missing_scopes else []),
    ]
    return [section(joined(lines))] if lines else []


def _delivery(set_up: SetUp) -> str:
    if not set_up.undelivered:
        return wording.home.all_delivered()
    return wording.home.undelivered(set_up.undelivered)
