"""Where Slack takes nothing: one call every ten seconds, a line in the log, and a quick end."""

from datetime import timedelta

import pytest

from bot.delivery.ports import Answer, UnclearAnswer
from bot.store import outages, waiting_messages
from bot.store.outages import SAYING, Outage
from bot.store.outbox import BREACH
from tests.delivery.fakes import drain

REFUSALS = ["invalid_auth", "account_inactive", "token_revoked", "unreachable", "accesslimited"]
PAGES = ["http status 503", "no answer of Slack's: <html>", "TimeoutError: timed out"]


@pytest.fixture
def broken(world):
    """Answer every call with what this holds, an error or the reason of an `Unclear`."""
    answers, call = {}, world.slack.call

    def answered(method, payload, *, timeout_s):
        if "error" in answers:
            world.slack.calls.append((method, payload))
            return Answer(ok=False, error=answers["error"])
        if "unclear" in answers:
            world.slack.calls.append((method, payload))
            raise UnclearAnswer(answers["unclear"])
        return call(method, payload, timeout_s=timeout_s)

    world.slack.call = answered
    return answers


def pass_for(world, seconds, sender=None):
    """Let so many seconds pass while the deliverer does what it wants, when it wants to."""
    ends_at = world.clock.now() + timedelta(seconds=seconds)
    drain(sender or world.deliverer(), world.clock, seconds)
    world.clock.at = ends_at


def fill(world, lanes=12):
    """A card and an alarm in every channel."""
    for number in range(lanes):
        world.put(f"card{number}", lane=f"C{number}")
        world.put(f"alarm{number}", lane=f"C{number}", summary="line", urgency=BREACH)


@pytest.mark.sqlite_only
@pytest.mark.parametrize("error", REFUSALS)
def test_a_refusal_of_everything_is_tried_again_with_one_call_every_ten_seconds(
    world, broken, error
):
    fill(world)
    broken["error"] = error
    pass_for(world, 3)
    at_once = len(world.slack.calls)
    pass_for(world, 597)
    assert at_once <= 3
    assert 55 <= len(world.slack.calls) - at_once <= 60


@pytest.mark.sqlite_only
@pytest.mark.parametrize("reason", PAGES)
def test_silence_and_foreign_answers_are_tried_again_with_one_call_every_ten_seconds(
    world, broken, reason
):
    fill(world)
    broken["unclear"] = reason
    pass_for(world, 12)
    at_once = len(world.slack.calls)
    pass_for(world, 588)
    assert at_once <= 4
    assert 50 <= len(world.slack.calls) - at_once <= 60


@pytest.mark.parametrize(
    "trouble",
    [{"error": "invalid_auth"}, {"error": "unreachable"}, {"unclear": "http status 503"}],
    ids=str,
)
@pytest.mark.parametrize("lasts_s", [31, 607])
def test_after_the_cure_sending_begins_within_30_seconds_and_every_alarm_is_said_within_60(
    world, broken, trouble, lasts_s
):
    fill(world)
    broken |= trouble
    pass_for(world, lasts_s)
    broken.clear()
    pass_for(world, 30)
    assert world.slack.committed
    pass_for(world, 30)
    alarms = [text for text in world.slack.committed if text.startswith("alarm")]
    assert sorted(alarms) == sorted(f"alarm{number}" for number in range(12))
    pass_for(world, 600)
    assert sorted(world.slack.committed) == sorted([*alarms, *(f"card{n}" for n in range(12))])


def test_the_probe_is_the_most_urgent_message(world, broken):
    world.put("card", lane="C1")
    broken["error"] = "invalid_auth"
    pass_for(world, 5)
    world.put("breach", lane="C2", urgency=BREACH)
    pass_for(world, 6)
    assert [payload["text"] for _, payload in world.slack.calls] == ["card", "breach"]


def test_a_restart_and_a_second_process_know_of_the_trouble(world, broken):
    fill(world)
    broken["error"] = "invalid_auth"
    pass_for(world, 5)
    calls = len(world.slack.calls)
    for _ in range(4):
        world.deliverer().run_once()
    assert len(world.slack.calls) == calls
    world.clock.move(seconds=10)
    one, other = world.deliverer(), world.deliverer()
    jobs, _ = one._claim(4)
    assert len(jobs) == 1
    assert other._claim(4)[0] == []
    jobs[0]()
    assert len(world.slack.calls) == calls + 1


def test_a_trouble_is_named_at_once_and_then_once_a_minute_with_what_to_do(world, broken, caplog):
    fill(world)
    broken["error"] = "invalid_auth"
    sender = world.deliverer()
    pass_for(world, 1, sender)
    assert caplog.text.count("Slack does not take calls: invalid_auth") == 1
    assert "SLACK_BOT_TOKEN" in caplog.text
    pass_for(world, 300, sender)
    assert 5 <= caplog.text.count("invalid_auth") <= 6
    broken.clear()
    pass_for(world, 60, sender)
    assert caplog.text.count("Slack takes calls again") == 1


def test_one_call_that_goes_unanswered_holds_up_its_channel_only(world):
    world.put("a", lane="C1")
    world.slack.faults = ["lose_before"]
    world.run()
    world.put("b", lane="C2")
    world.run()
    assert world.slack.said("C2") == ["b"]


def test_a_missing_scope_of_one_method_holds_up_that_method_only(world):
    world.put("card")
    world.run()
    for number in range(3):
        world.put(f"r{number}", method="reactions.add", payload={"name": "x"}, target_key="card")
    world.slack.faults = [Answer(ok=False, error="missing_scope")]
    world.run()
    world.put("news", lane="C2")
    world.run()
    assert world.slack.said("C2") == ["news"]
    assert world.methods().count("reactions.add") == 1
    world.drain()
    assert [world.row(f"r{number}").state for number in range(3)] == ["sent"] * 3


def test_a_probe_that_slack_refuses_for_another_reason_shows_that_it_takes_calls(world, broken):
    fill(world)
    broken["error"] = "invalid_auth"
    pass_for(world, 5)
    broken.clear()
    world.slack.faults = [Answer(ok=False, error="invalid_blocks")]
    pass_for(world, 20)
    assert len(world.slack.committed) > 10


def outages_of(world):
    with world.db.reading() as connection:
        return outages.listing(connection, "T1")


@pytest.mark.parametrize(
    ("trouble", "error"),
    [({"error": "invalid_auth"}, "invalid_auth"), ({"unclear": PAGES[0]}, PAGES[0])],
)
def test_since_when_slack_takes_nothing_is_kept_until_it_takes_something(
    world, broken, trouble, error
):
    fill(world)
    began_at = world.clock.now()
    broken |= trouble
    pass_for(world, 300)
    assert outages_of(world) == [Outage(SAYING, error, began_at)]
    broken.clear()
    pass_for(world, 60)
    assert outages_of(world) == []


@pytest.mark.parametrize("lanes", [1, 2, 12])
@pytest.mark.parametrize(
    ("first", "then", "error"),
    [
        ({"unclear": PAGES[1]}, {"error": "invalid_auth"}, "invalid_auth"),
        ({"error": "invalid_auth"}, {"unclear": PAGES[1]}, PAGES[1]),
        ({"error": "invalid_auth"}, {"error": "account_inactive"}, "account_inactive"),
    ],
)
def test_an_outage_that_changes_its_kind_is_named_as_it_is_and_began_when_it_did(
    world, broken, first, then, error, lanes
):
    fill(world, lanes)
    began_at = world.clock.now()
    broken |= first
    pass_for(world, 40)
    broken.clear()
    broken |= then
    pass_for(world, 40, world.deliverer())
    assert outages_of(world) == [Outage(SAYING, error, began_at)]


def test_what_one_method_is_refused_for_is_kept_beside_what_is_taken(world):
    world.put("card")
    world.run()
    world.put("r", method="reactions.add", payload={"name": "x"}, target_key="card")
    world.slack.faults = [Answer(ok=False, error="missing_scope")]
    world.run()
    world.put("news", lane="C2")
    world.run()
    (outage,) = outages_of(world)
    assert (outage.scope, outage.error) == ("reactions.add", "missing_scope")
    world.drain()
    assert outages_of(world) == []


def test_an_outage_ends_though_what_met_it_is_not_to_be_said_any_more(world, broken):
    world.put("card")
    world.run()
    broken["error"] = "invalid_auth"
    world.put("old", method="chat.update", target_key="card")
    world.run()
    assert len(outages_of(world)) == 1
    broken.clear()
    world.put("new", method="chat.update", target_key="card")
    world.drain()
    assert outages_of(world) == []


def test_an_outage_is_told_no_longer_than_something_waits_that_met_it(world, broken):
    world.put("alarm", summary="line")
    broken["error"] = "invalid_auth"
    world.run()
    assert len(outages_of(world)) == 1
    with world.db.writing() as connection:
        assert waiting_messages.withdraw(connection, "T1", "alarm")
    assert outages_of(world) == []
    world.clock.move(days=1)
    world.put("other")
    world.run()
    assert [each.began_at for each in outages_of(world)] == [world.clock.now()]
