"""Makes Slack and the network fail on purpose, for a while or until it is told to stop."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from sandbox.clock import OffsetClock
from sandbox.control.asked import Asked
from sandbox.delivery.connection import Connection
from sandbox.delivery.quota import EVENTS_AN_HOUR
from sandbox.faults import FAULTS, Fault
from sandbox.interactions import Refused
from sandbox.webapi.errors import words_of
from sandbox.webapi.methods import METHODS

Json = dict[str, Any]
_DISCONNECT_AFTER_S = {"warning": 10.0, "refresh_requested": 10.0, "link_disabled": 0.0}
_HANDSHAKE_REFUSED = 408


async def faults(asked: Asked) -> Json:
    """Order the next `times` matching calls (null: all) to fail in one way, perhaps `for_s`."""
    kind, args = asked.needed("fault"), asked.args
    if kind not in FAULTS:
        raise Refused("unknown_fault", known=list(FAULTS))
    times = args.get("times", None if "for_s" in args else 1)
    order = Fault(
        kind,
        None if times is None else int(times),
        _method(args),
        args.get("channel"),
        float(args.get("delay_s") or 1.0),
        int(args.get("retry_after_s") or 1),
        _error(args),
        int(args.get("status") or 503),
    )
    asked.world.faults.orders.append(order)
    _later(asked, f"fault {id(order)}", order.lift)
    return {"ok": True}


def _method(args: Json) -> str | None:
    """The method to fail, if only one is; refused where there is none of that name."""
    name = args.get("method")
    if name is not None and name not in METHODS:
        raise Refused("unknown_method", known=sorted(METHODS))
    return name


def _error(args: Json) -> str:
    """The word to refuse with; refused where Slack's reference of the method does not have it.

    `is_unknown` lets any word by: Slack has new ones now and then.
    """
    error, method = str(args.get("error") or "internal_error"), args.get("method")
    if not args.get("is_unknown") and error not in words_of(method):
        raise Refused("unknown_error", method=method, known=sorted(words_of(method)))
    return error


async def lift_faults(asked: Asked) -> Json:
    """Forget the orders to fail: all, or those of a `fault` or a `method`."""
    lifted = asked.world.faults.lift(asked.args.get("fault"), asked.args.get("method"))
    return {"ok": True, "lifted": lifted}


async def socket(asked: Asked) -> Json:
    """Cut, close, announce the end of or silence sockets; refuse or delay new ones."""
    link, args = asked.world.deliveries.socket, asked.args
    chosen = link.among(args.get("connections"))
    if "silent" in args:
        link.silence(chosen, is_silent=bool(args["silent"]))
        _later(asked, "silence", lambda: link.silence(_still_open(asked, chosen), is_silent=False))
    if "refuse" in args:
        status = int(args.get("status") or _HANDSHAKE_REFUSED)
        link.refusal_status = status if args["refuse"] else None
        _later(asked, "refusal", lambda: setattr(link, "refusal_status", None))
    if "handshake_delay_s" in args:
        link.handshake_delay_s = float(args["handshake_delay_s"])
        _later(asked, "delay", lambda: setattr(link, "handshake_delay_s", 0.0))
    if reason := args.get("disconnect"):
        await _disconnect(asked, chosen, str(reason))
    if args.get("close"):
        await link.close(chosen)
    if args.get("cut"):
        await link.cut(chosen)
    return {"ok": True, "connections": [connection.number for connection in chosen]}


async def _disconnect(asked: Asked, chosen: list[Connection], reason: str) -> None:
    if reason not in _DISCONNECT_AFTER_S:
        raise Refused("unknown_reason", known=list(_DISCONNECT_AFTER_S))
    after_s = asked.args.get("after_s")
    after_s = _DISCONNECT_AFTER_S[reason] if after_s is None else float(after_s)
    await asked.world.deliveries.socket.disconnect(chosen, reason, after_s)


def _still_open(asked: Asked, chosen: list[Connection]) -> list[Connection]:
    return [c for c in asked.world.deliveries.socket.connections if c in chosen]


async def network(asked: Asked) -> Json:
    """Cut the whole network or mend it: calls are reset or hang, sockets break or fall silent."""
    net, link = asked.world.network, asked.world.deliveries.socket
    calls, sockets = asked.args.get("calls", "reset"), asked.args.get("sockets", "cut")
    if calls not in ("reset", "hang") or sockets not in ("cut", "silent"):
        raise Refused("calls_reset_or_hang_and_sockets_cut_or_silent")
    if not asked.needed("cut"):
        net.mend()
        return {"ok": True, "connections": []}
    chosen = link.connections
    net.cut(calls_hang=calls == "hang")
    _later(asked, "network", net.mend)
    if sockets == "silent":
        link.silence(chosen)
    else:
        await link.cut(chosen)
    return {"ok": True, "connections": [connection.number for connection in chosen]}


async def deliveries(asked: Asked) -> Json:
    """Deliver events twice, in mixed order, with other waits, or no more than so many an hour."""
    way, args = asked.world.deliveries, asked.args
    way.is_twice = bool(args.get("twice", way.is_twice))
    way.is_shuffled = bool(args.get("shuffle", way.is_shuffled))
    timing = way.timing
    if "retry_waits_s" in args:
        timing.retry_waits_s = tuple(float(wait_s) for wait_s in args["retry_waits_s"])
    timing.ack_within_s = float(args.get("ack_within_s", timing.ack_within_s))
    timing.ping_every_s = float(args.get("ping_every_s", timing.ping_every_s))
    timing.waits_for_socket = bool(args.get("wait_for_socket", timing.waits_for_socket))
    if "events_an_hour" in args:
        way.quota.events_an_hour = int(args["events_an_hour"])
        _later(asked, "quota", lambda: setattr(way.quota, "events_an_hour", EVENTS_AN_HOUR))
    return {"ok": True}


async def limits(asked: Asked) -> Json:
    """Switch the rate limits off or on, or off for some methods."""
    asked.world.limits.is_on = bool(asked.needed("on"))
    asked.world.limits.exempt = frozenset(asked.args.get("exempt") or ())
    return {"ok": True}


async def clock(asked: Asked) -> Json:
    """Move the sandbox's own time ahead, or set by how much it differs from the computer's."""
    world = asked.world
    if "offset_s" not in asked.args:
        world.clock.advance(float(asked.needed("advance_s")))
    elif isinstance(world.clock, OffsetClock):
        world.clock.offset_s = float(asked.args["offset_s"])
    else:
        raise Refused("clock_is_not_its_own")
    return {"ok": True, "now": world.now()}


async def scopes(asked: Asked) -> Json:
    """Take scopes from the installed app, or give it some, as a reinstall does."""
    workspace = asked.world.workspace
    held = workspace.app.manifest.scopes
    held = held.union(asked.args.get("add") or ()).difference(asked.args.get("remove") or ())
    workspace.app = replace(workspace.app, manifest=replace(workspace.app.manifest, scopes=held))
    return {"ok": True, "scopes": sorted(held)}


def _later(asked: Asked, name: str, lift: Callable[[], object]) -> None:
    """Lift an order after the `for_s` it is given for, if any; the newest of a name counts."""
    timers = asked.world.timers
    if before := timers.pop(name, None):
        before.cancel()
    if asked.args.get("for_s") is not None:
        timers[name] = asyncio.get_running_loop().call_later(float(asked.args["for_s"]), lift)
