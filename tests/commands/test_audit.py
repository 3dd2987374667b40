"""`punctual audit`, and `punctual audit verify` where somebody changed the record."""

import csv
import json
from io import StringIO

import pytest
from sqlalchemy import delete, update

from bot.cli import run
from bot.store import audit, audit_sign_offs, tables
from bot.store.audit import AuditEntry, Way, chain_of_ticket
from tests.store.builders import AT

TICKET = chain_of_ticket(1)


@pytest.fixture
def recorded(help_desk, db):
    """A level that was changed by a form, and a ticket that was claimed by a button."""
    entries = [
        AuditEntry(
            AT,
            "UADA",
            "level edit",
            "level:Standard",
            {"targets": {"first_reply": "4h"}},
            {"targets": {"first_reply": "2h"}},
            way=Way("form", "level_edit"),
        ),
        AuditEntry(
            AT,
            "UANA",
            "claim",
            TICKET,
            {"assignee": None},
            {"assignee": "=cmd"},
            chain=TICKET,
            way=Way("button", "ticket_claim"),
        ),
    ]
    with db.writing() as connection:
        audit.append(connection, "T1", entries)
    return db


def test_a_table_says_what_changed_in_a_line(recorded, capsys):
    assert run(["audit", "--kind", "level"]) == 0
    told = " ".join(capsys.readouterr().out.split())
    assert "UADA level edit level:Standard form level_edit" in told
    assert "targets.first_reply: 4h → 2h" in told


def test_csv_and_json_have_all_of_it_and_no_formulas(recorded, capsys):
    assert run(["audit", "--ticket", "1", "--format", "csv"]) == 0
    row = next(csv.DictReader(StringIO(capsys.readouterr().out)))
    assert (row["action"], row["after"]) == ("claim", '{"assignee": "=cmd"}')
    assert run(["audit", "--by", "UANA", "--format", "json"]) == 0
    entry = json.loads(capsys.readouterr().out)[0]
    assert (entry["actor"], entry["chain"], entry["action"]) == ("UANA", "ticket:1", "claim")


@pytest.mark.parametrize(
    ("option", "written", "says"),
    [
        ("--kind", "moods", "--kind moods: use one of"),
        ("--ticket", "mine", "--ticket mine: give the number of a ticket"),
        ("--since", "soon", "--since soon: give a date"),
        ("--by", "nobody", "--by nobody: give an address or Slack id"),
    ],
)
def test_a_wrong_filter_is_a_line_and_bad_input(recorded, capsys, option, written, says):
    assert run(["audit", option, written]) == 2
    assert capsys.readouterr().err.startswith(says)


def signed_off(db):
    with db.writing() as connection:
        return audit_sign_offs.sign_off(connection, "T1", AT, None)


def test_what_holds_is_said_with_what_was_signed_off(recorded, capsys):
    assert run(["audit", "verify"]) == 0
    told = capsys.readouterr()
    assert told.out.startswith("every link holds: ")
    assert "nothing is signed off yet" in told.err
    hash_ = signed_off(recorded).hash
    assert run(["audit", "verify", "--signed", hash_]) == 0
    assert f"set PUNCTUAL_SECRET_KEY: {hash_}" in capsys.readouterr().err


def test_the_first_broken_link_is_named_and_it_is_a_failure(recorded, capsys):
    with recorded.writing() as connection:
        mine = (tables.audit.c.chain == TICKET) & (tables.audit.c.action == "claim")
        connection.execute(update(tables.audit).where(mine).values(actor="UEVE"))
    assert run(["audit", "verify"]) == 1
    told = capsys.readouterr()
    assert told.err.startswith(
        "ticket:1: entry 3 is not as it was written\n1 chain does not hold\n"
    )
    assert told.out == ""


def test_a_cut_end_and_a_removed_chain_are_found_by_what_was_signed_off(recorded, capsys):
    signed_off(recorded)
    with recorded.writing() as connection:
        for table in (tables.audit, tables.audit_chains):
            connection.execute(delete(table).where(table.c.chain == TICKET))
    assert run(["audit", "verify"]) == 1
    assert "ticket:1: entry 1 and all after it are gone: the chain was removed" in (
        capsys.readouterr().err
    )


def test_a_sign_off_that_was_kept_and_is_not_there_is_a_failure(recorded, capsys):
    signed_off(recorded)
    assert run(["audit", "verify", "--signed", "0" * 64]) == 1
    assert "is not among those of this database" in capsys.readouterr().err
