"""How often each thing is done in the week, and in which order: an order of chance."""

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from tests.stories.week import coming_in, doing
from tests.stories.week.desk import Week
from tests.stories.week.diary import Page


@dataclass(frozen=True, slots=True)
class Deed:
    """Something people do: to which tickets, how often in the week."""

    do: Callable[..., None]
    times: int
    is_apt: Callable[[Page], bool] | None = None
    """None: it is not about a ticket that is there."""


def _workable(page: Page) -> bool:
    return page.is_workable


def _resolved(page: Page) -> bool:
    return page.status == "resolved" and not page.is_deleted


DEEDS: Final[Sequence[Deed]] = (
    Deed(coming_in.message, 26),
    Deed(coming_in.direct_message, 6),
    Deed(coming_in.form, 5),
    Deed(coming_in.form_for_another, 3),
    Deed(doing.asks_again, 22, _workable),
    Deed(doing.asks_again, 7, _resolved),
    Deed(doing.claims_at_once, 11, lambda page: page.is_workable and page.assignee is None),
    Deed(doing.is_given, 4, lambda page: page.is_workable and page.assignee is not None),
    Deed(doing.released, 3, lambda page: page.is_workable and page.assignee is not None),
    Deed(doing.silenced, 3),
    Deed(doing.reply_in_thread, 18, _workable),
    Deed(doing.reply_by_command, 9, _workable),
    Deed(doing.reply_by_form, 4, _workable),
    Deed(doing.note, 4, _workable),
    Deed(doing.pending, 4, _workable),
    Deed(doing.pending_until, 6, _workable),
    Deed(doing.hold, 5, _workable),
    Deed(doing.resolve, 10, _workable),
    Deed(doing.resolve_with_words, 6, _workable),
    Deed(doing.close, 2, _resolved),
    Deed(doing.reopen, 3, _resolved),
    Deed(doing.no_reply, 4, lambda page: page.is_workable and page.waits_since is not None),
    Deed(doing.level, 5, lambda page: page.is_workable and page.department == "Support"),
    Deed(doing.priority, 5, _workable),
    Deed(doing.delete, 3, _workable),
    Deed(doing.restore, 3, lambda page: page.is_deleted),
    Deed(doing.merge, 3, lambda page: page.is_workable and page.number > 10),
)


OPENING: Final = (
    coming_in.message,
    coming_in.direct_message,
    coming_in.form,
    coming_in.form_for_another,
)


def deck(dice: random.Random) -> list[Deed]:
    """All that is done in the week in an order of chance; requests come rather early."""
    cards = [(deed, dice.random()) for deed in DEEDS for _ in range(deed.times)]
    early = [(deed, at * (0.75 if deed.do in OPENING else 1)) for deed, at in cards]
    return [deed for deed, _ in sorted(early, key=lambda each: each[1])]


def play(week: Week, cards: list[Deed]) -> Deed | None:
    """Do the first of these that there is a ticket for, and return it."""
    for place, deed in enumerate(cards):
        apt = [page for page in week.pages if deed.is_apt is not None and deed.is_apt(page)]
        if deed.is_apt is None:
            deed.do(week)
        elif apt:
            deed.do(week, week.dice.choice(apt))
        else:
            continue
        del cards[place]
        return deed
    return None
