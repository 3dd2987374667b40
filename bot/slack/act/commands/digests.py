"""`/sla digest`: the digest of a day, a week or a month, for oneself."""

from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import AGENTS, Call, require
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.report_digest import digest
from bot.slack.hear.typed_text import filters
from bot.usecases.promises import suggestions
from bot.usecases.reports.digests import digest_now
from bot.words.spelling import named
from sla_core.configuration.digests import EVERY

KEYS: Final = {"dept": "department", "department": "department"}
WORDS: Final = {name: name for name in (*EVERY, "now")}


def digest_shown(call: Call) -> Payload:
    """The last whole period, or with `now` the one under way."""
    require(AGENTS, call.work, call.user_id)
    selection = filters(call.plain(), WORDS, KEYS)
    so_far = selection.pop("now", None) is not None
    department = _department(call, selection.pop("department", None))
    if len(selection) > 1:
        raise UserFacingError(wording.digests.which_digest(" ".join(selection)))
    every = next(iter(selection), "day")
    view = digest_now(call.work, every, department, so_far=so_far, reader=call.user_id)
    return digest(view, call.names, call.domain)


def _department(call: Call, name: str | None) -> str | None:
    if name is None:
        return None
    names = suggestions.readable_departments(call.work, call.user_id)
    department = named(name, names)
    if department is None:
        raise UserFacingError(wording.refusals.no_department(name, names))
    return department
