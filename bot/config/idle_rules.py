"""Rules, or groups of them, that no ticket ever meets: said only where it is certain."""

from collections.abc import Iterator

from bot.config.findings import Finding
from bot.wording import configuration as sentences
from bot.wording.conditions import condition
from sla_core.configuration import Configuration
from sla_core.configuration.overlaps import contradiction
from sla_core.configuration.shadows import shadows


def idle_rules(configuration: Configuration) -> Iterator[Finding]:
    """Rules below one that stops for all they match, and groups that exclude themselves."""
    for index, rule in enumerate(configuration.rules):
        for place, group in enumerate(rule.groups):
            excluded = contradiction(group)
            if excluded is not None:
                one, other = map(condition, excluded)
                yield Finding(("rules", index, "if", place), sentences.never_both(one, other))
    for below, above in shadows(configuration.rules):
        name = configuration.rules[above].name
        yield Finding(("rules", below), sentences.in_shadow(name))
