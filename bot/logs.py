"""Where everything goes that the program and its libraries say of themselves: one line each.

No line holds a secret, and none above `debug` what people wrote or an e-mail address; tracebacks
show no values of variables. Whatever is logged passes `_Redactor`, whoever logs it.
"""

import logging
import re
import sys
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import structlog

from bot.redaction import GONE, is_secret_name, redacted, wordless
from bot.settings import Settings
from bot.store.errors import DatabaseLost

Processor = structlog.typing.Processor
_QUIET: Final = ("slack_sdk.web", "bot.slack.websockets")
"""Who called says once, in a line, what went wrong."""
_OF_LINES: Final = frozenset({"exception", "stack"})
_BREAKS: Final = re.compile(r"[\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]")
LONGEST: Final = 40_000
"""How many characters of one value are logged at most."""
_PLAIN: Final = (bool, int, float, type(None))


def configure_logging(settings: Settings) -> None:
    """Send all of it to standard error, as text or JSON; of libraries only warnings and worse."""
    level = logging.getLevelNamesMapping()[settings.log_level]
    _configure(level, as_json=settings.log_format == "json")


def configure_passing_log() -> None:
    """Send to standard error, as text, what a command at the terminal logs in passing."""
    _configure_ours(logging.INFO, as_json=False)


def configure_process() -> None:
    """Do so for all that libraries say as well, before anybody has read the settings."""
    _configure(logging.INFO, as_json=False)


def _configure_ours(level: int, *, as_json: bool) -> None:
    structlog.configure(
        processors=[*_stamps(), *_rendered(level, as_json=as_json)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=_to_stderr,
    )


def _configure(level: int, *, as_json: bool) -> None:
    _configure_ours(level, as_json=as_json)
    handler = _Handler(_Stderr())
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_stamps(),
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                *_rendered(level, as_json=as_json),
            ],
        )
    )
    handler.addFilter(_is_news)
    logging.basicConfig(level=max(level, logging.WARNING), handlers=[handler], force=True)
    _let_nobody_past()
    logging.captureWarnings(capture=True)
    logging.getLogger("apscheduler").setLevel(logging.ERROR)
    for name in _QUIET:
        is_told = level <= logging.DEBUG
        logging.getLogger(name).setLevel(logging.NOTSET if is_told else logging.CRITICAL)
    threading.excepthook = _log_the_end
    sys.unraisablehook = _log_unraisable


def _let_nobody_past() -> None:
    """Take away the handlers that libraries gave themselves: their lines would not pass ours."""
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.handlers.clear()
            logger.propagate = True


@dataclass(frozen=True, slots=True)
class _Redactor:
    """Takes secrets out of every field of a line; above `debug` also what people wrote."""

    is_discreet: bool

    def __call__(self, _: object, __: str, event: structlog.typing.EventDict) -> Any:
        """Return the line to be rendered."""
        return {name: self._field(name, value) for name, value in event.items()}

    def _field(self, name: str, value: object) -> object:
        if isinstance(value, str | bytes) and is_secret_name(name):
            return GONE
        return self._shown(value)

    def _shown(self, value: object) -> object:
        if isinstance(value, _PLAIN):
            return value
        if isinstance(value, Mapping):
            return {
                str(self._shown(name)): self._field(str(name), each) for name, each in value.items()
            }
        if isinstance(value, list | tuple | set | frozenset):
            return [self._shown(each) for each in value]
        text = value if isinstance(value, str) else repr(value)
        return _shorter(wordless(text) if self.is_discreet else redacted(text))


def _shorter(text: str) -> str:
    """Return a text, or both its ends where it is too long for a log."""
    if len(text) <= LONGEST:
        return text
    half = LONGEST // 2
    return f"{text[:half]} … {len(text) - LONGEST} characters … {text[-half:]}"


def _in_a_line(_: object, __: str, event: structlog.typing.EventDict) -> Any:
    """Leave no line break in what is logged but in a traceback: nobody writes lines of ours."""
    return {
        name: _BREAKS.sub(_escape, value)
        if isinstance(value, str) and name not in _OF_LINES
        else value
        for name, value in event.items()
    }


def _escape(control: re.Match[str]) -> str:
    return control.group().encode("unicode_escape").decode()


class _Stderr:
    """Standard error as it stands when a line is written."""

    def write(self, text: str) -> None:
        """Write there."""
        sys.stderr.write(text)

    def flush(self) -> None:
        """Have it out."""
        sys.stderr.flush()


class _Handler(logging.StreamHandler[_Stderr]):
    """Writes what libraries log; of a record that cannot be written it shows no argument."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 logging's own name
        """Say that something was lost."""
        trouble = sys.exception()
        kind = type(trouble).__name__
        sys.stderr.write(f"a line of {record.name} cannot be written: {kind}\n")


def _to_stderr(*_: object) -> structlog.PrintLogger:
    """Standard error as it stands then: standard output is for rows."""
    return structlog.PrintLogger(sys.stderr)


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


def _rendered(level: int, *, as_json: bool) -> list[Processor]:
    made: list[Processor] = [
        structlog.processors.StackInfoRenderer(),
        structlog.processors.ExceptionRenderer(),  # without the values of variables
        _Redactor(is_discreet=level > logging.DEBUG),
        _in_a_line,
    ]
    if as_json:
        return [*made, structlog.processors.JSONRenderer()]
    plain = structlog.dev.plain_traceback
    colors = sys.stderr.isatty()
    return [*made, structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain)]


def _log_the_end(end: threading.ExceptHookArgs) -> None:
    """Log what ended a thread."""
    log = structlog.get_logger(__name__)
    name = end.thread.name if end.thread else None
    log.error("a thread ended", thread=name, exc_info=end.exc_value)


def _log_unraisable(trouble: "sys.UnraisableHookArgs") -> None:
    """Log what went wrong where nobody could be told."""
    log = structlog.get_logger(__name__)
    log.error("something failed in passing", exc_info=trouble.exc_value)
