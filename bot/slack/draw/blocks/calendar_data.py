"""New data of zones and holidays that waits, as admins see it at home and in a status."""

from collections.abc import Iterator
from typing import Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Block, actions, button, escaped, joined, section
from bot.views.calendar_data import ChangedDay, NewData
from bot.wording import words

CALENDARS: Final = 5
NAME: Final = 100


def new_data_lines(found: NewData) -> list[str]:
    """What waits, calendar by calendar; nothing where nothing does."""
    return list(_lines(found))


def new_data_shown(found: NewData) -> list[Block]:
    """The same with the button that takes it in."""
    lines = new_data_lines(found)
    if not lines:
        return []
    take = button(ids.TAKE_CALENDAR_DATA, wording.calendar_data.take_in(), ids.TAKE_CALENDAR_DATA)
    return [section(joined(lines)), *([actions(take)] if found.calendars else [])]


def _lines(found: NewData) -> Iterator[str]:
    if found.installed:
        yield wording.calendar_data.installed(found.installed)
    for waiting in found.calendars[:CALENDARS]:
        name = escaped(waiting.calendar, NAME)
        yield wording.calendar_data.waits(name, waiting.versions, waiting.count)
        yield from (f"• {_day(changed)}" for changed in waiting.days)
        more = waiting.count - len(waiting.days)
        if more:
            yield words.more(more)
    if found.calendars:
        remaining = len(found.calendars) - CALENDARS
        yield from [words.more(remaining)] if remaining > 0 else []
        yield wording.calendar_data.until_then()


def _day(changed: ChangedDay) -> str:
    name = escaped(changed.name, NAME)
    return wording.calendar_data.changed_day(changed.on, name, changed.before, changed.after)
