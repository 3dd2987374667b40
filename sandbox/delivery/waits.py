"""How long Slack waits: for an acknowledgement, before it tries again, between its pings."""

from dataclasses import dataclass

ACK_WITHIN_S = 3.0
RETRY_WAITS_S = (60.0, 300.0)
PING_EVERY_S = 10.0


@dataclass(slots=True)
class Timing:
    """Slack's own times unless a test shortens them.

    An event that fails is tried again at once, then after each of `retry_waits_s`, then dropped.
    `waits_for_socket` is not Slack's way: while no socket is open, events wait for one.
    """

    ack_within_s: float = ACK_WITHIN_S
    retry_waits_s: tuple[float, ...] = RETRY_WAITS_S
    ping_every_s: float = PING_EVERY_S
    waits_for_socket: bool = False
