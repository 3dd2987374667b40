"""The first message of a conversation that the bot began: it says what was asked, as it stands now.

It goes on in its own thread where it is long. It is said anew where a conversation moved to another
channel, with all that was said in it.
"""

from collections.abc import Sequence

from bot.keys.messages import conversation_key
from bot.store.tickets import TicketRow
from bot.usecases.consequences.confirmations import is_reached
from bot.usecases.ground.privacy import may_hold
from bot.usecases.ground.transaction import Work
from bot.usecases.messages import pieces, threads
from bot.usecases.messages.outgoing import has_moved_away, reply
from bot.views.tickets import TicketView
from sla_core.tickets.events import AgentReply, Created, Event, RequesterMessage


def begin(
    work: Work, view: TicketView, row: TicketRow, channel_id: str, text: str, by: str
) -> None:
    """Begin the conversation of a ticket that no message in an intake channel began."""
    first, *rest = work.speech.conversation(view, text, is_relayed=is_reached(work, row))
    key, number = conversation_key(row.number), row.number
    reply(work, key, channel_id, first, ticket_number=number, author=by)
    pieces.say_below(work, key, channel_id, rest, number=number, author=by)


def begin_anew(
    work: Work, view: TicketView, row: TicketRow, channel_id: str, events: Sequence[Event]
) -> None:
    """Go on with a conversation in another channel, with all that was said in it."""
    moves = len(threads.conversations(work, view.number))
    key = threads.moved_conversation_key(view.number, moves)
    text = events[0].text if isinstance(events[0], Created) else None
    first, *rest = work.speech.conversation(view, text or "", is_relayed=is_reached(work, row))
    reply(work, key, channel_id, first, ticket_number=view.number)
    pieces.say_below(work, key, channel_id, rest, number=view.number, author=row.requester)
    thread = threads.Thread(channel_id, root_key=key)
    for event in events:
        if isinstance(event, AgentReply | RequesterMessage) and event.text:
            who, own = event.actor, _anew(key, event)
            said = work.speech.relayed(work.directory.name_of(who or ""), event.text)
            pieces.say_all(work, thread, own, said, number=view.number, author=who)


def said_anew(work: Work, number: int, event: Event) -> list[str]:
    """The keys of what somebody wrote in the conversations that began anew after it."""
    return [_anew(key, event) for key, _lane in threads.conversations(work, number)]


def _anew(key: str, event: Event) -> str:
    return f"{key}:{event.seq}"


def change(work: Work, view: TicketView, row: TicketRow, text: str) -> None:
    """Let the first messages of a ticket's conversations ask this, where it may be read there."""
    for key, lane in threads.conversations(work, row.number):
        if may_hold(work, lane, row.department) and not has_moved_away(work, key):
            said = work.speech.conversation(view, text, is_relayed=is_reached(work, row))
            pieces.change_all(work, key, said, number=row.number, is_root=True)
