"""An alarm does not wait for its card: it goes out by itself, and leads to the card later."""

import pytest

from bot.delivery.ports import Answer
from bot.store.outbox import BREACH
from tests.delivery.fakes import Crash

BROADCAST = {"text": "breach", "reply_broadcast": True}


def put_both(world, **given):
    world.put("card")
    more = {"payload": BROADCAST, "thread_key": "card", "summary": "line", "urgency": BREACH}
    world.put("alarm", **{**more, **given})


def shown(world):
    """What stands in the channel: its text, and whether it is in a thread."""
    return [(said["text"], "thread_ts" in said) for said in world.slack.messages["C1"]]


def linked(world):
    return f"breach (card {world.place('card').ts})"


def test_an_alarm_whose_card_waits_goes_first_and_leads_to_the_card_later(world):
    put_both(world)
    world.run()
    assert shown(world) == [("breach", False)]
    assert "reply_broadcast" not in world.slack.messages["C1"][0]
    world.drain()
    assert shown(world) == [(linked(world), False), ("card", False)]


def test_an_alarm_whose_card_is_there_stands_in_its_thread(world):
    world.put("card")
    world.drain()
    put_both(world)
    world.drain()
    assert shown(world) == [("card", False), ("breach", True)]


@pytest.mark.parametrize("fault", ["lose_before", "lose_after", "crash_before", "crash_after"])
def test_an_alarm_by_itself_is_said_once_whatever_becomes_of_its_answer(world, fault):
    put_both(world)
    world.slack.faults = [fault]
    try:
        world.run()
    except Crash:
        world.deliverer().take_over()
    world.drain()
    assert sorted(shown(world)) == [(linked(world), False), ("card", False)]


def test_what_an_alarm_shows_by_then_is_kept_when_it_is_linked(world):
    put_both(world)
    world.run()
    world.put("heeded", "seen by Ana", method="chat.update", target_key="alarm")
    world.run()
    assert shown(world) == [("seen by Ana", False)]
    world.drain()
    assert shown(world)[0] == (f"seen by Ana (card {world.place('card').ts})", False)


def test_a_change_of_a_linked_alarm_leads_to_the_card_too(world):
    put_both(world)
    world.drain()
    world.put("heeded", "seen by Ana", method="chat.update", target_key="alarm")
    world.drain()
    assert shown(world)[0] == (f"seen by Ana (card {world.place('card').ts})", False)


def test_an_alarm_whose_card_is_refused_for_good_stays_as_it_is(world):
    put_both(world)
    world.run()
    world.clock.move(seconds=1)
    world.slack.faults = [Answer(ok=False, error="invalid_blocks")]
    world.drain()
    assert (world.row("card").state, shown(world)) == ("dead", [("breach", False)])
    assert world.row("linked:alarm").state == "superseded"


def test_alarms_whose_cards_wait_become_one_message(world):
    for number in range(3):
        world.put(f"card{number}")
        given = {"thread_key": f"card{number}", "summary": f"line {number}", "urgency": BREACH}
        world.put(f"alarm{number}", **given)
    world.drain()
    digest, *cards = world.slack.said("C1")
    assert (digest, len(cards)) == ("line 0\nline 1\nline 2", 3)
