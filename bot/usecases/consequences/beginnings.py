"""The first message of a conversation that the bot began: it says what was asked, as it stands now.

It goes on in its own thread where it is long. It is said anew where a conversation moved to another
channel, with all that was said in it.
"""

from collections.abc import Sequence

from bot.keys.messages import MessageKey
from bot.store.tickets import TicketRow
from bot.usecases.consequences.confirmations import is_reached
from bot.usecases.ground.privacy import may_hold
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages import pieces, threads
from bot.usecases.messages.outgoing import has_moved_away, reply
from bot.views.conversation_messages import ConversationBegun, RelayedText
from bot.views.speech import Pieces
from bot.views.tickets import TicketView
from sla_core.tickets.event import Event
from sla_core.tickets.events import AgentReply, Created, RequesterMessage


def begin(
    work: Transaction, view: TicketView, row: TicketRow, channel_id: str, text: str, by: str
) -> None:
    """Begin the conversation of a ticket that no message in an intake channel began."""
    first, *rest = _pieces(work, view, row, text)
    key, number = MessageKey.conversation(row.number), row.number
    reply(work, key, channel_id, first, ticket_number=number, author=by)
    pieces.say_below(work, key, channel_id, rest, number=number, author=by)


def begin_anew(
    work: Transaction, view: TicketView, row: TicketRow, channel_id: str, events: Sequence[Event]
) -> None:
    """Go on with a conversation in another channel, with all that was said in it."""
    moves = len(threads.conversations(work, view.number))
    key = MessageKey.conversation(view.number).moved(moves)
    text = events[0].text if isinstance(events[0], Created) else None
    first, *rest = _pieces(work, view, row, text or "")
    reply(work, key, channel_id, first, ticket_number=view.number)
    pieces.say_below(work, key, channel_id, rest, number=view.number, author=row.requester)
    thread = threads.Thread(channel_id, root_key=key)
    for event in events:
        if isinstance(event, AgentReply | RequesterMessage) and event.text:
            author, relay_key = event.actor, key.derived(event.seq)
            payloads = work.speech.pieces(
                RelayedText(work.directory.name_of(author or ""), event.text)
            )
            pieces.say_all(work, thread, relay_key, payloads, number=view.number, author=author)


def said_anew(work: Transaction, number: int, event: Event) -> list[MessageKey]:
    """The keys of what somebody wrote in the conversations that began anew after it."""
    return [key.derived(event.seq) for key, _lane in threads.conversations(work, number)]


def change(work: Transaction, view: TicketView, row: TicketRow, text: str) -> None:
    """Let the first messages of a ticket's conversations ask this, where it may be read there."""
    for key, lane in threads.conversations(work, row.number):
        if may_hold(work, lane, row.department) and not has_moved_away(work, key):
            payloads = _pieces(work, view, row, text)
            pieces.change_all(work, key, payloads, number=row.number, is_root=True)


def _pieces(work: Transaction, view: TicketView, row: TicketRow, text: str) -> Pieces:
    return work.speech.pieces(ConversationBegun(view, text, is_reached(work, row)))
