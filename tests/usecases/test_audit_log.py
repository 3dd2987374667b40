"""The audit log as admins read it: what words ask for, pages, the file, the daily sign-off."""

import csv
from io import StringIO

import pytest
from sqlalchemy import delete

from bot.config.document import read
from bot.errors import UserFacingError
from bot.keys.messages import MessageKey
from bot.store import outbox, people, tables
from bot.usecases import tickets
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.reports import audit_files, audit_log, requested_files
from bot.usecases.reports.audit_log import all_of, changed_values, chosen, page_of
from bot.usecases.reports.audit_sign_off import prove, sign_off
from bot.usecases.reports.selections import WrongWord
from tests.usecases.conftest import CONFIG
from tests.usecases.test_alerts import all_is_sent


@pytest.fixture
def busy(team):
    """A ticket that Ana claimed on Monday and Bob got on Tuesday."""
    team.writes("UCARLA", "Printer")
    team.does(tickets.claim, 1, "UANA")
    team.clock.move(days=1)
    team.does(tickets.assign, 1, "UANA", "UBOB")
    return team


def found(team, **words):
    with team.program.look() as work:
        return [row.action for row in all_of(work, chosen(work, words))]


def test_a_person_is_asked_for_by_mention_id_and_address(busy):
    for written in ("UANA", "@UANA", "ana@example.com"):
        assert found(busy, by=written) == ["assign", "claim"]


def test_a_ticket_is_asked_for_by_its_number(busy):
    assert found(busy, ticket="#1") == found(busy, ticket="1") == ["assign", "claim", "create"]


def test_a_kind_is_asked_for_in_the_singular_or_the_plural(busy):
    assert found(busy, kind="levels") == found(busy, kind="Level") == ["config apply"] * 2
    assert found(busy, kind="tickets") == ["assign", "claim", "create"]


def test_days_are_whole_days_of_the_report_zone(busy):
    assert found(busy, since="2026-03-03") == ["assign"]
    assert found(busy, until="2026-03-02", kind="ticket") == ["claim", "create"]
    assert found(busy, since="2026-03-03", until="2026-03-03") == ["assign"]


def test_words_narrow_together(busy):
    assert found(busy, by="UANA", until="2026-03-02", ticket="1", kind="ticket") == ["claim"]


WRONG = {
    "by": ("Mister X", "who Mister X is"),
    "ticket": ("mine", "no ticket"),
    "kind": ("moods", "There are: "),
    "since": ("yesterday", "no date"),
}


@pytest.mark.parametrize("key", WRONG)
def test_a_word_that_means_nothing_is_refused(busy, key):
    written, says = WRONG[key]
    with pytest.raises(WrongWord, match=says):
        found(busy, **{key: written})


def test_an_end_before_the_beginning_is_refused(busy):
    with pytest.raises(WrongWord, match="lies before"):
        found(busy, since="2026-03-03", until="2026-03-02")


def test_who_is_at_a_terminal_is_asked_for_by_what_they_are_called_there(busy):
    name = "ada at the command line"
    longer = CONFIG.replace("first_reply: 1h", "first_reply: 2h")
    with busy.program.work() as work:
        wanted = read(longer, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, name)
    assert set(found(busy, by=name)) == {"config apply"}


def test_pages_are_for_admins_and_each_has_its_entries(busy):
    with busy.program.look() as work:
        first, last = (page_of(work, "UADA", {"ticket": "1"}, page) for page in (1, 9))
        assert [row.action for row in first.rows] == ["assign", "claim", "create"]
        assert (first.page, first.pages, first.total, last.page) == (1, 1, 3, 1)
        everything = page_of(work, "UADA", {}, 2)
        assert everything.pages == -(-everything.total // audit_log.PAGE)
        for person in ("UANA", "ULEA", "UCARLA"):
            with pytest.raises(UserFacingError, match="admin"):
                page_of(work, person, {}, 1)


def test_what_changed_is_told_value_by_value_and_the_rest_is_not(busy):
    rule = "rules.Tag URGENT.if.1.tags.contains"
    longer = CONFIG.replace("contains: URGENT", "contains: SOON")
    with busy.program.work() as work:
        wanted = read(longer, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA")
        newest = next(all_of(work, chosen(work, {"kind": "rules"})))
    assert [(it.name, it.before, it.after) for it in changed_values(newest)] == [
        (rule, "URGENT", "SOON")
    ]


# --- the file ---------------------------------------------------------------------------------


def asked(team, by="UADA", **words):
    with team.program.work() as work:
        return audit_files.ask_for_file(work, by, words, 7)


def sent(team):
    """The announcement stands in the direct message."""
    all_is_sent(team)


def test_a_file_is_announced_to_who_asked_and_enclosed_once(busy):
    assert asked(busy, ticket="1") == 3
    assert requested_files.waiting_files(busy.program) == []
    sent(busy)
    [file] = requested_files.waiting_files(busy.program)
    assert (file.place.channel_id, file.key.part("person_id")) == ("UADA", "UADA")
    assert [requested_files.claim_file(busy.program, file) for _ in range(2)] == [True, False]
    assert requested_files.waiting_files(busy.program) == []
    with busy.program.look() as work:
        lines = list(csv.DictReader(StringIO(requested_files.content_of(work, file.key).decode())))
    assert [line["action"] for line in lines] == ["assign", "claim", "create"]
    assert (lines[0]["before"], lines[0]["after"]) == (
        '{"assignee": "UANA"}',
        '{"assignee": "UBOB"}',
    )


def test_what_was_asked_for_is_read_from_the_key_again(busy):
    words = {"by": "root at the = command: line", "kind": "level", "since": "2026-03-01"}
    key = MessageKey.parse(
        f"audit_file:UADA:7:{' '.join(f'{name}={value}' for name, value in words.items())}"
    )
    assert audit_files._words(key.part("words")) == words


def test_who_is_no_admin_asks_for_no_file_and_gets_none_they_asked_for_before(busy):
    with pytest.raises(UserFacingError, match="admin"):
        asked(busy, by="UANA")
    asked(busy)
    sent(busy)
    [file] = requested_files.waiting_files(busy.program)
    with busy.program.work() as work:
        ada = people.get(work.connection, "T1", "UADA")
        work.connection.execute(
            tables.people.update().where(tables.people.c.id == ada.id).values(is_admin=False)
        )
    with busy.program.look() as work:
        assert requested_files.content_of(work, file.key) is None


def test_a_file_without_entries_is_refused(busy):
    with pytest.raises(UserFacingError, match="no such entry"):
        asked(busy, ticket="99")


def test_a_file_is_not_tried_for_ever(busy):
    asked(busy)
    sent(busy)
    busy.clock.move(days=2)
    assert requested_files.waiting_files(busy.program) == []
    with busy.program.look() as work:
        assert outbox.is_there(*work.scope, "audit_file:")


# --- the sign-off -----------------------------------------------------------------------------


def test_it_is_signed_off_once_a_day(busy):
    assert sign_off(busy.program) == 1
    busy.does(tickets.release, 1, "UANA")
    assert sign_off(busy.program) == 0
    busy.clock.move(days=1)
    assert sign_off(busy.program) == 1
    busy.clock.move(days=1)
    assert sign_off(busy.program) == 0
    assert prove(busy.program).newest.number == 2


def test_an_end_that_is_cut_after_the_sign_off_is_found(busy):
    sign_off(busy.program)
    with busy.program.work() as work:
        newest = (tables.audit.c.chain == "ticket:1") & (tables.audit.c.seq == 3)
        work.connection.execute(delete(tables.audit).where(newest))
        ends = tables.audit_chains
        of_ticket = ends.c.chain == "ticket:1"
        work.connection.execute(ends.update().where(of_ticket).values(length=2, signed_length=0))
    assert [(it.chain, it.seq, it.why) for it in prove(busy.program).broken] == [
        ("ticket:1", 3, "cut")
    ]


def test_a_sign_off_that_was_kept_elsewhere_has_to_be_there(busy):
    sign_off(busy.program)
    newest = prove(busy.program).newest
    assert prove(busy.program, newest.hash).broken == ()
    assert [it.why for it in prove(busy.program, "0" * 64).broken] == ["unknown"]
    assert newest.signed_at <= busy.clock.now()
