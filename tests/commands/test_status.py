"""`punctual status`: one fact a row, for people and programs."""

import csv
import json
from datetime import UTC, timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.store import (
    hearing,
    inbox,
    outages,
    outbox,
    readings,
    scopes,
    set_aside,
    tickets,
    timekeeping,
)
from bot.store.hearing import Hearer
from bot.store.inbox import Arrival
from bot.store.outages import Outage
from bot.store.outbox import Outgoing
from bot.store.readings import CHANNEL, Reading
from bot.store.set_aside import MESSAGE, SetAside
from bot.store.timekeeping import Timekeeping
from tests.store.builders import ticket
from tests.store.poison import NO_JSON, poison

SLACK = ("CSUPPORT", CHANNEL, "1.0")


@pytest.fixture
def now():
    """The command asks the real clock, so what it finds is dated by it."""
    return SystemClock().now().astimezone(UTC).replace(microsecond=0)


@pytest.fixture
def facts(help_desk):
    """Run the command, and return its rows: what each says, by what it is about."""

    def run():
        ended = help_desk("status", "--format", "json")
        assert ended.code == 0, ended.err
        return json.loads(ended.out)

    return run


def about(rows, name):
    return [row for row in rows if row["about"] == name]


def shown(at):
    return f"{at:%Y-%m-%dT%H:%M:%SZ}"


def test_where_nobody_ever_listened_it_says_so(facts):
    (heard,) = about(facts(), "hearing")
    assert (heard["what"], heard["since"]) == ("never", None)


@pytest.mark.parametrize(
    ("hearer", "state"),
    [
        ({"mode": "socket", "alive_at": 0}, "heard"),
        ({"mode": "socket", "alive_at": -20}, "lost"),
        ({"mode": "socket", "alive_at": 0, "lost_at": -5}, "lost"),
        ({"mode": "http"}, "by_http"),
        ({"mode": "socket", "alive_at": -300, "beat_at": -300}, "nobody"),
    ],
)
def test_hearing_is_told_by_how_who_listens_is(facts, db, now, hearer, state):
    times = {
        name: now + timedelta(seconds=value) for name, value in hearer.items() if name != "mode"
    }
    given = {"started_at": now - timedelta(hours=1), "beat_at": now, **times}
    with db.writing() as connection:
        hearing.beat(connection, "T1", Hearer("h1", hearer["mode"], **given))
    (heard,) = about(facts(), "hearing")
    assert heard["what"] == state


def test_doubt_holds_until_every_channel_was_read_since(facts, db, now):
    since = now - timedelta(minutes=1)
    reading = Reading(*SLACK, now, now, read_at=since - timedelta(seconds=1))
    with db.writing() as connection:
        hearing.beat(connection, "T1", Hearer("h1", "socket", since, now, now))
        hearing.doubt(connection, "T1", since, "reconnected")
        readings.add(connection, "T1", [reading])
    (heard,) = about(facts(), "hearing")
    assert (heard["what"], heard["since"], heard["detail"]) == (
        "doubted",
        shown(since),
        "reconnected",
    )
    with db.writing() as connection:
        readings.save(connection, "T1", Reading(*SLACK, now, now, read_at=now))
    (heard,) = about(facts(), "hearing")
    assert (heard["what"], heard["since"]) == ("heard", shown(since))


def test_what_waits_is_counted_with_its_oldest(facts, db, now):
    early = now - timedelta(minutes=5)
    with db.writing() as connection:
        for ts, at in (("1.0", early), ("2.0", now)):
            reading = Reading("CSUPPORT", ts, "0", now, now, asked_at=at)
            readings.add(connection, "T1", [reading])
        refused = {"asked_at": now, "refused_at": early, "error": "not_in_channel"}
        readings.add(connection, "T1", [Reading(*SLACK, now, now, **refused)])
        inbox.accept(connection, "T1", Arrival("message", "e1", {}, early))
        said = {"lane": "C1", "payload": {}, "created_at": early}
        for key, method, summary in (
            ("a", outbox.POST, "late"),
            ("b", outbox.POST, None),
            ("c", "chat.update", None),
        ):
            message = Outgoing(key, method=method, summary=summary, **said)
            outbox.put(connection, "T1", message)
    rows = facts()
    assert [(row["what"], row["count"]) for row in about(rows, "to_read")] == [
        ("channels", 1),
        ("threads", 2),
    ]
    assert about(rows, "to_read")[0]["since"] == shown(early)
    (refusal,) = about(rows, "refused")
    assert (refusal["what"], refusal["detail"]) == ("CSUPPORT", "not_in_channel")
    (came,) = about(rows, "to_work_off")
    assert (came["count"], came["since"]) == (1, shown(early))
    waiting = [(row["what"], row["count"]) for row in about(rows, "to_say")]
    assert {("alarm", 1), ("chat.update", 1)} <= set(waiting)


@pytest.mark.parametrize("hearer_s", [0, -300])
def test_what_slack_refuses_is_told_with_since_when_whoever_sends(facts, db, now, hearer_s):
    """The command is another process than the one that sends."""
    since, beat_at = now - timedelta(minutes=7), now + timedelta(seconds=hearer_s)
    with db.writing() as connection:
        hearing.beat(connection, "T1", Hearer("h1", "socket", since, beat_at, beat_at))
        outbox.put(connection, "T1", Outgoing("k", "C1", outbox.POST, {}, since))
        waits = outbox.outbox.update().where(outbox.outbox.c.key == "k")
        connection.execute(waits.values(error="invalid_auth", attempts=1))
        for scope, error in (("saying", "invalid_auth"), ("reading", "invalid_auth")):
            outages.note(connection, "T1", Outage(scope, error, since))
            outages.note(connection, "T1", Outage(scope, error, now))
    (outage,) = about(facts(), "outage")
    assert (outage["what"], outage["since"]) == ("saying", shown(since))
    assert outage["detail"].startswith("invalid_auth: Put a valid bot token into SLACK_BOT_TOKEN")


@pytest.mark.parametrize(
    ("off_s", "detail"), [(-3600, "1 h behind Slack's"), (150, "2 min 30 s ahead of Slack's")]
)
def test_a_clock_that_is_off_is_so_since_it_was_first_seen_and_by_how_much(
    facts, db, now, off_s, detail
):
    first_at = now - timedelta(minutes=9)
    with db.writing() as connection:
        hearing.beat(connection, "T1", Hearer("h1", "socket", first_at, now, now))
        timekeeping.save(connection, "T1", Timekeeping(first_at, None, first_at, "it jumped"))
        for checked_at in (first_at + timedelta(seconds=5), now):
            timekeeping.save(connection, "T1", Timekeeping(checked_at, off_s))
    (heard,) = about(facts(), "hearing")
    assert (heard["what"], heard["since"], heard["detail"]) == (
        "clock_off",
        shown(first_at),
        detail,
    )
    with db.writing() as connection:
        timekeeping.save(connection, "T1", Timekeeping(now, 0))
        timekeeping.save(connection, "T1", Timekeeping(now, 0, now, "it jumped"))
    (heard,) = about(facts(), "hearing")
    assert (heard["what"], heard["since"], heard["detail"]) == (
        "clock_doubted",
        shown(now),
        "it jumped",
    )


def told(
    db, now, key, due_s, created_s, settled_s, *, attempts=1, digest=None, is_digest=False, **more
):
    """Keep an alarm that was due, written down and said so many seconds ago; or not said."""
    at = {name: now - timedelta(seconds=s) for name, s in (("due", due_s), ("made", created_s))}
    values = {"lane": "C1", "method": outbox.POST, "payload": {}, "summary": "late"}
    due_at = None if is_digest else at["due"]
    message = Outgoing(key, created_at=at["made"], due_at=due_at, ticket_number=1, **values)
    with db.writing() as connection:
        outbox.put(connection, "T1", message)
        row = outbox.get(connection, "T1", key)
        settled_at = now - timedelta(seconds=settled_s)
        sent = {"state": "sent", "sent_at": settled_at, "attempts": attempts}
        kept = {"state": "superseded", "digest_key": digest} if digest else sent
        kept |= {"settled_at": settled_at, **more}
        connection.execute(
            outbox.outbox.update().where(outbox.outbox.c.id == row.id).values(**kept)
        )


@pytest.mark.parametrize(
    ("worst", "why"),
    [
        ((700, 110, 100, 1), "it was made 9 min 50 s after it was due; it waited 10 s to be sent"),
        ((700, 100, 100, 1), "it was made 10 min after it was due"),
        ((700, 700, 100, 1), "it waited 10 min to be sent"),
        ((700, 700, 100, 4), "it waited 10 min to be sent; Slack took it at call 4"),
    ],
)
def test_the_lateness_of_the_last_day_says_where_the_worst_lost_its_time(
    facts, db, now, worst, why
):
    for key, late_s in (("one", 2), ("two", 4)):
        told(db, now, key, 500 + late_s, 500, 500)
    due_s, created_s, sent_s, attempts = worst
    told(db, now, "three", due_s, created_s, sent_s, attempts=attempts)
    told(db, now, "long ago", 200_000, 200_000, 100_000)
    middle, latest, _ = about(facts(), "alarms")
    assert (middle["count"], middle["late_seconds"]) == (3, 4)
    assert (latest["late_seconds"], latest["detail"]) == (600, f"#1: {why}")


@pytest.mark.parametrize(
    ("doubted_s", "back_s", "is_named"),
    [(400, 200, True), (650, None, True), (900, 800, False), (400, 2000, True), (50, None, False)],
)
def test_an_alarm_that_was_made_late_is_told_of_the_last_doubt_if_that_fell_in_between(
    facts, db, now, doubted_s, back_s, is_named
):
    with db.writing() as connection:
        hearing.doubt(connection, "T1", now - timedelta(seconds=doubted_s), "a connection broke")
        if back_s is not None:
            hearing.note(connection, "T1", back_at=now - timedelta(seconds=back_s))
    told(db, now, "one", 700, 100, 100)
    _, worst, _ = about(facts(), "alarms")
    assert ("; hearing was in doubt then (a connection broke)" in worst["detail"]) == is_named


def test_what_is_due_and_not_said_is_counted_though_no_message_waits(facts, db, now):
    since = now - timedelta(minutes=2)
    with db.writing() as connection:
        tickets.open(connection, "T1", ticket(wake_at=since))
        hearing.beat(connection, "T1", Hearer("h1", "socket", since, now, now))
        hearing.doubt(connection, "T1", since, "Punctual was started")
    (due,) = about(facts(), "due")
    assert (due["what"], due["count"]) == ("tickets", 1)
    assert due["since"] == shown(since)
    assert due["detail"] == "what was written in Slack has to be read first"


def test_an_alarm_in_a_digest_is_as_late_as_the_digest(facts, db, now):
    told(db, now, "digest:one", 100, 60, 40, is_digest=True)
    told(db, now, "one", 100, 90, 0, digest="digest:one")
    middle, *_ = about(facts(), "alarms")
    assert (middle["count"], middle["late_seconds"]) == (1, 60)


def test_alarms_that_wait_or_were_refused_are_named_beside_those_that_were_said(facts, db, now):
    told(db, now, "said", 2, 1, 1)
    told(db, now, "waits", 300, 290, 0, state="pending")
    told(db, now, "digest:one", 100, 90, 0, state="unknown", is_digest=True)
    for key in ("one", "two"):
        told(db, now, key, 600, 590, 0, digest="digest:one")
    told(db, now, "refused", 50, 40, 30, state="dead", error="channel_not_found")
    told(db, now, "digest:two", 50, 40, 30, state="dead", error="is_archived", is_digest=True)
    told(db, now, "three", 50, 40, 30, digest="digest:two")
    told(db, now, "unreadable", 50, 40, 30, state="dead", error="set_aside: no lane")
    told(db, now, "yesterday", 90_000, 90_000, 89_999, state="dead", error="is_archived")
    middle, worst, waiting, *refused = about(facts(), "alarms")
    assert (middle["count"], worst["late_seconds"], worst["detail"]) == (1, 1, "#1")
    assert (waiting["what"], waiting["count"]) == ("waiting", 3)
    assert waiting["since"] == shown(now - timedelta(seconds=600))
    assert [(row["what"], row["count"], row["detail"]) for row in refused] == [
        ("refused", 1, "channel_not_found"),
        ("refused", 1, "is_archived"),
    ]


def test_what_is_set_aside_and_what_is_missing_is_named(facts, db, now):
    old = now - timedelta(days=30)
    with db.writing() as connection:
        set_aside.note(
            connection,
            "T1",
            SetAside(MESSAGE, "card:1", "Expecting value: line 1 column 1 (char 0)", now),
        )
        set_aside.note(connection, "T1", SetAside(MESSAGE, "card:0", "no json", old))
        scopes.replace(connection, "T1", ["im:read"], now)
    poison(db, "config_revisions", "body", NO_JSON, "kind = 'calendar'")
    rows = facts()
    assert [(row["what"], row["detail"]) for row in about(rows, "set_aside")][-1] == (
        "message card:1",
        "it is no JSON. It is not sent; if it matters, say it by hand.",
    )
    (calendar,) = (
        row
        for row in about(rows, "set_aside")
        if row["what"] == "stalled configuration calendar office"
    )
    assert calendar["detail"] == (
        "it does not have the shape it should have. There was nothing in force before it, so the "
        "promises that stand on it stand still until you put the file in force again with "
        "`punctual config apply FILE --yes`; then they go on."
    )
    (missing,) = about(rows, "missing_scope")
    assert missing["what"] == "im:read"
    assert missing["detail"] == "direct messages that I missed are not looked for"


def test_it_is_a_table_for_people_and_csv_for_sheets(help_desk):
    assert "hearing" in help_desk("status").out
    rows = list(csv.DictReader(help_desk("status", "--format", "csv").out.splitlines()))
    assert list(rows[0]) == ["about", "what", "count", "since", "late_seconds", "detail"]


def test_a_name_that_stands_for_nobody_yet_is_named_with_what_to_do(help_desk, facts):
    text = help_desk("config", "export").out.replace("UANA", "ana@example.com")
    Path("sla.yml").write_text(text, encoding="utf-8")
    assert help_desk("config", "apply", "sla.yml", "--yes").code == 0
    (row,) = about(facts(), "waiting_name")
    assert row["what"] == "ana@example.com"
    assert row["detail"] == (
        "departments.Support.agents: ana@example.com waits and grants nothing: no member of this "
        "workspace has this address yet. Correct it, write their Slack id, or wait until they "
        "have joined."
    )
