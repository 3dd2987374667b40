"""The judge of the storm sees what it is there to see."""

import pytest

from tests.storm.builders import BEGINS_AT, Scene
from tests.storm.weather import weather

WARNING, BREACH = "alarm:1:first_reply:1:75%:1", "alarm:1:first_reply:1:breach:1"


@pytest.fixture
def scene():
    return Scene().opened()


def test_request_that_is_answered_in_time_is_right(scene):
    scene.answered(10)
    assert scene.verdict().wrongs == []


def test_request_without_a_ticket_is_lost():
    assert Scene().verdict().lost == ["request00001x opened no ticket"]


def test_request_with_two_tickets_is_doubled(scene):
    scene.answered(3)
    scene.post("confirmation:2", 4, "C0HELP1", thread_ts=scene.request.ts)
    assert scene.verdict().doubled == ["request00001x opened the tickets [1, 2]"]


def test_ticket_that_nobody_asked_for_is_doubled(scene):
    scene.answered(3)
    scene.post("card:7", 4)
    assert scene.verdict().doubled == ["card:7 is of a ticket that nobody asked for"]


def test_message_that_stands_twice_is_doubled_until_one_is_deleted(scene):
    scene.answered(3)
    scene.post("card:1", 5)
    assert scene.verdict().doubled == ["card:1 stands 2 times"]
    scene.delete("card:1", 6)
    assert scene.verdict().doubled == []


def test_breach_that_is_not_told_is_untold(scene):
    assert len(scene.verdict().untold) == 1


def test_breach_that_was_answered_before_it_was_told_is_told_all_the_same(scene):
    scene.answered(25.1)
    assert len(scene.verdict().untold) == 1
    scene.post(BREACH, 30)
    assert scene.verdict().wrongs == []


def test_breach_is_covered_by_a_digest(scene):
    scene.post([BREACH, "alarm:9:first_reply:1:breach:1"], 26)
    assert scene.verdict().untold == []


def test_breach_of_what_was_answered_in_the_last_second_is_false(scene):
    scene.answered(24.9)
    scene.post(BREACH, 26)
    assert len(scene.verdict().false) == 1


def test_warning_of_what_was_answered_before_is_false_though_it_is_taken_back(scene):
    scene.answered(17)
    scene.post(WARNING, 19)
    scene.edit(WARNING, 25)
    assert len(scene.verdict().false) == 1


def test_warning_said_while_slack_showed_nothing_must_be_taken_back(scene):
    scene.showed_nothing(18, 20)
    scene.answered(17)
    scene.post(WARNING, 19)
    assert len(scene.verdict().false) == 1
    scene.edit(WARNING, 25)
    assert scene.verdict().false == []


def test_warning_said_long_after_the_answer_is_false(scene):
    scene.answered(18.5)
    scene.post(WARNING, 40)
    assert len(scene.verdict().false) == 1


def test_warning_is_of_the_promise_that_is_still_open(scene):
    scene.answered(3)
    scene.asks_again(30)
    scene.answered(48.5)
    scene.asks_again(60)
    scene.answered(80)
    scene.post("alarm:1:next_reply:2:75%:1", 78)
    assert scene.verdict().false == []


def test_answer_by_command_around_the_end_allows_both(scene):
    scene.answered(24, last=26)
    scene.post("event:1:3", 27, "C0HELP1", scene.request.ts, "answer00002x")
    assert scene.verdict().wrongs == []
    scene.post(BREACH, 27)
    assert scene.verdict().wrongs == []


def test_answer_in_pieces_is_one_answer(scene):
    scene.answered(24, last=26)
    scene.post("event:1:3", 26, "C0HELP1", scene.request.ts, "answer00002x")
    scene.post("event:1:3:part:2", 27, "C0HELP1", scene.request.ts, "and so on")
    assert scene.verdict().wrongs == []


def test_piece_that_stands_twice_is_doubled(scene):
    scene.answered(5, last=6)
    scene.post("event:1:3", 6, "C0HELP1", scene.request.ts, "answer00002x")
    for second in (7, 8):
        scene.post("event:1:3:part:2", second, "C0HELP1", scene.request.ts, "and so on")
    assert scene.verdict().doubled == ["event:1:3:part:2 stands 2 times"]


def test_answer_that_was_taken_and_is_not_in_the_thread_is_lost(scene):
    scene.answered(5, last=6)
    assert scene.verdict().lost == ["#1: answer00002x was taken and is not in the thread"]


def test_answer_that_was_not_taken_counts_where_it_stands(scene):
    scene.answered(5, last=10, is_taken=False)
    assert len(scene.verdict().untold) == 1
    scene.post("event:1:3", 7, "C0HELP1", scene.request.ts, "answer00002x")
    assert scene.verdict().wrongs == []


def test_second_breach_of_one_promise_is_false(scene):
    scene.post(BREACH, 26).post(BREACH.replace(":1:breach", ":2:breach"), 27)
    assert len(scene.verdict().false) == 1


def test_lateness_counts_from_when_a_connection_was_up(scene):
    scene.entries += [
        {"at": BEGINS_AT + 20, "kind": "socket", "event": "closed", "connection": 1},
        {"at": BEGINS_AT + 80, "kind": "socket", "event": "connected", "connection": 2},
    ]
    scene.post(BREACH, 83)
    verdict = scene.verdict()
    assert verdict.wrongs == []
    assert verdict.greatest_lateness_s == pytest.approx(3, abs=0.1)


def test_breach_told_after_more_than_a_minute_is_late(scene):
    scene.post(BREACH, 90)
    assert len(scene.verdict().late) == 1


def test_it_is_not_well_while_the_network_is_cut_or_all_sockets_are_silent():
    cut = {"cut": True, "for_s": 5}
    entries = [
        {"at": 0, "kind": "socket", "event": "connected", "connection": 1},
        {"at": 10, "kind": "control", "action": "network", "args": cut},
        {"at": 20, "kind": "socket", "event": "silent", "connection": 1},
        {"at": 30, "kind": "socket", "event": "connected", "connection": 2},
    ]
    found = weather(entries, bad=[(40, 41)])
    assert found.seconds(0, 50) == (10 + 5) + (20 - 1)


def test_line_of_a_digest_is_taken_back_by_itself(scene):
    scene.showed_nothing(18, 20)
    scene.answered(17)
    scene.post([WARNING, "alarm:9:first_reply:1:75%:1"], 19)
    scene.edit(WARNING, 25, text="Warning · #1 a\nTaken back: in time · #9 b")
    assert len([each for each in scene.verdict().false if "#1" in each]) == 1
    scene.edit(WARNING, 26, text="Taken back: in time · #1 a\nTaken back: in time · #9 b")
    assert [each for each in scene.verdict().false if "#1" in each] == []


def test_warning_that_is_edited_and_says_the_same_is_false(scene):
    scene.answered(17)
    scene.post(WARNING, 19)
    scene.edit(WARNING, 25, text="Warning, with a way to the card")
    assert len(scene.verdict().false) == 1


def test_clock_that_was_moved_is_judged_by_the_most_that_was_promised(scene):
    scene.moved(10, 20, 36)
    scene.answered(30)
    assert scene.verdict().wrongs == []


def test_clock_that_was_moved_is_told_late_all_the_same(scene):
    scene.moved(10, 20, 36)
    scene.answered(40)
    assert len(scene.verdict().untold) == 1
    scene.post(BREACH, 41)
    assert scene.verdict().wrongs == []


def test_clock_that_was_answered_before_a_move_is_judged_by_what_was_promised(scene):
    scene.moved(40, 50, 36)
    scene.answered(30)
    assert len(scene.verdict().untold) == 1
