"""`punctual demo`."""

from typing import Annotated

import typer

from bot.demo.session import run_demo

Tour = Annotated[bool, typer.Option("--tour", help="Play the story, print each step, and end.")]
Http = Annotated[bool, typer.Option("--http", help="Over signed HTTP instead of Socket Mode.")]
Port = Annotated[int | None, typer.Option(min=1, max=65535, help="Of the page; any free one.")]


def demo(tour: Tour = False, http: Http = False, port: Port = None) -> int:  # noqa: FBT002 options
    """Run the bot against the bundled sandbox, a local stand-in for Slack, with a seeded team."""
    return run_demo(tour=tour, http=http, port=port)
