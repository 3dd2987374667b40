"""`punctual calendar show` and `punctual calendar preview`: they read beside the running bot."""

import json
import sys
from datetime import datetime
from typing import Annotated

import typer

from bot import wording
from bot.commands.desks import opened_desk
from bot.commands.options import FormatOption, WorkspaceOption, say
from bot.config.calendars import span, write_calendar
from bot.config.typed_hours import hours_as_lines
from bot.errors import UserFacingError
from bot.output.tables import Column, Format, attribute, write
from bot.usecases.ground.transaction import Transaction
from bot.wording.suggestions import advice
from bot.wording.typed_durations import typed_duration
from sla_core.calendars import CalendarDefinition, compiled
from sla_core.calendars.special_days import SpecialDay, special_days
from sla_core.instants import from_s

app = typer.Typer(help="Calendars in force: what they say, and the days ahead.")
CalendarName = Annotated[str, typer.Argument(metavar="NAME", help="The calendar's name.")]


def hours_on(day: SpecialDay) -> str:
    """The windows of a day, apart by blanks."""
    return " ".join(span(each.start_local_s, each.end_local_s) for each in day.windows)


COLUMNS = [
    Column("date", lambda day: day.day.isoformat()),
    Column("until", lambda day: (day.until or day.day).isoformat()),
    attribute("kind", "kind"),
    attribute("name", "name"),
    Column("hours", hours_on),
]


@app.command()
def show(name: CalendarName, workspace: WorkspaceOption = None) -> None:
    """Print a calendar as it is in force."""
    with opened_desk(workspace) as program, program.look() as work:
        calendar = _calendar(work, name)
    keys = write_calendar(calendar)
    typer.echo(f"{calendar.name}: {calendar.time_zone}")
    typer.echo(hours_as_lines(keys["hours"]))
    for key in ("holidays", "closures", "openings"):
        items = keys.get(key, [])
        for item in items if isinstance(items, list) else [items]:
            typer.echo(f"{key}: {json.dumps(item, ensure_ascii=False, default=str)}")


@app.command()
def preview(
    name: CalendarName,
    promise: Annotated[
        str, typer.Option(metavar="DURATION", help="When a promise made now is due.")
    ] = "4h",
    fmt: FormatOption = Format.TABLE,
    workspace: WorkspaceOption = None,
) -> None:
    """Print the next twelve days that are not as the week says, and when a promise is due."""
    seconds = typed_duration(promise)
    with opened_desk(workspace) as program, program.look() as work:
        calendar, now_s = _calendar(work, name), work.now_s
    place = calendar.place
    days = special_days(calendar, datetime.fromtimestamp(now_s, place).date())
    write(COLUMNS, days, fmt, sys.stdout, place)
    due_s = compiled(calendar).due(now_s, seconds)
    due_local = None if due_s is None else from_s(due_s).astimezone(place)
    say(wording.calendars.due_example(promise, due_local))


def _calendar(work: Transaction, name: str) -> CalendarDefinition:
    known = work.configuration.calendars
    calendar = known.get(name.casefold())
    if calendar is None:
        names = [each.name for each in known.values()]
        raise UserFacingError(f"there is no calendar {name}: {advice(name, names)}")
    return calendar
