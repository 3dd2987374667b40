"""One row that cannot be read harms one thing: whatever else there is goes on."""

import json
from dataclasses import replace

import pytest

from bot.config.document import read
from bot.config.history import HistoryReader
from bot.config.unreadable import RECOMPILED, STALLED
from bot.delivery.deliverer import Deliverer
from bot.delivery.settings import DeliverySettings
from bot.jobs.rounds import PARTS, go_round
from bot.store import (
    inbox,
    inbox_messages,
    outbox,
    preferences,
    set_aside,
    ticket_lists,
    ticket_values,
    tickets,
)
from bot.store.inbox import Arrival
from bot.store.preferences import Preferences
from bot.store.set_aside import MESSAGE, TICKET
from bot.store.ticket_lists import TicketFilter
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.sweep.sweep import sweep
from bot.wording import faults
from tests.delivery.fakes import FakeSlack
from tests.store.poison import NO_JSON, NO_OBJECT, poison
from tests.usecases.conftest import CONFIG
from tests.wording.conftest import pseudo_folder
from tests.wording.pseudo import TAG, known_everywhere

__all__ = ["pseudo_folder"]

BROKEN = [pytest.param(NO_JSON, id="no json"), pytest.param(NO_OBJECT, id="no object")]


def set_aside_in(team):
    with team.program.look() as work:
        return set_aside.listing(work.connection, "T1", work.now.replace(year=2000))


@pytest.fixture
def slack(team):
    return FakeSlack(team.clock)


@pytest.fixture
def send(team, slack):
    """Say all that may be said within a minute, and return what was said in a channel."""
    deliverer = Deliverer(team.program.database, slack, team.clock, DeliverySettings())

    def run(channel="CSLA"):
        for _ in range(60):
            deliverer.run_once()
            team.clock.move(seconds=1)
        return slack.said(channel)

    return run


# --- what waits to be said ---------------------------------------------------------------------

WRONGS = [
    pytest.param("payload", NO_JSON, id="a payload that is no json"),
    pytest.param("payload", NO_OBJECT, id="a payload that is no object"),
    pytest.param("payload", '{"metadata": ["x"]}', id="metadata that is no object"),
    pytest.param("method", "chat.shout", id="an unknown method"),
    pytest.param("lane", "", id="no lane"),
]


@pytest.mark.parametrize(("column", "value"), WRONGS)
def test_a_message_that_cannot_be_said_holds_up_no_other(team, send, column, value):
    for subject in ("One", "Two", "Three"):
        team.writes(f"U{subject}", subject)
    poison(team.program.database, "outbox", column, value, "key = 'card:2'")
    assert [line.split()[1] for line in send()] == ["#1", "#3"]
    (item,) = set_aside_in(team)
    assert (item.kind, item.name) == (MESSAGE, "card:2")
    with team.program.look() as work:
        row = outbox.get(work.connection, "T1", "card:2")
    assert row.state == "dead"
    assert row.error == f"set_aside: {item.reason}"


@pytest.mark.parametrize("state", ["sending", "unknown"])
@pytest.mark.parametrize(("column", "value"), WRONGS)
def test_nor_does_one_that_was_on_its_way_or_in_doubt(team, send, column, value, state):
    for subject in ("One", "Two"):
        team.writes(f"U{subject}", subject)
    database = team.program.database
    poison(database, "outbox", column, value, "key = 'card:1'")
    with database.writing() as connection:
        connection.exec_driver_sql(
            f"UPDATE outbox SET state = '{state}', intent_at = created_at, "
            "doubted_at = created_at WHERE key = 'card:1'"
        )
    assert [line.split()[1] for line in send()] == ["#2"]
    assert [item.name for item in set_aside_in(team)] == ["card:1"]


def test_a_restored_backup_with_a_broken_message_is_distrusted_all_the_same(team, slack, send):
    for subject in ("One", "Two"):
        team.writes(f"U{subject}", subject)
    poison(team.program.database, "outbox", "payload", NO_JSON, "key = 'card:1'")
    Deliverer(team.program.database, slack, team.clock, DeliverySettings()).distrust()
    assert [line.split()[1] for line in send()] == ["#2"]


def test_a_card_that_cannot_be_read_is_shown_anew(team, send):
    ts, _ = team.writes("UCARLA", "Printer")
    send()
    poison(team.program.database, "outbox", "payload", NO_JSON, "key = 'card:1'")
    team.writes("UANA", "Take the stairs", thread_ts=ts)
    assert team.keys("card:1:") != []


def sets_a_reply_aside(team, send):
    """Put a reply into the outbox that can never be said, below a card that was."""
    team.writes("UCARLA", "Printer")
    send()
    with team.program.work() as work:
        place = {"lane": "CSUPPORT", "method": outbox.POST, "created_at": work.now}
        reply = outbox.Outgoing("event:1:2", payload={"text": "Hi"}, ticket_number=1, **place)
        outbox.put(work.connection, "T1", reply)
    poison(team.program.database, "outbox", "payload", NO_JSON, "key = 'event:1:2'")


def test_a_reply_that_is_set_aside_is_told_to_the_agents(team, send):
    sets_a_reply_aside(team, send)
    assert any("This was not delivered" in line for line in send())


def test_agents_are_told_in_the_language_of_the_workspace(team, send, pseudo_folder):
    """Though it is the delivery that tells them, which knows no configuration."""
    with known_everywhere(pseudo_folder):
        with team.program.work() as work:
            wanted = read(f"{CONFIG}\nlanguage: {TAG}\n", "sla.yml", work.now_s).configuration
            apply_configuration(work, wanted, "UADA")
        sets_a_reply_aside(team, send)
        assert any("Ţĥîš ŵåš ñöţ ðéļîṽéŕéð" in line for line in send())


# --- what came in ------------------------------------------------------------------------------


def test_what_reads_many_arrivals_passes_over_a_broken_one(team):
    with team.program.work() as work:
        here = work.connection, "T1"
        for n in (1, 2):
            place = {"channel_id": "CSUPPORT", "thread_ts": "1.0", "ts": f"{n}.0"}
            arrival = Arrival("message", f"e{n}", place, work.now, "CSUPPORT", f"{n}.0")
            inbox.accept(*here, arrival)
    poison(team.program.database, "inbox", "payload", NO_JSON, "dedupe_key = 'e1'")
    with team.program.work() as work:
        here = work.connection, "T1"
        assert [row.message_ts for row in inbox_messages.between(*here, "CSUPPORT", "0", "9")] == [
            "2.0"
        ]
        assert inbox_messages.find(*here, "CSUPPORT", "1.0") is None
        assert not inbox_messages.correct_waiting(*here, "CSUPPORT", "1.0", {"text": "x"}, work.now)
        assert inbox_messages.reconsider(*here, "CSUPPORT", "1.0") == 1
    assert set_aside_in(team) == [], "the worker says so, once it is its turn"


# --- the configuration --------------------------------------------------------------------------


@pytest.mark.parametrize("value", BROKEN)
def test_a_revision_that_cannot_be_read_leaves_all_others_in_force(team, value):
    poison(team.program.database, "config_revisions", "body", value, "name = 'Urgent SLA'")
    fresh = replace(team.program, histories=HistoryReader())
    with fresh.look() as work:
        assert "standard" in {name.casefold() for name in work.configuration.levels}
        (item,) = fresh.histories.unreadable(work.connection, "T1")
    assert (item.kind, item.name, item.effect) == ("level", "Urgent SLA", STALLED)


@pytest.mark.parametrize("value", BROKEN)
def test_a_calendar_whose_data_cannot_be_read_is_compiled_from_those_of_the_program(team, value):
    calendars = "calendars: {office: {time_zone: UTC, hours: 24x7}}\ndepartments:"
    team.clock.move(seconds=1)
    with team.program.work() as work:
        wanted = read(CONFIG.replace("departments:", calendars, 1), "sla.yml", work.now_s)
        apply_configuration(work, wanted.configuration, "UADA")
    assert poison(team.program.database, "calendar_data", "body", value) == 1
    fresh = replace(team.program, histories=HistoryReader())
    with fresh.look() as work:
        assert work.configuration.calendar("office").definition.name == "office"
        (item,) = fresh.histories.unreadable(work.connection, "T1")
    assert (item.kind, item.name, item.effect) == ("calendar", "office", RECOMPILED)


@pytest.mark.parametrize("value", BROKEN)
def test_preferences_that_cannot_be_read_are_those_of_who_never_chose(team, value):
    with team.program.work() as work:
        here = work.connection, "T1"
        for person_id in ("UANA", "UBOB"):
            chosen = Preferences(language="sl", home_opened_at=work.now)
            preferences.save(*here, person_id, chosen)
    poison(team.program.database, "preferences", "body", value, "person_id = 'UANA'")
    with team.program.look() as work:
        here = work.connection, "T1"
        assert preferences.get(*here, "UANA") == Preferences()
        opened = preferences.homes_opened_since(*here, work.now)
        assert list(opened) == ["UBOB"]


@pytest.mark.parametrize("value", [NO_JSON, '{"a": 1}', "[7]"])
def test_tags_that_cannot_be_read_hide_no_ticket_and_are_written_anew(team, value):
    ts, _ = team.writes("UONE", "One #red")
    team.writes("UTWO", "Two #red")
    poison(team.program.database, "tickets", "tags", value, "number = 1")
    with team.program.look() as work:
        here = work.connection, "T1"
        page = ticket_lists.listing(*here, TicketFilter(tags=("red",)))
        assert [each.number for each in page.tickets] == [2]
        assert len(ticket_lists.listing(*here).tickets) == 2
        assert "red" in ticket_values.used(*here, "tags")
    team.writes("UANA", "Hello", thread_ts=ts)
    with team.program.look() as work:
        assert tickets.get(work.connection, "T1", 1).tags == ("red",)


# --- timelines ---------------------------------------------------------------------------------


def breaks(team, number, value=NO_JSON):
    where = f"ticket_number = {number} AND seq = 1"
    assert poison(team.program.database, "events", "body", value, where) == 1


@pytest.mark.parametrize("value", [*BROKEN, pytest.param('{"nonsense": 1}', id="another shape")])
def test_a_broken_timeline_silences_its_ticket_and_tells_its_department_once(team, value):
    for subject in ("One #URGENT", "Two #URGENT"):
        team.writes(f"U{subject[:3]}", subject)
    breaks(team, 1, value)
    for _ in range(4):
        team.clock.move(hours=1)
        sweep(team.program)
        go_round(team.program, PARTS)
    assert any("#2" in line for line in team.said("alarm:"))
    assert not any("#1" in line for line in team.said("alarm:"))
    (told,) = team.said("unreadable:1")
    assert "ticket #1 (One #URGENT)" in told
    assert "`punctual status`" in told
    (item,) = set_aside_in(team)
    assert (item.kind, item.name) == (TICKET, "1")


def test_a_ticket_that_can_be_read_again_goes_on_where_it_stood(team):
    team.writes("UONE", "One #URGENT")
    with team.program.look() as work:
        connection = work.connection
        kept = connection.exec_driver_sql("SELECT body FROM events WHERE seq = 1").scalar_one()
    breaks(team, 1)
    team.clock.move(hours=2)
    sweep(team.program)
    whole = kept if isinstance(kept, str) else json.dumps(kept)
    poison(team.program.database, "events", "body", whole, "seq = 1")
    go_round(team.program, PARTS)
    sweep(team.program)
    assert any("first_reply #1" in line for line in team.said("alarm:1:"))
    assert set_aside_in(team) == []


# --- alarms ------------------------------------------------------------------------------------

ALARM = "key LIKE 'alarm:1:first_reply:1:breach:%'"


@pytest.fixture
def breached(team, send):
    """A ticket whose card is out, and whose breach waits to be said."""
    team.writes("UONE", "One #URGENT")
    send()
    team.clock.move(hours=3)
    sweep(team.program)
    return team


@pytest.mark.parametrize("value", [*BROKEN, "[]", '{"metadata": ["x"]}'])
@pytest.mark.parametrize("state", ["pending", "sending", "unknown"])
def test_a_breach_whose_payload_is_damaged_is_said_once_all_the_same(breached, send, value, state):
    database = breached.program.database
    assert poison(database, "outbox", "payload", value, ALARM) == 1
    if state != "pending":
        with database.writing() as connection:
            connection.exec_driver_sql(
                f"UPDATE outbox SET state = '{state}', intent_at = created_at, "
                f"doubted_at = created_at WHERE {ALARM.replace('%', '%%')}"
            )
    lines = send()
    assert len([line for line in lines if "first_reply" in line and "#1" in line]) == 1
    assert set_aside_in(breached) == []
    assert lines == send()


def test_breaches_of_a_storm_are_said_though_their_rows_are_damaged(team, send):
    for n in range(4):
        team.writes(f"U{n}", f"Ticket {n} #URGENT")
    send()
    team.clock.move(hours=3)
    sweep(team.program)
    poison(team.program.database, "outbox", "payload", "[]", "key LIKE 'alarm:%:breach:%'")
    told = "\n".join(send())
    assert all(told.count(f"first_reply #{n}") == 1 for n in (1, 2, 3, 4))


def test_a_breach_that_cannot_be_said_at_all_is_told_of_by_its_card(breached, send):
    poison(breached.program.database, "outbox", "payload", "[]", ALARM)
    poison(breached.program.database, "outbox", "summary", "", ALARM)
    assert any("The breach of #1 (first reply) could not be said" in line for line in send())
    (item,) = set_aside_in(breached)
    assert faults.item(item.kind, item.name, item.reason).startswith(
        "The breach of #1 (first reply): its payload is damaged"
    )
