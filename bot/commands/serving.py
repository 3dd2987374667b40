"""``punctual serve`` and ``punctual tick``."""

import logging
import sys

import structlog
import typer

from bot.settings import Settings, settings_from_environment


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
    said = ", ".join(f"{count} {state}" for state, count in sorted(counts.items())) or "nothing"
    typer.echo(f"tickets with something due: {looked_at}; messages: {said}")


def configure_logging(settings: Settings) -> None:
    """Send what the program says of itself to standard error, as text or as JSON.

    What Slack's client says of a failed call is left out: who called says it once, in a line.
    """
    level = logging.getLevelNamesMapping()[settings.log_level]
    logging.basicConfig(level=max(level, logging.WARNING), stream=sys.stderr, format="%(message)s")
    if level > logging.DEBUG:
        logging.getLogger("slack_sdk.web").setLevel(logging.CRITICAL)
    as_json = settings.log_format == "json"
    renderer = (
        structlog.processors.JSONRenderer()
        if as_json
        else structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty())
    )
    structlog.configure(
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.ExceptionRenderer() if as_json else _as_it_is,
            renderer,
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )


def _as_it_is(_: object, __: str, event: structlog.typing.EventDict) -> structlog.typing.EventDict:
    return event
