"""How the workspace is set up, for admins: departments, levels, and what stands in the way."""

from typing import Final

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.card import FACT
from bot.slack.blocks.elements import (
    Block,
    actions,
    escaped,
    header,
    joined,
    section,
)
from bot.slack.blocks.offers import form_button
from bot.slack.blocks.status import state_line, waiting_line
from bot.views.home import ChannelNow, DepartmentSetUp, SetUp
from bot.wording import words

DEPARTMENTS: Final = 8
NAMES: Final = 10
"""So many names that stand for nobody are shown."""


def set_up_shown(found: SetUp) -> list[Block]:
    """The blocks that say it."""
    rest = len(found.departments) - DEPARTMENTS
    return [
        header(wording.home.set_up()),
        *(section(_department(each)) for each in found.departments[:DEPARTMENTS]),
        *([section(words.more(rest))] if rest > 0 else []),
        *([] if found.departments else [section(wording.home.no_departments())]),
        *_levels(found),
        *_names(found),
        section(_warnings(found)),
        section(_delivery(found)),
        *_state(found),
    ]


def _department(department: DepartmentSetUp) -> str:
    intake = [_channel(each) for each in department.intake]
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
    called = escaped(channel.called, FACT)
    return f"#{called}" if channel.why is None else wording.home.unusable(called, channel.why)


def _levels(found: SetUp) -> list[Block]:
    if not found.levels:
        offer = form_button(wording.home.new_level(), ids.LEVEL_FORM)
        return [section(wording.home.no_levels()), actions(offer)]
    default = found.default_level
    names = [escaped(each, FACT) for each in found.levels]
    return [
        section(
            joined(
                [
                    wording.home.levels(names),
                    wording.home.no_default_level()
                    if default is None
                    else wording.home.default_level(escaped(default, FACT)),
                ]
            )
        )
    ]


def _warnings(found: SetUp) -> str:
    if not found.warnings:
        return wording.home.nothing_to_look_at()
    lines = (f"• {escaped(each, FACT)}" for each in found.warnings)
    return joined([wording.home.look_at(), *lines])


def _names(found: SetUp) -> list[Block]:
    """The names of the configuration that stand for nobody; nothing where there is none."""
    lines = [
        *(
            wording.identities.lost_name(
                each.place, escaped(each.written, FACT), [escaped(way, FACT) for way in each.ways]
            )
            for each in found.lost
        ),
        *(waiting_line(each) for each in found.waiting),
    ]
    if not lines:
        return []
    rest = len(lines) - NAMES
    shown = [f"• {each}" for each in lines[:NAMES]]
    more = [words.more(rest)] if rest > 0 else []
    return [section(joined([wording.home.names_of_nobody(), *shown, *more]))]


def _state(found: SetUp) -> list[Block]:
    """Whether Slack is heard, and what stands in the way; nothing where all is as it should be."""
    lines = [
        *([] if found.hearing is None else [state_line(found.hearing, found.outages)]),
        *([wording.status.set_aside(found.set_aside)] if found.set_aside else []),
        *([wording.status.reinstall(found.missing_scopes)] if found.missing_scopes else []),
    ]
    return [section(joined(lines))] if lines else []


def _delivery(found: SetUp) -> str:
    if not found.undelivered:
        return wording.home.all_delivered()
    return wording.home.undelivered(found.undelivered)
