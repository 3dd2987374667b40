"""`python -m sandbox --port 8765 --seed seed.json [--events-url URL] [--retry-waits 60,300]`."""

import argparse
import asyncio
import socket
import sys
from pathlib import Path

from sandbox.clock import OffsetClock
from sandbox.delivery.waits import (
    ACK_WITHIN_S,
    PING_EVERY_S,
    RETRY_WAITS_S,
    Timing,
)
from sandbox.seed import SeedError, read_seed
from sandbox.server import bind, build_server
from sandbox.world import World, build_world


def main(argv: list[str] | None = None) -> int:
    """Run the sandbox until it is stopped; 2 for a bad seed or a port in use."""
    options = _options(argv)
    try:
        workspace = read_seed(options.seed)
    except SeedError as bad:
        return _refuse(str(bad))
    try:
        listener = bind(options.port)
    except OSError as taken:
        return _refuse(f"port {options.port}: {taken.strerror}; choose another with --port")
    world = build_world(
        workspace,
        options.events_url,
        OffsetClock(options.clock_offset),
        Timing(options.ack_within, options.retry_waits, options.ping_every),
    )
    asyncio.run(_serve(world, listener))
    return 0


async def _serve(world: World, listener: socket.socket) -> None:
    server = build_server(world, listener)
    sys.stdout.write(f"sandbox ready on {world.base_url}\n")
    sys.stdout.flush()
    await server.serve(sockets=[listener])


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m sandbox", description="A local stand-in for Slack.")
    parser.add_argument("--port", type=int, default=8765, help="0 takes any free port")
    parser.add_argument("--seed", type=Path, required=True, help="the workspace as JSON")
    parser.add_argument("--events-url", help="deliver over signed HTTP to this address")
    times = parser.add_argument_group("times in seconds", "Slack's own unless given")
    times.add_argument(
        "--retry-waits",
        type=_seconds,
        default=RETRY_WAITS_S,
        metavar="S,S",
        help="before an event that failed twice is sent again, and again",
    )
    times.add_argument("--ack-within", type=float, default=ACK_WITHIN_S, metavar="S")
    times.add_argument("--ping-every", type=float, default=PING_EVERY_S, metavar="S")
    times.add_argument(
        "--clock-offset",
        type=float,
        default=0.0,
        metavar="S",
        help="how far its clock is ahead of the computer's",
    )
    return parser.parse_args(argv)


def _seconds(text: str) -> tuple[float, ...]:
    return tuple(float(part) for part in text.split(",") if part)


def _refuse(line: str) -> int:
    sys.stderr.write(f"sandbox: {line}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
