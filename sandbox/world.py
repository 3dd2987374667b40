"""Holds the parts of one running sandbox together."""

from asyncio import TimerHandle
from dataclasses import dataclass, field

from sandbox.clock import Clock, OffsetClock
from sandbox.delivery.deliveries import Deliveries
from sandbox.delivery.waits import Timing
from sandbox.faults import Faults
from sandbox.log import Log
from sandbox.network import Network
from sandbox.ratelimits import RateLimits
from sandbox.responses import ResponseUrls
from sandbox.state import Workspace
from sandbox.triggers import Triggers
from sandbox.views import Views


@dataclass(slots=True)
class World:
    """One workspace, its clock and log, and everything that is between it and the bot."""

    workspace: Workspace
    clock: Clock
    log: Log
    deliveries: Deliveries
    base_url: str = ""
    faults: Faults = field(default_factory=Faults)
    limits: RateLimits = field(default_factory=RateLimits)
    views: Views = field(default_factory=Views)
    triggers: Triggers = field(default_factory=Triggers)
    responses: ResponseUrls = field(default_factory=ResponseUrls)
    timers: dict[str, TimerHandle] = field(default_factory=dict)
    message_state: dict[tuple[str, str, str], dict[str, dict[str, dict[str, object]]]] = field(
        default_factory=dict
    )

    def now(self) -> float:
        """Return the sandbox's epoch seconds."""
        return self.clock.now()

    @property
    def network(self) -> Network:
        """The network between the bot and Slack."""
        return self.deliveries.network


def build_world(
    workspace: Workspace,
    events_url: str | None = None,
    clock: Clock | None = None,
    timing: Timing | None = None,
) -> World:
    """Return a sandbox at rest; with `events_url` it delivers over HTTP, else by Socket Mode.

    It goes by the computer's time unless it is given a `clock`, and waits as Slack does unless it
    is given a `timing`.
    """
    clock = clock or OffsetClock()
    log = Log(clock)
    deliveries = Deliveries(workspace.app, log, timing or Timing(), events_url)
    return World(workspace, clock, log, deliveries)
