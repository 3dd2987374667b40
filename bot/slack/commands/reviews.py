"""`/sla review`: what waits for a review, what is still to be done, and why misses happen."""

from bot import wording
from bot.errors import UserFacingError
from bot.slack.blocks.elements import Payload
from bot.slack.blocks.review import review_list
from bot.slack.commands.call import Call
from bot.slack.parsing import filters
from bot.usecases.reviews import breach_reviews

KEYS = {"dept": "department", "department": "department"}
WORDS = {name: name for name in breach_reviews.STATES}


def review(call: Call) -> Payload:
    """The first page of what waits, or of all."""
    return review_page(call, call.plain(), 1)


def review_page(call: Call, written: str, page: int) -> Payload:
    """A page of the reviews some filters choose; they are read again for every page."""
    chosen = filters(written, WORDS, KEYS)
    department = chosen.pop("department", None)
    if len(chosen) > 1:
        raise UserFacingError(wording.reviews.which_review(" ".join(chosen)))
    which = next(iter(chosen), "open")
    found = breach_reviews.listing(call.work, call.user_id, which, department, page)
    again = which if department is None else f'{which} dept:"{department}"'
    return review_list(found, again, call.names, call.domain)
