"""Who may read what, and which channel may hold it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config.document import read
from bot.config.export import write
from bot.delivery import undelivered
from bot.errors import UserFacingError
from bot.store import delivery_rows, outbox, waiting_messages
from bot.store import tickets as stored
from bot.usecases import tickets
from bot.usecases.ground import privacy
from bot.usecases.ground.timelines import load
from bot.usecases.reports import figures
from bot.usecases.reports.digests import due_digests, enclosed_in, told_of
from bot.usecases.sweep.sweep import sweep
from tests.usecases.conftest import PRIVATE, configure

INSIDERS, OUTSIDERS = ("UCID", "UADA"), ("UANA", "ULEA", "UDAN", "USTRANGER")


def row_of(work, number):
    return stored.get(work.connection, "T1", number)


def test_a_private_departments_ticket_is_known_to_its_people_admins_and_who_asked(closed):
    with closed.program.look() as work:
        row = row_of(work, 1)
        assert [privacy.may_know_of(work, row, each) for each in (*INSIDERS, "UCARLA")] == [
            True
        ] * 3
        assert not any(privacy.may_know_of(work, row, each) for each in OUTSIDERS)


def test_who_is_configured_as_admin_reads_it_as_slacks_own_do(closed):
    configure(closed, PRIVATE.replace("version: 1", "version: 1\nadmins: [dan@elsewhere.example]"))
    with closed.program.look() as work:
        assert privacy.may_know_of(work, row_of(work, 1), "UDAN")


def test_departments_are_compared_with_their_case_folded(closed):
    with closed.program.look() as work:
        assert not privacy.may_see(work, "BILLING", "UANA")
        assert privacy.may_see(work, "Support", "UCID")
        assert privacy.may_see(work, None, "UANA")


def test_only_its_own_alert_channel_may_hold_it(closed):
    with closed.program.look() as work:
        held = {
            each
            for each in ("CBILLALERTS", "CSLA", "CBILLING", "CSUPPORT", "CNOBODYS")
            if privacy.may_hold(work, each, "Billing")
        }
        assert held == {"CBILLALERTS"}
        assert privacy.may_hold(work, "ULEA", "Billing")
        assert privacy.may_hold(work, "CSUPPORT", "Support")
        assert privacy.hidden_in(work, "CSLA") == {"billing"}
        assert privacy.hidden_in(work, "CBILLALERTS") == frozenset()


def test_one_that_was_removed_while_private_is_for_admins_alone(closed):
    before, after = PRIVATE.split("  Billing:", 1)
    configure(closed, before + after[after.index("customers:") :])
    with closed.program.look() as work:
        row = row_of(work, 1)
        assert privacy.may_know_of(work, row, "UADA")
        assert not privacy.may_know_of(work, row, "UCID")
        assert not privacy.may_hold(work, "CBILLALERTS", "Billing")


def test_one_that_was_opened_before_it_was_removed_is_open(closed):
    configure(closed, PRIVATE.replace("private: true", "private: false"))
    with closed.program.look() as work:
        assert privacy.may_know_of(work, row_of(work, 1), "UANA")


def test_a_ticket_nobody_may_know_of_is_refused_as_one_that_is_not_there(closed):
    with closed.program.look() as work:
        said = []
        for number in (1, 99):
            with pytest.raises(UserFacingError) as refused:
                load(work, number, by="UANA")
            said.append(str(refused.value).replace(str(number), "N"))
        assert said[0] == said[1]
        assert load(work, 1, by="UCID").row.number == load(work, 1).row.number == 1


def test_an_assignee_who_is_not_of_it_does_not_answer(closed):
    closed.writes("UDAN", "Printer burns")
    closed.does(tickets.claim, 2, "UANA")
    closed.does(tickets.set_department, 2, "UANA", "Billing")
    with closed.program.look() as work:
        assert row_of(work, 2).assignee is None
    assert closed.does(tickets.claim, 2, "UCID").assignee == "UCID"


def test_a_log_for_somebody_leaves_out_what_is_hidden_and_what_moved_there(closed):
    closed.writes("UDAN", "Printer burns")
    closed.writes("UDAN", "Another one")
    closed.clock.move(minutes=4)
    closed.writes("UDAN", "A third")
    closed.does(tickets.set_department, 2, "UANA", "Billing")
    with closed.program.look() as work:
        assert {row.ticket for row in figures.rows_for(work)} == {"1", "2", "3"}
        assert {row.ticket for row in figures.rows_for(work, "UANA")} == {"3"}
        assert {row.ticket for row in figures.rows_for(work, "UCID")} == {"1", "2", "3"}
        [own] = {row.level for row in figures.rows_for(work, "UDAN")}
        assert own == ""


def test_the_files_of_a_digest_hold_what_its_reader_may_know(closed):
    to = "['#sla-alerts', '#billing-alerts', lea@example.com, cid@example.com]"
    configure(closed, f"{PRIVATE}digests: [{{every: day, at: '08:00', to: {to}}}]\n")
    closed.writes("UDAN", "Printer burns")
    closed.clock.move(hours=5)
    sweep(closed.program)
    closed.clock.at = (closed.clock.at + timedelta(days=1)).replace(hour=8, minute=0, second=1)
    with closed.program.look() as work:
        found = {each.recipient: enclosed_in(work, each) for each in due_digests(work)}
        told = {each.recipient: told_of(work, each) for each in due_digests(work)}
    knows = {who: {row.ticket for row in each.clocks} for who, each in found.items()}
    assert knows["CSLA"] == knows["ULEA"] == {"2"}
    assert knows["CBILLALERTS"] == knows["UCID"] == {"1", "2"}
    waiting = {who: each.to_review for who, each in told.items()}
    assert waiting == {"CSLA": 1, "ULEA": 1, "CBILLALERTS": 2, "UCID": 2}
    assert sum(row.missed.count for row in found["CSLA"].days) == 1


def test_an_alarm_that_still_waits_is_said_at_the_new_card(closed):
    closed.writes("UDAN", "Printer burns #URGENT")
    closed.does(tickets.note, 2, "UANA", "It smokes")
    note = closed.keys("event:2:")[-1]
    closed.does(tickets.set_department, 2, "UANA", "Billing")
    with closed.program.look() as work:
        row = outbox.get(work.connection, "T1", note)
        assert (row.lane, row.thread_key) == ("CBILLALERTS", "card:2@1")
        assert outbox.get(work.connection, "T1", "card:2").state == "superseded"


def test_what_was_withdrawn_comes_back_at_the_new_card_if_at_all(closed):
    closed.writes("UDAN", "Printer burns #URGENT")
    closed.clock.move(hours=1, minutes=1)
    sweep(closed.program)
    [breach] = [key for key in closed.keys("alarm:2:") if ":breach:" in key]
    with closed.program.work() as work:
        assert waiting_messages.withdraw_one(work.connection, "T1", breach)
    closed.does(tickets.set_department, 2, "UANA", "Billing")
    with closed.program.work() as work:
        assert waiting_messages.revive_one(work.connection, "T1", breach)
        row = outbox.get(work.connection, "T1", breach)
        assert (row.lane, row.thread_key) == ("CBILLALERTS", "card:2@1")
        card = outbox.get(work.connection, "T1", "card:2")
        assert not waiting_messages.revive_one(work.connection, "T1", card.key)


def test_what_slack_refuses_is_not_told_where_a_ticket_moved_away_from(closed):
    """Where its department has no channel, so that no other card is there."""
    configure(closed, PRIVATE.replace('    alert_channel: "#billing-alerts"\n', ""))
    closed.writes("UDAN", "Printer burns")
    with closed.program.work() as work:
        _sent(work, "card:2")
    closed.does(tickets.set_department, 2, "UANA", "Billing")
    closed.does(tickets.reply, 2, "UCID", "Between us")
    with closed.program.work() as work:
        said = outbox.get(work.connection, "T1", closed_reply(work))
        dead = _dead(said)
        undelivered.tell(work.connection, dead, work.now)
        posts = waiting_messages.posts_of(work.connection, "T1", 2)
        assert not [each.key for each in posts if each.key.startswith("undelivered:")]


def closed_reply(work):
    posts = waiting_messages.posts_of(work.connection, "T1", 2)
    return next(each.key for each in posts if each.key.startswith("event:2:"))


def _dead(row):
    return replace(row, state="dead", error="is_archived")


def _sent(work, key):
    row, at = outbox.get(work.connection, "T1", key), work.now
    times = {"intent_at": at, "settled_at": at, "sent_at": at}
    after = replace(row, state="sent", channel_id=row.lane, ts="1.1", attempts=1, **times)
    assert delivery_rows.settle(work.connection, row, after)


def test_the_key_is_read_written_and_told_at_its_line(closed):
    text = PRIVATE.replace("private: true", "private: maybe")
    with pytest.raises(
        Exception, match="private: maybe is neither true nor false: give one of the two"
    ):
        read(text, "sla.yml", 0)
    found = read(PRIVATE, "sla.yml", 0).configuration
    assert found.department("Billing").private
    assert "private: true" in write(found)


def test_channels_that_others_read_are_named_when_the_file_is_checked():
    shared = PRIVATE.replace("#billing-alerts", "#sla-alerts")
    digests = """
digests:
  - {every: day, at: "08:00", department: Billing, to: ["#support"]}
"""
    said = "\n".join(str(each) for each in read(f"{shared}{digests}", "sla.yml", 0).warnings)
    assert "is the alert channel of Support as well, whose people read it" in said
    assert "Billing is private, so nothing is sent to #support" in said
