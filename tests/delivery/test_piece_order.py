"""A long text in pieces: whatever happens to one of them, the next does not overtake it."""

import pytest

from bot.delivery.ports import Answer
from bot.store import delivery_rows
from tests.delivery.fakes import Crash, DyingDatabase, drain
from tests.delivery.test_protocol import FAULTS, live_through, name_of

WHOLE = ["first", "second", "third"]


def put_pieces(world, **given):
    before = None
    for key in WHOLE:
        world.put(key, after_key=before, author="UANA", **given)
        before = key


@pytest.mark.parametrize("fault", FAULTS, ids=name_of)
@pytest.mark.parametrize("place", range(3))
def test_pieces_arrive_once_and_in_order_through_a_fault_at_any_of_them(world, fault, place):
    put_pieces(world)
    world.slack.faults = [*[None] * place, fault]
    live_through(world, world.drain)
    assert world.slack.said("C1") == WHOLE


@pytest.mark.parametrize("moment", ["before", "after"])
def test_a_crash_at_any_commit_leaves_them_in_order(world, moment):
    commits = 0
    while True:
        commits += 1
        lane, keys, before = f"C{commits}", [], None
        for name in WHOLE:
            keys.append(f"{name}{commits}")
            world.put(keys[-1], lane=lane, after_key=before)
            before = keys[-1]
        dying = DyingDatabase(world.db, commits, moment)
        try:
            drain(world.deliverer(dying), world.clock)
        except Crash:
            world.deliverer().take_over()
            world.drain()
        assert world.slack.said(lane) == keys
        if dying.count < commits:
            break
    assert commits > 6


def test_a_piece_waits_for_the_one_before_where_that_is_put_off_for_no_fault_of_its_own(world):
    put_pieces(world)
    with world.db.writing() as connection:
        later = world.clock.now().replace(hour=23)
        delivery_rows.put_off(connection, "T1", [world.row("first").id], later)
    assert world.run().counts == {}
    world.drain(86_400)
    assert world.slack.said("C1") == WHOLE


def test_a_more_urgent_piece_does_not_overtake_either(world):
    world.put("first")
    world.put("second", after_key="first", urgency=1)
    world.drain()
    assert world.slack.said("C1") == ["first", "second"]


def test_pieces_in_a_thread_that_is_gone_stand_by_themselves_in_order(world):
    world.put("root")
    put_pieces(world, thread_key="root")
    world.slack.faults = [Answer(ok=False, error="is_archived")]
    world.drain()
    assert world.row("root").state == "dead"
    assert world.slack.said("C1") == WHOLE


@pytest.mark.parametrize("place", range(3))
def test_behind_a_piece_that_is_refused_for_good_nothing_more_is_said(world, place):
    put_pieces(world)
    world.slack.faults = [*[None] * place, Answer(ok=False, error="msg_too_long")]
    world.drain()
    assert world.slack.said("C1") == WHOLE[:place]
    assert [world.row(key).error for key in WHOLE[place:]] == ["msg_too_long"] * (3 - place)
    assert {world.row(key).state for key in WHOLE[place:]} == {"dead"}


def test_other_messages_of_the_channel_go_on_behind_what_is_given_up(world):
    put_pieces(world)
    world.put("news")
    world.slack.faults = [Answer(ok=False, error="msg_too_long")]
    world.drain()
    assert world.slack.said("C1") == ["news"]


def test_a_change_of_what_is_to_be_deleted_is_given_up(world):
    world.put("k", "old")
    world.drain()
    world.put("change", "new", method="chat.update", target_key="k")
    world.put("gone", payload={}, method="chat.delete", target_key="k")
    world.drain()
    assert world.slack.said("C1") == []
    assert world.row("change").state == "superseded"
