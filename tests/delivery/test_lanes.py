"""Order and pace: first come, first served in each channel, within Slack's limits."""

from datetime import timedelta

import pytest
from sqlalchemy import event
from sqlalchemy.exc import IntegrityError

from bot.delivery.ports import Answer
from bot.store import outbox

WS = "T1"
UPDATE = {"method": "chat.update", "target_key": "card"}


def limited(seconds=30):
    return Answer(ok=False, error="ratelimited", retry_after_s=seconds)


def test_the_same_key_is_kept_once(world):
    assert world.put("k")
    assert not world.put("k", "another text")
    world.drain()
    assert world.slack.said("C1") == ["k"]


def test_a_channel_is_served_in_order_one_message_a_second(world):
    for key in "abc":
        world.put(key)
    for said in (["a"], ["a", "b"], ["a", "b", "c"]):
        done = world.run()
        assert world.slack.said("C1") == said
        world.clock.move(seconds=1)
    assert done.next_at is None


def test_a_workspace_gets_three_messages_a_second(world):
    for number in range(5):
        world.put(f"k{number}", lane=f"C{number}")
    assert world.run().counts == {"sent": 3}
    world.clock.move(seconds=1)
    assert world.run().counts == {"sent": 2}


def test_one_channel_in_trouble_does_not_hold_up_another(world):
    world.put("a", lane="C1")
    world.slack.faults = [limited(600)]
    world.run()
    world.put("b", lane="C1")
    world.put("c", lane="C2")
    world.run()
    assert (world.slack.said("C1"), world.slack.said("C2")) == ([], ["c"])


@pytest.mark.parametrize("trouble", ["lose_before", "lose_after", limited()], ids=str)
def test_nobody_overtakes_a_message_in_doubt_or_told_to_wait(world, trouble):
    world.put("a")
    world.slack.faults = [trouble]
    world.run()
    world.put("b")
    world.drain()
    assert world.slack.said("C1") == ["a", "b"]


def test_what_is_for_later_holds_up_nobody(world):
    tomorrow = world.clock.now() + timedelta(days=1)
    world.put("later", not_before=tomorrow)
    world.put("now")
    assert world.run().next_at == tomorrow
    assert world.slack.said("C1") == ["now"]


def test_a_reply_waits_for_its_thread_and_others_do_not_wait_for_it(world):
    world.put("card")
    world.slack.faults = [limited(5)]
    world.run()
    world.put("reply", thread_key="card", lane="C1")
    world.put("elsewhere", lane="C2")
    world.drain()
    card, reply = world.slack.messages["C1"]
    assert reply["thread_ts"] == card["ts"]
    assert world.slack.said("C2") == ["elsewhere"]


def test_a_reference_to_a_message_that_does_not_exist_is_refused_at_once(world):
    with pytest.raises(IntegrityError):
        world.put("reply", thread_key="nothing")


def test_a_change_goes_to_the_message_it_names(world):
    world.put("card", "v1")
    world.put("v2", payload={"text": "v2"}, **UPDATE)
    world.put("done", method="reactions.add", payload={"name": "tada"}, target_key="card")
    world.drain()
    (card,) = world.slack.messages["C1"]
    assert (card["text"], card["reactions"]) == ("v2", ["tada"])
    assert card["metadata"]["event_payload"] == {"key": "card"}


def test_of_several_waiting_changes_only_the_newest_is_made(world):
    world.put("card", "v1")
    world.run()
    for version in ("v2", "v3", "v4"):
        world.put(version, payload={"text": version}, **UPDATE)
    world.drain()
    assert world.slack.said("C1") == ["v4"]
    assert world.methods().count("chat.update") == 1
    assert [world.row(key).state for key in ("v2", "v3", "v4")] == [
        "superseded",
        "superseded",
        "sent",
    ]


def test_of_several_waiting_homes_only_the_newest_is_published(world):
    for number in range(3):
        world.put(f"h{number}", lane="UANA", method="views.publish", payload={"view": {}})
    world.drain()
    assert world.slack.calls == [("views.publish", {"user_id": "UANA", "view": {}})]


def test_a_change_that_went_unanswered_is_made_again_and_once_more_for_late_landers(world):
    world.put("card", "v1")
    world.run()
    world.put("v2", payload={"text": "v2"}, **UPDATE)
    world.slack.faults = ["lose_before"]
    world.drain()
    assert world.slack.said("C1") == ["v2"]
    assert world.methods() == ["chat.postMessage", *["chat.update"] * 3]


def test_a_change_that_lands_late_does_not_undo_a_newer_one_for_long(world):
    world.put("card", "v1")
    world.run()
    world.put("v2", payload={"text": "v2"}, **UPDATE)
    world.slack.faults = ["commit_late"]
    world.run()
    world.put("v3", payload={"text": "v3"}, **UPDATE)
    world.clock.move(seconds=10)
    world.run()
    assert world.slack.said("C1") == ["v3"]
    world.clock.move(seconds=30)
    assert world.slack.said("C1") == ["v2"]
    world.drain()
    assert world.slack.said("C1") == ["v3"]


def test_a_rate_limit_on_changes_holds_all_changes_but_no_message(world):
    for lane in ("C1", "C2"):
        world.put(f"card{lane}", lane=lane)
    world.run()
    world.clock.move(seconds=1)
    world.put("u1", lane="C1", method="chat.update", target_key="cardC1")
    world.slack.faults = [limited()]
    world.run()
    world.put("u2", lane="C2", method="chat.update", target_key="cardC2")
    world.put("news", lane="C1")
    world.run()
    assert world.methods().count("chat.update") == 1
    assert world.slack.said("C1") == ["cardC1", "news"]
    world.drain()
    assert world.slack.said("C2") == ["u2"]


def test_forty_changes_a_minute_are_made_and_no_more(world):
    world.slack.messages["C"] = [{"ts": f"1.{n}", "text": "", "channel": "C"} for n in range(60)]
    for number in range(60):
        change = {"text": "x", "channel": "C", "ts": f"1.{number}"}
        world.put(f"u{number}", lane=f"C{number}", method="chat.update", payload=change)
    world.run()
    assert world.methods().count("chat.update") == 40
    world.clock.move(seconds=60)
    world.run()
    assert world.methods().count("chat.update") == 60


@pytest.mark.parametrize("error", ["invalid_blocks", "is_archived", "user_not_found"])
def test_a_message_that_can_never_be_said_is_a_dead_letter_with_the_reason(world, error, caplog):
    world.put("k")
    world.slack.faults = [Answer(ok=False, error=error)]
    world.run()
    assert (world.row("k").state, world.row("k").error) == ("dead", error)
    assert "cannot say k in C1" in caplog.text
    with world.db.reading() as connection:
        assert [row.key for row in outbox.dead(connection, WS)] == ["k"]


def test_a_word_that_is_new_is_named_once_and_the_message_tried_again(world, caplog):
    world.put("k")
    world.slack.faults = [Answer(ok=False, error="since_yesterday") for _ in range(2)]
    world.drain()
    assert world.row("k").state == "sent"
    assert caplog.text.count("Slack refuses k with a word new to us: since_yesterday") == 1


def test_a_dead_target_is_replaced_by_the_fallback_route(world):
    world.put("card", lane="C1")
    world.drain()
    world.put("alert", lane="C1", thread_key="card", fallback_lane="C2")
    world.slack.faults = [Answer(ok=False, error="is_archived")]
    world.drain()
    assert world.slack.said("C2") == ["alert"]
    assert "thread_ts" not in world.slack.messages["C2"][0]


def test_what_was_to_follow_a_dead_letter_stands_by_itself_and_changes_of_it_are_dead(world):
    world.put("card")
    world.slack.faults = [Answer(ok=False, error="invalid_blocks")]
    broadcast = {"payload": {"text": "alert", "reply_broadcast": True}}
    world.put("alert", thread_key="card", fallback_lane="C2", **broadcast)
    world.put("v2", payload={"text": "v2"}, **UPDATE)
    world.drain()
    (alert,) = world.slack.messages["C1"]
    assert (alert["text"], world.row("v2").state) == ("alert", "dead")
    assert not {"thread_ts", "reply_broadcast"} & alert.keys()


def test_what_was_to_follow_a_deleted_message_stands_by_itself(world):
    world.put("card")
    world.drain()
    world.put("alert", thread_key="card", fallback_lane="C2")
    world.slack.faults = [Answer(ok=False, error="thread_not_found")]
    world.drain()
    assert world.slack.said("C1") == ["card", "alert"]
    assert "thread_ts" not in world.slack.messages["C1"][1]


def test_in_a_dead_lane_only_what_has_a_fallback_is_said_there(world):
    world.put("card")
    world.put("reply", thread_key="card")
    world.put("alert", thread_key="card", fallback_lane="C2")
    world.slack.faults = [Answer(ok=False, error="is_archived")] * 3
    world.drain()
    assert [world.row(key).state for key in ("card", "reply", "alert")] == ["dead", "dead", "sent"]
    assert world.slack.said("C2") == ["alert"]


def test_a_reply_follows_its_thread_to_the_fallback_channel(world):
    world.put("card", fallback_lane="C2")
    world.slack.faults = [Answer(ok=False, error="is_archived")]
    world.put("reply", thread_key="card")
    world.drain()
    assert world.slack.said("C2") == ["card", "reply"]


def test_a_refusal_nobody_knows_is_tried_for_a_while(world):
    world.put("k")
    world.slack.faults = [Answer(ok=False, error="new_in_2027")] * 6
    world.drain()
    assert (world.row("k").state, world.row("k").attempts) == ("dead", 6)


def test_a_broken_installation_loses_no_message(world):
    world.put("k")
    world.slack.faults = [Answer(ok=False, error="invalid_auth")] * 10
    world.drain()
    assert world.slack.said("C1") == ["k"]


@pytest.mark.parametrize(
    ("method", "payload", "error"),
    [
        ("reactions.add", {"name": "tada"}, "already_reacted"),
        ("chat.delete", {}, "message_not_found"),
    ],
)
def test_what_is_done_already_counts_as_done(world, method, payload, error):
    world.put("card")
    world.run()
    world.slack.faults = [Answer(ok=False, error=error)]
    world.put("again", method=method, payload=payload, target_key="card")
    world.drain()
    assert world.row("again").state == "sent"


def test_a_message_knows_its_ticket_and_a_ticket_its_message(world):
    world.put("k")
    world.run()
    place = world.place("k")
    with world.db.reading() as connection:
        origin = outbox.find_by_message(connection, WS, place.channel_id, place.ts)
        assert (origin.key, origin.ticket_number) == ("k", None)
        assert outbox.find_by_message(connection, WS, "C1", "0.0") is None
        assert outbox.message_of(connection, "T2", "k") is None


@pytest.mark.sqlite_only
def test_an_idle_pass_looks_at_no_settled_row(world):
    statements = []
    event.listen(
        world.db.engine, "before_cursor_execute", lambda *args: statements.append(args[2:4])
    )
    world.run()
    with world.db.reading() as connection:
        plans = [
            step[3]
            for statement, parameters in statements
            if statement.startswith("SELECT")
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
        ]
    assert any("ix_outbox_live" in step for step in plans)
    assert [step for step in plans if step.startswith("SCAN outbox") and "INDEX" not in step] == []
