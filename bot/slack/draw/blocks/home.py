"""App Home as blocks: a part for each thing its reader is here, in order, at most a hundred blocks.

First what the last click was answered with, then the queue, the departments, the set-up, one's own
requests; and at the end, always, what one can do here.
"""

from collections.abc import Sequence
from itertools import chain
from typing import Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.card import FACT, claim, clock_lines, open_thread, titled
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    button,
    context,
    divider,
    escaped,
    fields,
    header,
    joined,
    section,
)
from bot.slack.draw.blocks.inputs import select
from bot.slack.draw.blocks.lists import FILTERS
from bot.slack.draw.blocks.offers import form_button
from bot.slack.draw.blocks.requests import requests_shown
from bot.slack.draw.blocks.set_up import set_up_shown
from bot.slack.draw.names import Names
from bot.views.home import AgentsHome, DepartmentNow, Home, ShownHome
from bot.views.tickets import TicketView
from bot.wording import words
from bot.wording.language import languages
from bot.wording.times import moment
from sla_core.tickets.vocabulary import OVER

BLOCKS: Final = 100
"""So many Slack shows in App Home."""
ANSWER: Final = 25
"""So many of them a click is answered with at most."""
DEPARTMENTS: Final = 10
OPEN: Final = "auto"
"""The choice of no language in particular."""


def home_view(shown: ShownHome, names: Names, domain: str | None) -> Payload:
    """The view of an App Home."""
    home, answer = shown.home, shown.answer
    parts: Sequence[Block] = [
        *(() if answer is None else (*answer["blocks"][:ANSWER], divider())),
        *(() if home.agent is None else _agent(home.agent, domain)),
        *_watched(home.watched),
        *(() if home.set_up is None else set_up_shown(home.set_up)),
        *_requests(home, names, domain),
    ]
    end = _end(home)
    return {"type": "home", "blocks": [*parts[: BLOCKS - len(end)], *end]}


def _agent(agent: AgentsHome, domain: str | None) -> list[Block]:
    return [
        header(wording.home.your_queue()),
        *_queue(agent, domain),
        header(wording.home.your_day()),
        fields(_day(agent)),
        header(wording.home.nearly_due()),
        *_nearly_due(agent, domain),
    ]


def _queue(agent: AgentsHome, domain: str | None) -> list[Block]:
    count = len(agent.queue)
    notes = [
        *([wording.home.first_of(count, agent.queued)] if count < agent.queued else []),
        *([wording.home.waiting(agent.waiting)] if agent.waiting else []),
    ]
    lines = list(chain.from_iterable(_ticket(ticket, domain) for ticket in agent.queue))
    return [
        *(lines or [section(wording.home.queue_is_empty())]),
        *([context(" ".join(notes))] if notes else []),
    ]


def _nearly_due(agent: AgentsHome, domain: str | None) -> list[Block]:
    count = len(agent.nearly_due)
    lines = chain.from_iterable(_ticket(ticket, domain) for ticket in agent.nearly_due)
    return [
        *(
            [context(wording.home.near(count, agent.near)), *lines]
            if count
            else [section(wording.home.none_is_near())]
        ),
        *([context(wording.home.without_agent(agent.unassigned))] if agent.unassigned else []),
    ]


def _ticket(ticket: TicketView, domain: str | None) -> list[Block]:
    """A ticket with its most pressing clock, and what is done with it first."""
    facts = [
        *([wording.home.escalated()] if ticket.is_escalated else []),
        words.status(ticket.status),
        words.priority(ticket.priority),
        ticket.department or wording.tickets.no_department(),
    ]
    about = escaped(" · ".join(facts), FACT)
    first = clock_lines(ticket)[0]
    row = [*_offers(ticket), *open_thread(ticket, domain)]
    return [
        section(f"*{titled(ticket, domain)}*\n{about}\n{first}"),
        *([actions(*row)] if row else []),
    ]


def _offers(ticket: TicketView) -> list[Block]:
    if ticket.status in OVER:
        return []
    return [*claim(ticket), button(ids.REPLY, wording.tickets.reply(), str(ticket.number))]


def _day(agent: AgentsHome) -> list[str]:
    met = _fact(wording.home.kept_today(), agent.met)
    return [met, _fact(wording.home.missed_today(), agent.missed)]


def _watched(departments: Sequence[DepartmentNow]) -> list[Block]:
    if not departments:
        return []
    remaining = len(departments) - DEPARTMENTS
    return [
        header(wording.home.your_departments()),
        *chain.from_iterable(_department(department) for department in departments[:DEPARTMENTS]),
        *([context(words.more(remaining))] if remaining > 0 else []),
    ]


def _department(now: DepartmentNow) -> list[Block]:
    count = now.count
    facts = [
        _fact(wording.home.open_tickets(), count.open),
        _fact(wording.home.overdue(), count.overdue),
        _fact(wording.home.escalated(), count.escalated),
        _fact(wording.home.unassigned(), count.unassigned),
        *([] if now.misses is None else [_fact(wording.home.misses(), now.misses)]),
    ]
    summary = {**section(f"*{escaped(count.name, FACT)}*"), "fields": fields(facts)["fields"]}
    return [summary, *_looks(now)]


def _looks(now: DepartmentNow) -> list[Block]:
    """The buttons that show a department's tickets and misses, if it has any."""
    name = now.count.name
    tickets, label = (
        (f'1 overdue dept:"{name}"', wording.home.show_overdue())
        if now.count.overdue
        else (f'1 dept:"{name}"', wording.home.show_open())
    )
    misses = f'1 open dept:"{name}"'
    row = [
        *([button(ids.PAGE_ON, label, tickets[:FILTERS])] if now.count.open else []),
        *(
            [button(ids.REVIEW_ON, wording.home.review_misses(), misses[:FILTERS])]
            if now.misses
            else []
        ),
    ]
    return [actions(*row)] if row else []


def _requests(home: Home, names: Names, domain: str | None) -> list[Block]:
    if home.requests is None:
        return []
    title = header(wording.requesters.your_requests())
    return [title, *requests_shown(home.requests, names, domain)]


def _end(home: Home) -> list[Block]:
    """What one can do here, in which language and zone it is told, and when it was true."""
    zone = home.time_zone
    note = wording.home.no_time_zone() if zone is None else wording.home.time_zone(escaped(zone))
    new_ticket = form_button(wording.forms.ticket_title(), ids.TICKET_FORM)
    return [
        header(wording.home.what_i_do()),
        section(wording.home.how_to_ask()),
        actions(new_ticket, button(ids.HELP, wording.home.help_button(), ids.HELP)),
        {**section(wording.home.which_language()), "accessory": _languages(home.language)},
        context(joined([note, wording.tickets.as_of(moment(home.now))])),
    ]


def _languages(chosen: str | None) -> Block:
    names = {tag: words.language(tag) for tag in languages()}
    choices = {OPEN: wording.home.as_slack_says(), **names}
    return {**select(choices, chosen or OPEN), "action_id": ids.CHOOSE_LANGUAGE}


def _fact(name: str, value: int) -> str:
    return f"*{name}*\n{value}"
