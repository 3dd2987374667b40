"""What Slack shows of a ticket: to agents, and to both sides of its conversation."""

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.card import SUBJECT, card
from bot.slack.draw.blocks.elements import (
    FALLBACK,
    Payload,
    actions,
    escaped,
    link_button,
    message,
    section,
    unlinked,
)
from bot.slack.draw.blocks.lists import ticket_in_short
from bot.slack.draw.names import Names
from bot.slack.draw.pieces import in_pieces
from bot.views.addresses import address_of
from bot.views.agent_messages import (
    AgentNote,
    LiveCard,
    RequesterWrote,
    RuleNotice,
    TextCorrected,
    TicketAssigned,
)
from bot.views.conversation_messages import ConversationBegun, RelayedReply, RelayedText
from bot.wording.markup import escape, mention

AUTHOR = 80
LONGEST_EDIT = 2500
"""Characters of what an edited message says now; the message itself says it all."""
QUOTED = 300
"""Characters of what a requester wrote that the card's thread shows."""


def live_card(shown: LiveCard, names: Names, domain: str | None) -> Payload:
    """The card of a ticket as it stands."""
    return card(shown.ticket, names, domain)


def ticket_assigned(assigned: TicketAssigned, names: Names, domain: str | None) -> Payload:
    """Who gave it, and the ticket in short, with what is done most."""
    number, by = assigned.ticket.number, escaped(assigned.by, AUTHOR)
    text = wording.tickets.assigned_to_you(number, by)
    return message(text, [section(text), *ticket_in_short(assigned.ticket, domain)])


def rule_notice(notice: RuleNotice, names: Names, domain: str | None) -> Payload:
    """The rule, its text, and whom it mentions, in one line."""
    number, subject = notice.ticket.number, escaped(notice.ticket.subject, SUBJECT)
    parts = [
        wording.tickets.notice(number, subject, escaped(notice.rule, AUTHOR)),
        *([escaped(notice.text)] if notice.text else []),
        *(mention(id_) for id_ in notice.mentions),
    ]
    text = " ".join(parts)
    if notice.card is not None and domain:
        url = address_of(notice.card.channel_id, notice.card.ts, domain)
        link = link_button(ids.OPEN_THREAD, wording.cards.open_card(), url)
        return message(text, [section(text), actions(link)])
    return message(text) | ({"reply_broadcast": True} if notice.to_channel else {})


def requester_wrote(wrote: RequesterWrote, names: Names, domain: str | None) -> Payload:
    """Who wrote, the beginning of it, and the way there where it is known."""
    name, text, place = escaped(wrote.author, AUTHOR), escaped(wrote.text, QUOTED), wrote.place
    if place is None or not domain:
        return message(wording.requesters.wrote(name, text))
    url = escape(address_of(place.channel_id, place.ts, domain, wrote.root_ts))
    where = (
        wording.requesters.wrote_in_channel
        if wrote.root_ts is None
        else wording.requesters.wrote_in_thread
    )
    return message(where(name, text, url))


def text_corrected(corrected: TextCorrected, names: Names, domain: str | None) -> Payload:
    """Who edited or deleted, and what is left of it."""
    name = escaped(corrected.author, AUTHOR)
    if corrected.text is None:
        return message(wording.intake.deleted(name))
    return message(wording.intake.edited(name, escaped(corrected.text, LONGEST_EDIT)))


def agent_note(note: AgentNote, names: Names, domain: str | None) -> list[Payload]:
    """The agent's name, without what Slack would make a link of, and the note."""
    name = unlinked(escaped(note.author.real_name or note.author.name, AUTHOR))
    text = wording.tickets.note(name, escape(note.text))
    return [{"text": piece} for piece in in_pieces(text)]


def conversation_begun(begun: ConversationBegun, names: Names, domain: str | None) -> list[Payload]:
    """What was asked by whom, below whom it reaches; the rest in the name of who asked."""
    ticket, name = begun.ticket, names.of(begun.ticket.requester)
    say = wording.requesters.goes_to if begun.is_relayed else wording.requesters.goes_nowhere
    head = say(ticket.number, escaped(ticket.subject, SUBJECT), escaped(name, AUTHOR))
    if not begun.text.strip():
        return [message(head, [section(head)])]
    first, *rest = in_pieces(escape(begun.text), FALLBACK - len(head) - 1)
    first_message = message(f"{head}\n{first}", [section(head), section(first)])
    return [first_message, *({"text": piece, "username": name[:AUTHOR]} for piece in rest)]


def relayed_text(relayed: RelayedText, names: Names, domain: str | None) -> list[Payload]:
    """The text in the name of who wrote it."""
    return _in_the_name_of(relayed.author, relayed.text)


def relayed_reply(reply: RelayedReply, names: Names, domain: str | None) -> list[Payload]:
    """The reply in the name of the agent."""
    return _in_the_name_of(reply.author.real_name or reply.author.name, reply.text)


def _in_the_name_of(author: str, text: str) -> list[Payload]:
    return [{"text": piece, "username": author[:AUTHOR]} for piece in in_pieces(escape(text))]
