"""Where everything goes that the program and its libraries say of themselves: one line each."""

import logging
import sys
import threading
from typing import Any, Final

import structlog

from bot.settings import Settings
from bot.store.errors import DatabaseLost

Processor = structlog.typing.Processor
_QUIET: Final = ("slack_sdk.web", "bot.slack.websockets")
"""Who called says once, in a line, what went wrong."""


def configure_logging(settings: Settings) -> None:
    """Send all of it to standard error, as text or JSON; of libraries only warnings and worse."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    as_json = settings.log_format == "json"
    structlog.configure(
        processors=[*_stamps(), *_rendered(as_json=as_json)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_stamps(),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendered(as_json=as_json),
            ],
        )
    )
    handler.addFilter(_is_news)
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    if level > logging.DEBUG:
        for name in _QUIET:
            logging.getLogger(name).setLevel(logging.CRITICAL)
    threading.excepthook = _log_the_end


def _once_for_all(_: object, __: str, event: structlog.typing.EventDict) -> Any:
    """Drop what only tells again that the database is lost: who ends the program says so."""
    told = event.get("exc_info")
    problem = sys.exception() if told is True else told
    if isinstance(problem, tuple):
        problem = problem[1]
    if isinstance(problem, DatabaseLost):
        raise structlog.DropEvent
    return event


def _is_news(record: logging.LogRecord) -> bool:
    """Whether a library's record tells more than that the database is lost."""
    return not (record.exc_info and isinstance(record.exc_info[1], DatabaseLost))


def _stamps() -> list[Processor]:
    return [
        _once_for_all,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]


def _rendered(*, as_json: bool) -> list[Processor]:
    if as_json:
        return [structlog.processors.ExceptionRenderer(), structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback  # the other one shows the values of variables, tokens too
    return [structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), exception_formatter=plain)]


def _log_the_end(end: threading.ExceptHookArgs) -> None:
    """Log what ended a thread."""
    log = structlog.get_logger(__name__)
    name = end.thread.name if end.thread else None
    log.error("a thread ended", thread=name, exc_info=end.exc_value)
