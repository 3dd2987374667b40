"""What App Home shows somebody, as plain values; `None` stands for a part that is not for them."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from bot.store.home_counts import DepartmentCount
from bot.store.outages import Outage
from bot.views.calendar_data import NewData
from bot.views.config_file import FileBeside
from bot.views.hearing import HearingNow
from bot.views.requests import Requests
from bot.views.tickets import TicketView
from bot.views.waiting_names import WaitingName


@dataclass(frozen=True, slots=True)
class AgentsHome:
    """An agent's queue, day, and what nobody has that is nearly due.

    `queued` of their tickets wait for them, `waiting` for somebody else; `near` of the `unassigned`
    ones are nearly due, overdue, or escalated. The tickets are the first of these.
    """

    queue: tuple[TicketView, ...]
    queued: int
    waiting: int
    met: int
    missed: int
    nearly_due: tuple[TicketView, ...]
    near: int
    unassigned: int


@dataclass(frozen=True, slots=True)
class DepartmentNow:
    """A department as who watches over it sees it; `misses` wait for their review, if they may."""

    count: DepartmentCount
    misses: int | None


@dataclass(frozen=True, slots=True)
class ChannelNow:
    """A channel by what it is called; `why` it cannot be used: `archived`, `left`, `unknown`."""

    called: str
    why: str | None = None


@dataclass(frozen=True, slots=True)
class DepartmentSetUp:
    """How a department is set up: where requests come in, where cards go, who answers.

    Without a channel for alerts, `first` is the name of who hears of them: its first lead.
    """

    name: str
    intake: tuple[ChannelNow, ...]
    alerts: ChannelNow | None
    people: int
    first: str | None = None


@dataclass(frozen=True, slots=True)
class LostAtHome:
    """A display name that means nobody any more, and what to write for each who bore it."""

    place: str
    written: str
    ways: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class SetUp:
    """The promises, who keeps them, and the obstacles.

    `missing` are the steps of the set-up that are still to be done; `warnings` are those of the
    configuration; `undelivered` messages were given up lately;
    so many things are `set_aside`, being unreadable. `hearing` is None until somebody listened.
    `file` is the one that the environment names, where it says something else than is in force.
    Names that are `waiting` stand for nobody yet, those that are `lost` for nobody any more.
    """

    departments: tuple[DepartmentSetUp, ...]
    levels: tuple[str, ...]
    default_level: str | None
    warnings: tuple[str, ...]
    undelivered: int
    hearing: HearingNow | None = None
    outages: tuple[Outage, ...] = ()
    set_aside: int = 0
    missing_scopes: tuple[str, ...] = ()
    waiting: tuple[WaitingName, ...] = ()
    lost: tuple[LostAtHome, ...] = ()
    file: FileBeside | None = None
    missing: tuple[str, ...] = ()
    new_data: NewData = field(default_factory=NewData)


@dataclass(frozen=True, slots=True)
class Home:
    """All parts of an App Home at ``now``; `language` is the one its reader chose, if they did."""

    now: datetime
    agent: AgentsHome | None
    watched: tuple[DepartmentNow, ...]
    set_up: SetUp | None
    requests: Requests | None
    language: str | None
    time_zone: str | None


@dataclass(frozen=True, slots=True)
class ShownHome:
    """An App Home as its reader is shown it, alone.

    Above it stands the ``answer`` to their last click, a payload, if there was one.
    """

    home: Home
    answer: dict[str, Any] | None = None
