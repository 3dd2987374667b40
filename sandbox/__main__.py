"""`python -m sandbox --port 8765 --seed seed.json [--events-url URL]`."""

import argparse
import asyncio
import socket
import sys
from pathlib import Path

from sandbox.seed import SeedError, read_seed
from sandbox.server import bind, build_server
from sandbox.state import Workspace
from sandbox.world import build_world


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
    asyncio.run(_serve(workspace, listener, options.events_url))
    return 0


async def _serve(workspace: Workspace, listener: socket.socket, events_url: str | None) -> None:
    world = build_world(workspace, events_url)
    server = build_server(world, listener)
    sys.stdout.write(f"sandbox ready on {world.base_url}\n")
    sys.stdout.flush()
    await server.serve(sockets=[listener])


def _options(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m sandbox", description="A local stand-in for Slack.")
    parser.add_argument("--port", type=int, default=8765, help="0 takes any free port")
    parser.add_argument("--seed", type=Path, required=True, help="the workspace as JSON")
    parser.add_argument("--events-url", help="deliver over signed HTTP to this address")
    return parser.parse_args(argv)


def _refuse(line: str) -> int:
    sys.stderr.write(f"sandbox: {line}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())
