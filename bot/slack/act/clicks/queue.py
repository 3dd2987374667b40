"""Clicks in one's own queue and lists: skip, the page before, the page behind."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Final

from bot.slack.act.commands.call import Call
from bot.slack.act.commands.search import list_page, next_after
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.hear.typed_text import first_word, ticket_number, whole_number


def _skip(call: Call) -> Payload:
    numbers = (ticket_number(word) for word in call.text.split())
    return next_after(call, frozenset(number for number in numbers if number is not None))


def _page(call: Call) -> Payload:
    page, filters = first_word(call.text)
    return list_page(replace(call, text=filters), whole_number(page) or 1)


CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {
    ids.SKIP: _skip,
    ids.PAGE_BACK: _page,
    ids.PAGE_ON: _page,
}
