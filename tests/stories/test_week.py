"""A week of a desk in Slack: what its log says at the end is what the clock's oracle says.

Three agents and a lead, forty tickets, two Slovenian holidays, an outage and a shift change. The
order of things is drawn from a seed, which is printed; the same seed plays the same week.
"""

import json
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from ruamel.yaml import YAML

from bot.demo.seen import keys_said
from tests.house.clock import HouseClock
from tests.house.house import House
from tests.house.judging import wrongs
from tests.house.servers import Servers
from tests.house.standing import BEGINS_AT, new_world, prepare, stand
from tests.stories.week import agenda, doing, judgement
from tests.stories.week.desk import Week

PROMISES = Path(__file__).parent / "week" / "week.yml"
SEED = int(os.environ.get("PUNCTUAL_WEEK", "1"))
ZONE = ZoneInfo("Europe/Ljubljana")
HOUR = timedelta(hours=1)
SAID_WITHIN_S = 90
"""How long an alarm may wait for its turn in a channel."""


def local(wall: str) -> datetime:
    return datetime.fromisoformat(wall).replace(tzinfo=ZONE)


BEGINS = local("2026-04-27T08:00")
"""A Monday on which Slovenia rests, as it does on the Friday after it."""
ENDS = local("2026-05-04T09:30")
OUTAGE = datetime(2026, 4, 29, 9, 30), datetime(2026, 4, 29, 11, 30)  # noqa: DTZ001 wall times
OUTAGE_DECLARED = local("2026-04-29T10:40")
SHIFT_CHANGE = local("2026-04-29T19:40")


@dataclass
class Played:
    """The week after it was played, what was done, and the outages that were declared."""

    week: Week
    done: set[Callable[..., None]]
    outages: list[tuple[datetime, tuple[datetime, datetime]]]


class Rules:
    """The configuration in force; changes of it are applied at once."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.plain: dict[str, Any] = YAML(typ="safe").load(PROMISES.read_text(encoding="utf-8"))

    def close_office(self) -> None:
        """Nobody could work for two hours: declared as a closure, and running clocks move."""
        begin, end = (wall.isoformat(timespec="minutes") for wall in OUTAGE)
        closure = {"from": begin, "to": end, "name": "Outage"}
        self.plain["calendars"]["office"]["closures"] = [closure]
        self.house.configure(json.dumps(self.plain), moves_running=True)

    def change_shift(self, week: Week) -> None:
        """Ben leaves the company, Emi begins in his place and gets his tickets."""
        agents = ["ana@harbour.example", "emi@harbour.example"]
        self.plain["departments"]["Support"]["agents"] = agents
        self.house.configure(json.dumps(self.plain))
        self.house.slack.post("user", id="U0BEN", deleted=True)
        for channel in ("C0SUPPORT", "C0SLAALERTS"):
            self.house.slack.post("invite", channel=channel, user="U0EMI")
        week.roster["Support"] = ["ana", "emi"]
        doing.takes_over(week, "ben", "emi")


def instants(dice: random.Random, count: int) -> list[datetime]:
    """So many instants of five days, from the early morning to the late evening."""
    days = [BEGINS.replace(hour=0) + timedelta(days=number) for number in range(5)]
    drawn = [
        dice.choice(days) + timedelta(seconds=dice.randrange(28_900, 75_600)) for _ in range(count)
    ]
    return sorted(drawn)


def played(house: House, seed: int) -> Played:
    dice = random.Random(seed)
    week, rules, outages = Week(house, dice), Rules(house), []
    cards = agenda.deck(dice)
    done: set[Callable[..., None]] = set()

    def deed() -> None:
        if (found := agenda.play(week, cards)) is not None:
            done.add(found.do)

    def outage() -> None:
        outages.append((house.now, OUTAGE))
        rules.close_office()

    plan: list[tuple[datetime, Callable[[], Any]]] = [
        (at, deed) for at in instants(dice, len(cards))
    ]
    plan += [(OUTAGE_DECLARED, outage), (SHIFT_CHANGE, lambda: rules.change_shift(week))]
    for at, act in sorted(plan, key=lambda each: each[0]):
        house.pass_time(at, HOUR)
        act()
    house.move_until(ENDS, HOUR)
    return Played(week, done, outages)


@pytest.fixture(scope="module")
def story(tmp_path_factory) -> Iterator[Played]:
    """The week of the seed."""
    print(f"PUNCTUAL_WEEK={SEED} plays this week again")  # noqa: T201 shown where it fails
    folder = tmp_path_factory.mktemp("week")
    servers = Servers(new_world(HouseClock(BEGINS_AT)))
    prepare(servers, folder / "prepared.db", PROMISES)
    with stand(servers, folder / "prepared.db", folder, BEGINS) as house:
        yield played(house, SEED)
    servers.close()


def test_forty_tickets_came_in_and_everything_was_done_to_them(story):
    assert len(story.week.pages) == 40
    assert story.done == {deed.do for deed in agenda.DEEDS}
    assert len(story.outages) == 1


def test_slack_took_everything_and_was_told_nothing_twice(story):
    assert wrongs(story.week.house.log(), []) == []


def test_the_log_is_what_the_oracle_makes_of_what_people_did(story):
    house = story.week.house
    configured = judgement.edits(BEGINS_AT, story.outages)
    with house.program.look() as work:
        wrong = judgement.log_differences(work, story.week.pages, configured)
        wrong += judgement.stored_differences(work)
    assert wrong == [], f"seed {SEED}"


def test_no_alarm_was_lost_doubled_or_false(story):
    house = story.week.house
    said = {key: at for key, at in keys_said(house.log()) if key.startswith("alarm:")}
    numbers = [page.number for page in story.week.pages]
    with house.program.look() as work:
        wrong = judgement.alarm_differences(work, said, numbers, SAID_WITHIN_S)
    assert wrong == [], f"seed {SEED}"
    assert len(said) > 40
