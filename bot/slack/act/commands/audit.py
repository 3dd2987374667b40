"""`/sla audit`: who changed what, for admins; with `csv` as a file to them alone."""

import re
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Call
from bot.slack.draw.blocks.audit import audit_page
from bot.slack.draw.blocks.elements import Payload, message
from bot.slack.hear.typed_text import filters
from bot.usecases.reports.audit_files import ask_for_file
from bot.usecases.reports.audit_log import KINDS_OF_THINGS, page_of, require_reader
from sla_core.instants import to_us

CSV: Final = "csv"
KIND_WORDS: Final = {
    word: f"kind {kind}"
    for kind in KINDS_OF_THINGS
    for word in (kind, kind if kind.endswith("s") else f"{kind}s")
}
KEYS: Final = {
    "by": "by",
    "person": "by",
    "ticket": "ticket",
    "kind": "kind",
    **dict.fromkeys(("since", "from"), "since"),
    **dict.fromkeys(("until", "to"), "until"),
}
_ALONE: Final = re.compile(r'(?<!\S)(?:#?(?P<number>\d+)|(?P<person>@[^\s"]+))(?!\S)')
"""A ticket or a person without the name of the filter before it."""


def audit(call: Call) -> Payload:
    """The newest entries, or all of them as a file."""
    return audit_shown(call, call.plain_with_ids(), 1)


def audit_shown(call: Call, written: str, page: int) -> Payload:
    """A page of the entries that filters choose; they are read again for every page."""
    require_reader(call.work, call.user_id)
    words = _words(written)
    if words.pop(CSV, None) is not None:
        count = ask_for_file(call.work, call.user_id, words, to_us(call.at))
        return message(wording.audit.sending(count))
    found = page_of(call.work, call.user_id, words, page)
    again = " ".join(f'{name}:"{value}"' for name, value in words.items())
    zone = call.work.configuration.options.report_time_zone
    return audit_page(found, again, zone, call.names)


def _words(written: str) -> dict[str, str]:
    """What was asked for, by the names that the use case knows."""
    named = _ALONE.sub(_named, written)
    words = filters(named, {CSV: CSV, **KIND_WORDS}, KEYS)
    kinds = [name.partition(" ")[2] for name in words if name.startswith("kind ")]
    if len(kinds) + ("kind" in words) > 1:
        raise UserFacingError(wording.audit.one_kind())
    others = {name: value for name, value in words.items() if not name.startswith("kind ")}
    return others | ({"kind": kinds[0]} if kinds else {})


def _named(match: re.Match[str]) -> str:
    return f"ticket:{match['number']}" if match["number"] else f"by:{match['person']}"
