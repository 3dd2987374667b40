"""The audit log: chains that nobody cuts, changes or forges unseen, and from which people go."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.store import audit, audit_erasure, audit_proof, audit_sign_offs, events, tables, tickets
from bot.store.audit import AuditEntry, AuditFilter, Way, chain_of_ticket
from bot.store.audit_chain import ERASED
from bot.store.audit_proof import BrokenLink
from tests.store.builders import AT, event, ticket

WS = "T1"
TICKET = chain_of_ticket(1)
KEY = b"a key"
AUDIT = tables.audit


def entry(**given):
    row = {
        "at": AT,
        "actor": "ULEA",
        "action": "changed",
        "subject": "level:Standard",
        "before": {"targets": {"first_reply": "4h"}, "on": True},
        "after": {"targets": {"first_reply": "2h"}, "on": False, "share": 2.0},
    }
    return AuditEntry(**(row | given))


def append(db, *entries):
    with db.writing() as connection:
        audit.append(connection, WS, entries)


def signed_off(db, key=None, at=AT):
    with db.writing() as connection:
        return audit_sign_offs.sign_off(connection, WS, at, key)


def proof(db, key=None):
    with db.reading() as connection:
        return audit_proof.prove(connection, WS, key)


def broken(db, key=None):
    return list(proof(db, key).broken)


def rows(db):
    with db.reading() as connection:
        return audit.listing(connection, WS)[::-1]


def does(db, *statements):
    with db.writing() as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture
def chained(db):
    """Four entries of the configuration, and a ticket whose two events have one each."""
    append(db, *(entry(subject=f"level:{number}") for number in range(1, 5)))
    happened = [
        event(1, body={"text": "my printer burns", "fields": {"rate": 1e16, "half": 0.5}}),
        event(2, type="agent_reply", actor="UANA", body={"text": "which one?"}),
    ]
    with db.writing() as connection:
        tickets.open(connection, WS, ticket())
        events.append(connection, WS, 1, happened)
        audit.append(
            connection,
            WS,
            [
                entry(
                    actor=each.actor,
                    action=each.type,
                    subject=TICKET,
                    chain=TICKET,
                    way=Way("button", "reply"),
                    before=None,
                    after={"assignee": "UANA", "characters": 10},
                    events=(each,),
                )
                for each in happened
            ],
        )
    return db


def test_what_was_written_down_holds(chained):
    found = proof(chained)
    assert (found.chains, found.entries, found.erased, found.broken) == (2, 6, 0, ())


def test_each_chain_counts_its_own_entries(chained):
    assert [(each.chain, each.seq) for each in rows(chained)] == [
        *(("configuration", seq) for seq in (1, 2, 3, 4)),
        *((TICKET, seq) for seq in (1, 2)),
    ]


def of(chain, seq):
    return (AUDIT.c.chain == chain) & (AUDIT.c.seq == seq)


CONFIG = audit.CONFIGURATION


def altered(**values):
    return [update(AUDIT).where(of(CONFIG, 2)).values(**values)]


def forged(seq, db):
    """A row in the place of an entry, made from another one."""
    model = rows(db)[1]
    names = [name for name in type(model).__slots__ if name != "id"]
    values = {name: getattr(model, name) for name in names} | {"seq": seq, "id": 99}
    return insert(AUDIT).values(workspace_id=WS, **values)


TAMPERED = {
    "somebody else did it": (altered(actor="UBOB"), BrokenLink(CONFIG, 2, "altered", ())),
    "at another time": (
        altered(at=AT + timedelta(seconds=1)),
        BrokenLink(CONFIG, 2, "altered", ()),
    ),
    "something else": (altered(action="removed"), BrokenLink(CONFIG, 2, "altered", ())),
    "to something else": (altered(subject="level:9"), BrokenLink(CONFIG, 2, "altered", ())),
    "through something else": (altered(way="file"), BrokenLink(CONFIG, 2, "altered", ())),
    "from something else": (altered(before={"on": True}), BrokenLink(CONFIG, 2, "altered", ())),
    "a number of it": (
        altered(after={"targets": {"first_reply": "2h"}, "on": False, "share": 3}),
        BrokenLink(CONFIG, 2, "altered", ()),
    ),
    "its salts": (altered(salts={}), BrokenLink(CONFIG, 2, "altered", ())),
    "its hash": (altered(hash="0" * 64), BrokenLink(CONFIG, 2, "altered", ())),
    "a row in the middle is gone": (
        [delete(AUDIT).where(of(CONFIG, 2))],
        BrokenLink(CONFIG, 2, "missing"),
    ),
    "the first row is gone": (
        [delete(AUDIT).where(of(CONFIG, 1))],
        BrokenLink(CONFIG, 1, "missing"),
    ),
    "a gap is closed": (
        [
            delete(AUDIT).where(of(CONFIG, 2)),
            update(AUDIT).where(of(CONFIG, 3)).values(seq=2),
            update(AUDIT).where(of(CONFIG, 4)).values(seq=3),
        ],
        BrokenLink(CONFIG, 2, "altered", ()),
    ),
    "two are swapped": (
        [
            update(AUDIT).where(of(CONFIG, 2)).values(seq=20),
            update(AUDIT).where(of(CONFIG, 3)).values(seq=2),
            update(AUDIT).where(of(CONFIG, 20)).values(seq=3),
        ],
        BrokenLink(CONFIG, 2, "altered", ()),
    ),
    "two stand in another order in the list": (
        [
            update(AUDIT).where(of(CONFIG, 2)).values(id=77),
            update(AUDIT).where(of(CONFIG, 3)).values(id=2),
            update(AUDIT).where(of(CONFIG, 2)).values(id=3),
        ],
        BrokenLink(CONFIG, 3, "disorder"),
    ),
    "the end is cut off": ([delete(AUDIT).where(of(CONFIG, 4))], BrokenLink(CONFIG, 4, "cut")),
    "a chain is removed": (
        [delete(AUDIT).where(AUDIT.c.chain == TICKET)],
        BrokenLink(TICKET, 1, "removed"),
    ),
    "what somebody wrote is another thing": (
        [update(tables.events).where(tables.events.c.seq == 1).values(body={"text": "hello"})],
        BrokenLink(TICKET, 1, "altered", (1,)),
    ),
    "when it was written": (
        [update(tables.events).where(tables.events.c.seq == 2).values(at=AT + timedelta(hours=1))],
        BrokenLink(TICKET, 2, "altered", (2,)),
    ),
    "what somebody wrote is gone": (
        [delete(tables.events).where(tables.events.c.seq == 1)],
        BrokenLink(TICKET, 1, "event_missing", (1,)),
    ),
    "something stands in the timeline that nobody did": (
        [
            insert(tables.events).values(
                workspace_id=WS, ticket_number=1, seq=3, at=AT, type="agent_reply", body={}
            )
        ],
        BrokenLink(TICKET, 2, "event_forged", (3,)),
    ),
}


@pytest.mark.parametrize("name", TAMPERED)
def test_what_is_changed_is_found_where_it_begins(chained, name):
    statements, first_broken = TAMPERED[name]
    does(chained, *statements)
    assert broken(chained) == [first_broken]


def test_a_forged_entry_at_the_end_is_found(chained):
    does(chained, forged(5, chained))
    assert broken(chained) == [BrokenLink(CONFIG, 5, "altered", ())]


def test_a_forged_entry_that_hangs_on_the_chain_is_found(chained):
    """Somebody appends as we do, and does not know of the row that says how long a chain is."""
    ends = select(tables.audit_chains.c.length, tables.audit_chains.c.hash)
    with chained.writing() as connection:
        length, last = connection.execute(ends.where(tables.audit_chains.c.chain == CONFIG)).one()
        audit.append(connection, WS, [entry(actor="UEVE")])
        connection.execute(
            update(tables.audit_chains)
            .where(tables.audit_chains.c.chain == CONFIG)
            .values(length=length, hash=last)
        )
    assert broken(chained) == [BrokenLink(CONFIG, 5, "forged")]


def test_a_chain_that_nobody_began_is_found(chained):
    does(chained, delete(tables.audit_chains).where(tables.audit_chains.c.chain == CONFIG))
    assert broken(chained) == [BrokenLink(CONFIG, 1, "forged")]


# --- what was signed off ----------------------------------------------------------------------


def cut(chain, length, db):
    """The end of a chain is taken away, and the row that says how long it is put right."""
    last = next((e.hash for e in rows(db) if (e.chain, e.seq) == (chain, length)), "")
    of_chain = tables.audit_chains.c.chain == chain
    ends = update(tables.audit_chains).where(of_chain)
    return [
        delete(AUDIT).where((AUDIT.c.chain == chain) & (AUDIT.c.seq > length)),
        ends.values(length=length, hash=last, signed_length=0),
    ]


def test_a_cut_end_that_was_signed_off_is_found(chained):
    signed_off(chained)
    does(chained, *cut(CONFIG, 3, chained))
    assert broken(chained) == [BrokenLink(CONFIG, 4, "cut")]


def test_a_cut_end_on_which_somebody_went_on_is_found(chained):
    signed_off(chained)
    does(chained, *cut(CONFIG, 3, chained))
    append(chained, entry(actor="UEVE"))
    assert broken(chained) == [BrokenLink(CONFIG, 4, "not_as_signed")]


def test_a_chain_that_was_removed_with_all_that_is_known_of_it_is_found(chained):
    signed_off(chained)
    of_ticket = tables.audit_chains.c.chain == TICKET
    does(
        chained,
        delete(AUDIT).where(AUDIT.c.chain == TICKET),
        delete(tables.audit_chains).where(of_ticket),
    )
    assert broken(chained) == [BrokenLink(TICKET, 1, "removed")]


def test_what_is_signed_off_is_what_grew_since(chained):
    first = signed_off(chained)
    assert signed_off(chained) is None
    append(chained, entry())
    second = signed_off(chained, at=AT + timedelta(days=1))
    with chained.reading() as connection:
        heads = audit_sign_offs.heads_in(connection, WS, second.number)
    assert (first.number, second.number) == (1, 2)
    assert [(each.chain, each.length) for each in heads] == [(CONFIG, 5)]
    assert broken(chained) == []
    assert proof(chained).newest == second


HEADS, SIGN_OFFS = tables.audit_signed_heads, tables.audit_sign_offs
OF_SECOND = HEADS.c.number == 2
SIGNED_ANEW = {
    "a head": ([update(HEADS).where(OF_SECOND).values(length=4)], 2, "sign_off_altered"),
    "when": (
        [update(SIGN_OFFS).where(SIGN_OFFS.c.number == 2).values(signed_at=AT)],
        2,
        "sign_off_altered",
    ),
    "one in between is gone": (
        [
            delete(HEADS).where(HEADS.c.number == 1),
            delete(SIGN_OFFS).where(SIGN_OFFS.c.number == 1),
        ],
        2,
        "sign_off_altered",
    ),
}


@pytest.mark.parametrize("name", SIGNED_ANEW)
def test_a_sign_off_that_is_changed_is_found(chained, name):
    signed_off(chained)
    append(chained, entry())
    signed_off(chained, at=AT + timedelta(days=1))
    statements, number, why = SIGNED_ANEW[name]
    does(chained, *statements)
    assert broken(chained)[0] == BrokenLink(audit_proof.SIGN_OFFS, number, why)


def test_a_sign_off_that_is_gone_is_missed_by_its_chain(chained):
    signed_off(chained)
    append(chained, entry())
    signed_off(chained)
    of_second = HEADS.c.number == 2
    does(
        chained,
        delete(HEADS).where(of_second),
        delete(SIGN_OFFS).where(SIGN_OFFS.c.number == 2),
    )
    assert broken(chained) == [BrokenLink(CONFIG, 5, "sign_off_missing")]


def test_who_has_only_the_database_signs_nothing(chained):
    signed_off(chained, KEY)
    assert broken(chained, KEY) == []
    append(chained, entry())
    signed_off(chained, b"another key")
    assert broken(chained, KEY) == [BrokenLink(audit_proof.SIGN_OFFS, 2, "signature")]


def test_once_signed_with_a_key_always_signed_with_it(chained):
    signed_off(chained)
    append(chained, entry())
    signed_off(chained, KEY)
    assert broken(chained, KEY) == []
    append(chained, entry())
    signed_off(chained)
    assert broken(chained, KEY) == [BrokenLink(audit_proof.SIGN_OFFS, 3, "signature")]


# --- erasing ----------------------------------------------------------------------------------


def is_anas(row, place, text):
    return text == "UANA"


def test_who_is_erased_leaves_every_chain_whole(chained):
    signed_off(chained, KEY)
    with chained.writing() as connection:
        assert audit_erasure.erase(connection, WS, is_anas) == 3
    assert [(each.actor, each.after["assignee"]) for each in rows(chained)[4:]] == [
        ("UCARLA", ERASED),
        (ERASED, ERASED),
    ]
    found = proof(chained, KEY)
    assert (found.erased, found.broken) == (3, ())


def test_what_is_erased_cannot_be_guessed_from_what_stays(chained):
    with chained.writing() as connection:
        audit_erasure.erase(connection, WS, is_anas)
    assert not {"actor", "after/assignee"} & rows(chained)[5].salts.keys()


def test_nobody_puts_another_name_in_the_place_of_an_erased_one(chained):
    with chained.writing() as connection:
        audit_erasure.erase(connection, WS, is_anas)
    does(chained, update(AUDIT).where(of(TICKET, 2)).values(actor="UBOB"))
    assert broken(chained) == [BrokenLink(TICKET, 2, "altered", (2,))]


def test_what_somebody_wrote_is_erased_from_the_timeline_and_the_chain_is_whole(chained):
    with chained.writing() as connection:
        assert audit_erasure.erase_events(connection, WS, 1, {1}) == 1
        wiped = update(tables.events).where(tables.events.c.seq == 1)
        connection.execute(wiped.values(body={}, actor=None))
    assert broken(chained) == []


def test_a_ticket_is_erased_with_its_timeline_and_the_chain_is_whole(chained):
    with chained.writing() as connection:
        assert audit_erasure.erase_events(connection, WS, 1) == 2
        connection.execute(delete(tables.events))
        connection.execute(delete(tables.tickets))
    assert broken(chained) == []
    assert [each.events for each in rows(chained)[4:]] == [[1], [2]]


def test_what_is_erased_twice_is_erased_once(chained):
    with chained.writing() as connection:
        audit_erasure.erase(connection, WS, is_anas)
        assert audit_erasure.erase(connection, WS, lambda *_: False) == 0
        assert audit_erasure.erase(connection, WS, is_anas) == 0


# --- several at once --------------------------------------------------------------------------


def test_several_who_append_at_once_make_one_chain(db):
    threads, rounds = 4, 10
    barrier = threading.Barrier(threads)

    def appends(number):
        barrier.wait(timeout=10)
        for _ in range(rounds):
            append(db, entry(actor=f"U{number}"), entry(actor=f"U{number}"))

    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(appends, range(threads)))
    found = proof(db)
    assert (found.entries, found.broken) == (threads * rounds * 2, ())


def test_who_signs_off_while_others_append_signs_what_is_there(db):
    done = threading.Event()

    def appends():
        for number in range(30):
            chain = chain_of_ticket(number % 3 + 1)
            append(db, entry(subject=chain, chain=chain))
        done.set()

    def signs():
        count = 0
        while not done.is_set():
            count += signed_off(db) is not None
        return count

    with ThreadPoolExecutor(2) as pool:
        signer, writer = pool.submit(signs), pool.submit(appends)
        writer.result(timeout=60)
        assert signer.result(timeout=60) > 0
    signed_off(db)
    assert broken(db) == []


def test_a_chain_has_each_number_once(chained):
    with pytest.raises(IntegrityError):
        does(chained, forged(4, chained))


def test_what_was_not_committed_was_never_written_down(chained):
    broken_off = entry(action=None)
    with pytest.raises(IntegrityError):
        append(chained, entry(), broken_off)
    append(chained, entry())
    assert broken(chained) == []
    assert [each.seq for each in rows(chained) if each.chain == CONFIG] == [1, 2, 3, 4, 5]


# --- what is looked for -----------------------------------------------------------------------

CHOSEN = {
    "everything": (AuditFilter(), 6),
    "a person": (AuditFilter(actors=("UANA",)), 1),
    "two people": (AuditFilter(actors=("UANA", "UCARLA")), 2),
    "a ticket": (AuditFilter(chain=TICKET), 2),
    "a kind": (AuditFilter(kinds=("level",)), 4),
    "another kind": (AuditFilter(kinds=("lev",)), 0),
    "since": (AuditFilter(since=AT), 6),
    "since later": (AuditFilter(since=AT + timedelta(seconds=1)), 0),
    "until, exclusive": (AuditFilter(until=AT), 0),
}


@pytest.mark.parametrize("name", CHOSEN)
def test_entries_are_chosen(chained, name):
    selection, count = CHOSEN[name]
    with chained.reading() as connection:
        assert audit.count(connection, WS, selection) == count
        found = audit.listing(connection, WS, selection=selection, limit=3, offset=1)
    assert len(found) == max(0, min(3, count - 1))


def test_another_workspace_has_chains_of_its_own(chained):
    with chained.reading() as connection:
        assert audit.count(connection, "T2") == 0
        assert audit_proof.prove(connection, "T2").chains == 0
