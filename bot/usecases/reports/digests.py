"""Digests: what was kept and missed in a day, a week or a month, told to a channel or to people.

Each goes out once, when its hour has come, also where the bot was down over it; one that is more
than a day late is passed over. It is told only if it was configured when it was due. A channel and
a person are told nothing of a private department that is not theirs to know of.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import reviews
from bot.store.reviews import HiddenReviews, ReviewFilter
from bot.usecases.ground.languages import language_of, language_of_workspace
from bot.usecases.ground.privacy import as_written, hidden_from, hidden_in
from bot.usecases.ground.timelines import views_of
from bot.usecases.ground.transaction import Program, Transaction
from bot.usecases.messages.direct import was_told
from bot.usecases.messages.outgoing import post
from bot.usecases.reports import figures
from bot.views.notices import DigestTold, WorstMiss
from sla_core.calendars.zones import opening_instant, zone
from sla_core.configuration import Digest
from sla_core.instants import from_s
from sla_core.reports.compliance import ComplianceRow, compliance
from sla_core.reports.log import LogRow
from sla_core.reports.selection import Selection
from sla_core.text_equality import folded

LATEST: Final = timedelta(days=1)
WORST: Final = 5
DAYS_SHOWN: Final = {"day": 14, "week": 28, "month": 31}
"""How many days, up to the last one, the picture of a digest shows."""


@dataclass(frozen=True, slots=True)
class DueDigest:
    """A digest whose hour has come for one recipient: a channel or a person."""

    digest: Digest
    recipient: str
    is_person: bool
    due_at: datetime
    first_on: date
    last_on: date

    @property
    def key(self) -> MessageKey:
        """What tells it from all other digests."""
        period = self.digest.every, self.first_on.isoformat()
        audience = self.digest.department or "*", self.recipient
        return MessageKey.of(KeyKind.REPORT, *period, *audience)


def send_digests(program: Program) -> int:
    """Put every digest whose hour has come into the outbox, once; return how many were."""
    with program.look() as work:
        payloads = [
            (due, _payload(work, due)) for due in due_digests(work) if not was_told(work, due.key)
        ]
    for due, payload in payloads:
        with program.work() as work:
            post(work, due.key, due.recipient, payload, ticket_number=None)
    return len(payloads)


def due_digests(work: Transaction) -> list[DueDigest]:
    """The digests whose hour came within the last day, told or not."""
    return [due for digest in work.configuration.options.digests for due in _due(work, digest)]


def _due(work: Transaction, digest: Digest) -> Iterator[DueDigest]:
    time_zone = zone(work.configuration.options.report_time_zone)
    today = work.now.astimezone(time_zone).date()
    for sent_on in {digest.last_sent_on(today), digest.last_sent_on(today - timedelta(days=1))}:
        due_s = opening_instant(time_zone, sent_on, digest.at_local_s)
        is_due = timedelta(0) <= work.now - from_s(due_s) < LATEST
        if is_due and _was_configured(work, digest, due_s):
            period = digest.period(sent_on)
            for recipient, is_person in recipients(work, digest):
                due = DueDigest(digest, recipient, is_person, from_s(due_s), *period)
                if digest.department is None or folded(digest.department) not in _hidden(work, due):
                    yield due


def _hidden(work: Transaction, due: DueDigest) -> frozenset[str]:
    """What is not for its recipient."""
    is_hidden = hidden_from if due.is_person else hidden_in
    return is_hidden(work, due.recipient)


def told_of(work: Transaction, due: DueDigest) -> DigestTold:
    """What its recipient is to be told."""
    hidden = _hidden(work, due)
    return digest_of(work, due.digest, due.first_on, due.last_on, hidden, _reader(due))


def _reader(due: DueDigest) -> str | None:
    """Who reads it alone, if anybody does."""
    return due.recipient if due.is_person else None


def _was_configured(work: Transaction, digest: Digest, due_s: int) -> bool:
    """Whether it was there when it was due; what is configured first holds for no time before."""
    history = work.history
    digests = [_by_ids(work, configured) for configured in history.at(due_s).options.digests]
    return history.revisions[0].at_s <= due_s and _by_ids(work, digest) in digests


def _by_ids(work: Transaction, digest: Digest) -> Digest:
    """The digest with its recipients by id, also of a revision that named them otherwise."""
    directory = work.directory
    ids = [
        directory.meant_channel(name) if name.startswith("#") else directory.meant(name)
        for name in digest.to
    ]
    return replace(digest, to=tuple(ids))


def recipients(work: Transaction, digest: Digest) -> list[tuple[str, bool]]:
    """The ids of channels and people a digest goes to, and which are people."""
    is_person_by_id: dict[str, bool] = {}
    for name in digest.to:
        is_person_by_id.update(dict(_meant(work, name)))
    return list(is_person_by_id.items())


def _meant(work: Transaction, name: str) -> Iterator[tuple[str, bool]]:
    people = () if name.startswith("#") else sorted(work.directory.staff_of([name]))
    if people:
        yield from ((person_id, True) for person_id in people)
    elif (channel_id := work.directory.channel_id(name)) is not None:
        yield channel_id, False


def _payload(work: Transaction, due: DueDigest) -> dict[str, object]:
    return work.speech.for_reader(language_for(work, due)).payload(told_of(work, due))


def language_for(work: Transaction, due: DueDigest) -> str:
    """The language a digest is read in."""
    return language_of(work, due.recipient) if due.is_person else language_of_workspace(work)


def digest_of(
    work: Transaction,
    digest: Digest,
    first_on: date,
    last_on: date,
    hidden: frozenset[str] = frozenset(),
    reader: str | None = None,
) -> DigestTold:
    """What is to be told of a period; `hidden` departments are left out, by their names, folded.

    Whoever reads it alone is told of what they asked for as anybody is who asks.
    """
    selection = _selection(work, digest.department, first_on, last_on)
    rows = figures.log_of(work, selection, hidden, reader)
    by = ("level", "metric") if digest.department else ("department", "level", "metric")
    unseen = HiddenReviews(reader, as_written(work, hidden))
    open_reviews = ReviewFilter(
        ("open",), [digest.department] if digest.department else None, unseen
    )
    return DigestTold(
        every=digest.every,
        department=digest.department,
        zone_name=str(selection.zone),
        first_on=first_on,
        last_on=last_on,
        total=compliance(rows, (), selection.zone)[0],
        by=by,
        rows=tuple(compliance(rows, by, selection.zone)),
        worst=tuple(_worst(work, [row for row in rows if not _is_of(row, reader)])),
        to_review=reviews.count(*work.scope, open_reviews),
    )


def digest_now(
    work: Transaction,
    every: str,
    department: str | None,
    *,
    so_far: bool = False,
    reader: str | None = None,
) -> DigestTold:
    """The last whole day, week or month as its digest tells it; or, so far, the one under way.

    Somebody who reads it is told of what they may know of; without a reader it is all.
    """
    digest = Digest(every, (), department)
    time_zone = zone(work.configuration.options.report_time_zone)
    today = work.now.astimezone(time_zone).date()
    first_on, last_on = digest.period(digest.last_sent_on(today))
    if so_far:
        first_on, last_on = digest.last_sent_on(today), today
    hidden = frozenset[str]() if reader is None else hidden_from(work, reader)
    return digest_of(work, digest, first_on, last_on, hidden, reader)


def _selection(
    work: Transaction, department: str | None, first_on: date, last_on: date
) -> Selection:
    everything = figures.everything(work)
    return replace(everything, first_on=first_on, last_on=last_on, department=department)


def _is_of(row: LogRow, reader: str | None) -> bool:
    return reader is not None and row.requester == reader


def _worst(work: Transaction, rows: Sequence[LogRow]) -> Iterator[WorstMiss]:
    """The misses with the longest overrun."""
    missed = [row for row in rows if row.state == "missed"]
    for row in sorted(missed, key=lambda row: row.remaining_seconds)[:WORST]:
        for view in views_of(work, [int(row.ticket)]):
            yield WorstMiss(view, row.metric, -row.remaining_seconds)


@dataclass(frozen=True, slots=True)
class DigestEnclosure:
    """What goes with a digest: every clock of its period, and its days for the picture."""

    clocks: list[LogRow]
    days: list[ComplianceRow]


def enclosed_in(work: Transaction, due: DueDigest) -> DigestEnclosure:
    """The clocks of a digest's period, and what became of those of each day up to its last."""
    department, hidden = due.digest.department, _hidden(work, due)
    selection = _selection(work, department, due.first_on, due.last_on)
    first_shown = due.last_on - timedelta(days=DAYS_SHOWN[due.digest.every] - 1)
    days_selection = replace(selection, first_on=min(first_shown, due.first_on))
    return DigestEnclosure(
        figures.log_of(work, selection, hidden, _reader(due)),
        compliance(figures.log_of(work, days_selection, hidden), ("date",), selection.zone),
    )
