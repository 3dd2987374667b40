"""Clicks in the audit log: its pages."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.slack.act.commands.audit import audit_shown
from bot.slack.act.commands.call import Call
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload
from bot.slack.hear.typed_text import first_word, whole_number


def _page(call: Call) -> Payload:
    page, filters = first_word(call.text)
    return audit_shown(call, filters, whole_number(page) or 1)


CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {
    ids.AUDIT_BACK: _page,
    ids.AUDIT_ON: _page,
}
