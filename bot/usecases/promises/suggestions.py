"""What somebody may choose from, by name: the one place that says it for menus.

Whoever chooses is asked again when the choice comes in.
"""

from collections.abc import Callable, Mapping
from typing import Final

from bot.store import people, tags_in_use
from bot.store import user_groups as known_groups
from bot.store.user_groups import UserGroup
from bot.usecases.changes.access import is_admin, is_agent_or_admin, require_admin
from bot.usecases.ground.privacy import may_see
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.levels import calendars as known_calendars
from sla_core.calendars.country_search import (
    country_of_zone,
    find_countries,
    find_subdivisions,
)
from sla_core.calendars.zone_search import country_names, find_zones
from sla_core.configuration import ALWAYS
from sla_core.text_equality import folded
from sla_core.tickets.vocabulary import SOURCES

OFFERED: Final = 100
"""So many zones or countries are offered at once."""


def departments(work: Transaction, by: str) -> list[str]:
    """The departments that may take care of a request: anybody may ask any, a private one too."""
    return [department.name for department in work.configuration.departments.values()]


def readable_departments(work: Transaction, by: str) -> list[str]:
    """The departments whose tickets somebody may look for: private ones are their people's."""
    return [name for name in departments(work, by) if may_see(work, name, by)]


def levels(work: Transaction, by: str) -> list[str]:
    """The levels that may be promised."""
    return [level.name for level in work.configuration.levels.values()]


def calendars(work: Transaction, by: str) -> list[str]:
    """The calendars that a level of an admin's may run on; the one without pauses comes last."""
    names = known_calendars(work) if is_admin(work, by) else []
    return sorted(names, key=lambda name: name == ALWAYS)


def first_calendar(work: Transaction, by: str) -> str:
    """The calendar that somebody most likely means: of their time zone, else the first."""
    names, person = calendars(work, by), work.directory.person(by)
    known = work.configuration.calendars
    near = [
        name
        for name in names
        if person and name != ALWAYS and known[name.casefold()].time_zone == person.time_zone
    ]
    return [*near, *names][0]


def customers(work: Transaction, by: str) -> list[str]:
    """The customers, by name; who is no agent is offered none."""
    if not is_agent_or_admin(work, by):
        return []
    return sorted(
        (customer.name for customer in work.configuration.customers.values()), key=str.casefold
    )


def fields(work: Transaction, department: str | None) -> list[str]:
    """The fields that a department declares."""
    declared = work.configuration.department(department)
    return [] if declared is None else list(declared.fields)


def choices(work: Transaction, department: str | None, field: str) -> list[str]:
    """What a field that a department declares can be."""
    declared = work.configuration.department(department)
    options = declared.fields.get(field, {}).get("options") if declared else None
    return [str(option) for option in options] if isinstance(options, list | tuple) else []


# --- of admins ------------------------------------------------------------------------------------


def levels_of_admin(work: Transaction, by: str) -> list[str]:
    """The levels that an admin may promise somebody."""
    return levels(work, by) if is_admin(work, by) else []


def departments_of_admin(work: Transaction, by: str) -> list[str]:
    """The departments that an admin may name."""
    return departments(work, by) if is_admin(work, by) else []


def customer_groups(work: Transaction, by: str) -> list[str]:
    """The groups of customers that an admin may name."""
    groups = work.configuration.customer_groups.values() if is_admin(work, by) else ()
    return sorted((group.name for group in groups), key=str.casefold)


def time_zones(work: Transaction, by: str, text: str) -> dict[str, str]:
    """The time zones that an admin may mean: cities, countries and common names lead to them."""
    found = find_zones(text, OFFERED) if is_admin(work, by) else []
    return {
        each.zone: each.zone if each.called in each.zone else f"{each.zone} ({each.called})"
        for each in found
    }


def countries(work: Transaction, by: str, text: str) -> dict[str, str]:
    """The countries with holidays that an admin may mean: what each is called, by code."""
    found = find_countries(text, OFFERED) if is_admin(work, by) else []
    return {each.code: f"{each.name} ({each.code})" for each in found}


def country_named(code: str) -> dict[str, str]:
    """A country as a choice."""
    name = country_names().get(code)
    return {code: code if name is None else f"{name} ({code})"}


def country_of(zone: str) -> list[str]:
    """The country of a time zone, where its holidays are known."""
    code = country_of_zone(zone)
    return [] if code is None else [code]


def subdivisions(country: str | None, text: str = "") -> dict[str, str]:
    """The parts of a country that a text may mean: what each is called, by code."""
    if country is None or country not in country_names():
        return {}
    found = find_subdivisions(country, text, OFFERED)
    return {each.code: f"{each.name} ({each.code})" for each in found}


def user_groups(work: Transaction, by: str) -> dict[str, str]:
    """The user groups that an admin may name: what each is called, by id."""
    groups = known_groups.listing(*work.scope) if is_admin(work, by) else []
    active = sorted((group for group in groups if not group.is_disabled), key=_handle)
    return {group.id: group_label(group) for group in active}


def _handle(group: UserGroup) -> str:
    return group.handle


def group_label(group: UserGroup) -> str:
    """What a user group is called in a menu."""
    return f"@{group.handle} ({group.name})" if group.name else f"@{group.handle}"


def bots(work: Transaction, by: str) -> dict[str, str]:
    """The bots that an admin may let open tickets: what each is called, by id."""
    everyone = people.bots(*work.scope) if is_admin(work, by) else []
    known = {person.id: person.real_name or person.name for person in everyone}
    return {bot: called for bot, called in known.items() if bot != work.program.bot_user_id}


# --- what conditions of rules compare with --------------------------------------------------------


def known_values(work: Transaction, by: str, known: str) -> list[str]:
    """What there is of a kind that a rule may look for; who is no admin is refused."""
    require_admin(work, by)
    return _KNOWN[known](work, by)


def tags(work: Transaction, by: str) -> list[str]:
    """The tags that rules name, and those of the newest tickets; in one spelling each."""
    known = [*tags_in_use.newest(*work.scope)]
    for rule in work.configuration.rules:
        known += [*rule.then.add_tags, *rule.then.remove_tags]
        for condition in (each for group in rule.groups for each in group if each.name == "tags"):
            wanted = condition.wanted
            named = wanted if isinstance(wanted, tuple) else (wanted,)
            known += [tag for tag in named if isinstance(tag, str)]
    return list({folded(tag): tag for tag in known}.values())


def _sources(work: Transaction, by: str) -> list[str]:
    return list(SOURCES)


_KNOWN: Final[Mapping[str, Callable[[Transaction, str], list[str]]]] = {
    "tag": tags,
    "source": _sources,
    "level": levels,
    "department": departments,
    "customer": customers,
    "customer_group": customer_groups,
}
