"""Admins read who did what in Slack: pages, filters in any order, the file, the ways of things."""

import csv
from io import StringIO

import pytest

from bot.usecases.reports.audit_sign_off import prove
from tests.house.marks import tries
from tests.house.reading import actions_in, text_of
from tests.house.standing import PROMISES

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"


@pytest.fixture
def busy(house):
    """A ticket that was claimed by a command and given on by a form's button."""
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    house.settle()
    house.member("ana").asks(SUPPORT, "/ticket claim 1")
    card = house.posted("card:1")
    house.member("ana").clicks(ALERTS, card["ts"], "ticket_raise_priority")
    house.settle()
    return house


def asked(house, line, who="ada"):
    return text_of(house.member(who).asks(SUPPORT, line))


@tries("command:/sla audit")
def test_an_admin_reads_who_did_what_through_what_from_what_to_what(busy):
    told = asked(busy, "/sla audit 1")
    assert "4 entries of the audit log" in told
    for words in (
        "*Ana Kovač* · `priority` · #1 · button `ticket_raise_priority`\npriority: normal → high",
        "*Ana Kovač* · `claim` · #1 · command `/ticket claim`\nassignee: – → Ana Kovač",
        "`rule` · #1 · rule `Tag URGENT`\nlevel: – → Urgent SLA",
        "*Carla Conti* · `create` · #1 · message",
    ):
        assert words in told, told


def test_filters_stand_in_any_order(busy):
    for line in (
        "/sla audit 1 by:<@U0ANA|ana>",
        "/sla audit <@U0ANA> #1",
        "/sla audit ticket:1 person:ana@harbour.example until:2026-12-31 since:2026-01-01",
    ):
        assert "2 entries of the audit log" in asked(busy, line), line


def test_the_file_comes_into_the_direct_message_once(busy):
    assert "I send you 2 entries as a file" in asked(busy, "/sla audit csv <@U0ANA> #1")
    busy.move(seconds=10)
    announced = busy.posted(next(iter(busy.keys("audit_file:U0ADA:"))))
    assert "2 entries" in text_of(announced)
    ada = busy.member("ada")
    messages = ada.reads(announced["channel"], announced["ts"])
    ids = [file["id"] for each in messages for file in each.get("files") or []]
    [file] = [busy.world.workspace.files[each] for each in ids]
    rows = list(csv.DictReader(StringIO(file.content.decode())))
    assert [(row["actor"], row["action"], row["way"]) for row in rows] == [
        ("U0ANA", "priority", "button"),
        ("U0ANA", "claim", "command"),
    ]
    busy.move(seconds=30)
    again = ada.reads(announced["channel"], announced["ts"])
    assert [each.get("files") for each in again] == [each.get("files") for each in messages]


WRONG = {
    "/sla audit moods": "I do not know the filter `moods`",
    "/sla audit kind:moods": "Nothing is of the kind `moods`",
    "/sla audit by:Nobody": "I do not know who Nobody is",
    "/sla audit since:yesterday": "`yesterday` is no date",
    "/sla audit since:2026-03-02 until:2026-03-01": "lies before",
    "/sla audit level rules": "one kind of thing at a time",
    "/sla audit 99": "no such entry",
    "/sla audit 99 csv": "no such entry",
}


def test_what_cannot_be_asked_for_is_refused_with_what_to_write(busy):
    for line, told in WRONG.items():
        assert told in asked(busy, line), line


def test_only_admins_read_it(busy):
    for name in ("ana", "lea", "carla"):
        assert "is for workspace admins" in asked(busy, "/sla audit", name)


@tries("action:audit_page_on", "action:audit_page_back")
def test_one_turns_its_pages_with_the_filters_one_asked_for(busy):
    house, ada = busy, busy.member("ada")
    for _ in range(6):
        for line in ("/ticket release 1", "/ticket claim 1"):
            house.member("ana").asks(SUPPORT, line)
    first = ada.asks(SUPPORT, "/sla audit by:<@U0ANA> ticket")
    assert "14 entries of the audit log, page 1 of 2" in text_of(first)
    assert {"audit_page_on"} == {each for each in actions_in(first) if each.startswith("audit")}
    shown = next(each for each in reversed(ada.reads(SUPPORT)) if each["is_ephemeral"])
    ada.clicks(SUPPORT, shown["ts"], "audit_page_on")
    house.settle()
    shown = next(each for each in reversed(ada.reads(SUPPORT)) if each["is_ephemeral"])
    assert "page 2 of 2" in text_of(shown)
    assert "ticket_raise_priority" in text_of(shown)
    ada.clicks(SUPPORT, shown["ts"], "audit_page_back")
    house.settle()
    shown = next(each for each in reversed(ada.reads(SUPPORT)) if each["is_ephemeral"])
    assert "page 1 of 2" in text_of(shown)


def test_all_that_a_day_brings_is_signed_off_and_holds(busy):
    busy.configure(
        PROMISES.read_text(encoding="utf-8").replace("first_reply: 1h", "first_reply: 2h")
    )
    busy.move(hours=25)
    proof = prove(busy.program)
    assert (proof.broken, proof.newest is not None) == ((), True)
    assert proof.entries > 4
