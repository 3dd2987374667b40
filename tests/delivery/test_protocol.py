"""The intent protocol: nothing lost, nothing doubled, whatever happens to a call."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.delivery import calls, methods, outcome, search
from bot.delivery.deliverer import Deliverer
from bot.delivery.ports import Answer
from tests.delivery.fakes import Crash, DyingDatabase, drain

RATE_LIMITED = Answer(ok=False, error="ratelimited", retry_after_s=30)
FAULTS = [
    "lose_before",
    "lose_after",
    "commit_soon",
    "commit_late",
    "crash_before",
    "crash_after",
    RATE_LIMITED,
    Answer(ok=False, error="internal_error"),
    Answer(ok=False, error="service_unavailable"),
    Answer(ok=False, error="an_error_of_next_year"),
]


def name_of(fault):
    return fault.error if isinstance(fault, Answer) else fault


def live_through(world, run):
    """Run until done; whoever crashes is started again."""
    for _ in range(20):
        try:
            return run()
        except Crash:
            world.deliverer().take_over()
    raise AssertionError("it crashes for ever")


@pytest.mark.parametrize("second", [None, "lose_before", "commit_late"])
@pytest.mark.parametrize("first", FAULTS, ids=name_of)
@pytest.mark.parametrize("in_thread", [False, True], ids=["channel", "thread"])
def test_a_message_arrives_exactly_once_through_two_faults(world, first, second, in_thread):
    thread = {"payload": {"text": "hello", "thread_ts": "1.1"}} if in_thread else {}
    world.put("k", "hello", **thread)
    world.slack.faults = [first, second]
    live_through(world, world.drain)
    assert world.slack.said("C1") == ["hello"]
    assert world.row("k").state == "sent"
    assert world.row("k").ts == world.slack.messages["C1"][0]["ts"]


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("fault", [None, "lose_after", "lose_before"])
def test_a_crash_at_any_commit_neither_loses_nor_doubles(world, moment, fault):
    commits = 0
    while True:
        key = f"k{commits}"
        world.put(key, lane="C1")
        world.slack.faults = [fault]
        commits += 1
        dying = DyingDatabase(world.db, commits, moment)
        try:
            drain(world.deliverer(dying), world.clock)
        except Crash:
            world.deliverer().take_over()
            world.drain()
        assert world.slack.said("C1").count(key) == 1
        if dying.count < commits:
            break
    assert commits > 3


def test_a_direct_message_in_doubt_is_looked_for_in_the_conversation_with_the_person(world):
    world.put("k", "psst", lane="UANA")
    world.slack.faults = ["lose_after"]
    world.drain()
    assert world.slack.said("DUANA") == ["psst"]
    assert world.place("k").channel_id == "DUANA"
    assert world.methods() == ["chat.postMessage", "conversations.open", "conversations.history"]


def doubted_behind_chatter(world):
    """A message whose answer is lost, with several pages of others written after it."""
    world.put("k", "hello")
    world.slack.faults = ["lose_after"]
    world.run()
    for number in range(7):
        world.slack.call(
            "chat.postMessage", {"channel": "C1", "text": f"chatter {number}"}, timeout_s=1
        )


def test_a_message_is_found_behind_many_pages(world):
    doubted_behind_chatter(world)
    world.drain()
    assert world.slack.said("C1").count("hello") == 1
    assert world.row("k").attempts == 1


def test_the_intent_is_committed_before_slack_is_called(world):
    world.put("k")
    states = []
    call = world.slack.call

    def spy(*args, **given):
        states.append(world.row("k").state)
        return call(*args, **given)

    world.slack.call = spy
    world.run()
    assert states == ["sending"]


def test_no_history_is_asked_before_the_settle_time_is_over(world):
    world.put("k")
    world.slack.faults = ["lose_before"]
    assert world.run().next_at == world.clock.now() + timedelta(seconds=10)
    world.clock.move(seconds=9.9)
    world.run()
    assert world.methods() == ["chat.postMessage"]


def test_a_retry_after_is_kept_across_a_restart(world):
    world.put("k")
    world.slack.faults = [RATE_LIMITED]
    assert world.run().next_at == world.clock.now() + timedelta(seconds=30)
    assert world.row("k").next_at == world.clock.now() + timedelta(seconds=30)
    world.clock.move(seconds=29)
    world.run()
    assert world.slack.said("C1") == []
    world.clock.move(seconds=1)
    world.run()
    assert world.slack.said("C1") == ["k"]


def test_a_sender_that_vanished_is_noticed_by_another_without_a_lock(world):
    world.put("k")
    world.slack.faults = ["crash_after"]
    with pytest.raises(Crash):
        world.run()
    world.drain()
    assert world.slack.said("C1") == ["k"]


def test_an_answer_that_comes_after_the_row_was_doubted_still_counts(world):
    world.put("k")
    call = world.slack.call

    def slow(*args, **given):
        answer = call(*args, **given)
        world.clock.move(seconds=60)
        world.deliverer().take_over()
        return answer

    world.slack.call = slow
    world.run()
    assert (world.row("k").state, world.row("k").attempts) == ("sent", 1)


def test_a_claim_that_grew_old_is_not_sent(world):
    world.put("k")
    slow = Deliverer(world.db, world.slack, world.clock, world.settings)
    (job,), _ = slow._claim(1)
    world.clock.move(seconds=60)
    assert job() == "late"
    assert world.slack.said("C1") == []
    world.drain()
    assert world.slack.said("C1") == ["k"]


@pytest.mark.parametrize(
    "refusal",
    [
        "lose_before",
        Answer(ok=False, error="ratelimited", retry_after_s=60),
        Answer(ok=False, error="internal_error"),
    ],
    ids=name_of,
)
def test_a_message_stays_in_doubt_while_slack_does_not_let_us_look(world, refusal):
    world.put("k")
    world.slack.faults, world.slack.search_faults = ["lose_after"], [refusal]
    world.run()
    world.clock.move(seconds=10)
    world.run()
    assert world.row("k").state == "unknown"
    world.drain()
    assert world.slack.said("C1") == ["k"]


def searches(world):
    return [payload for method, payload in world.slack.calls if method.startswith("conversations.")]


def test_a_look_that_slack_limits_goes_on_where_it_was(world):
    """Else a long history would never be read to its end where few calls are left."""
    doubted_behind_chatter(world)
    limited = Answer(ok=False, error="ratelimited", retry_after_s=1)
    world.slack.search_faults = [None, limited, None, limited]
    world.drain()
    assert world.slack.said("C1").count("hello") == 1
    pages = [each.get("cursor") for each in searches(world)]
    assert len(pages) == len(set(pages)) + 2  # each page once, but for the two that were refused


def test_nobody_looks_for_anything_before_slack_allows_it(world):
    for lane in ("C1", "C2", "C3"):
        world.put(f"k{lane}", lane=lane)
    world.slack.faults = ["lose_after"] * 3
    world.run()
    world.slack.search_faults = [Answer(ok=False, error="ratelimited", retry_after_s=30)] * 3
    world.clock.move(seconds=10)
    world.run()
    assert len(searches(world)) < 3
    world.drain()
    assert [world.row(f"k{lane}").state for lane in ("C1", "C2", "C3")] == ["sent"] * 3


@pytest.mark.parametrize("refusal", ["not_in_channel", "missing_scope"])
def test_a_message_is_rather_repeated_than_lost_where_slack_never_lets_us_look(world, refusal):
    world.put("k")
    world.slack.faults = ["lose_before"]
    world.slack.search_faults = [Answer(ok=False, error=refusal)]
    world.drain()
    assert world.slack.said("C1") == ["k"]


def test_a_late_double_is_deleted_and_the_one_on_record_stays(world):
    world.put("k")
    world.slack.faults = ["commit_late"]
    world.run()
    world.clock.move(seconds=11)
    world.run()
    kept = world.place("k")
    world.clock.move(seconds=100)
    assert world.slack.said("C1") == ["k", "k"]
    world.drain()
    assert [m["ts"] for m in world.slack.messages["C1"]] == [kept.ts]
    assert world.row("k").repair_at is None


def test_a_repair_that_slack_does_not_allow_now_is_made_later(world):
    world.put("k")
    world.slack.faults = ["commit_late"]
    world.run()
    world.clock.move(seconds=11)
    world.run()
    world.clock.move(seconds=40)
    world.slack.search_faults = ["lose_before"]
    world.drain()
    assert world.slack.said("C1") == ["k"]


def test_no_copy_is_deleted_when_the_one_on_record_is_gone(world, clock):
    world.put("k")
    world.run()
    row = replace(world.row("k"), doubted_at=clock.now())
    assert outcome.repaired(row, ["9.9"], clock.now(), world.settings).to_delete == ()


def test_a_restored_backup_says_nothing_that_was_said_after_it_was_made(world):
    world.put("said", lane="C1")
    world.put("unsaid", lane="C2")
    message = {"event_type": "punctual_message", "event_payload": {"key": "said"}}
    payload = {"channel": "C1", "text": "said", "metadata": message}
    world.slack.call("chat.postMessage", payload, timeout_s=1)
    world.deliverer().distrust()
    world.drain()
    assert (world.slack.said("C1"), world.slack.said("C2")) == (["said"], ["unsaid"])


def test_a_restored_backup_leaves_what_may_be_said_twice_as_it_waits(world):
    world.put("home", lane="UANA", method="views.publish", payload={"view": {}})
    world.deliverer().distrust()
    assert world.row("home").state == "pending"


# Each rule of the protocol switched off in turn: the same storm must then lose or double.


def _sends_again_at_once(row, reason, now, settings):
    return replace(row, state="pending", next_at=now, settled_at=now, error=reason)


def _takes_silence_for_success(row, reason, now, settings):
    return replace(row, state="sent", sent_at=now, settled_at=now)


def _does_not_search(self, channel, thread_ts, key, since):
    return ()


def _ignores_threads(self, channel, thread_ts, key, since):
    return HONEST_COPIES(self, channel, None, key, since)


def _forgets_the_key(row, places):
    payload = methods.addressed(row, places)
    payload.pop("metadata", None)
    return payload


def _reads_one_page(self, method, question):
    question.pop("cursor", None)
    answer = self.slack.call(method, question, timeout_s=1)
    return replace(answer, data={"messages": answer.data.get("messages", [])})


def _never_expires(self, connection, now, claimed_before):
    return None


def _repairs_nothing(row, copies, now, settings):
    return outcome.Doubles((), replace(row, repair_at=None))


def _deletes_the_recorded(row, copies, now, settings):
    doubles = sorted(set(copies))[-1:] if len(copies) > 1 else []
    return outcome.Doubles(tuple(doubles), replace(row, repair_at=None))


def _gives_up_when_limited(row, answer, now, settings):
    if not answer.ok:
        return replace(row, state="dead", error=answer.error)
    return HONEST_ANSWERED(row, answer, now, settings)


def _marks_only_afterwards(row, now):
    return replace(row, attempts=row.attempts + 1, next_at=now + timedelta(seconds=5))


def _looks_at_once(row, reason, now, settings):
    return replace(HONEST_UNANSWERED(row, reason, now, settings), next_at=now)


HONEST_ANSWERED, HONEST_UNANSWERED = outcome.answered, outcome.unanswered
HONEST_COPIES = search.Search.copies

SABOTAGE = {
    "silence is success": (outcome, "unanswered", _takes_silence_for_success),
    "silence is refusal": (outcome, "unanswered", _sends_again_at_once),
    "no settle time": (outcome, "unanswered", _looks_at_once),
    "no reconciling": (search.Search, "copies", _does_not_search),
    "history for threads": (search.Search, "copies", _ignores_threads),
    "one page of history": (search.Search, "_ask", _reads_one_page),
    "no key in the message": (calls, "addressed", _forgets_the_key),
    "no lease": (Deliverer, "_expire", _never_expires),
    "no repair": (outcome, "repaired", _repairs_nothing),
    "repair deletes the recorded one": (outcome, "repaired", _deletes_the_recorded),
    "a rate limit is the end": (outcome, "answered", _gives_up_when_limited),
    "no intent": (outcome, "claimed", _marks_only_afterwards),
}


def storm(world):
    """Every fault, in a channel and in a thread; return the messages that went wrong.

    One went wrong that is not there once, that is not the one on record, or that was said twice
    though Slack was only slow.
    """
    for number, fault in enumerate(FAULTS):
        for lane, payload in (("C", {}), ("T", {"thread_ts": "1.1"})):
            key = f"{lane}{number}"
            world.put(key, lane=key, payload={"text": key, **payload})
            world.slack.faults = [fault]
            world.slack.search_faults = []
            _carry(world)
            for chatter in range(3):
                chat = {"channel": key, "text": f"chatter {chatter}", **payload}
                world.slack.call("chat.postMessage", chat, timeout_s=1)
            world.clock.move(seconds=5)
            _carry(world)
            world.clock.move(seconds=6)
            _carry(world)
    for _ in range(24):
        world.clock.move(seconds=15)
        _carry(world)
    keys = [f"{lane}{number}" for number in range(len(FAULTS)) for lane in "CT"]
    held = {key: [m["ts"] for m in world.slack.messages[key] if m["text"] == key] for key in keys}
    wrong = [key for key in keys if held[key] != [world.row(key).ts]]
    slow = [f"{lane}{FAULTS.index('commit_soon')}" for lane in "CT"]
    return wrong + [key for key in slow if world.slack.committed.count(key) > 1]


def _carry(world):
    try:
        world.run()
    except Crash:
        world.deliverer().take_over()


def test_the_storm_is_survived(world):
    assert storm(world) == []


@pytest.mark.sqlite_only
@pytest.mark.parametrize("rule", SABOTAGE)
def test_without_the_rule_the_storm_loses_or_doubles(world, rule, monkeypatch):
    where, name, sabotaged = SABOTAGE[rule]
    monkeypatch.setattr(where, name, sabotaged)
    assert storm(world) != []
