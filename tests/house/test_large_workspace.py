"""20,000 people and 5,000 channels are known within a minute, and the bot works meanwhile."""

import time
from datetime import timedelta

from bot.slack.hear.directory.sync import sync_directory
from bot.store import channels, people
from tests.house.reading import text_of

SUPPORT = "C0SUPPORT"
PEOPLE, CHANNELS, WITHIN_S = 20_000, 5_000, 60.0


class Waiting:
    """What Slack bids wait passes on the clock of the house, after something was done."""

    def __init__(self, house, meanwhile=lambda: None):
        self._house = house
        self._meanwhile = meanwhile
        self.waited_s = 0.0

    def __call__(self, seconds):
        self._meanwhile()
        self.waited_s += seconds
        self._house.clock.move_to(self._house.clock.at + timedelta(seconds=seconds))


def known(house):
    with house.program.look() as work:
        here = work.connection, work.workspace_id
        return len(people.listing(*here)), len(channels.listing(*here))


def test_all_are_known_within_a_minute_by_slacks_limits_and_tickets_open_meanwhile(house):
    before = known(house)
    house.slack.post("crowd", people=PEOPLE, channels=CHANNELS)
    house.expects("ratelimited")
    carla, seen = house.member("carla"), []

    def asks():
        carla.says(SUPPORT, "Printer burns")
        seen.append((house.ticket(1).requester, known(house)[0]))

    waiting, began_s = Waiting(house, asks), time.perf_counter()
    assert sync_directory(house.program, house.office.slack, waiting)
    took_s = time.perf_counter() - began_s + waiting.waited_s
    private = CHANNELS // 20
    assert known(house) == (before[0] + PEOPLE, before[1] + CHANNELS - private)
    assert took_s < WITHIN_S
    [(requester, people_known)] = seen
    assert requester == carla.id
    assert before[0] < people_known < before[0] + PEOPLE


def test_a_person_of_the_crowd_asks_and_is_given_work_like_any_other(house):
    house.slack.post("crowd", people=PEOPLE, channels=CHANNELS)
    house.expects("ratelimited")
    assert sync_directory(house.program, house.office.slack, Waiting(house))
    somebody = next(
        each for each in house.world.workspace.users.values() if each.name == "person12345"
    )
    house.slack.post("invite", channel=SUPPORT, user=somebody.id)
    member = house.slack.post("message", user=somebody.id, channel=SUPPORT, text="VPN is down")
    assert member["ok"]
    assert house.ticket(1).requester == somebody.id
    shown = house.member("ana").asks(SUPPORT, "/ticket next")
    assert somebody.real_name in text_of(shown)
