"""Every error of Slack's reference is sorted, once, and means what the row then is."""

from dataclasses import fields, replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.delivery import outcome, refusals
from bot.delivery.methods import METHODS
from bot.delivery.ports import Answer
from bot.delivery.settings import DeliverySettings
from bot.store.outbox import POST, OutboxRow
from sandbox.webapi.errors import words_of

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)

SAYING = (*METHODS, "conversations.open")
"""All that delivery calls to say something; their errors stand in the sandbox, after Slack's own
reference, which `python -m sandbox` can be told to answer with."""
OURS = {"unreachable"}
"""What the port says where Slack said nothing."""

KINDS = {
    name: getattr(refusals, name)
    for name in (
        *("RATE_LIMITED", "MAYBE_DONE", "CUT_OFF", "METHOD_CLOSED", "CHANNEL_CLOSED"),
        *("DEAD_TARGET", "UNINVITED", "MALFORMED"),
    )
}
NAMED = {
    "accesslimited": "CUT_OFF",
    "team_added_to_org": "CUT_OFF",
    "invalid_auth": "CUT_OFF",
    "account_inactive": "CUT_OFF",
    "message_limit_exceeded": "METHOD_CLOSED",
    "enterprise_is_restricted": "METHOD_CLOSED",
    "request_timeout": "CHANNEL_CLOSED",
    "external_channel_migrating": "CHANNEL_CLOSED",
    "no_permission": "UNINVITED",
    "update_failed": "MAYBE_DONE",
    "posting_to_channel_denied": "DEAD_TARGET",
    "cant_broadcast_message": "DEAD_TARGET",
    "is_archived": "DEAD_TARGET",
    "hash_conflict": "MALFORMED",
}


def kinds_of(error):
    return [name for name, errors in KINDS.items() if error in errors]


@pytest.mark.parametrize("method", SAYING)
def test_every_error_of_the_reference_is_sorted_once(method):
    done = METHODS[method].done_anyway if method in METHODS else frozenset()
    errors = words_of(method) - done
    assert {error: kinds_of(error) for error in errors if len(kinds_of(error)) != 1} == {}


def test_nothing_is_sorted_that_slack_does_not_say():
    assert frozenset().union(*KINDS.values()) - words_of(None) == OURS


@pytest.mark.parametrize("method", ["conversations.history", "conversations.replies"])
def test_a_search_that_is_refused_is_repeated_or_given_up_for_a_repeat(method):
    sent = replace(claimed(), state="unknown", doubted_at=NOW)
    refused = {error: searched(sent, error) for error in words_of(method)}
    assert {row.state for row in refused.values()} == {"unknown", "pending"}
    assert all(row.next_at > NOW for row in refused.values() if row.state == "unknown")


def searched(row, error):
    return outcome.search_refused(row, Answer(ok=False, error=error), NOW, DeliverySettings())


@pytest.mark.parametrize(("error", "kind"), NAMED.items())
def test_an_error_is_of_its_kind(error, kind):
    assert kinds_of(error) == [kind]


def claimed():
    """A message on its way, for the first time."""
    nothing = dict.fromkeys(field.name for field in fields(OutboxRow))
    told = {"key": "k", "lane": "C1", "method": POST, "payload": {}, "attempts": 0}
    return outcome.claimed(OutboxRow(**{**nothing, **told, "created_at": NOW}), NOW)


def answered(row, error):
    return outcome.answered(row, Answer(ok=False, error=error), NOW, DeliverySettings())


@pytest.mark.parametrize("error", sorted(refusals.HEALING))
def test_what_heals_is_tried_for_as_long_as_it_takes_and_at_least_every_30_seconds(error):
    row = claimed()
    for _ in range(50):
        refused = answered(row, error)
        assert refused.state == "pending"
        assert timedelta(0) < refused.next_at - NOW <= timedelta(seconds=30)
        row = outcome.claimed(refused, NOW)


@pytest.mark.parametrize("error", sorted(refusals.DEAD_TARGET | refusals.MALFORMED))
def test_what_is_final_is_a_dead_letter_at_once(error):
    refused = answered(claimed(), error)
    assert (refused.state, refused.error) == ("dead", error)


@pytest.mark.parametrize("error", sorted(refusals.MAYBE_DONE))
def test_what_may_be_done_is_in_doubt(error):
    assert answered(claimed(), error).state == "unknown"


def test_a_word_that_slack_has_since_yesterday_is_tried_again_for_a_while_and_then_final():
    row, states = claimed(), []
    for _ in range(outcome.PATIENCE):
        refused = answered(row, "since_yesterday")
        states.append(refused.state)
        row = outcome.claimed(refused, NOW)
    assert states == ["pending"] * (outcome.PATIENCE - 1) + ["dead"]
