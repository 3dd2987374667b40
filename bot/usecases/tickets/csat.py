"""What who asked answers when their ticket is resolved: whether it is solved, and how it was.

How it was is asked once of a ticket; of several answers the latest counts. An answer that comes
late, or twice, finds the ticket as it is now and is told so.
"""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot import wording
from bot.errors import UserFacingError
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import outbox
from bot.store.outbox import REST
from bot.usecases import tickets
from bot.usecases.changes.acts import Act
from bot.usecases.changes.recording import record
from bot.usecases.consequences.confirmations import to_requester
from bot.usecases.consequences.solved import last_resolved
from bot.usecases.ground.privacy import asked_by
from bot.usecases.ground.timelines import LoadedTicket, load
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import (
    card_now,
    edit,
    lane_of_card,
    say_at_card,
)
from bot.usecases.messages.pieces import say_all
from bot.usecases.messages.threads import Thread
from bot.views.requester_messages import RatingQuestion, RatingThanks
from bot.views.sentences import Quotation
from bot.views.speech import Payload
from bot.views.tickets import TicketView
from sla_core.instants import to_us
from sla_core.tickets.event import Event
from sla_core.tickets.events import Rated
from sla_core.tickets.vocabulary import SETTLED


def solved(work: Transaction, number: int, by: str) -> TicketView:
    """Take a yes: how it was is asked next, if it never was. An open ticket is left as it is."""
    loaded = _asked(work, number, by)
    view = loaded.view(work)
    if view.status in SETTLED:
        _thank(work, loaded, view)
    return view


def not_solved(work: Transaction, number: int, by: str, at: datetime) -> TicketView:
    """Open a settled ticket again because who asked says so; an open one is left as it is."""
    loaded = _asked(work, number, by)
    view = loaded.view(work)
    if view.status not in SETTLED:
        return view
    view = tickets.reopen(work, number, by, at)
    key = MessageKey.of(KeyKind.HEARD, number, "unsolved", to_us(at))
    name = work.directory.name_of(by)
    say_at_card(work, number, key, wording.requesters.still_needs_help, name=name, number=number)
    return view


def rate(work: Transaction, number: int, by: str, score: int, at: datetime) -> TicketView:
    """Keep how it was; the same again changes nothing. A ticket that is open again asks later."""
    loaded = _asked(work, number, by)
    view = loaded.view(work)
    if view.status not in SETTLED:
        raise UserFacingError(wording.requesters.rate_later(number))
    if score_of(loaded.events) == score:
        return view
    former = Act("rate", {"score": score_of(loaded.events)})
    view = record(work, loaded, [Rated(at_us=to_us(at), actor=by, score=score)], former)
    speech = to_requester(work, loaded.row, view)
    _change_question(work, loaded, speech.payload(RatingThanks(view, may_comment=True)))
    _tell_team(work, loaded, by, wording.requesters.gave_rating, score=score)
    return view


def is_open(work: Transaction, number: int, by: str) -> bool:
    """Whether a ticket that a person asked for is neither resolved nor closed."""
    return _asked(work, number, by, lock=False).view(work).status not in SETTLED


def require_rated(work: Transaction, number: int, by: str) -> None:
    """Refuse a comment on what was not rated, or is not theirs to rate."""
    if score_of(_asked(work, number, by, lock=False).events) is None:
        raise UserFacingError(wording.requesters.rate_first())


def comment(work: Transaction, number: int, by: str, text: str, at: datetime) -> TicketView:
    """Keep a comment beside the score that was given."""
    loaded = _asked(work, number, by)
    score = score_of(loaded.events)
    if score is None:
        raise UserFacingError(wording.requesters.rate_first())
    if not text.strip():
        raise UserFacingError(wording.requesters.what_comment())
    rating = Rated(at_us=to_us(at), actor=by, score=score, text=text.strip())
    view = record(work, loaded, [rating], Act("comment"))
    _tell_team(work, loaded, by, wording.requesters.gave_comment, score=score, text=text.strip())
    return view


def score_of(events: Sequence[Event]) -> int | None:
    """The latest score a ticket was given, or None."""
    return next((event.score for event in reversed(events) if isinstance(event, Rated)), None)


def _asked(work: Transaction, number: int, by: str, *, lock: bool = True) -> LoadedTicket:
    """A ticket whose requester this is."""
    loaded = load(work, number, by=by, lock=lock)
    if not asked_by(loaded.row, by):
        raise UserFacingError(wording.requesters.only_the_requester(number))
    return loaded


def _thank(work: Transaction, loaded: LoadedTicket, view: TicketView) -> None:
    """Ask how it was, where the ticket was never rated nor asked about at another resolution."""
    number, speech = loaded.row.number, to_requester(work, loaded.row, view)
    rating, question = MessageKey.of(KeyKind.RATING, number), _question(loaded)
    rating_row = outbox.get(*work.scope, str(rating))
    is_current = rating_row is None or rating_row.target_key == (question and str(question))
    if score_of(loaded.events) is not None or not is_current:
        _change_question(work, loaded, speech.payload(RatingThanks(view, is_current)))
    else:
        key = rating if rating_row is None else None
        _change_question(work, loaded, speech.payload(RatingQuestion(view)), key)


def _question(loaded: LoadedTicket) -> MessageKey | None:
    """The newest question whether it is solved; None where none was asked."""
    resolved = last_resolved(loaded.events)
    return None if resolved is None else MessageKey.solved(loaded.row.number, resolved.seq)


def _change_question(
    work: Transaction, loaded: LoadedTicket, payload: Payload, key: MessageKey | None = None
) -> None:
    """Let the newest question whether it is solved say something else."""
    number, question = loaded.row.number, _question(loaded)
    if question is not None:
        edit_key = key or question.derived(to_us(work.now))
        edit(work, edit_key, question, payload, ticket_number=number)


def _tell_team(
    work: Transaction,
    loaded: LoadedTicket,
    by: str,
    sentence: Callable[..., str],
    **facts: str | int,
) -> None:
    number = loaded.row.number
    key = MessageKey.of(KeyKind.HEARD, number, "rated", loaded.row.last_seq + 1)
    card = card_now(work, number)
    channel_id = lane_of_card(work, number)
    if channel_id is not None:
        quotation = Quotation(sentence, {"name": work.directory.name_of(by), **facts})
        pieces = work.speech.pieces(quotation)
        thread = Thread(channel_id, root_key=card)
        say_all(work, thread, key, pieces, number=number, author=by, urgency=REST)
