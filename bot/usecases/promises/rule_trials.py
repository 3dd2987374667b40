"""Rules tried on a real ticket: what they would do to it, and why others do nothing."""

from bot import wording
from bot.errors import UserFacingError
from bot.usecases.consequences.rules import outside_of, with_ids
from bot.usecases.ground.privacy import asked_by
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Transaction
from bot.views.rules import RuleTrial
from sla_core.instants import to_us
from sla_core.rules.explanation import tried


def tried_on(work: Transaction, number: int, by: str | None = None) -> RuleTrial:
    """The rules in force tried on a ticket as it stands; nothing is changed.

    For who asks, if anybody does (`by`), a ticket that they may not know of is an unknown one, and
    of one they asked for themselves they are told no rule.
    """
    loaded = load(work, number, by=by)
    if by is not None and asked_by(loaded.row, by):
        raise UserFacingError(wording.rule_trials.of_your_own(number))
    configuration = with_ids(work.configuration, work.directory)
    outside = outside_of(work)
    walks = tried(str(number), loaded.events, configuration, outside, to_us(work.now), work.history)
    ticket = loaded.replayed(work).ticket
    places = {rule.name: place for place, rule in enumerate(configuration.rules, 1)}
    return RuleTrial(number, tuple(walks), places, ticket.level, ticket.level_by_hand)
