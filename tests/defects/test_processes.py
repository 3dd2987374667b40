"""Defects of others when a process ends, or a second one runs: on both databases."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Barrier

from bot.config.history import HistoryReader
from bot.delivery.deliverer import Deliverer
from bot.delivery.settings import DeliverySettings
from bot.store import inbox
from bot.store.engine import Database
from bot.store.inbox import Arrival
from bot.usecases.sweep.sweep import sweep
from tests.defects.naming import defect
from tests.delivery.fakes import FakeSlack, drain

BREACH = "alarm:1:first_reply:1:breach:1"


def at_once(count, work):
    """Run ``work(number)`` in threads that begin together."""
    barrier = Barrier(count)

    def begun(number):
        barrier.wait(timeout=10)
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(begun, range(count)))


def another(program, database):
    """The desk as a process of its own would have it: nothing but the database is the same."""
    return replace(program, database=database, histories=HistoryReader())


@defect(32, "incidentbot")
def test_a_restart_drops_no_alarm(team, database_url):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=61)  # nobody is there while the clock runs out
    fresh = Database.open(database_url)
    sweep(another(team.program, fresh))
    fresh.dispose()
    assert team.keys("alarm:") == [BREACH]


@defect(32, "incidentbot")
def test_a_restart_repeats_no_alarm(team, database_url):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=61)
    sweep(team.program)
    for _ in range(3):
        fresh = Database.open(database_url)
        sweep(another(team.program, fresh))
        fresh.dispose()
        team.clock.move(hours=1)
    assert team.keys("alarm:") == [BREACH]


@defect(35, "bolt-python 469")
def test_two_processes_that_sweep_and_send_at_once_say_everything_once(team, database_url):
    for person_id in ("UCARLA", "UDAN", "UCID"):
        team.writes(person_id, "Printer #URGENT")
        team.clock.move(minutes=4)
    team.clock.move(minutes=57)
    slack = FakeSlack(team.clock)
    databases = [Database.open(database_url) for _ in range(2)]
    desks = [another(team.program, database) for database in databases]
    senders = [Deliverer(each, slack, team.clock, DeliverySettings()) for each in databases]
    at_once(2, lambda number: sweep(desks[number]))
    for _ in range(12):
        at_once(2, lambda number: senders[number].run_once())
        team.clock.move(seconds=1)
    drain(senders[0], team.clock)
    said = slack.said("CSLA")
    lines = [line for text in said for line in text.splitlines() if "first_reply" in line]
    assert sorted(line.removesuffix(" ULEA") for line in lines) == [
        f"breach first_reply #{number}" for number in (1, 2, 3)
    ]  # alone or in a digest
    assert len([text for text in said if text.startswith("card")]) == 3
    assert len(slack.said("CSUPPORT")) == 3
    for database in databases:
        database.dispose()


@defect(35, "bolt-python 469")
def test_an_event_that_reaches_two_processes_is_kept_once(team, database_url):
    databases = [Database.open(database_url) for _ in range(2)]
    arrival = Arrival("message", "event:E1", {}, team.clock.now(), "CSUPPORT", "1.5")

    def hear(number):
        with databases[number].writing() as connection:
            return inbox.accept(connection, "T1", arrival)

    kept = [place for place in at_once(2, hear) if place is not None]
    assert len(kept) == 1  # its number may be 2: PostgreSQL counts what it refused, too
    for database in databases:
        database.dispose()
