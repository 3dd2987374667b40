"""What who asked answers when their ticket is resolved: whether it is solved, and how it was.

How it was is asked once of a ticket; of several answers the latest counts. An answer that comes
late, or twice, finds the ticket as it is now and is told so.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot import wording
from bot.errors import UserFacingError
from bot.keys.messages import (
    heard_key,
    rating_key,
    solved_key,
)
from bot.store import outbox
from bot.store.outbox import REST
from bot.usecases import tickets
from bot.usecases.changes.recording import Loaded, load, record
from bot.usecases.consequences.confirmations import telling
from bot.usecases.consequences.solved import last_resolved
from bot.usecases.ground.privacy import asked_by
from bot.usecases.ground.transaction import Work
from bot.usecases.messages.outgoing import (
    card_now,
    edit,
    lane_of_card,
    say_at_card,
)
from bot.usecases.messages.pieces import say_all
from bot.usecases.messages.threads import Thread
from bot.views.speech import Payload
from bot.views.tickets import TicketView
from sla_core.instants import to_us
from sla_core.tickets.events import Event, Rated
from sla_core.tickets.vocabulary import SETTLED


def solved(work: Work, number: int, by: str) -> TicketView:
    """Take a yes: how it was is asked next, if it never was. An open ticket is left as it is."""
    loaded = _asked(work, number, by)
    view = loaded.view(work)
    if view.status in SETTLED:
        _thank(work, loaded, view)
    return view


def not_solved(work: Work, number: int, by: str, at: datetime) -> TicketView:
    """Open a settled ticket again because who asked says so; an open one is left as it is."""
    loaded = _asked(work, number, by)
    view = loaded.view(work)
    if view.status not in SETTLED:
        return view
    view = tickets.reopen(work, number, by, at)
    key = heard_key(number, f"unsolved:{to_us(at)}")
    name = work.directory.name_of(by)
    say_at_card(work, number, key, wording.requesters.still_needs_help, name=name, number=number)
    return view


def rate(work: Work, number: int, by: str, score: int, at: datetime) -> TicketView:
    """Keep how it was; the same again changes nothing. A ticket that is open again asks later."""
    loaded = _asked(work, number, by)
    view = loaded.view(work)
    if view.status not in SETTLED:
        raise UserFacingError(wording.requesters.rate_later(number))
    if score_of(loaded.events) == score:
        return view
    view = record(work, loaded, [Rated(at_us=to_us(at), actor=by, score=score)])
    _change_question(work, loaded, telling(work, loaded.row).rated(view, may_comment=True))
    _tell_team(work, loaded, by, wording.requesters.gave_rating, score=score)
    return view


def is_open(work: Work, number: int, by: str) -> bool:
    """Whether a ticket that a person asked for is neither resolved nor closed."""
    return _asked(work, number, by, lock=False).view(work).status not in SETTLED


def require_rated(work: Work, number: int, by: str) -> None:
    """Refuse a comment on what was not rated, or is not theirs to rate."""
    if score_of(_asked(work, number, by, lock=False).events) is None:
        raise UserFacingError(wording.requesters.rate_first())


def comment(work: Work, number: int, by: str, text: str, at: datetime) -> TicketView:
    """Keep a comment beside the score that was given."""
    loaded = _asked(work, number, by)
    score = score_of(loaded.events)
    if score is None:
        raise UserFacingError(wording.requesters.rate_first())
    if not text.strip():
        raise UserFacingError(wording.requesters.what_comment())
    said = Rated(at_us=to_us(at), actor=by, score=score, text=text.strip())
    view = record(work, loaded, [said])
    _tell_team(work, loaded, by, wording.requesters.gave_comment, score=score, text=text.strip())
    return view


def score_of(events: Sequence[Event]) -> int | None:
    """The latest score a ticket was given, or None."""
    return next((each.score for each in reversed(events) if isinstance(each, Rated)), None)


def _asked(work: Work, number: int, by: str, *, lock: bool = True) -> Loaded:
    """A ticket whose requester this is."""
    loaded = load(work, number, by=by, lock=lock)
    if not asked_by(loaded.row, by):
        raise UserFacingError(wording.requesters.only_the_requester(number))
    return loaded


def _thank(work: Work, loaded: Loaded, view: TicketView) -> None:
    """Ask how it was, where the ticket was never rated nor asked about at another resolution."""
    number, tell = loaded.row.number, telling(work, loaded.row)
    asked = outbox.get(work.connection, work.workspace_id, rating_key(number))
    is_here = asked is None or asked.target_key == _question(loaded)
    if score_of(loaded.events) is not None or not is_here:
        _change_question(work, loaded, tell.rated(view, may_comment=is_here))
    else:
        key = rating_key(number) if asked is None else None
        _change_question(work, loaded, tell.rate(view), key)


def _question(loaded: Loaded) -> str | None:
    """The newest question whether it is solved; None where none was asked."""
    resolved = last_resolved(loaded.events)
    return None if resolved is None else solved_key(loaded.row.number, resolved.seq)


def _change_question(work: Work, loaded: Loaded, payload: Payload, key: str | None = None) -> None:
    """Let the newest question whether it is solved say something else."""
    number, question = loaded.row.number, _question(loaded)
    if question is not None:
        change = key or f"{question}:{to_us(work.now)}"
        edit(work, change, question, payload, ticket_number=number)


def _tell_team(
    work: Work, loaded: Loaded, by: str, sentence: Callable[..., str], **facts: str | int
) -> None:
    number = loaded.row.number
    key = heard_key(number, f"rated:{loaded.row.last_seq + 1}")
    card = card_now(work, number)
    channel_id = lane_of_card(work, number)
    if channel_id is not None:
        said = work.speech.quoting(sentence, name=work.directory.name_of(by), **facts)
        thread = Thread(channel_id, root_key=card)
        say_all(work, thread, key, said, number=number, author=by, urgency=REST)
