"""How far the set-up is: departments, levels, who answers, and what stands in the way."""

from datetime import timedelta
from typing import Final

from bot.config.check import Finding, warnings
from bot.config.unsupported import not_acted_on
from bot.store import home_counts
from bot.store.lost_names import LostName
from bot.usecases.ground.people import learn_rosters
from bot.usecases.ground.recipients import first_lead
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.config_file import file_beside
from bot.usecases.promises.first_desk import missing
from bot.usecases.promises.identities import waiting_names
from bot.usecases.promises.lost_names import lost_now
from bot.usecases.promises.new_calendar_data import new_data
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


def set_up(work: Transaction) -> SetUp:
    """The set-up as it is now; names are those of Slack where it knows them."""
    configuration = work.configuration
    unusable = {
        (channel.named.department, channel.named.name): channel.why
        for channel in out_of_reach(work)
    }
    findings = [*warnings(configuration), *not_acted_on(configuration)]
    since, hearing = work.now - LATELY, hearing_now(work)
    learn_rosters(work.directory, configuration.departments.values())
    return SetUp(
        departments=tuple(
            _department(work, department, unusable)
            for department in configuration.departments.values()
        ),
        levels=tuple(level.name for level in configuration.levels.values()),
        default_level=configuration.options.default_level,
        warnings=tuple(_line(finding) for finding in findings),
        undelivered=home_counts.undelivered(*work.scope, since),
        hearing=None if hearing.state == NEVER else hearing,
        outages=all_outages(work),
        set_aside=len(all_set_aside(work)),
        missing_scopes=missing_scopes(work),
        waiting=waiting_names(work),
        lost=tuple(_lost(work, name) for name in lost_now(work)),
        file=file_beside(work),
        missing=missing(configuration),
        new_data=new_data(work),
    )


def _department(
    work: Transaction, department: Department, unusable: dict[tuple[str, str], str]
) -> DepartmentSetUp:
    def channel(name: str) -> ChannelNow:
        return ChannelNow(_called(work, name), unusable.get((department.name, name)))

    alerts = department.alert_channel
    lead = first_lead(work, department.name) if alerts is None else None
    return DepartmentSetUp(
        name=department.name,
        intake=tuple(channel(name) for name in department.intake_channels),
        alerts=None if alerts is None else channel(alerts),
        people=len(work.directory.roster(department)),
        first=None if lead is None else work.directory.name_of(lead),
    )


def _lost(work: Transaction, name: LostName) -> LostAtHome:
    """The name with what to write for who bore it then, whoever bears it now."""
    people = [work.directory.person(person_id) for person_id in name.bearers]
    bearers = [person for person in people if person is not None]
    return LostAtHome(
        name.place, name.written, tuple(person.email or person.id for person in bearers)
    )


def _called(work: Transaction, name: str) -> str:
    channel_id = work.directory.channel_id(name)
    channel = None if channel_id is None else work.directory.channel(channel_id)
    return name.removeprefix("#") if channel is None else channel.name


def _line(finding: Finding) -> str:
    """What `punctual config check` says as well, without the line of a file."""
    return f"{'.'.join(map(str, finding.path))}: {finding.text}"
