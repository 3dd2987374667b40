"""What is promised, to whom and by whom: the configuration, and the history of its revisions.

A configuration is a value. Its history is a list of changes, each of one named item, and answers
what was in force at any instant; so a clock can be computed again, the same, years later.
"""

from sla_core.configuration.contents import (
    Configuration,
    Customer,
    CustomerGroup,
    Department,
    WorkspaceOptions,
    named,
)
from sla_core.configuration.digests import Digest
from sla_core.configuration.history import (
    ConfigurationHistory,
    Item,
    LevelInForce,
    Revision,
    RuleList,
    items_in,
    revisions_of,
)
from sla_core.configuration.kinds import KINDS, NAMED, PLACES, RULES, UNDER_CLOCKS, WORKSPACE
from sla_core.configuration.levels import (
    ALWAYS,
    DEFAULT_ALERTS,
    DEFAULT_PAUSES,
    MOST_REPEATS,
    Alert,
    AlertPoint,
    Level,
    Target,
)

__all__ = [
    "ALWAYS",
    "DEFAULT_ALERTS",
    "DEFAULT_PAUSES",
    "KINDS",
    "MOST_REPEATS",
    "NAMED",
    "PLACES",
    "RULES",
    "UNDER_CLOCKS",
    "WORKSPACE",
    "Alert",
    "AlertPoint",
    "Configuration",
    "ConfigurationHistory",
    "Customer",
    "CustomerGroup",
    "Department",
    "Digest",
    "Item",
    "Level",
    "LevelInForce",
    "Revision",
    "RuleList",
    "Target",
    "WorkspaceOptions",
    "items_in",
    "named",
    "revisions_of",
]
