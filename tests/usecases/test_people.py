"""Whom the configuration means: of the staff for rosters, of everybody for customers."""

from contextlib import ExitStack
from dataclasses import replace

import pytest
from sqlalchemy import delete

from bot.store import people, tables
from bot.store.people import Person
from bot.usecases.directory import Directory
from bot.usecases.people import customer_of
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


@pytest.mark.parametrize(
    "name", ["UANA", "<@UANA>", "<@UANA|ana>", "ana", "@ana", "Ana", "ANA@example.com"]
)
def test_the_staff_are_meant_by_id_mention_name_and_address(directory, ana, dan, name):
    assert directory(ana, dan).person_id(name) == "UANA"
    assert directory(ana, dan).anyones_id(name) == "UANA"


@pytest.mark.parametrize("what", NOBODY_OF_OURS)
@pytest.mark.parametrize("name", ["UDAN", "<@UDAN>", "dan", "dan@elsewhere.example"])
def test_guests_strangers_who_left_and_bots_are_never_staff(directory, ana, dan, what, name):
    found = directory(ana, replace(dan, **{what: True}))
    assert found.person_id(name) is None
    assert found.roster(Department("Support", agents=(name,), leads=("ana",))) == {"UANA"}
    assert not found.is_staff("UDAN")
    assert found.anyones_id(name) == "UDAN"


@pytest.mark.parametrize("field", ["name", "real_name"])
def test_an_address_is_looked_for_among_the_addresses_only(directory, ana, dan, field):
    posing = replace(dan, **{field: "Ana@example.com"})
    assert directory(ana, posing).person_id("ana@example.com") == "UANA"
    assert directory(posing).person_id("ana@example.com") is None
    assert directory(posing).anyones_id("ana@example.com") is None


@pytest.mark.parametrize("what", NOBODY_OF_OURS)
def test_only_the_staff_make_a_name_or_an_address_ambiguous(directory, ana, dan, what):
    namesake = replace(ana, id="UANA2")
    for name in ("ana", "ana@example.com"):
        assert directory(ana, namesake).person_id(name) is None
        assert directory(ana, replace(namesake, **{what: True})).person_id(name) == "UANA"
        assert directory(ana, replace(namesake, **{what: True})).anyones_id(name) == "UANA"


def test_somebody_never_seen_is_not_staff(directory, ana):
    assert directory(ana).person_id("<@UNEW>") is None
    assert directory(ana).anyones_id("<@UNEW>") == "UNEW"
    assert not directory(ana).is_staff("UNEW")


@pytest.mark.parametrize("what", NOBODY_OF_OURS)
def test_a_customers_people_may_be_guests_and_of_other_companies(directory, ana, dan, what):
    acme = Customer("Acme", users=("dan@elsewhere.example",))
    configuration = Configuration(customers={"Acme": acme})
    found = directory(ana, replace(dan, **{what: True}))
    assert customer_of(configuration, found, None, "UDAN") == "Acme"
    assert customer_of(configuration, found, None, "UANA") is None
