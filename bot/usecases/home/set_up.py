"""How far the set-up is: departments, levels, who answers, and what stands in the way."""

from datetime import timedelta
from typing import Final

from bot.config.check import Finding, warnings
from bot.config.waiting import not_acted_on
from bot.store import home_counts
from bot.store.lost_names import LostName
from bot.usecases.consequences.announcements import first_lead
from bot.usecases.ground.people import learn_rosters
from bot.usecases.ground.transaction import Work
from bot.usecases.promises.identities import waiting_names
from bot.usecases.promises.lost_names import lost_now
from bot.usecases.promises.unusable_channels import out_of_reach
from bot.usecases.status.status import (
    all_outages,
    all_set_aside,
    hearing_now,
    missing_scopes,
)
from bot.views.hearing import NEVER
from bot.views.home import (
    ChannelNow,
    DepartmentSetUp,
    LostAtHome,
    SetUp,
)
from sla_core.configuration import Department

LATELY: Final = timedelta(days=7)
"""How long a message that was given up is told of."""


def set_up(work: Work) -> SetUp:
    """The set-up as it is now; names are those of Slack where it knows them."""
    configuration = work.configuration
    unusable = {(each.named.department, each.named.name): each.why for each in out_of_reach(work)}
    found = [*warnings(configuration), *not_acted_on(configuration)]
    since, heard = work.now - LATELY, hearing_now(work)
    learn_rosters(work.directory, configuration.departments.values())
    return SetUp(
        departments=tuple(
            _department(work, each, unusable) for each in configuration.departments.values()
        ),
        levels=tuple(each.name for each in configuration.levels.values()),
        default_level=configuration.options.default_level,
        warnings=tuple(_line(each) for each in found),
        undelivered=home_counts.undelivered(work.connection, work.workspace_id, since),
        hearing=None if heard.state == NEVER else heard,
        outages=all_outages(work),
        set_aside=len(all_set_aside(work)),
        missing_scopes=missing_scopes(work),
        waiting=waiting_names(work),
        lost=tuple(_lost(work, each) for each in lost_now(work)),
    )


def _department(
    work: Work, department: Department, unusable: dict[tuple[str, str], str]
) -> DepartmentSetUp:
    def channel(name: str) -> ChannelNow:
        return ChannelNow(_called(work, name), unusable.get((department.name, name)))

    alerts = department.alert_channel
    first = first_lead(work, department.name) if alerts is None else None
    return DepartmentSetUp(
        name=department.name,
        intake=tuple(channel(each) for each in department.intake_channels),
        alerts=None if alerts is None else channel(alerts),
        people=len(work.directory.roster(department)),
        first=None if first is None else work.directory.name_of(first),
    )


def _lost(work: Work, name: LostName) -> LostAtHome:
    """The name with what to write for who bore it then, whoever bears it now."""
    people = [work.directory.person(each) for each in name.bearers]
    known = [each for each in people if each is not None]
    return LostAtHome(name.place, name.written, tuple(each.email or each.id for each in known))


def _called(work: Work, name: str) -> str:
    channel_id = work.directory.channel_id(name)
    channel = None if channel_id is None else work.directory.channel(channel_id)
    return name.removeprefix("#") if channel is None else channel.name


def _line(finding: Finding) -> str:
    """The same as `punctual config check` says, but for the line of the file."""
    return f"{'.'.join(map(str, finding.path))}: {finding.text}"
