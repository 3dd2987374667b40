"""Why the clocks of a ticket stand where they stand."""

from collections.abc import Iterable, Sequence

from bot import wording
from bot.errors import UserFacingError
from bot.store import people
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Transaction
from bot.views.tickets import ExplainedClock, clock_view, in_order
from sla_core.instants import from_us
from sla_core.tickets.event import Event
from sla_core.tickets.timeline import Timeline
from sla_core.tickets.vocabulary import METRICS
from sla_core.why import Explanation, choices, explain


def explained(work: Transaction, number: int, metric: str | None = None) -> list[ExplainedClock]:
    """Every clock of a ticket, or of one metric of it, span by span."""
    if metric is not None and metric not in METRICS:
        raise UserFacingError(wording.refusals.no_metric(metric, METRICS))
    loaded = load(work, number)
    replayed = loaded.replayed(work)
    ticket, at_s = replayed.ticket, replayed.at_s
    timeline = Timeline.of(ticket.name, loaded.events)
    chosen = choices(timeline.events)
    explanations = [
        explain(clock, at_s, ticket.statuses, chosen)
        for clock in in_order(replayed.clocks)
        if metric in (None, clock.metric)
    ]
    names = _called(work, timeline.events, explanations)
    opens_at = None if ticket.until_us is None else from_us(ticket.until_us)
    return [
        ExplainedClock(clock_view(explanation.clock, at_s), explanation, opens_at, names)
        for explanation in explanations
    ]


def _called(
    work: Transaction, events: Iterable[Event], explanations: Sequence[Explanation]
) -> dict[str, str]:
    """What the people and rules are called that had a hand in these clocks."""
    rules = {event.rule: wording.explanations.rule(event.rule) for event in events if event.rule}
    others = {name for explanation in explanations for name in _names(explanation)} - rules.keys()
    people_by_id = people.among(*work.scope, sorted(others))
    return rules | {person.id: person.real_name or person.name for person in people_by_id.values()}


def _names(explanation: Explanation) -> Iterable[str]:
    clock = explanation.clock
    withdrawn_by = None if clock.withdrawal is None else clock.withdrawal.by
    chosen_by = (term.choice.by for term in explanation.terms if term.choice is not None)
    changed_by = (term.by for term in explanation.terms)
    return filter(None, (clock.stopped_by, withdrawn_by, *chosen_by, *changed_by))
