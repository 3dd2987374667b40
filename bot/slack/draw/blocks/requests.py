"""One's own requests, for one's own eyes: a list by pages, and one by itself."""

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.card import FACT, SUBJECT
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    button,
    context,
    escaped,
    link_button,
    message,
    section,
)
from bot.slack.draw.names import Names
from bot.views.addresses import address_of
from bot.views.requests import Request, Requests
from bot.wording.times import moment
from sla_core.tickets.vocabulary import SETTLED


def requests_shown(found: Requests, names: Names, domain: str | None) -> list[Block]:
    """The blocks of a page of requests, with buttons to the pages around it."""
    if not found.requests:
        return [section(wording.requesters.no_requests())]
    lines = [section(request_line(request, names, domain)) for request in found.requests]
    return [*lines, *_pager(found)]


def request_in_full(request: Request, names: Names, domain: str | None) -> Payload:
    """One request with what is left to do for who asked: go there, or say it is not solved."""
    offers = [
        *(
            [link_button(ids.OPEN_THREAD, wording.requesters.open_thread(), url)]
            if (url := _url(request, domain))
            else []
        ),
        *(
            [button(ids.REOPEN, wording.requesters.reopen(), str(request.number))]
            if request.status in SETTLED
            else []
        ),
    ]
    line = request_line(request, names, domain)
    fallback = f"#{request.number} · {escaped(request.subject, SUBJECT)}"
    return message(fallback, [section(line), *([actions(*offers)] if offers else [])])


def request_line(request: Request, names: Names, domain: str | None) -> str:
    """One request: how it stands, who has it, what was promised by when."""
    name = None if request.assignee is None else escaped(names.of(request.assignee), FACT)
    has_it = (
        [] if name is None and request.status in SETTLED else [wording.requesters.who_has_it(name)]
    )
    facts = [wording.requesters.status(request.status), *has_it, *_promise(request)]
    return f"*{_titled(request, domain)}*\n{' · '.join(facts)}"


def _titled(request: Request, domain: str | None) -> str:
    url = _url(request, domain)
    number = f"<{url}|#{request.number}>" if url else f"#{request.number}"
    return f"{number} · {escaped(request.subject, SUBJECT)}"


def _promise(request: Request) -> list[str]:
    if request.promised_at is None or request.status in SETTLED:
        return []
    say = wording.requesters.was_promised_by if request.is_late else wording.requesters.promised_by
    return [say(moment(request.promised_at))]


def _url(request: Request, domain: str | None) -> str | None:
    place = request.place
    return None if place is None or not domain else address_of(place.channel_id, place.ts, domain)


def _pager(page: Requests) -> list[Block]:
    if page.pages == 1:
        return []
    back = button(ids.REQUESTS_BACK, wording.tickets.previous_page(), str(page.page - 1))
    on = button(ids.REQUESTS_ON, wording.tickets.next_page(), str(page.page + 1))
    ways = [*([back] if page.page > 1 else []), *([on] if page.page < page.pages else [])]
    where = wording.requesters.requests_page(page.page, page.pages, page.total)
    return [context(where), actions(*ways)]
