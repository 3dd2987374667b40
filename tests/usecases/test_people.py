"""Whom the configuration means: of the staff for rosters, of everybody for customers."""

from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy import delete

from bot.store import channels, known_names, people, tables, user_groups
from bot.store.channels import Channel
from bot.store.people import Person
from bot.store.user_groups import UserGroup
from bot.usecases.ground.directory import Directory
from bot.usecases.ground.people import customer_of
from sla_core.configuration import Configuration, Customer, Department
from tests.conftest import FakeClock
from tests.usecases.conftest import person

NOBODY_OF_OURS = ["is_guest", "is_stranger", "is_deleted", "is_bot"]


@pytest.fixture
def ana(clock: FakeClock):
    return person("UANA", "ana@example.com", clock.now())


@pytest.fixture
def dan(clock: FakeClock):
    return person("UDAN", "dan@elsewhere.example", clock.now())


@pytest.fixture
def directory(db):
    """Makes a directory of exactly these people."""

    def of(*known: Person) -> Directory:
        with db.writing() as connection:
            connection.execute(delete(tables.people))
            people.save_all(connection, "T1", known)
        return Directory(reading.enter_context(db.reading()), "T1")

    with ExitStack() as reading:
        yield of


@pytest.mark.parametrize("typed", ["UANA", "<@UANA>", "<@UANA|ana>", "ANA@example.com"])
def test_the_staff_are_found_by_id_mention_and_address(directory, ana, dan, typed):
    assert directory(ana, dan).person_id(typed) == "UANA"
    assert directory(ana, dan).anyones_id(typed) == "UANA"


@pytest.mark.parametrize("typed", ["ana", "@ana", "Ana", "<mailto:nobody@example.com|ana>"])
def test_nobody_is_found_by_what_they_call_themselves(directory, ana, dan, typed):
    assert directory(ana, dan).person_id(typed) is None
    assert directory(ana, dan).anyones_id(typed) is None


@pytest.mark.parametrize("what", NOBODY_OF_OURS)
@pytest.mark.parametrize("typed", ["UDAN", "<@UDAN>", "dan@elsewhere.example"])
def test_guests_strangers_who_left_and_bots_are_never_staff(directory, ana, dan, what, typed):
    found = directory(ana, replace(dan, **{what: True}))
    assert found.person_id(typed) is None
    assert found.roster(Department("Support", agents=("UDAN",), leads=("UANA",))) == {"UANA"}
    assert not found.is_staff("UDAN")


@pytest.mark.parametrize("field", ["name", "real_name"])
def test_an_address_is_looked_for_among_the_addresses_only(directory, ana, dan, field):
    posing = replace(dan, **{field: "Ana@example.com"})
    assert directory(ana, posing).person_id("ana@example.com") == "UANA"
    assert directory(posing).person_id("ana@example.com") is None
    assert directory(posing).anyones_id("ana@example.com") is None


@pytest.mark.parametrize("what", NOBODY_OF_OURS)
def test_only_the_staff_make_an_address_ambiguous(directory, ana, what):
    namesake = replace(ana, id="UANA2")
    assert directory(ana, namesake).person_id("ana@example.com") is None
    assert directory(ana, replace(namesake, **{what: True})).person_id("ana@example.com") == "UANA"
    assert directory(ana, replace(namesake, **{what: True})).anyones_id("ana@example.com") == "UANA"


def test_somebody_never_seen_is_not_staff(directory, ana):
    assert directory(ana).person_id("<@UNEW>") is None
    assert directory(ana).anyones_id("<@UNEW>") == "UNEW"
    assert not directory(ana).is_staff("UNEW")


@pytest.mark.parametrize("what", ["is_guest", "is_stranger"])
def test_a_customers_people_may_be_guests_and_of_other_companies(directory, ana, dan, what):
    acme = Customer("Acme", users=("UDAN",))
    configuration = Configuration(customers={"Acme": acme})
    found = directory(ana, replace(dan, **{what: True}))
    assert found.anyones_id("dan@elsewhere.example") == "UDAN"
    assert customer_of(configuration, found, None, "UDAN") == "Acme"
    assert customer_of(configuration, found, None, "UANA") is None


@pytest.mark.parametrize("what", ["is_bot", "is_deleted"])
def test_nobody_is_found_by_the_address_of_a_bot_or_of_who_left(directory, ana, dan, what):
    assert directory(ana, replace(dan, **{what: True})).anyones_id(dan.email) is None


def test_somebody_is_of_a_roster_by_their_own_id_and_by_their_group(directory, db, ana, dan):
    group = UserGroup("S1", "desk", "Desk", ("UDAN",), False, ana.seen_at)
    with db.writing() as connection:
        user_groups.save(connection, "T1", group)
    found = directory(ana, dan)
    program = Department("Support", agents=("S1",), leads=("UANA",))
    assert found.is_on_roster("UANA", program)
    assert found.is_on_roster("UDAN", program)
    assert not found.is_on_roster("UDAN", Department("Billing", agents=("UANA", "S9")))
    assert not found.is_on_roster("UNEW", program)
    assert not found.is_on_roster("UANA", None)


@pytest.mark.parametrize("written", ["ana", "@ana", "Ana", "ana@example.com", "@desk", "desk"])
def test_a_name_that_waits_on_a_roster_grants_nothing(directory, db, ana, written):
    group = UserGroup("S1", "desk", "Desk", ("UANA",), False, ana.seen_at)
    with db.writing() as connection:
        user_groups.save(connection, "T1", group)
    found = directory(ana)
    assert not found.is_on_roster("UANA", Department("Support", agents=(written,)))
    assert found.staff_of((written,)) == frozenset()
    assert not found.is_anyone_of("UANA", (written,))


def test_an_address_means_for_ever_what_it_was_looked_up_to(directory, db, ana):
    with db.writing() as connection:
        known_names.save(connection, "T1", {"ana@example.com": "UANA"}, ana.seen_at)
    heir = replace(ana, id="UHEIR")
    found = directory(replace(ana, email="other@example.com"), heir)
    assert found.staff_of(("Ana@Example.com",)) == {"UANA"}
    assert not found.is_of("UHEIR", ("ana@example.com",))


def test_display_names_are_compared_however_their_accents_are_typed(directory, ana):
    found = directory(replace(ana, real_name="Ana Kovac\u030c"))
    assert [each.id for each in found.namesakes("@ANA KOVA\u010c")] == ["UANA"]


def test_admins_are_found_among_the_staff_only(directory, ana, dan):
    boss = replace(ana, is_admin=True)
    assert directory(boss, replace(dan, is_admin=True, is_deleted=True)).admins() == ["UANA"]


def test_a_channel_is_meant_by_its_id_alone_and_found_by_its_name(directory, db, ana):
    with db.writing() as connection:
        for channel_id, name in (("C1", "help"), ("C2", "twice"), ("C3", "twice")):
            known = Channel(channel_id, name, False, True, False, ana.seen_at)
            channels.save(connection, "T1", known)
        known_names.save(connection, "T1", {"#help-desk": "C1"}, ana.seen_at)
    found = directory()
    names = ("C1", "#help-desk", "Help-Desk", "#help", "C9", None)
    assert [found.channel_id(name) for name in names] == ["C1", "C1", "C1", None, None, None]
    assert [found.channels_called(name) for name in ("#help", "Help", "twice", "none")] == [
        *(["C1"], ["C1"]),
        *(["C2", "C3"], []),
    ]
    assert found.is_channel_of("C1", ("#nowhere", "#help-desk"))
    assert not found.is_channel_of("C1", ("#help", "C2"))


def test_what_is_asked_of_the_database_does_not_grow_with_the_workspace(db, ana):
    """Rows that are read for one question of each kind, among 3 people and among 2,000."""

    def asked(count):
        crowd = [
            replace(ana, id=f"U{n}", name=f"p{n}", real_name=f"P {n}", email=f"p{n}@example.com")
            for n in range(count)
        ]
        with db.writing() as connection:
            people.save_all(connection, "T1", [ana, *crowd])
        rows = []
        with db.reading() as connection:
            found = Directory(_Counting(connection, rows), "T1")
            department = Department("Support", agents=("U1", "UANA", "U2"))
            assert found.is_on_roster("UANA", department)
            assert found.staff_of(("U1", "U2")) == {"U1", "U2"}
            assert found.admins() == []
            assert found.channel_id("#support") is None
        return sum(rows)

    assert asked(3) == asked(2000)


class _Counting:
    """A connection that notes how many rows each question gave."""

    def __init__(self, connection, rows):
        self._connection = connection
        self._rows = rows

    def execute(self, *given):
        found = self._connection.execute(*given).freeze()
        self._rows.append(len(found.data))
        return found()
