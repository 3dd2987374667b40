"""Clicks of breach review: open it, decide what counts, mark a follow-up as done, turn the page."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import (
    Payload,
    escaped,
    message,
    section,
)
from bot.slack.blocks.notices import told_by_itself
from bot.slack.commands.call import Call, Form
from bot.slack.commands.reviews import review_page
from bot.slack.forms.reviews import miss_in
from bot.slack.parsing import first_word, ticket_number, whole_number
from bot.store import outbox
from bot.store.reviews import ReviewRow
from bot.usecases.ground.transaction import Work
from bot.usecases.reviews import exclusions, followups
from bot.usecases.reviews.breach_reviews import Miss

Decide = Callable[[Work, Miss, str, datetime, str], ReviewRow]
WORDS_OF_A_MISS: Final = 3


def _grant(call: Call) -> Payload:
    return _decide(call, exclusions.grant, wording.reviews.granted)


def _refuse(call: Call) -> Payload:
    return _decide(call, exclusions.refuse, wording.reviews.refused)


def _decide(call: Call, do: Decide, told: Callable[[int, str], str]) -> Payload:
    """Decide what was read; where another reason stands by now, that is shown to be decided."""
    miss, _, read = call.text.rpartition(" ")
    if len(call.text.split()) == WORDS_OF_A_MISS:  # a button of before, without a mark
        miss, read = call.text, ""
    try:
        row = do(call.work, miss_in(miss), call.user_id, call.at, read)
    except exclusions.OtherReason as other:
        asked = told_by_itself(other.asked, call.names, call.domain)
        return message(str(other), [section(str(other)), *asked["blocks"]])
    return message(told(row.ticket_number, row.metric))


def _done(call: Call) -> Payload:
    given = whole_number(call.text)
    if given is None:
        raise UserFacingError(wording.reviews.not_your_follow_up())
    done = followups.done(call.work, given, call.user_id, call.at, _message_key(call))
    return message(wording.reviews.marked_done(escaped(done.what)))


def _message_key(call: Call) -> str | None:
    """The key of our message that was clicked, where it stands for itself."""
    channel_id, ts = call.place.channel_id, call.place.message_ts
    if channel_id is None or ts is None:
        return None
    found = outbox.find_by_message(call.work.connection, call.work.workspace_id, channel_id, ts)
    return None if found is None else found.key


def _page(call: Call) -> Payload:
    page, filters = first_word(call.text)
    return review_page(call, filters, whole_number(page) or 1)


def _opened(value: str) -> Form:
    number, miss = first_word(value)
    return Form(ids.REVIEW_FORM, miss, ticket_number(number))


CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {
    ids.EXCLUSION_GRANT: _grant,
    ids.EXCLUSION_REFUSE: _refuse,
    ids.FOLLOW_UP_DONE: _done,
    ids.REVIEW_BACK: _page,
    ids.REVIEW_ON: _page,
}
OPENERS: Final[Mapping[str, Callable[[str], Form | None]]] = {ids.REVIEW: _opened}
