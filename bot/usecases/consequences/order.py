"""What follows from a change of a ticket, in its order; handed over where the program is built."""

from typing import Final

from bot.usecases.consequences import (
    announcements,
    cards,
    confirmations,
    departures,
    review_requests,
    rules,
    silence,
    solved,
    wakes,
)
from bot.usecases.ground.transaction import Consequences

IN_ORDER: Final = Consequences(
    decisions=(silence.reopened, rules.decided),
    of_clocks=(announcements.announce, review_requests.ask),
    of_ticket=(
        wakes.wake,
        silence.take_back_reminders,
        cards.show,
        departures.take_along_if_moved,
        rules.say,
        solved.say_changed,
        confirmations.confirm_anew,
    ),
)
