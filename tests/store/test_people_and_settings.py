from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from bot.store import audit, channels, configuration, jobs, people, preferences, workspaces
from bot.store.audit import AuditEntry
from bot.store.channels import Channel
from bot.store.configuration import ConfigChange
from bot.store.jobs import JobRun
from bot.store.people import Person
from bot.store.preferences import Preferences
from tests.store.builders import AT

WS = "T1"
ANA = Person(
    id="UANA",
    name="ana",
    real_name="Ana Novak",
    email="Ana@example.com",
    time_zone="Europe/Ljubljana",
    is_admin=False,
    is_bot=False,
    is_guest=False,
    is_stranger=False,
    is_deleted=False,
    seen_at=AT,
)
SUPPORT = Channel("C1", "support", is_private=False, is_member=True, is_archived=False, seen_at=AT)
BODY = {"targets": {"first_reply": "1h"}}


def change(db, *changes, at=AT):
    with db.writing() as connection:
        return configuration.change(connection, WS, changes, changed_at=at, changed_by="ULEA")


def test_a_person_is_kept_changed_and_found(db):
    with db.writing() as connection:
        people.save(connection, WS, ANA)
        people.save(connection, WS, replace(ANA, real_name="Ana K."))
        assert people.get(connection, WS, "UANA").real_name == "Ana K."
        found = people.with_emails(connection, WS, ["ana@EXAMPLE.com"])["ana@example.com"]
        assert [p.id for p in found] == ["UANA"]
        assert [p.id for p in people.with_names(connection, WS, ["ANA K."])["ana k."]] == ["UANA"]
        assert people.with_names(connection, WS, ["Ana Novak"]) == {"ana novak": []}
        assert [p.id for p in people.listing(connection, WS)] == ["UANA"]
        assert set(people.among(connection, WS, ["UANA", "UNONE"])) == {"UANA"}
        assert people.get(connection, "T2", "UANA") is None


def test_a_locale_slack_left_out_stays_what_it_was(db):
    with db.writing() as connection:
        people.save(connection, WS, replace(ANA, locale="sl-SI"))
        people.save(connection, WS, replace(ANA, real_name="Ana K."))
        assert people.get(connection, WS, "UANA").locale == "sl-SI"
        people.save(connection, WS, replace(ANA, locale="de-AT"))
        assert people.get(connection, WS, "UANA").locale == "de-AT"


def test_what_a_person_chose_is_kept_for_them_alone(db):
    with db.writing() as connection:
        preferences.save(connection, WS, "UANA", Preferences(language="sl"))
        assert preferences.get(connection, WS, "UANA") == Preferences(language="sl")
        assert preferences.get(connection, WS, "UBOB") == Preferences()
        preferences.save(connection, WS, "UANA", Preferences())
        assert preferences.get(connection, WS, "UANA") == Preferences()


def test_a_channel_is_kept_changed_and_found(db):
    with db.writing() as connection:
        channels.save(connection, WS, SUPPORT)
        channels.save(connection, WS, replace(SUPPORT, is_archived=True))
        assert channels.get(connection, WS, "C1").is_archived
        assert channels.get(connection, WS, "C2") is None
        assert [c.id for c in channels.among(connection, WS, [], ["support"])] == ["C1"]
        assert len(channels.listing(connection, WS)) == 1


def test_workspaces_are_kept_and_listed(db):
    with db.writing() as connection:
        known = workspaces.get(connection, WS)
        workspaces.save(connection, replace(known, name="Renamed"))
        assert workspaces.listing(connection) == [replace(known, name="Renamed")]
        assert workspaces.get(connection, "T2") is None


def test_revisions_count_from_one_and_keep_the_whole_history(db):
    assert change(db, ConfigChange("level", "Urgent", BODY), ConfigChange("rules", "r", {})) == [
        1,
        2,
    ]
    assert change(db, ConfigChange("level", "Urgent", None), at=AT + timedelta(hours=1)) == [3]
    assert change(db) == []
    with db.reading() as connection:
        history = configuration.history(connection, WS)
        assert [(h.revision, h.name, h.body) for h in history] == [
            (1, "Urgent", BODY),
            (2, "r", {}),
            (3, "Urgent", None),
        ]
        assert [h.revision for h in configuration.history(connection, WS, after=2)] == [3]
        assert [c.revision for c in configuration.current(connection, WS)] == [2]
        assert configuration.latest_revision(connection, WS) == 3
        assert configuration.latest_revision(connection, "T2") == 0


def test_a_kind_of_configuration_that_does_not_exist_is_refused(db):
    with pytest.raises(IntegrityError):
        change(db, ConfigChange("mood", "good", {}))


def test_the_audit_tells_the_newest_first(db):
    with db.writing() as connection:
        for subject in ("level:A", "level:B"):
            entry = AuditEntry(AT, "ULEA", "changed", subject, None, BODY)
            audit.append(connection, WS, [entry])
        assert [e.subject for e in audit.listing(connection, WS)] == ["level:B", "level:A"]
        found = audit.listing(connection, WS, "level:A")
    assert [(e.at, e.actor, e.action, e.subject, e.before, e.after) for e in found] == [
        (AT, "ULEA", "changed", "level:A", None, BODY)
    ]


def test_a_job_keeps_its_last_run(db):
    with db.writing() as connection:
        jobs.record(connection, JobRun("sweep", AT, "boom"))
        jobs.record(connection, JobRun("sweep", AT + timedelta(seconds=1), None))
        assert jobs.listing(connection) == [JobRun("sweep", AT + timedelta(seconds=1), None)]


def test_a_run_for_an_instant_is_taken_once(db):
    later = AT + timedelta(seconds=1)
    with db.writing() as connection:
        taken = [jobs.claim(connection, "files", at) for at in (AT, AT, later, AT)]
        assert taken == [True, False, True, False]
        assert jobs.listing(connection) == [JobRun("files", later, None)]
