"""Migrations: they make the tables, go both ways with data, and know a newer database."""

from dataclasses import replace

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, bindparam, insert, inspect, select, text, update

from bot.store import (
    alarms,
    audit,
    audit_proof,
    channels,
    clock_numbers,
    clocks,
    configuration,
    events,
    inbox,
    jobs,
    known_names,
    lost_names,
    outbox,
    people,
    schema,
    tables,
    tickets,
    user_groups,
    workspaces,
)
from bot.store.audit import AuditEntry
from bot.store.channels import Channel
from bot.store.configuration import ConfigChange
from bot.store.engine import Database
from bot.store.errors import StoreError
from bot.store.inbox import Arrival
from bot.store.jobs import JobRun
from bot.store.lost_names import LostName
from bot.store.outbox import Outgoing
from bot.store.people import Person
from bot.store.tables import metadata
from bot.store.types import Document, Instant
from bot.store.user_groups import UserGroup
from tests.store.builders import AT, alarm, clock_number, clock_row, event, ticket

WS = "T1"
ANA = Person("UANA", "ana", "Ana", "ana@a.example", None, False, False, False, False, False, AT)
VERSIONS = [
    script.revision for script in ScriptDirectory.from_config(schema._config()).walk_revisions()
][::-1]


@pytest.fixture
def empty(empty_database_url):
    database = Database.open(empty_database_url)
    yield database
    database.dispose()


def fill(database):
    with database.writing() as connection:
        workspaces.save(connection, workspaces.Workspace(WS, "Example", "example", None, None, AT))
        number = tickets.open(connection, WS, ticket(tags=("URGENT",)))
        events.append(connection, WS, number, [event(1, body={"text": "hi"})])
        clocks.replace(connection, WS, number, [clock_row()])
        alarms.replace(connection, WS, number, [alarm()])
        clock_numbers.save(connection, WS, number, [clock_number()])
        inbox.accept(connection, WS, Arrival("event", "Ev1", {}, AT))
        people.save(connection, WS, ANA)
        for key, thread_key in (("card", None), ("reply", "card")):
            message = Outgoing(key, "C1", "chat.postMessage", {"text": "hi"}, AT, thread_key)
            outbox.put(connection, WS, message)


def contents(database):
    with database.reading() as connection:
        return {
            table.name: connection.execute(table.select()).all() for table in metadata.sorted_tables
        }


def test_migrations_make_exactly_the_tables(database):
    with database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_checks_are_those_of_the_tables(database):
    with database.reading() as connection:
        found = {
            (table.name, check["name"])
            for table in metadata.sorted_tables
            for check in inspect(connection).get_check_constraints(table.name)
        }
    wanted = {
        (table.name, str(constraint.name))
        for table in metadata.sorted_tables
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    assert found == wanted


def test_every_migration_goes_up_down_and_up_again_and_keeps_the_data(empty):
    for below, version in zip(["base", *VERSIONS], VERSIONS, strict=False):
        empty.migrate(version)
        empty.migrate(below)
        assert empty.schema_version() == (None if below == "base" else below)
        empty.migrate(version)
    fill(empty)
    before = contents(empty)
    for version in [*VERSIONS[-2::-1], *VERSIONS[1:]]:
        empty.migrate(version)
    assert contents(empty) == before


NEW_IN_0002 = {
    "tickets": {"is_deleted", "projected_revision"},
    "clocks": {"breach_reason", "withdrawn_by", "withdrawn_reason"},
}


def test_what_0002_adds_is_gone_below_it_and_all_else_stays(empty):
    empty.migrate()
    fill(empty)
    with empty.writing() as connection:
        connection.execute(update(tables.tickets).values(is_deleted=True))
        connection.execute(update(tables.clocks).values(withdrawn_by="lea", breach_reason="merged"))
        revision = ConfigChange("calendar", "office", {})
        configuration.change(connection, WS, [revision], changed_at=AT, changed_by="ada")
        connection.execute(
            insert(tables.calendar_data).values(
                workspace_id=WS, revision=1, versions=["2026.1"], body={"zone": ""}
            )
        )
    before = contents(empty)
    empty.migrate("0001")
    with empty.reading() as connection:
        assert "calendar_data" not in inspect(connection).get_table_names()
    empty.migrate()
    after = contents(empty)
    assert after.pop("calendar_data") == []
    del before["calendar_data"]
    for table, columns in NEW_IN_0002.items():
        for rows in (before, after):
            rows[table] = [
                {name: value for name, value in row._mapping.items() if name not in columns}
                for row in rows[table]
            ]
    assert after == before


def test_0002_lets_every_ticket_on_which_something_runs_be_looked_at_once(empty):
    empty.migrate()
    fill(empty)
    with empty.writing() as connection:
        tickets.open(connection, WS, ticket(status="resolved", projected_revision=None))
    empty.migrate("0001")
    empty.migrate()
    with empty.reading() as connection:
        numbers = select(tables.tickets.c.number, tables.tickets.c.projected_revision)
        found = connection.execute(numbers.order_by(tables.tickets.c.number)).all()
    assert found == [(1, 0), (2, None)]


TWO_SPELLINGS = [
    pytest.param([("created", {"tags": ["VIP", "vip"]})], True, id="created with both"),
    pytest.param(
        [("created", {"tags": ["Cafe\u0301"]}), ("tags", {"remove": ["CAFÉ"]})],
        True,
        id="taken off in another",
    ),
    pytest.param([("created", {}), ("tags", {"add": ["a"]}), ("tags", {"add": ["A"]})], True,
                 id="put on in turn"),
    pytest.param([("created", {"tags": ["VIP"]}), ("tags", {"remove": ["VIP"]})], False, id="one"),
    pytest.param([("created", {}), ("note", {"text": "a"})], False, id="none"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "wakes"), TWO_SPELLINGS)
def test_0006_wakes_the_tickets_that_name_a_tag_in_two_spellings(empty, lines, wakes):
    empty.migrate()
    fill(empty)
    with empty.writing() as connection:
        number = tickets.open(connection, WS, ticket())
        happened = [event(seq, type=kind, body=body) for seq, (kind, body) in enumerate(lines, 1)]
        events.append(connection, WS, number, happened)
    empty.migrate(VERSIONS[VERSIONS.index("0006") - 1])
    empty.migrate()
    with empty.reading() as connection:
        found = tickets.get(connection, WS, number)
        other = tickets.get(connection, WS, 1)
    assert (found.wake_at, other.wake_at) == (found.created_at if wakes else None, None)


def test_0011_lets_those_who_are_known_already_be_looked_up(empty):
    empty.migrate()
    fill(empty)
    with empty.writing() as connection:
        cedric = replace(
            ANA, id="UCED", name="cedric", real_name="CE\u0301DRIC", email="Ć@A.example"
        )
        people.save_all(connection, WS, [ANA, cedric])
        channels.save(connection, WS, Channel("C1", "support", False, True, False, AT))
    empty.migrate(VERSIONS[VERSIONS.index("0011") - 1])
    empty.migrate()
    with empty.reading() as connection:
        assert people.with_names(connection, WS, ["cédric"]) == {"cédric": [cedric]}
        assert people.with_emails(connection, WS, ["ć@a.example"]) == {"ć@a.example": [cedric]}
        assert jobs.listing(connection) == [JobRun(f"directory:{WS}", AT, None)]


def test_0015_leaves_what_is_configured_by_names_to_the_first_start(empty):
    empty.migrate()
    fill(empty)
    lost = LostName(1, "departments.Support.leads", "Lea Lead", ("ULEA",), AT)
    old = ConfigChange("department", "Support", {"leads": ["Lea Lead", "lea@example.com"]})
    with empty.writing() as connection:
        configuration.change(connection, WS, [old], changed_at=AT, changed_by="ada")
        known_names.save(connection, WS, {"lea@example.com": "ULEA"}, AT)
        lost_names.add(connection, WS, [lost])
        jobs.record(connection, JobRun(f"display names:{WS}", AT, None))
        assert known_names.of(connection, WS) == {"lea@example.com": "ULEA"}
        assert lost_names.newest(connection, WS) == [lost]
    before = contents(empty)
    empty.migrate(VERSIONS[VERSIONS.index("0015") - 1])
    empty.migrate()
    after = contents(empty)
    gone = [after.pop(name) for name in ("known_names", "lost_names", "jobs")]
    assert gone == [[], [], []]
    assert after == {name: rows for name, rows in before.items() if name in after}


def test_0016_asks_slack_again_who_made_what(empty):
    empty.migrate()
    fill(empty)
    made = Channel("C1", "support", False, True, False, AT, made_by="UANA")
    group = UserGroup("S1", "night", "Night", ("UANA",), False, AT, made_by="UANA")
    with empty.writing() as connection:
        channels.save(connection, WS, made)
        user_groups.save(connection, WS, group)
        jobs.record(connection, JobRun(f"whole directory:{WS}", AT, None))
    empty.migrate(VERSIONS[VERSIONS.index("0016") - 1])
    empty.migrate()
    with empty.reading() as connection:
        assert channels.listing(connection, WS) == [replace(made, made_by=None)]
        assert user_groups.listing(connection, WS) == [replace(group, made_by=None)]
        assert jobs.listing(connection) == []


OLD_ENTRIES = (
    ("level:Standard", {"targets": {"first_reply": "4h"}, "share": 2.0}),
    ("ticket:1", {"assignee": "UANA"}),
    ("review:1:first_reply:1", {"note": "late"}),
    ("follow_up:1", {"what": "call"}),
    ("ticket:2", None),
)


def test_0017_chains_what_the_audit_log_holds_already(empty):
    empty.migrate("0016")
    names = "workspace_id, at, actor, action, subject, before, after, id"
    with empty.writing() as connection:
        workspaces.save(connection, workspaces.Workspace(WS, "Example", "example", None, None, AT))
        for number, (subject, after) in enumerate(OLD_ENTRIES, 1):
            row = {"at": AT, "actor": "UANA", "action": "did", "subject": subject, "id": number}
            statement = text(
                f"INSERT INTO audit ({names}) "
                "VALUES ('T1', :at, :actor, :action, :subject, NULL, :after, :id)"
            ).bindparams(bindparam("at", type_=Instant), bindparam("after", type_=Document))
            connection.execute(statement, {**row, "after": after})
    empty.migrate()
    with empty.writing() as connection:
        audit.append(connection, WS, [AuditEntry(AT, "UBOB", "did", "level:B", None, {})])
    with empty.reading() as connection:
        found = audit.listing(connection, WS)[::-1]
        proof = audit_proof.prove(connection, WS)
    assert [(each.subject, each.after) for each in found[:5]] == list(OLD_ENTRIES)
    assert [(each.chain, each.seq) for each in found] == [
        ("configuration", 1),
        ("ticket:1", 1),
        ("ticket:1", 2),
        ("configuration", 2),
        ("ticket:2", 1),
        ("configuration", 3),
    ]
    assert (proof.entries, proof.broken) == (6, ())
    empty.migrate("0016")
    with empty.reading() as connection:
        rows = connection.execute(text("SELECT subject FROM audit ORDER BY id")).scalars().all()
    assert rows == [*(subject for subject, _ in OLD_ENTRIES), "level:B"]


def numbers_after_an_upgrade(database, *, saying=()):
    """What 0009 makes of a running clock, a stopped one, and of alarms that were said."""
    with database.writing() as connection:
        stopped = clock_row("next_reply", stopped_at=AT, state="missed", is_open=False)
        clocks.replace(connection, WS, 1, [clock_row(), stopped])
        alarms.replace(connection, WS, 1, [alarm()])
        for key in saying:
            outbox.put(connection, WS, Outgoing(key, "C1", "chat.postMessage", {}, AT))
    database.migrate("0008")
    database.migrate()
    with database.reading() as connection:
        return {(each.metric, each.number): each for each in clock_numbers.of(connection, WS, 1)}


def test_0009_numbers_a_clock_by_its_cycle_so_that_nothing_said_is_said_again(empty):
    empty.migrate()
    fill(empty)
    found = numbers_after_an_upgrade(empty)
    assert found["first_reply", 1] == clock_number()
    assert found["next_reply", 1] == clock_number(
        "next_reply",
        stopped_at=AT,
        is_missed=True,
        told={"breach": int(AT.timestamp())},
        told_until_at=AT,
    )
    with empty.reading() as connection:
        assert alarms.of(connection, WS, 1) == [alarm()]


def test_0009_gives_no_number_and_no_version_away_under_which_something_was_said(empty):
    empty.migrate()
    fill(empty)
    said = ("alarm:1:first_reply:1:75%:3", "alarm:1:first_reply:1:breach:2@C2")
    gone = ("alarm:1:first_reply:2:+1h:1", "heeded:alarm:1:first_reply:4:75%:1:9")
    found = numbers_after_an_upgrade(empty, saying=(*said, *gone))
    assert found["first_reply", 1].due_version == 3
    assert found["first_reply", 2].cycle is None
    assert ("first_reply", 4) not in found


def test_0009_taken_back_leaves_what_is_told_by_an_instant(empty):
    empty.migrate()
    fill(empty)
    told = {"75%": int(AT.timestamp()) + 60}
    with empty.writing() as connection:
        clock_numbers.save(connection, WS, 1, [clock_number(told=told, told_until_at=None)])
    empty.migrate("0008")
    empty.migrate()
    with empty.reading() as connection:
        [found] = clock_numbers.of(connection, WS, 1)
    assert found == clock_number(told_until_at=AT.replace(minute=1))


def test_migrating_down_to_nothing_with_data_leaves_no_table(empty):
    empty.migrate()
    fill(empty)
    empty.migrate("base")
    with empty.reading() as connection:
        assert inspect(connection).get_table_names() == ["alembic_version"]


def test_migrating_again_changes_nothing(database):
    fill(database)
    before = contents(database)
    database.migrate()
    assert contents(database) == before
    database.require_newest_schema()


def test_a_database_newer_than_the_program_is_refused_by_every_way_in(database):
    with database.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    for refused in (database.migrate, database.require_newest_schema):
        with pytest.raises(StoreError, match="schema 9999, this program knows only"):
            refused()


def test_a_database_that_was_never_migrated_is_told_what_to_do(empty):
    with pytest.raises(StoreError, match=r"has schema none.*run `punctual migrate`"):
        empty.require_newest_schema()


def test_foreign_keys_hold_again_after_a_migration(database):
    database.migrate()
    with pytest.raises(Exception, match=r"(?i)foreign key"), database.writing() as connection:
        events.append(connection, WS, 1, [event(1)])


def test_a_migration_that_leaves_orphans_is_undone(tmp_path, sqlite_template):
    (tmp_path / "p.db").write_bytes(sqlite_template.read_bytes())
    database = Database.open(f"sqlite:///{tmp_path / 'p.db'}")
    fill(database)
    with database.engine.connect() as connection:
        raw = connection.connection
        raw.execute("PRAGMA foreign_keys = OFF")
        raw.execute("DELETE FROM clocks")
        connection.invalidate()
    with pytest.raises(StoreError, match="leave 1 rows without"):
        database.migrate()
    database.dispose()
