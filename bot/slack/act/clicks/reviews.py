"""Clicks of breach review: open it, decide what counts, mark a follow-up as done, turn the page."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.keys.messages import MessageKey
from bot.slack.act.commands.call import Call, Form
from bot.slack.act.commands.reviews import review_page
from bot.slack.act.forms.reviews import miss_in
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload, escaped, message, section
from bot.slack.draw.blocks.notices import exclusion_asked
from bot.slack.hear.typed_text import first_word, ticket_number, whole_number
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import key_of_message
from bot.usecases.reviews import exclusions, followups
from bot.usecases.reviews.breach_reviews import Miss
from bot.views.notices import ReviewRow

Decide = Callable[[Transaction, Miss, str, datetime, str], ReviewRow]
WORDS_OF_A_MISS: Final = 3


def _grant(call: Call) -> Payload:
    return _decide(call, exclusions.grant, wording.reviews.granted)


def _refuse(call: Call) -> Payload:
    return _decide(call, exclusions.refuse, wording.reviews.refused)


def _decide(call: Call, do: Decide, sentence_of: Callable[[int, str], str]) -> Payload:
    """Decide what was read; where another reason stands by now, that is shown to be decided."""
    miss, _, mark = call.text.rpartition(" ")
    if len(call.text.split()) == WORDS_OF_A_MISS:  # a button of before, without a mark
        miss, mark = call.text, ""
    try:
        row = do(call.work, miss_in(miss), call.user_id, call.at, mark)
    except exclusions.OtherReason as other:
        form = exclusion_asked(other.asked, call.names, call.domain)
        return message(str(other), [section(str(other)), *form["blocks"]])
    return message(sentence_of(row.ticket_number, row.metric))


def _done(call: Call) -> Payload:
    follow_up_id = whole_number(call.text)
    if follow_up_id is None:
        raise UserFacingError(wording.reviews.not_your_follow_up())
    follow_up = followups.done(call.work, follow_up_id, call.user_id, call.at, _message_key(call))
    return message(wording.reviews.marked_done(escaped(follow_up.what)))


def _message_key(call: Call) -> MessageKey | None:
    """The key of our message that was clicked, where it stands for itself."""
    channel_id, ts = call.place.channel_id, call.place.message_ts
    if channel_id is None or ts is None:
        return None
    return key_of_message(call.work, channel_id, ts)


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
