"""What rules decide after a ticket's creation: on each event of people, and as time passes.

A ticket is walked through its timeline, and the decisions are made on the way, each from what was
known at its instant. ``changed`` rules decide behind the event that set them off; behind ``auto``
the level is chosen anew first, by them and those of the creation in one walk. ``time`` rules
decide at the second at which their condition became true, however late it is noticed, once for
each cause. An event at just that second comes first.
"""

from collections.abc import Callable, Iterable
from typing import Any, Final

from sla_core.clocks.replay import Replay
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import Facts
from sla_core.configuration.rule import Rule
from sla_core.instants import MICROSECONDS
from sla_core.rules.actions import actions_on, same_name
from sla_core.rules.moments import next_moment
from sla_core.rules.observation import Observation, Outside
from sla_core.rules.rulebook import Rulebook, Rulebooks
from sla_core.rules.walk import default_level, holds, walk_all
from sla_core.tickets.event import Event
from sla_core.tickets.events import AgentReply, Created, LevelSet, RequesterMessage, Ruled

Group = tuple[Condition, ...]
Matching = Callable[[Rule, Observation, Facts], dict[str | None, Group]]
"""The groups of a rule that hold, by the cause that a ``time`` rule decides for; empty for none."""
Saw = tuple[tuple[str, str], ...]
_PUBLIC: Final = frozenset({Created, RequesterMessage, AgentReply})
_ALWAYS: Final[tuple[Group, ...]] = ((),)


class Decider:
    """One ticket while its timeline is walked; ``log`` are the events and decisions in order.

    ``take`` takes an event as it is. ``pass_to``, ``decide_changed`` and ``decide_in_time`` decide.
    """

    def __init__(self, name: str, books: Rulebooks, outside: Outside) -> None:
        self.replay = Replay(name, books.history)
        self.log: list[Event] = []
        self._books = books
        self._outside = outside
        self._created = Created(at_us=0)  # until the first event is taken
        self._message: Event = self._created
        self._decided: set[tuple[str, str]] = set()
        self._now_us = 0

    def take(self, event: Event) -> None:
        """Take in the next event, deciding nothing."""
        self.replay.take(event)
        self.log.append(event)
        self._now_us = event.at_us
        if isinstance(event, Created):
            self._created = event
        if type(event) in _PUBLIC:
            self._message = event
        elif isinstance(event, Ruled) and event.rule is not None and event.cause is not None:
            self._decided.add((event.rule.casefold(), event.cause))

    def pass_to(self, bound_us: int) -> None:
        """Let time pass, up to an instant that is not reached, and decide what it brings."""
        while (at_us := self.next_us()) is not None and at_us < bound_us:
            self.replay.pass_to(at_us)
            self._now_us = at_us
            self.decide_in_time()

    def next_us(self) -> int | None:
        """When a ``time`` rule is to be looked at next if nothing happens, or None."""
        book = self._books.at(self._now_us)
        instants = [self._books.edited_after(self._now_us)]
        if book.time:
            seen = self._seen(book)
            moment_s = next_moment(book.time, seen, seen.facts(book.names), self._decided)
            instants.append(None if moment_s is None else moment_s * MICROSECONDS)
            instants.append(self.replay.ticket.until_us)
        return min((instant_us for instant_us in instants if instant_us is not None), default=None)

    def decide_changed(self, event: Event) -> None:
        """Let ``changed`` rules decide on the event just taken, which a person or gateway sent."""
        book = self._books.at(event.at_us)
        is_auto = isinstance(event, LevelSet) and event.to == "auto"
        if is_auto and self.replay.ticket.away is None:
            self._choose_anew(book)
        if book.changed:
            self._walk(book, book.changed, first_match, sets_level=not is_auto)

    def decide_in_time(self) -> None:
        """Let ``time`` rules decide whose condition holds now, for a cause not decided yet.

        What one does may make another true, so all are looked at again; each decides once at most.
        """
        book = self._books.at(self._now_us)
        waiting = book.time
        while waiting:
            acted = self._walk(book, waiting, self.undecided)
            if not acted:
                return
            waiting = tuple(rule for rule in waiting if rule.name not in acted)

    # --- the walk -------------------------------------------------------------------------------

    def stand_at(self, at_us: int) -> None:
        """Let time pass to an instant, deciding nothing."""
        self.replay.pass_to(at_us)
        self._now_us = at_us

    def try_out(self, rules: Iterable[Rule], matching: Matching) -> list[Event]:
        """Walk rules as they stand in force now; return what they would decide, in order."""
        before = len(self.log)
        self._walk(self._books.at(self._now_us), rules, matching)
        return self.log[before:]

    def undecided(self, rule: Rule, seen: Observation, facts: Facts) -> dict[str | None, Group]:
        """The groups that hold for a cause the rule did not decide for yet."""
        name, groups = rule.name.casefold(), dict[str | None, Group]()
        for group in rule.groups or _ALWAYS:
            if holds(group, facts) and (name, cause := seen.cause(group)) not in self._decided:
                groups.setdefault(cause, group)
        return groups

    def next_of(self, rule: Rule, seen: Observation, facts: Facts) -> int | None:
        """The next second at which time makes a ``time`` rule true; None where it does not."""
        return next_moment([rule], seen, facts, self._decided)

    def _walk(
        self, book: Rulebook, rules: Iterable[Rule], matching: Matching, *, sets_level: bool = True
    ) -> set[str]:
        """Walk rules from the top, carrying out those that match; return their names."""
        acted: set[str] = set()
        chosen: tuple[str, str] | None = None
        seen, facts = self._look(book, chosen)
        for rule in rules:
            matched = matching(rule, seen, facts)
            if not matched:
                continue
            acted.add(rule.name)
            self._carry_out(rule, {cause: seen.saw(group) for cause, group in matched.items()})
            if sets_level and rule.then.level is not None:
                chosen = rule.then.level, rule.name
            if rule.then.stop:
                break
            seen, facts = self._look(book, chosen)
        if chosen is not None:
            self._set_level(*chosen)
        return acted

    def _look(self, book: Rulebook, chosen: tuple[str, str] | None) -> tuple[Observation, Facts]:
        """What rules see now, with the level that is chosen and not set yet."""
        seen = self._seen(book)
        facts = seen.facts(book.names)
        if chosen is not None and not seen.ticket.level_by_hand:
            facts = Facts({**facts.values, "level": chosen[0]}, facts.now_s, facts.calendar)
        return seen, facts

    def _seen(self, book: Rulebook) -> Observation:
        clocks = [clock for run in self.replay.runs if (clock := run.clock()) is not None]
        return Observation(
            self.replay.ticket,
            self._created,
            self._message,
            clocks,
            self._now_us,
            book.configuration,
            self._outside,
        )

    # --- what is decided ------------------------------------------------------------------------

    def _stamp(self, rule: str | None) -> dict[str, Any]:
        return {"at_us": self._now_us, "rule": rule}

    def _carry_out(self, rule: Rule, seen_for: dict[str | None, Saw]) -> None:
        stamp = self._stamp(rule.name)
        for cause, saw in seen_for.items():
            if cause is not None or saw:
                self.take(Ruled(cause=cause, saw=saw, **stamp))
        for event in actions_on(self.replay.ticket, rule.then, stamp):
            self.take(event)

    def _set_level(self, level: str, rule: str) -> None:
        """Set the level that a rule chose, unless one was set by hand."""
        ticket = self.replay.ticket
        if ticket.away is None and not ticket.level_by_hand and not same_name(level, ticket.level):
            self.take(LevelSet(to=level, **self._stamp(rule)))

    def _choose_anew(self, book: Rulebook) -> None:
        """Choose a level by the rules, else the nearest promise, also the one that is in force."""
        seen = self._seen(book)
        chosen = walk_all(book.choosing, seen.facts(book.choosing_names))
        if chosen.level_rule is not None:
            self.take(LevelSet(to=chosen.level, **self._stamp(chosen.level_rule)))
            self._record_what_saw(book, chosen.level_rule, seen)
            return
        ticket, group = seen.ticket, seen.value("customer_group")
        level, chosen_by = default_level(
            ticket.customer, group, ticket.department, book.configuration
        )
        self.take(LevelSet(to=level, chosen_by=chosen_by, **self._stamp(None)))

    def _record_what_saw(self, book: Rulebook, name: str, seen: Observation) -> None:
        rule = next(rule for rule in book.choosing if rule.name == name)
        if saw := seen.saw(condition for group in rule.groups for condition in group):
            self.take(Ruled(cause=None, saw=saw, **self._stamp(name)))


def first_match(rule: Rule, _: Observation, facts: Facts) -> dict[str | None, Group]:
    """The first group of a rule that holds."""
    for group in rule.groups or _ALWAYS:
        if holds(group, facts):
            return {None: group}
    return {}
