"""An alarm that may not go out is passed over: it holds up nobody, and is asked for again."""

import pytest

from bot.delivery.ports import Answer
from bot.store.outbox import BREACH, REPLY


class Doubts:
    """A gate that is shut for some keys, and remembers what it was asked."""

    def __init__(self, *shut):
        self.shut = set(shut)
        self.asked = []

    def __call__(self, connection, row, now):
        self.asked.append(row.key)
        return row.key not in self.shut


def alarm(world, name, **given):
    more = {"summary": f"line {name}", "urgency": BREACH, **given}
    world.put(name, f"alarm {name}", **more)


def test_an_alarm_that_may_not_go_holds_up_neither_its_channel_nor_the_others(world):
    gate = Doubts("a")
    alarm(world, "a")
    alarm(world, "b")
    for number in range(2):
        alarm(world, f"c{number}", lane=f"C{number + 2}")
    world.deliverer(gate=gate).run_once()
    assert world.slack.committed == ["alarm b", "alarm c0", "alarm c1"]


def test_it_is_asked_for_again_a_second_later_and_goes_when_it_may(world):
    gate = Doubts("a")
    alarm(world, "a")
    sender = world.deliverer(gate=gate)
    assert sender.run_once().next_at == world.clock.move(seconds=1)
    gate.shut.clear()
    sender.run_once()
    assert world.slack.said("C1") == ["alarm a"]


def test_only_alarms_are_asked_about(world):
    gate = Doubts("card", "reply")
    world.put("card")
    world.put("reply", lane="C2", urgency=REPLY)
    world.deliverer(gate=gate).run_once()
    assert (gate.asked, len(world.slack.committed)) == ([], 2)


UNASKED = ("reminder:1:7", "notice:1:Late:notified waiting_for 7", "solved:1:7")


@pytest.mark.parametrize("key", UNASKED)
def test_what_the_bot_says_for_time_that_passed_is_asked_about_again_in_ten_seconds(world, key):
    gate = Doubts(key)
    world.put(key, urgency=REPLY)
    world.put("card")
    sender = world.deliverer(gate=gate)
    assert sender.run_once().next_at == world.clock.move(seconds=10)
    assert world.slack.said("C1") == ["card"]
    gate.shut.clear()
    sender.run_once()
    assert world.slack.said("C1") == ["card", key]


@pytest.mark.parametrize("key", ["notice:1:Late:notified #7", "notice:1:Late:note #12"])
def test_what_a_rule_tells_for_an_event_is_not_asked_about(world, key):
    gate = Doubts(key)
    world.put(key)
    world.deliverer(gate=gate).run_once()
    assert (gate.asked, world.slack.said("C1")) == ([], [key])


@pytest.mark.sqlite_only
def test_many_reminders_that_may_not_go_are_asked_about_once_a_pass(world):
    keys = [f"reminder:{number}:7" for number in range(150)]
    gate = Doubts(*keys)
    for key in keys:
        world.put(key, urgency=REPLY)
    world.put("card")
    world.deliverer(gate=gate).run_once()
    assert sorted(gate.asked) == sorted(keys)
    assert world.slack.said("C1") == ["card"]


def test_a_message_behind_an_alarm_that_may_not_go_goes(world):
    alarm(world, "a")
    world.put("card")
    world.deliverer(gate=Doubts("a")).run_once()
    assert world.slack.said("C1") == ["card"]


def test_a_digest_leaves_out_what_may_not_go(world):
    for name in "abcde":
        alarm(world, name)
    world.deliverer(gate=Doubts("a", "c")).run_once()
    assert world.slack.said("C1") == ["line b\nline d\nline e"]
    assert [world.row(name).state for name in "ac"] == ["pending", "pending"]


def test_a_digest_that_is_said_again_leaves_out_what_may_not_go_any_more(world):
    for name in "abc":
        alarm(world, name)
    world.slack.faults = [Answer(ok=False, error="ratelimited", retry_after_s=30)]
    world.run()
    world.clock.move(seconds=30)
    sender = world.deliverer(gate=Doubts("a"))
    sender.run_once()
    assert world.slack.said("C1") == ["line b\nline c"]
    world.clock.move(seconds=1)
    world.run()
    assert world.slack.said("C1") == ["line b\nline c", "alarm a"]


def test_an_alarm_that_was_refused_for_a_while_holds_up_nobody_either(world):
    alarm(world, "a")
    world.slack.faults = [Answer(ok=False, error="ratelimited", retry_after_s=30)]
    world.run()
    world.clock.move(seconds=30)
    world.put("card")
    world.deliverer(gate=Doubts("a")).run_once()
    assert world.slack.said("C1") == ["card"]


@pytest.mark.sqlite_only
def test_a_storm_of_alarms_that_may_not_go_is_asked_about_once_a_pass(world):
    names = [f"a{number}" for number in range(150)]
    gate = Doubts(*names)
    for name in names:
        alarm(world, name)
    world.put("card")
    world.deliverer(gate=gate).run_once()
    assert sorted(gate.asked) == sorted(names)
    assert world.slack.said("C1") == ["card"]
