"""How Punctual is, for leads and admins: hearing, queues, lateness, and gaps."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from bot.slack.draw.blocks.calendar_data import new_data_lines
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    context,
    escaped,
    header,
    joined,
    message,
    section,
)
from bot.usecases.status.lateness import Delay
from bot.usecases.status.status import Refusal, Status
from bot.views.hearing import HEARD, HearingNow, Outage
from bot.views.waiting_names import WaitingName
from bot.wording import doubts, faults, identities, lateness, tickets, times
from bot.wording import status as phrases
from bot.wording.words import duration

NAMED: Final = 10
"""How many refusals and things set aside are named."""
REASON: Final = 200
ITEM: Final = 400


def status_shown(status: Status) -> Payload:
    """All of it, in a message."""
    state = state_line(status.hearing, status.outages)
    parts = [list(_unread(status)), list(_queues(status)), list(_lateness(status))]
    parts += [list(_set_aside(status)), list(_scopes(status))]
    names = [f"• {waiting_line(name)}" for name in status.waiting_names[:NAMED]]
    parts += [[phrases.names_wait(len(status.waiting_names)), *names]] if names else []
    new_data = new_data_lines(status.new_data)
    parts += [new_data] if new_data else []
    blocks: list[Block] = [
        header(phrases.title()),
        section(state),
        *(section(joined(lines)) for lines in parts),
        context(tickets.as_of(times.moment(status.now))),
    ]
    return message(state, blocks)


def state_line(now: HearingNow, outages: Sequence[Outage]) -> str:
    """What Slack refuses as a whole, and whether it is heard; since when."""
    lines = [
        phrases.outage(outage.scope, escaped(outage.error, REASON), times.moment(outage.began_at))
        for outage in outages
    ]
    if lines and now.state == HEARD:
        return joined([*lines, phrases.still_heard()])
    reason = escaped(doubts.reason(now.reason or ""), REASON)
    state = phrases.hearing(now.state, _moment(now.since), reason, now.messages, now.off_s)
    return joined([*lines, state])


def waiting_line(name: WaitingName) -> str:
    """A name of the configuration that stands for nobody yet, why, and what to do."""
    ids = [f"`{bearer_id}`" for bearer_id in name.bearers]
    place, written = escaped(name.place, ITEM), escaped(name.written, ITEM)
    return identities.waiting(place, written, name.why, ids)


def _moment(at: datetime | None) -> str:
    return "" if at is None else times.moment(at)


def _unread(status: Status) -> Iterator[str]:
    unread = status.to_read
    if unread.since is None:
        yield phrases.nothing_to_read()
    else:
        yield phrases.to_read(unread.channels, unread.threads, times.moment(unread.since))
    yield from _refusals(unread.refusals)
    if unread.is_sparse:
        yield phrases.is_sparse()


def _refusals(refusals: Sequence[Refusal]) -> Iterator[str]:
    """A line for each reason, which names the place where there is only one."""
    by_reason: dict[str, list[Refusal]] = {}
    for refusal in refusals:
        by_reason.setdefault(refusal.error, []).append(refusal)
    for reason, group in list(by_reason.items())[:NAMED]:
        error = escaped(reason, REASON)
        since = times.moment(min(refusal.since for refusal in group))
        if len(group) == 1:
            yield phrases.refused(_place(group[0]), error, since)
        else:
            yield phrases.refused_alike(len(group), error, since)


def _place(refusal: Refusal) -> str:
    return f"<#{refusal.channel_id}>"


def _queues(status: Status) -> Iterator[str]:
    inbox = status.to_work_off
    yield phrases.came(inbox.count, _moment(inbox.since)) if inbox.count else phrases.nothing_came()
    for row in status.to_say:
        if not row.is_alarm:
            yield phrases.to_say(row.method, row.waiting.count, _moment(row.waiting.since))
    held_back = status.held_back
    if held_back is not None:
        yield phrases.held_back(held_back.count, times.moment(held_back.since), held_back.why)
    elif not status.to_say:
        yield phrases.nothing_to_say()


def _lateness(status: Status) -> Iterator[str]:
    late = status.lateness
    if late is None:
        yield phrases.no_alarms()
    else:
        summary = lateness.lateness(late.count, duration(late.median_s), duration(late.worst_s))
        yield lateness.latest(summary, late.worst_ticket, _why(late.late))
    waiting = status.alarms_waiting
    if waiting.count:
        yield lateness.alarms_waiting(waiting.count, _moment(waiting.since))
    for error, count in sorted(status.alarms_refused.items()):
        yield lateness.alarms_refused(count, escaped(error, REASON))


def _why(late: Delay | None) -> str:
    if late is None:
        return ""
    doubt = None if late.doubt is None else escaped(doubts.reason(late.doubt), REASON)
    return lateness.why(late.made_after_s, late.waited_s, late.calls, doubt)


def _set_aside(status: Status) -> Iterator[str]:
    if not status.set_aside:
        yield phrases.nothing_set_aside()
        return
    yield phrases.set_aside(len(status.set_aside))
    for item in status.set_aside[:NAMED]:
        yield f"• {escaped(faults.item(item.kind, item.name, item.reason), ITEM)}"


def _scopes(status: Status) -> Iterator[str]:
    if not status.missing_scopes:
        yield phrases.no_scope_missing()
        return
    yield phrases.reinstall(status.missing_scopes)
    for scope in status.missing_scopes:
        yield f"• {phrases.lacks(scope)}"
