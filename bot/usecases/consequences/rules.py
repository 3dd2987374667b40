"""The rules at work on open tickets: their decisions, when they wake, their notices.

Decisions become events of the timeline, in the transaction that set them off; what is said
of it goes through the outbox in the same transaction, once for each ticket, rule and cause.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from bot.config.identities import is_person_id
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import outbox
from bot.store.tickets import TicketRow
from bot.usecases.ground.directory import Directory
from bot.usecases.ground.presence import presence_of
from bot.usecases.ground.privacy import may_hold
from bot.usecases.ground.recipients import channels_named, mentioned
from bot.usecases.ground.steps import TicketStep
from bot.usecases.ground.transaction import Transaction
from bot.usecases.messages.outgoing import card_now, lane_of_card, post
from bot.views.agent_messages import RuleNotice
from bot.views.tickets import TicketView
from sla_core.configuration import RULES, Configuration, ConfigurationHistory
from sla_core.configuration.conditions import Condition
from sla_core.configuration.rule import Rule
from sla_core.instants import from_us, to_us
from sla_core.rules.rulebook import Rulebook, Rulebooks
from sla_core.rules.timelines import Setting, decided_since, next_look_us
from sla_core.tickets.event import Event
from sla_core.tickets.events import LevelSet, Note, Notified, Ruled
from sla_core.tickets.timeline import is_decision

_PEOPLE_FIELDS: Final = frozenset({"assignee", "last_message.by"})
_EXACT: Final = frozenset({"is", "is_not", "in", "not_in"})


def decided(
    work: Transaction, row: TicketRow, history: Sequence[Event], happened: Sequence[Event]
) -> list[Event]:
    """The events of a locked ticket, with the rules' decisions on them and on the time until now.

    Every event has its ``seq``; that of the first that happened is the ticket's next. What rules
    decided is not decided on again.
    """
    if all(is_decision(event) for event in happened) and happened:
        return list(happened)
    if not _may_decide(work.history, happened):
        return list(happened)
    until_us = max([to_us(work.now), *(event.at_us for event in (*history, *happened))])
    events = decided_since(str(row.number), history, happened, _setting(work, until_us))
    first = next((index for index, event in enumerate(events) if event in happened), 0)
    in_order = [*events[first:], *events[:first]]  # those before it have earlier instants
    return [replace(event, seq=seq) for seq, event in enumerate(in_order, row.last_seq + 1)]


def next_look_at(work: Transaction, row: TicketRow, events: Sequence[Event]) -> datetime | None:
    """When the ``time`` rules are to be looked at next on a ticket; None where there are none."""
    if not _may_decide(work.history, ()):
        return None
    now_us = max(to_us(work.now), events[-1].at_us)
    look_us = next_look_us(str(row.number), events, _setting(work, now_us))
    return None if look_us is None else from_us(look_us)


def look_again(configuration: Configuration) -> bool:
    """Whether tickets have to be looked at anew under rules in force from now on."""
    return bool(Rulebook(configuration).time)


def say(work: Transaction, step: TicketStep) -> None:
    """Put what rules note and whom they notify into the thread of the ticket's card.

    Whoever is notified in another channel is told there, with the way to the card.
    """
    causes: dict[str | None, str | None] = {}
    for event in step.events:
        if isinstance(event, Ruled):
            causes[event.rule] = event.cause
        if event.rule is not None and isinstance(event, Note | Notified):
            cause = f"{event.type} {causes.get(event.rule) or f'#{event.seq}'}"
            _tell(work, step.view, event, cause)


def _tell(work: Transaction, view: TicketView, event: Note | Notified, cause: str) -> None:
    to = event.to if isinstance(event, Notified) else ()
    rule, home, card = str(event.rule), lane_of_card(work, view.number), card_now(work, view.number)
    channels = channels_named(work.directory, to)
    mentions = mentioned(work, view.department, view.assignee, to)
    is_for_all = "channel" in to or home in channels
    notice = RuleNotice(view, rule, event.text, mentions, to_channel=is_for_all)
    if home is not None:
        payload = work.speech.payload(notice)
        key = MessageKey.of(KeyKind.NOTICE, view.number, rule, cause)
        post(work, key, home, payload, ticket_number=view.number, thread_key=card)
    place = outbox.message_of(*work.scope, str(card))
    for channel_id in channels:
        if channel_id != home and may_hold(work, channel_id, view.department):
            payload = work.speech.payload(replace(notice, to_channel=False, card=place))
            key = MessageKey.of(KeyKind.NOTICE, view.number, rule, f"{cause} {channel_id}")
            post(work, key, channel_id, payload, ticket_number=view.number)


class LiveOutside:
    """What is known now of people, however long ago the instant of a decision is."""

    def __init__(self, directory: Directory) -> None:
        self._directory = directory

    def assignee_status(self, assignee: str, since_us: int, at_us: int) -> str | None:
        """``left`` for who left the workspace; of others what Slack says, if it was asked."""
        person = self._directory.person(assignee)
        if person is not None and person.is_deleted:
            return "left"
        return presence_of(assignee) if is_person_id(assignee) else None

    def customer_group(self, at_us: int) -> str | None:
        """None: the configuration in force says it."""
        return None


def _may_decide(history: ConfigurationHistory, happened: Iterable[Event]) -> bool:
    """Whether rules may run after a creation, or somebody hands the level back to them."""
    if any(isinstance(event, LevelSet) and event.to == "auto" for event in happened):
        return True
    lists: list[Any] = [revision.value for revision in history.revisions if revision.kind == RULES]
    return any(rule.when != ("created",) for rules in lists for rule in rules or ())


def outside_of(work: Transaction) -> LiveOutside:
    """What is known now of people, for decisions of a transaction."""
    return LiveOutside(work.directory)


def _setting(work: Transaction, until_us: int) -> Setting:
    books = Rulebooks(work.history, prepared=lambda rules: with_ids(rules, work.directory))
    return Setting(books, outside_of(work), until_us)


# --- who is meant -----------------------------------------------------------------------------


def with_ids(configuration: Configuration, directory: Directory) -> Configuration:
    """The configuration with people in its rules by their Slack ids, as timelines name them.

    Nobody is given a ticket by a name that waits to be looked up.
    """
    rules = tuple(_rule_with_ids(rule, directory) for rule in configuration.rules)
    return replace(configuration, rules=rules)


def _rule_with_ids(rule: Rule, directory: Directory) -> Rule:
    groups = tuple(
        tuple(_condition_with_ids(condition, directory) for condition in group)
        for group in rule.groups
    )
    assignee = rule.then.assignee
    if assignee is not None:
        slack_id = directory.meant(assignee)
        assignee = slack_id if is_person_id(slack_id) else None
    return replace(rule, groups=groups, then=replace(rule.then, assignee=assignee))


def _condition_with_ids(condition: Condition, directory: Directory) -> Condition:
    if condition.name not in _PEOPLE_FIELDS or condition.operator not in _EXACT:
        return condition
    wanted = condition.wanted
    names = wanted if isinstance(wanted, list | tuple) else (wanted,)
    ids = tuple(directory.meant(str(name)) for name in names)
    return replace(condition, wanted=ids)
