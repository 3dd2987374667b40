"""How Punctual is, for leads and admins: hearing, what waits, how late it was, what is missing."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.slack.blocks.elements import (
    Block,
    Payload,
    context,
    escaped,
    header,
    joined,
    message,
    section,
)
from bot.store.outages import Outage
from bot.usecases.status.lateness import Late
from bot.usecases.status.status import Refusal, Status
from bot.views.hearing import HEARD, HearingNow
from bot.views.waiting_names import WaitingName
from bot.wording import faults, identities, lateness, tickets, times
from bot.wording import status as told
from bot.wording.words import duration

NAMED: Final = 10
"""How many refusals and things set aside are named."""
REASON: Final = 200
ITEM: Final = 400


def status_shown(status: Status) -> Payload:
    """All of it, in a message."""
    heard = state_line(status.hearing, status.outages)
    parts = [list(_reading(status)), list(_saying(status)), list(_lateness(status))]
    parts += [list(_aside(status)), list(_scopes(status))]
    names = [f"• {waiting_line(each)}" for each in status.waiting_names[:NAMED]]
    parts += [[told.names_wait(len(status.waiting_names)), *names]] if names else []
    blocks: list[Block] = [
        header(told.title()),
        section(heard),
        *(section(joined(lines)) for lines in parts),
        context(tickets.as_of(times.moment(status.now))),
    ]
    return message(heard, blocks)


def state_line(now: HearingNow, outages: Sequence[Outage]) -> str:
    """What Slack refuses as a whole, and whether it is heard; since when."""
    lines = [
        told.outage(each.scope, escaped(each.error, REASON), times.moment(each.began_at))
        for each in outages
    ]
    if lines and now.state == HEARD:
        return joined([*lines, told.still_heard()])
    reason = escaped(now.reason or "", REASON)
    heard = told.hearing(now.state, _moment(now.since), reason, now.messages, now.off_s)
    return joined([*lines, heard])


def waiting_line(name: WaitingName) -> str:
    """A name of the configuration that stands for nobody yet, why, and what to do."""
    ids = [f"`{each}`" for each in name.bearers]
    place, written = escaped(name.place, ITEM), escaped(name.written, ITEM)
    return identities.waiting(place, written, name.why, ids)


def _moment(at: datetime | None) -> str:
    return "" if at is None else times.moment(at)


def _reading(status: Status) -> Iterator[str]:
    wanted = status.to_read
    if wanted.since is None:
        yield told.nothing_to_read()
    else:
        yield told.to_read(wanted.channels, wanted.threads, times.moment(wanted.since))
    yield from _refusals(wanted.refusals)
    if wanted.is_sparse:
        yield told.is_sparse()


def _refusals(refusals: Sequence[Refusal]) -> Iterator[str]:
    """A line for each reason, which names the place where there is only one."""
    alike: dict[str, list[Refusal]] = {}
    for each in refusals:
        alike.setdefault(each.error, []).append(each)
    for reason, places in list(alike.items())[:NAMED]:
        error, since = escaped(reason, REASON), times.moment(min(each.since for each in places))
        if len(places) == 1:
            yield told.refused(_place(places[0]), error, since)
        else:
            yield told.refused_alike(len(places), error, since)


def _place(refusal: Refusal) -> str:
    return f"<#{refusal.channel_id}>"


def _saying(status: Status) -> Iterator[str]:
    came = status.to_work_off
    yield told.came(came.count, _moment(came.since)) if came.count else told.nothing_came()
    for each in status.to_say:
        if not each.is_alarm:
            yield told.to_say(each.method, each.waiting.count, _moment(each.waiting.since))
    held_back = status.held_back
    if held_back is not None:
        yield told.held_back(held_back.count, times.moment(held_back.since), held_back.why)
    elif not status.to_say:
        yield told.nothing_to_say()


def _lateness(status: Status) -> Iterator[str]:
    late = status.lateness
    if late is None:
        yield told.no_alarms()
    else:
        whole = lateness.lateness(late.count, duration(late.median_s), duration(late.worst_s))
        yield lateness.latest(whole, late.worst_ticket, _why(late.late))
    waiting = status.alarms_waiting
    if waiting.count:
        yield lateness.alarms_waiting(waiting.count, _moment(waiting.since))
    for error, count in sorted(status.alarms_refused.items()):
        yield lateness.alarms_refused(count, escaped(error, REASON))


def _why(late: Late | None) -> str:
    if late is None:
        return ""
    doubt = None if late.doubt is None else escaped(late.doubt, REASON)
    return lateness.why(late.made_after_s, late.waited_s, late.calls, doubt)


def _aside(status: Status) -> Iterator[str]:
    if not status.set_aside:
        yield told.nothing_set_aside()
        return
    yield told.set_aside(len(status.set_aside))
    for each in status.set_aside[:NAMED]:
        yield f"• {escaped(faults.item(each.kind, each.name, each.reason), ITEM)}"


def _scopes(status: Status) -> Iterator[str]:
    if not status.missing_scopes:
        yield told.no_scope_missing()
        return
    yield told.reinstall(status.missing_scopes)
    for scope in status.missing_scopes:
        yield f"• {told.lacks(scope)}"
