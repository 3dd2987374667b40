"""``punctual serve`` and ``punctual tick``."""

import typer

from bot.logs import configure_logging
from bot.settings import settings_from_environment


def register(app: typer.Typer) -> None:
    """Add the commands to the program."""
    app.command("serve")(serve_command)
    app.command("tick")(tick_command)


def serve_command() -> None:
    """Run the bot: Slack listeners, scheduler and delivery in one process."""
    settings = settings_from_environment()
    settings.require_slack()
    configure_logging(settings)
    from bot.main import serve  # noqa: PLC0415 Slack's libraries take a second to import

    serve(settings)


def tick_command() -> None:
    """Do one pass of inbox, sweep and delivery, for cron and other schedulers."""
    settings = settings_from_environment()
    configure_logging(settings)
    from bot.main import tick  # noqa: PLC0415 Slack's libraries take a second to import

    looked_at, counts = tick(settings)
    summary = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "nothing"
    typer.echo(f"tickets with something due: {looked_at}; messages: {summary}")
