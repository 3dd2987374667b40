"""The command `punctual`: registers its commands, and turns what goes wrong into one line.

Exit codes: 0 done, 1 a failure (or a preview that was not applied), 2 bad input.
"""

import os
import sys
import traceback
from collections.abc import Sequence
from typing import NoReturn

import typer

from bot.commands import audit, calendars, configuration, reports, server
from bot.commands.adoption import adopt_command
from bot.commands.closures import closure_command
from bot.commands.corrections import reprocess_command
from bot.commands.demo import demo
from bot.commands.explanation import why
from bot.commands.migration import migrate
from bot.commands.simulation import simulate
from bot.commands.status import status_command
from bot.config import ConfigRefused
from bot.errors import Unavailable, UserFacingError
from bot.logs import configure_passing_log, configure_process
from bot.redaction import redacted
from bot.store.errors import DatabaseLost, StoreError
from sla_core.errors import SlaError

FAILURE, BAD_INPUT, INTERRUPTED = 1, 2, 130

app = typer.Typer(
    name="punctual",
    help="Service level agreements kept from inside Slack.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
)
app.add_typer(configuration.app, name="config")
app.add_typer(reports.app, name="report")
app.add_typer(audit.app, name="audit")
app.add_typer(calendars.app, name="calendar")
app.command("closure")(closure_command)
app.command()(simulate)
app.command()(why)
app.command("reprocess")(reprocess_command)
app.command("adopt")(adopt_command)
app.command("status")(status_command)
app.command()(migrate)
app.command()(demo)
server.register(app)


def main() -> NoReturn:
    """Run the command of the process's arguments and leave with its exit code."""
    configure_process()
    sys.exit(run(sys.argv[1:]))


def run(arguments: Sequence[str]) -> int:
    """Run a command and return its exit code; what goes wrong is told in a line on stderr.

    Of a configuration with problems each has a line.
    """
    configure_passing_log()
    try:
        return _run(arguments)
    except ConfigRefused as refused:
        return _tell(str(refused), BAD_INPUT)
    except (UserFacingError, SlaError, StoreError) as error:
        is_failure = isinstance(error, DatabaseLost | Unavailable)
        return _tell(str(error), FAILURE if is_failure else BAD_INPUT)
    except KeyboardInterrupt:
        return INTERRUPTED
    except OSError as error:
        return _failed(error)
    except Exception as error:  # noqa: BLE001 the last place where it can be told in a line
        if os.environ.get("PUNCTUAL_LOG_LEVEL", "").upper() == "DEBUG":
            sys.stderr.write(redacted(traceback.format_exc()))
        what = " ".join(f"{type(error).__name__}: {error}".split())
        return _tell(f"unexpected {what} (PUNCTUAL_LOG_LEVEL=DEBUG shows where)", FAILURE)


def _run(arguments: Sequence[str]) -> int:
    command = typer.main.get_command(app)
    try:
        result = command.main(list(arguments), prog_name="punctual", standalone_mode=False)
    except typer.TyperException as wrong:
        return _tell(_usage(wrong), BAD_INPUT)
    except typer.Abort:
        return FAILURE
    return result if isinstance(result, int) else 0


def _usage(wrong: typer.TyperException) -> str:
    """What is wrong with the arguments, in a line; the help itself where there were none."""
    message = str(getattr(wrong, "format_message", wrong.__str__)()).strip()
    return message if "\n" in message else f"{message.removesuffix('.')} (see punctual --help)"


def _failed(error: OSError) -> int:
    """What the machine refused; nothing to tell where the reader of our output has left."""
    if isinstance(error, BrokenPipeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILURE
    place = f"{error.filename}: " if error.filename else ""
    return _tell(f"{place}{(error.strerror or str(error)).lower()}", FAILURE)


def _tell(text: str, code: int) -> int:
    typer.echo(redacted(text), err=True)
    return code
