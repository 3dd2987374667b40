"""Every act on a ticket is one entry of the audit log, with its way, what was before and after."""

from datetime import date

import pytest
from sqlalchemy import update

from bot.config.document import read
from bot.store import audit, audit_proof, reviews, tables
from bot.store.audit import AuditFilter, Way
from bot.usecases import tickets
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.promises import items
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.promises.items import ItemKey
from bot.usecases.reviews import breach_reviews, exclusions, followups
from bot.usecases.reviews.breach_reviews import ReviewVerdict
from bot.usecases.sweep.sweep import sweep
from bot.usecases.tickets import csat, responses
from bot.usecases.tickets.responses import ClickedAlarm
from tests.usecases.conftest import CONFIG

BUTTON = Way("button", "pressed")
MISS = (1, "first_reply", 1)
FIRST = ClickedAlarm(1, "first_reply", 1)


def entries(team, number=1):
    with team.program.look() as work:
        chosen = AuditFilter(chain=f"ticket:{number}")
        return audit.listing(work.connection, "T1", selection=chosen, limit=1000)[::-1]


def proved(team):
    with team.program.look() as work:
        return audit_proof.prove(work.connection, "T1")


def told(entry):
    return entry.actor, entry.action, entry.before, entry.after


def does(team, act, *args, **facts):
    """Do it by a button, and return what the audit log says since."""
    before = len(entries(team))
    with team.program.work() as work:
        work.way = BUTTON
        act(work, *args, **facts)
    team.clock.move(seconds=1)
    return entries(team)[before:]


@pytest.fixture
def printer(team):
    team.writes("UCARLA", "Printer")
    return team


DEEDS = {
    "claim": (tickets.claim, (), {"assignee": None}, {"assignee": "UANA"}),
    "assign": (tickets.assign, ("UBOB",), {"assignee": None}, {"assignee": "UBOB"}),
    "reply": (
        tickets.reply,
        ("Hello there",),
        {"status": "new"},
        {"status": "answered", "characters": 11},
    ),
    "note": (tickets.note, ("psst",), None, {"characters": 4}),
    "no_reply": (tickets.no_reply, (), None, None),
    "pending": (tickets.pending, (), {"status": "new"}, {"status": "pending"}),
    "hold": (tickets.hold, (), {"status": "new"}, {"status": "on_hold"}),
    "resolve": (tickets.resolve, (), {"status": "new"}, {"status": "resolved"}),
    "close": (tickets.close, (), {"status": "new"}, {"status": "closed"}),
    "spam": (tickets.spam, (), {"status": "new"}, {"status": "spam"}),
    "delete": (tickets.delete, (), {"status": "new"}, {"status": "deleted"}),
    "priority": (tickets.set_priority, ("high",), {"priority": "normal"}, {"priority": "high"}),
    "department": (
        tickets.set_department,
        ("Billing",),
        {"department": "Support"},
        {"department": "Billing"},
    ),
    "level": (
        tickets.set_level,
        ("Urgent SLA",),
        {"level": "Standard", "level_by_hand": False},
        {"level": "Urgent SLA", "level_by_hand": True},
    ),
    "customer": (
        tickets.set_customer,
        ("none",),
        {"customer": "Acme", "customer_group": "VIP"},
        {"customer": None, "customer_group": None},
    ),
    "tags": (tickets.change_tags, (["vip"], []), {"tags": []}, {"tags": ["vip"]}),
    "field": (
        tickets.set_field,
        ("plan", "gold"),
        {"field plan": None},
        {"field plan": "gold"},
    ),
    "escalate": (responses.escalate, (), {"escalated": False}, {"escalated": True}),
}


@pytest.mark.parametrize("action", DEEDS)
def test_each_deed_is_one_entry_with_what_was_before_and_after(printer, action):
    act, args, before, after = DEEDS[action]
    if action in ("tags", "customer"):
        args = (*args, printer.clock.now())
        found = does(printer, act, 1, "UANA", *args)
    else:
        found = does(printer, act, 1, "UANA", *args, printer.clock.now())
    assert [told(entry) for entry in found] == [("UANA", action, before, after)]
    assert (found[0].way, found[0].way_name) == ("button", "pressed")
    assert proved(printer).broken == ()


def test_what_was_ended_begins_again_as_an_entry(printer):
    at = printer.clock.now()
    for act, back, was in (
        (tickets.resolve, tickets.reopen, "resolved"),
        (tickets.spam, tickets.restore, "spam"),
        (tickets.delete, tickets.restore, "deleted"),
    ):
        does(printer, act, 1, "UANA", at)
        [entry] = does(printer, back, 1, "UANA", at)
        assert entry.before == {"status": was}


def test_a_ticket_begins_with_its_creation_and_what_rules_decided(team):
    team.writes("UCARLA", "Printer burns #URGENT")
    created, ruled = entries(team)
    assert told(created)[:3] == ("UCARLA", "create", None)
    assert (created.after["status"], created.after["department"]) == ("new", "Support")
    assert (created.after["tags"], "level" in created.after) == (["URGENT"], False)
    assert told(ruled) == ("UBOT", "rule", {"level": None}, {"level": "Urgent SLA"})
    assert (ruled.way, ruled.way_name) == ("rule", "Tag URGENT")
    assert (created.events, ruled.events) == ([1], [2])


def test_a_ticket_without_a_rule_begins_with_one_entry_that_has_its_level(printer):
    [created] = entries(printer)
    assert created.after["level"] == "Standard"


def test_what_both_sides_write_are_entries_without_the_words(team):
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "Which one?", thread_ts=ts)
    team.writes("UCARLA", "The red one", thread_ts=ts)
    assert [told(entry) for entry in entries(team)[1:]] == [
        ("UANA", "reply", {"status": "new"}, {"status": "answered", "characters": 10}),
        ("UCARLA", "message", {"status": "answered"}, {"status": "open", "characters": 11}),
    ]
    assert "Printer" not in repr(entries(team))


def test_merging_is_an_entry_of_both_tickets(printer):
    with printer.program.work() as work:
        open_ticket(work, NewTicket("UCARLA", "UCARLA", work.now, "More", department="Support"))
    [absorbed] = does(printer, tickets.merge, 2, 1, "UANA", printer.clock.now())
    gone = entries(printer, 2)[-1]
    assert (gone.action, gone.before["merged_into"], gone.after["into"]) == ("merge", None, "1")
    assert (absorbed.action, absorbed.after["from"]) == ("absorb", "2")


def test_taking_note_of_an_alarm_is_an_entry(printer):
    for act, action in ((responses.acknowledge, "acknowledged"), (responses.snooze, "snoozed")):
        [entry] = does(printer, act, FIRST, "UANA", printer.clock.now(), 15)
        assert (entry.action, entry.before) == (action, None)
        assert (entry.after["metric"], entry.after["cycle"]) == ("first_reply", 1)
        assert "until" in entry.after


def test_who_asked_rates_and_comments_and_what_was_rated_before_is_told(printer):
    at = printer.clock.now()
    does(printer, tickets.resolve, 1, "UANA", at)
    [rated] = does(printer, csat.rate, 1, "UCARLA", 5, at)
    [again] = does(printer, csat.rate, 1, "UCARLA", 1, at)
    [comment] = does(printer, csat.comment, 1, "UCARLA", "slow", at)
    assert told(rated) == ("UCARLA", "rate", {"score": None}, {"score": 5})
    assert told(again) == ("UCARLA", "rate", {"score": 5}, {"score": 1})
    assert (comment.action, comment.after) == ("comment", {"score": 1, "characters": 4})


def test_breach_review_exclusion_and_follow_ups_are_one_entry_each(team):
    two_leads = CONFIG.replace("[lea@example.com]", "[lea@example.com, bob@example.com]")
    with team.program.work() as work:
        wanted = read(two_leads, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA")
    team.clock.move(seconds=1)
    team.writes("UCARLA", "Printer on fire #URGENT")
    team.clock.move(hours=1, seconds=1)
    sweep(team.program)
    at = team.clock.now()
    verdict = ReviewVerdict("major", "overload")
    [first] = does(team, breach_reviews.review, MISS, verdict, "ULEA", at)
    assert (first.before, first.after["severity"], first.subject) == (
        None,
        "major",
        "review:1:first_reply:1",
    )
    asks = ReviewVerdict("minor", "overload", exclusion_reason="a test")
    second, asked = does(team, breach_reviews.review, MISS, asks, "ULEA", at)
    assert (second.before["severity"], second.after["severity"]) == ("major", "minor")
    assert (asked.action, asked.after) == (
        "exclusion asked",
        {"reason": "a test", "asked_by": "ULEA"},
    )
    [granted] = does(team, exclusions.grant, MISS, "UBOB", at)
    assert (granted.action, granted.before) == ("exclusion granted", asked.after)
    with team.program.work() as work:
        row = reviews.of(work.connection, "T1", 1)[0]
        followups.give(work, row, "Printer", "call them", "UANA", date(2026, 3, 9), "ULEA")
    [done] = does(team, followups.done, 1, "UANA", at, None)
    assert (done.before["is_done"], done.after["is_done"]) == (False, True)
    assert proved(team).broken == ()


def test_what_time_does_is_an_entry_through_the_sweep(team):
    silent = CONFIG.replace("resolution: 40h}", "resolution: 40h}, resolve_after: 2h")
    with team.program.work() as work:
        wanted = read(silent, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA")
    team.clock.move(seconds=1)
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "Which one?", thread_ts=ts)
    team.clock.move(hours=3)
    sweep(team.program)
    last = entries(team)[-1]
    assert told(last) == (
        "UBOT",
        "resolve",
        {"status": "answered"},
        {"status": "resolved"},
    )
    assert last.way == "sweep"


def test_a_ticket_that_waited_opens_as_an_entry_when_its_time_is_over(printer):
    at = printer.clock.now()
    printer.does(tickets.pending, 1, "UANA", until=at.replace(hour=at.hour + 1))
    printer.clock.move(hours=2)
    sweep(printer.program)
    woken = entries(printer)[-1]
    assert (woken.action, woken.before, woken.after) == (
        "wake",
        {"status": "pending"},
        {"status": "open"},
    )
    assert woken.way == "sweep"
    sweep(printer.program)
    assert entries(printer)[-1] == woken


def test_a_ticket_that_woke_unnoticed_is_told_of_before_what_was_done_then(printer):
    at = printer.clock.now()
    with printer.program.work() as work:
        tickets.pending(work, 1, "UANA", at, at.replace(hour=at.hour + 1))
    printer.clock.move(hours=2)
    found = does(printer, tickets.hold, 1, "UANA", printer.clock.now())
    assert [(entry.action, entry.before) for entry in found] == [
        ("wake", {"status": "pending"}),
        ("hold", {"status": "open"}),
    ]


def test_what_is_refused_is_no_entry(printer):
    before = entries(printer)
    with pytest.raises(Exception, match="#1"):
        printer.does(tickets.claim, 1, "UCARLA")
    assert entries(printer) == before


def test_each_item_of_the_configuration_that_changes_is_an_entry_of_its_chain(team):
    longer = CONFIG.replace("first_reply: 1h", "first_reply: 2h")
    with team.program.work() as work:
        work.way = Way("file", "sla.yml")
        wanted = read(longer, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "ada at the command line")
        [entry] = audit.listing(work.connection, "T1", "level:Urgent SLA", limit=1)
    assert (entry.chain, entry.way, entry.way_name) == ("configuration", "file", "sla.yml")
    assert entry.before["targets"]["first_reply"] != entry.after["targets"]["first_reply"]
    with team.program.work() as work:
        work.way = Way("form", "level_new")
        keys = {"targets": {"first_reply": "1m"}}
        items.save(work, ItemKey("level", "New"), keys, "UADA", "level form")
        [entry] = audit.listing(work.connection, "T1", "level:New")
    assert (entry.before, entry.way) == (None, "form")
    assert proved(team).broken == ()


def test_what_is_opened_for_somebody_names_who_opened_it(team):
    with team.program.work() as work:
        work.way = Way("form", "ticket_new")
        open_ticket(work, NewTicket("UCARLA", "UANA", work.now, "Printer", department="Support"))
    created = entries(team)[0]
    assert (created.actor, created.way) == ("UANA", "form")


def test_a_changed_text_of_a_timeline_breaks_its_chain(printer):
    with printer.program.work() as work:
        first = tables.events.c.seq == 1
        work.connection.execute(update(tables.events).where(first).values(body={"text": "none"}))
    assert [(broken.chain, broken.seq) for broken in proved(printer).broken] == [("ticket:1", 1)]
