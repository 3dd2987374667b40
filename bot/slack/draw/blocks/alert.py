"""A warning or a breach: in the card's thread, and in the channels where the level says so."""

from collections.abc import Callable, Mapping
from typing import Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.card import SUBJECT, claim, clock_line, open_thread, pushes, titled
from bot.slack.draw.blocks.elements import (
    FALLBACK,
    Block,
    Payload,
    actions,
    context,
    escaped,
    joined,
    link_button,
    menu,
    message,
    section,
)
from bot.slack.draw.blocks.review import review_offer
from bot.slack.draw.names import Names
from bot.usecases.tickets.responses import MINUTES
from bot.views.addresses import address_of
from bot.views.agent_messages import ClockAlert
from bot.views.speech import MessagePlace
from bot.views.tickets import AlarmHold, AlertView, ClockView, ClosingView, TicketView
from bot.wording.markup import mention
from bot.wording.times import moment
from sla_core.tickets.vocabulary import OVER

MOST_MENTIONED: Final = 40
"""So many fit into one line, and more are a channel."""
NAME: Final = 40
_HEEDS: Final[Mapping[str, Callable[[str, str | None], str]]] = {
    "acknowledged": wording.alerts.acknowledged_by,
    "snoozed": wording.alerts.snoozed_by,
}


def alert(alert_message: ClockAlert, names: Names, domain: str | None) -> Payload:
    """The alert; only those the level names are mentioned. Elsewhere it leads to the card."""
    ticket, view = alert_message.ticket, alert_message.alert
    headline = _headline(view)
    has_it = wording.alerts.assignee(escaped(names.of(ticket.assignee)))
    lines = [
        f"*{headline}*",
        titled(ticket, domain),
        clock_line(view.clock),
        _done_line(view, names) or " · ".join([has_it, *(mention(id_) for id_ in view.mentions)]),
    ]
    heeds = [context(_heed(heed, names)) for heed in view.heeds]
    text = wording.alerts.subject_line(headline, ticket.number, escaped(ticket.subject, SUBJECT))
    row = [*_offers(ticket, view.clock), *_links(ticket, domain, alert_message.card)]
    blocks = [section("\n".join(lines)), *heeds, *([actions(*row)] if row else [])]
    return message(text, blocks) | ({"reply_broadcast": True} if alert_message.to_channel else {})


def leading_to(payload: Payload, card: MessagePlace, domain: str | None) -> Payload:
    """An alert that was said before its card, as it is said elsewhere: it leads to the card."""
    if not domain:
        return payload
    url = address_of(card.channel_id, card.ts, domain)
    link = link_button(ids.OPEN_THREAD, wording.cards.open_card(), url)
    blocks: list[Block] = payload.get("blocks", [])
    elements = [
        element for row in blocks if row["type"] == "actions" for element in row["elements"]
    ]
    others = [element for element in elements if element["action_id"] != ids.OPEN_THREAD]
    paragraphs = [row for row in blocks if row["type"] != "actions"]
    return {**payload, **message(payload["text"], [*paragraphs, actions(*others, link)])}


def alert_line(alert_message: ClockAlert, names: Names, domain: str | None) -> str:
    """The alert in one line of a digest, with those it mentions, or that it is done.

    Mentions carry names, as a digest mentions each person once for all its lines.
    """
    view = alert_message.alert
    mentions = " ".join(named_mention(id_, names) for id_ in view.mentions[:MOST_MENTIONED])
    return wording.alerts.line(
        _headline(view), titled(alert_message.ticket, domain), _done_line(view, names) or mentions
    )


def closing_time(closing: ClosingView, names: Names, domain: str | None) -> Payload:
    """What breaches in the first hour after a calendar opens again, a line a clock."""
    head = wording.alerts.closing(
        escaped(closing.calendar, SUBJECT), moment(closing.closes_at), moment(closing.opens_at)
    )
    lines = [
        wording.alerts.closing_line(
            titled(clock, domain),
            clock.metric,
            wording.words.duration(clock.left_seconds),
            escaped(names.of(clock.assignee), SUBJECT),
        )
        for clock in closing.clocks
    ]
    return message(joined([head, *lines], FALLBACK), [section(head), section(joined(lines))])


def named_mention(id_: str, names: Names) -> str:
    """A mention with the name of a person in it, where it is known."""
    name = names.of(id_)
    return mention(id_) if name == id_ else f"<@{id_}|{escaped(name, NAME)}>"


def _headline(view: AlertView) -> str:
    return wording.alerts.headline(view.clock, view.point, is_breach=view.is_breach)


def _done_line(view: AlertView, names: Names) -> str | None:
    """When and by whom it was done, where the clock has stopped."""
    if view.clock.stopped_at is None:
        return None
    name = None if view.done_by is None else escaped(names.of(view.done_by))
    return wording.alerts.done(moment(view.clock.stopped_at), name)


def _heed(heed: AlarmHold, names: Names) -> str:
    until = None if heed.until is None else moment(heed.until)
    return _HEEDS[heed.kind](escaped(names.of(heed.by)), until)


def _offers(ticket: TicketView, clock: ClockView) -> list[Block]:
    """What is done about an alarm: take it, hand it on, let it wait, push it."""
    if not clock.is_open:
        return review_offer(ticket, clock)
    if ticket.status in OVER:
        return []
    assign, *others = pushes(ticket)
    waits = [_minutes(ids.ACKNOWLEDGE, wording.cards.acknowledge(), ticket, clock)]
    if clock.remaining_seconds > 0:
        waits.append(_minutes(ids.SNOOZE, wording.cards.snooze(), ticket, clock))
    return [*claim(ticket), assign, *waits, *others, *review_offer(ticket, clock)]


def _minutes(action_id: str, label: str, ticket: TicketView, clock: ClockView) -> Block:
    clock_key = f"{ticket.number} {clock.metric} {clock.cycle}"
    options = {f"{clock_key} {minutes}": wording.cards.for_minutes(minutes) for minutes in MINUTES}
    return menu(action_id, label, options)


def _links(ticket: TicketView, domain: str | None, card: MessagePlace | None) -> list[Block]:
    if card is None or not domain:
        return open_thread(ticket, domain)
    url = address_of(card.channel_id, card.ts, domain)
    return [link_button(ids.OPEN_THREAD, wording.cards.open_card(), url)]
