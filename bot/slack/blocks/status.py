"""How Punctual is, for leads and admins: hearing, what waits, how late it was, what is missing."""

from collections.abc import Iterator
from datetime import datetime
from typing import Final

from bot.slack.blocks.marks import (
    Block,
    Payload,
    context,
    escaped,
    header,
    joined,
    message,
    section,
)
from bot.usecases.hearing.now import HearingNow
from bot.usecases.hearing.status import Refusal, Status
from bot.wording import status as told
from bot.wording import tickets, times
from bot.wording.words import duration

NAMED: Final = 10
"""How many refusals and things set aside are named."""
REASON: Final = 200


def status_shown(status: Status) -> Payload:
    """All of it, in a message."""
    heard = hearing_line(status.hearing)
    parts = [list(_reading(status)), list(_saying(status)), list(_lateness(status))]
    parts += [list(_aside(status)), list(_scopes(status))]
    blocks: list[Block] = [
        header(told.title()),
        section(heard),
        *(section(joined(lines)) for lines in parts),
        context(tickets.as_of(times.moment(status.now))),
    ]
    return message(heard, blocks)


def hearing_line(now: HearingNow) -> str:
    """Whether Slack is heard, and since when."""
    reason = escaped(now.reason or "", REASON)
    return told.hearing(now.state, _moment(now.since), reason, now.messages)


def _moment(at: datetime | None) -> str:
    return "" if at is None else times.moment(at)


def _reading(status: Status) -> Iterator[str]:
    wanted = status.to_read
    if wanted.since is None:
        yield told.nothing_to_read()
    else:
        yield told.to_read(wanted.channels, wanted.threads, times.moment(wanted.since))
    for each in wanted.refusals[:NAMED]:
        yield told.refused(_place(each), escaped(each.error, REASON), times.moment(each.since))
    if wanted.is_sparse:
        yield told.is_sparse()


def _place(refusal: Refusal) -> str:
    return f"<#{refusal.channel_id}>"


def _saying(status: Status) -> Iterator[str]:
    came = status.to_work_off
    yield told.came(came.count, _moment(came.since)) if came.count else told.nothing_came()
    for each in status.to_say:
        what = "alarm" if each.is_alarm else each.method
        yield told.to_say(what, each.waiting.count, _moment(each.waiting.since))
    if not status.to_say:
        yield told.nothing_to_say()


def _lateness(status: Status) -> Iterator[str]:
    late = status.lateness
    if late is None:
        yield told.no_alarms()
        return
    median, worst = duration(late.median_s), duration(late.worst_s)
    yield told.lateness(late.count, median, worst, late.worst_ticket, late.why)


def _aside(status: Status) -> Iterator[str]:
    if not status.set_aside:
        yield told.nothing_set_aside()
        return
    yield told.set_aside(len(status.set_aside))
    for each in status.set_aside[:NAMED]:
        yield f"• {escaped(told.item(each.kind, each.name, each.reason), REASON)}"


def _scopes(status: Status) -> Iterator[str]:
    if not status.missing_scopes:
        yield told.no_scope_missing()
        return
    yield told.reinstall(status.missing_scopes)
    for scope in status.missing_scopes:
        yield f"• {told.lacks(scope)}"
