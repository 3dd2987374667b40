"""`/sla review`: misses that wait for one, open follow-ups, and why misses happen."""

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.commands.call import Call
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.blocks.review import review_list
from bot.slack.hear.typed_text import filters
from bot.usecases.reviews import breach_reviews

KEYS = {"dept": "department", "department": "department"}
WORDS = {name: name for name in breach_reviews.STATES}


def review(call: Call) -> Payload:
    """The first page of what waits, or of all."""
    return review_page(call, call.plain(), 1)


def review_page(call: Call, written: str, page: int) -> Payload:
    """A page of the reviews some filters choose; they are read again for every page."""
    selection = filters(written, WORDS, KEYS)
    department = selection.pop("department", None)
    if len(selection) > 1:
        raise UserFacingError(wording.reviews.which_review(" ".join(selection)))
    which = next(iter(selection), "open")
    reviews = breach_reviews.listing(call.work, call.user_id, which, department, page)
    again = which if department is None else f'{which} dept:"{department}"'
    return review_list(reviews, again, call.names, call.domain)
