"""Why a clock stands where it stands: its promise, and the time that counted or did not."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _
from bot.wording.words import priority_inside, status_inside

promise: Final = later("Promise")
calendar: Final = later("Calendar")
hours: Final = later("Hours")
started: Final = later("Started")
counted: Final = later("Counted")
breached: Final = later("Breached")
taken_back: Final = later("Taken back")
acknowledged: Final = later("Acknowledged")
snoozed: Final = later("Snoozed")
stopped: Final = later("Stopped")
cancelled: Final = later("Cancelled")
paused: Final = later("Paused")
due: Final = later("Due")
was_due: Final = later("Was due")
"""What a fact is about; the fact stands behind it."""

lapsed: Final = later("cancelled")
the_whole_time: Final = later("the whole time, from the start, by the promise it has now")
no_level: Final = later("no level, so no target")
no_target: Final = later("no target")
beyond_five_years: Final = later("in more than 5 years")
nothing_passed: Final = later("nothing yet")
left_out: Final = later("left out of the count")

AWAITED: Final[Mapping[str, Sentence]] = {
    "first_reply": later("waits for an agent's public reply"),
    "next_reply": later("waits for an agent's public reply"),
    "chat_reply": later("waits for an agent's public reply"),
    "call_answer": later("waits for somebody to take the call"),
    "first_assign": later("waits for an agent to take the ticket"),
    "resolution": later("waits for the ticket to be resolved"),
    "periodic_update": later("waits for an agent's public reply"),
}
"""What ends a clock, by its metric."""
_WAITS: Final[Mapping[str, Sentence]] = {
    "answered": later("the ticket is answered, so it is the requester's turn"),
    "pending": later("the ticket is pending, so it waits for the requester"),
    "on_hold": later("the ticket is on hold, so it waits for someone else"),
}
_WAITS_FOR_YOU: Final[Mapping[str, Sentence]] = {
    "answered": later("it is your turn"),
    "pending": later("the team waits for you"),
    "on_hold": later("the team waits for somebody else"),
}
_waits: Final = later("the promise waits")
CHANGES: Final[Mapping[str, Sentence]] = {
    "reprocessed": later("judged anew"),
    "level": later("level changed"),
    "level_edited": later("level edited"),
    "calendar": later("calendar changed"),
    "priority": later("priority changed"),
}
"""What changed a promise."""
BREACHES: Final[Mapping[str, Sentence]] = {
    "level_change": later("at once, as the promise was changed"),
    "calendar_change": later("at once, as its calendar was changed"),
    "merged": later("at once, as another ticket came in with an older message"),
    "reprocessed": later("when it was judged anew"),
}
_used_up: Final = later("by then the target was used up")
WITHDRAWALS: Final[Mapping[str, Sentence]] = {
    "spam": later("the ticket went to spam"),
    "deleted": later("the ticket was deleted"),
    "excluded": left_out,
    "level_change": later("the promise was changed, and it fits"),
    "calendar_change": later("its calendar was changed, and it fits"),
    "reprocessed": later("it was judged anew, and it fits"),
}
_KINDS: Final[Mapping[str, Sentence]] = {
    "counted": later("counted"),
    "paused": later("paused"),
    "outside hours": later("outside hours"),
    "holiday": later("holiday"),
    "half day": later("half day"),
    "closure": later("closed"),
}
_SEVERAL: Final[Mapping[str, Sentence]] = {
    "holiday": later("{length} holidays"),
    "half day": later("{length} half days"),
    "closure": later("{length} closures"),
}


# --- the promise ----------------------------------------------------------------------------


def heading(cycle: int, state: str) -> str:
    """Which cycle a clock is, and what became of it."""
    return _("cycle {cycle}: {state}").format(cycle=cycle, state=state)


def calendar_used(name: str, revision: int, zone: str) -> str:
    """By which calendar a clock counts."""
    return _("{calendar} (revision {revision}), times in {zone}").format(
        calendar=name, revision=revision, zone=zone
    )


def hours_kept(hours: str, zone: str) -> str:
    """In which hours a clock counts."""
    return _("{hours}, times in {zone}").format(hours=hours, zone=zone)


def terms(level: str, target: str, priority: str, revision: int, chosen: str) -> str:
    """What a level promises at a priority; `chosen` says who chose it, and is empty if unknown."""
    number = _("revision {revision}").format(revision=revision)
    source = _("{chosen}; {revision}").format(chosen=chosen, revision=number) if chosen else number
    return _("{level}, {target} at {priority} priority ({source})").format(
        level=level, target=target, priority=priority_inside(priority), source=source
    )


def promise_until(when: str, terms: str, change: str) -> str:
    """The promise until an instant, and its cause, if any."""
    if not change:
        return _("until {when} {terms}").format(when=when, terms=terms)
    return _("until {when} {terms}: {change}").format(when=when, terms=terms, change=change)


def promise_since(terms: str, change: str) -> str:
    """What has been promised since a change."""
    return _("then {terms}: {change}").format(terms=terms, change=change)


def changed(changes: Sequence[str]) -> str:
    """What was changed, by the names of `CHANGES`; of two, both."""
    names = [CHANGES[change]() for change in changes]
    if len(names) == 1:
        return names[0]
    return _("{first} and {second}").format(first=names[0], second=names[1])


def done_by(deed: str, name: str | None) -> str:
    """Something that was done, and by whom where that is known."""
    return deed if name is None else _("{deed} by {name}").format(deed=deed, name=name)


def rule(name: str) -> str:
    """A rule, as who did something."""
    return _("the rule {name}").format(name=name)


# --- breach, waits, end ---------------------------------------------------------------------


def breach(when: str, reason: str | None, by: str | None) -> str:
    """When a clock was breached, why, and by whom where somebody's change did it."""
    cause = BREACHES.get(reason or "", _used_up)
    return _("{when}, {cause}").format(when=when, cause=done_by(cause(), by))


def withdrawal(when: str, reason: str, by: str | None) -> str:
    """That a breach was taken back, by whom and why; an unknown reason is a person's own."""
    sentence = WITHDRAWALS.get(reason)
    cause = (
        _("left out of the count, {reason}").format(reason=reason)
        if sentence is None
        else sentence()
    )
    subject = done_by(_("the breach of {when}").format(when=when), by)
    return _("{what}: {cause}").format(what=subject, cause=cause)


def escalation_waits(since: str, until: str | None) -> str:
    """From when, and until when, a breach is acknowledged."""
    if until is None:
        return _("escalation waits from {since}").format(since=since)
    return _("escalation waits from {since} until {until}").format(since=since, until=until)


def warnings_wait(since: str, until: str | None) -> str:
    """From when, and until when, warnings are snoozed."""
    if until is None:
        return _("warnings wait from {since}").format(since=since)
    return _("warnings wait from {since} until {until}").format(since=since, until=until)


def awaited(when: str, metric: str) -> str:
    """When a clock is due, and what ends it."""
    return _("{when}; {awaited}").format(when=when, awaited=AWAITED[metric]())


def pause(status: str, until: str | None, *, is_late: bool) -> str:
    """Why a clock stands still, until when, and that it has no due time meanwhile."""
    sentence = _WAITS.get(status)
    if sentence is None:
        why = _("its level pauses it while the ticket is {status}").format(
            status=status_inside(status)
        )
    else:
        why = sentence()
    if until is not None:
        why = _("{why}, until {until} at the latest").format(why=why, until=until)
    return why if is_late else _("{why}; no due time before it runs on").format(why=why)


def pause_of_yours(status: str | None) -> str:
    """Why a promise stands still, to whom it was made."""
    return _WAITS_FOR_YOU.get(status or "", _waits)()


# --- spans and sums -------------------------------------------------------------------------


def total(counted: str, target: str) -> str:
    """The time that was counted, of the time promised."""
    return _("{counted} of {target}").format(counted=counted, target=target)


def late_by(length: str) -> str:
    """By how much a promise is missed."""
    return _("late by {length}").format(length=length)


def still_left(length: str) -> str:
    """How much of a promise is left."""
    return _("{length} left").format(length=length)


def to_spare(length: str) -> str:
    """How much was left of a promise that was kept."""
    return _("{length} to spare").format(length=length)


def passed(whole: str, parts: Sequence[str]) -> str:
    """What the parts of a time sum to."""
    return _("{whole} passed = {parts}").format(
        whole=whole, parts=" + ".join(parts) or nothing_passed()
    )


def share(length: str, kind: str, name: str) -> str:
    """How long something took that did not count, or did."""
    return _("{length} {what}").format(length=length, what=span(kind, name))


def share_of_pause(length: str, status: str, business: str) -> str:
    """How long a pause took, and how much of it was business time."""
    of_it = _("{business} of it business time").format(business=business)
    if not status:
        return _("{length} paused ({of_it})").format(length=length, of_it=of_it)
    return _("{length} paused ({status}, {of_it})").format(
        length=length, status=status_inside(status), of_it=of_it
    )


def share_of_several(length: str, kind: str) -> str:
    """How long several holidays, or closures, took together."""
    return _SEVERAL[kind]().format(length=length)


def span(kind: str, name: str = "") -> str:
    """What a span is: `paused (on hold)`, `holiday (božič)`, or the kind alone."""
    label = _KINDS[kind]()
    if not name:
        return label
    detail = status_inside(name) if kind == "paused" else name
    return _("{what} ({name})").format(what=label, name=detail)


def in_parts(what: str, count: int) -> str:
    """Several spans of a kind as one."""
    return ngettext("{what} in {count} part", "{what} in {count} parts", count).format(
        what=what, count=count
    )
