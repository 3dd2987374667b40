"""The rules at work on tickets that are there: what they decide, when they wake, what they say.

What is decided becomes events of the timeline, in the transaction of what set it off; what is said
of it goes through the outbox in the same transaction, once for each ticket, rule and cause.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any, Final

from bot.config.identities import is_person_id
from bot.keys.messages import notice_key
from bot.store import tickets
from bot.store.tickets import TicketRow
from bot.usecases.consequences.announcements import mentioned
from bot.usecases.ground.directory import Directory
from bot.usecases.ground.transaction import Work
from bot.usecases.messages.outgoing import card_now, lane_of_card, post
from bot.views.tickets import TicketView
from sla_core.configuration import Configuration, ConfigurationHistory
from sla_core.instants import from_us, to_us
from sla_core.rules.conditions import Condition
from sla_core.rules.rule import Rule
from sla_core.rules.rulebook import Rulebook, Rulebooks
from sla_core.rules.timelines import Setting, decided_since, next_look_us
from sla_core.tickets.events import Event, LevelSet, Note, Notified, Ruled
from sla_core.tickets.timeline import is_decision

_PEOPLE_FIELDS: Final = frozenset({"assignee", "last_message.by"})
_EXACT: Final = frozenset({"is", "is_not", "in", "not_in"})


def decided(
    work: Work, row: TicketRow, kept: Sequence[Event], happened: Sequence[Event]
) -> list[Event]:
    """What happened to a locked ticket, with what rules decide on it and on the time until now.

    Every event has its ``seq``; that of the first that happened is the ticket's next. What rules
    decided is not decided on again.
    """
    if all(is_decision(each) for each in happened) and happened:
        return list(happened)
    if not _may_decide(work.history, happened):
        return list(happened)
    until_us = max([to_us(work.now), *(each.at_us for each in (*kept, *happened))])
    found = decided_since(str(row.number), kept, happened, _setting(work, until_us))
    first = next((place for place, each in enumerate(found) if each in happened), 0)
    in_order = [*found[first:], *found[:first]]  # those before it have earlier instants
    return [replace(each, seq=seq) for seq, each in enumerate(in_order, row.last_seq + 1)]


def wake(work: Work, row: TicketRow, kept: Sequence[Event]) -> TicketRow:
    """A locked ticket that wakes when its ``time`` rules are to be looked at, if that is sooner."""
    if not _may_decide(work.history, ()):
        return row
    now_us = max(to_us(work.now), kept[-1].at_us)
    look_us = next_look_us(str(row.number), kept, _setting(work, now_us))
    if look_us is None or (row.wake_at is not None and to_us(row.wake_at) <= look_us):
        return row
    woken = replace(row, wake_at=from_us(look_us))
    tickets.save(work.connection, work.workspace_id, woken)
    return woken


def wake_all(work: Work, wanted: Configuration) -> None:
    """Look at every ticket anew under rules that are in force from now on."""
    if Rulebook(wanted).time:
        tickets.wake(work.connection, work.workspace_id, work.now)


def say(work: Work, view: TicketView, happened: Sequence[Event]) -> None:
    """Put what rules note and whom they notify into the thread of the ticket's card."""
    card = card_now(work, view.number)
    has_words = any(each.rule and isinstance(each, Note | Notified) for each in happened)
    channel_id = lane_of_card(work, view.number) if has_words else None
    causes: dict[str | None, str | None] = {}
    for event in happened:
        if isinstance(event, Ruled):
            causes[event.rule] = event.cause
        if channel_id is None or event.rule is None or not isinstance(event, Note | Notified):
            continue
        to = event.to if isinstance(event, Notified) else ()
        cause = causes.get(event.rule) or f"#{event.seq}"
        key = notice_key(view.number, event.rule, f"{event.type} {cause}")
        payload = work.speech.notice(
            view,
            rule=event.rule,
            text=event.text,
            mentions=mentioned(work, view.department, view.assignee, to),
            to_channel="channel" in to,
        )
        post(work, key, channel_id, payload, ticket_number=view.number, thread_key=card)


class LiveOutside:
    """What is known now of people, however long ago the instant of a decision is."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def assignee_status(self, assignee: str, since_us: int, at_us: int) -> str | None:
        """``left`` for who left the workspace; whether others are active is not known yet."""
        person = self._directory.person(assignee)
        return "left" if person is not None and person.is_deleted else None

    def customer_group(self, at_us: int) -> str | None:
        """None: the configuration in force says it."""
        return None


def _may_decide(history: ConfigurationHistory, happened: Iterable[Event]) -> bool:
    """Whether rules may run after a creation, or somebody hands the level back to them."""
    if any(isinstance(each, LevelSet) and each.to == "auto" for each in happened):
        return True
    lists: list[Any] = [each.value for each in history.revisions if each.kind == "rules"]
    return any(rule.when != ("created",) for rules in lists for rule in rules or ())


def _setting(work: Work, until_us: int) -> Setting:
    books = Rulebooks(work.history, prepared=lambda each: with_ids(each, work.directory))
    return Setting(books, LiveOutside(work.directory), until_us)


# --- who is meant -----------------------------------------------------------------------------


def with_ids(configuration: Configuration, directory: Directory) -> Configuration:
    """The configuration with people in its rules by their Slack ids, as timelines name them.

    Nobody is given a ticket by a name that waits to be looked up.
    """
    rules = tuple(_rule_with_ids(rule, directory) for rule in configuration.rules)
    return replace(configuration, rules=rules)


def _rule_with_ids(rule: Rule, directory: Directory) -> Rule:
    groups = tuple(
        tuple(_condition_with_ids(each, directory) for each in group) for group in rule.groups
    )
    assignee = rule.then.assignee
    if assignee is not None:
        meant = directory.meant(assignee)
        assignee = meant if is_person_id(meant) else None
    return replace(rule, groups=groups, then=replace(rule.then, assignee=assignee))


def _condition_with_ids(condition: Condition, directory: Directory) -> Condition:
    if condition.name not in _PEOPLE_FIELDS or condition.operator not in _EXACT:
        return condition
    wanted = condition.wanted
    names = wanted if isinstance(wanted, list | tuple) else (wanted,)
    ids = tuple(directory.meant(str(name)) for name in names)
    return replace(condition, wanted=ids)
