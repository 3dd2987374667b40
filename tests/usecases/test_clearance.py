"""An alarm waits for a look at its own conversations while hearing is in doubt."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import event as sql_event

from bot.store import hearing, inbox, outbox, reading_requests, readings, tickets
from bot.store.hearing import Hearer
from bot.store.inbox import AFTERWARDS, Arrival
from bot.store.readings import Reading
from bot.usecases import tickets as desk_tickets
from bot.usecases.hearing import clearance, timekeeping
from bot.usecases.hearing.alarm_gate import Gate
from bot.usecases.hearing.clearance import LIMITED_FOR, REFUSED_FOR
from bot.usecases.hearing.places import SHOWN_WITHIN
from bot.usecases.hearing.state import SIGN_IS_FRESH, doubt, sure_to
from bot.usecases.status.status import HeldBack
from bot.usecases.status.status import status as status_of_all
from bot.usecases.sweep.sweep import sweep
from tests.usecases.test_silence import PATIENT, TEN, configures

BREACH = "alarm:1:first_reply:1:breach:1"


@pytest.fixture
def root(team):
    """The first message of an urgent ticket."""
    return team.writes("UCARLA", "Printer #URGENT")[0]


def said(team):
    """The alarms that are to be sent."""
    asked = outbox.every_row().where(outbox.is_live("pending"))
    with team.program.look() as work:
        rows = outbox.rows_of(work.connection, asked)
    return [row.key for row in rows if row.summary is not None]


def listens(team, *, alive=timedelta(0), lost=None):
    """Somebody listens by a socket that showed signs of life so long ago."""
    now = team.clock.now()
    with team.program.database.writing() as connection:
        lost_at = None if lost is None else now - lost
        hearing.beat(connection, "T1", Hearer("one", "socket", now, now, now - alive, lost_at))


def read(team, channel_id="CSUPPORT", thread_ts="", *, seconds=0, asked=False, refused=None):
    """A place was read so many seconds ago; or is to be read, and Slack refuses for so long."""
    now = team.clock.now()
    with team.program.database.writing() as connection:
        readings.save(
            connection,
            "T1",
            Reading(
                channel_id,
                thread_ts,
                "1.0",
                now,
                now,
                read_at=None if asked else now - timedelta(seconds=seconds),
                asked_at=now if asked else None,
                refused_at=None if refused is None else now - refused,
                attempts=0 if refused is None else 1,
            ),
        )


def wanted(team):
    with team.program.look() as work:
        return {each.spot: each for each in reading_requests.wanted(work.connection, "T1")}


def status(team):
    with team.program.look() as work:
        return tickets.get(work.connection, "T1", 1).status


def test_nothing_waits_where_nothing_was_ever_doubted(team, root):
    team.clock.move(minutes=61)
    sweep(team.program)
    assert said(team) == [BREACH]


def test_an_alarm_waits_until_its_channel_was_read_since_the_doubt(team, root):
    team.clock.move(minutes=61)
    listens(team)
    doubt(team.program, "reconnected")
    sweep(team.program)
    assert said(team) == []
    read(team)
    sweep(team.program)
    assert said(team) == [BREACH]


def test_what_an_alarm_waits_for_is_asked_for_before_all_else(team, root):
    team.clock.move(minutes=61)
    listens(team)
    doubt(team.program, "reconnected")
    sweep(team.program)
    assert wanted(team)["CSUPPORT", ""].is_urgent


def test_an_alarm_waits_for_a_thread_in_which_something_was_written(team, root):
    team.clock.move(minutes=61)
    listens(team)
    doubt(team.program, "reconnected")
    read(team)
    read(team, thread_ts=root, asked=True)
    sweep(team.program)
    assert said(team) == []
    assert wanted(team)["CSUPPORT", root].is_urgent
    read(team, thread_ts=root)
    sweep(team.program)
    assert said(team) == [BREACH]


def test_an_alarm_waits_for_a_word_that_was_read_and_not_worked_off_yet(team, root):
    """Much was read at once: what the alarm waits for comes first, however long that takes."""
    team.clock.move(minutes=58)
    now = team.clock.now()
    answer = f"{now.timestamp():.6f}"
    payload = {"channel_id": "CSUPPORT", "ts": answer, "thread_ts": root}
    with team.program.database.writing() as connection:
        for ts, more in ((f"{float(answer) - 9:.6f}", {"thread_ts": None}), (answer, {})):
            kept = {**payload, "ts": ts, **more}
            arrival = Arrival("message", ts, kept, now, "CSUPPORT", ts, AFTERWARDS)
            inbox.accept(connection, "T1", arrival)
    team.clock.move(minutes=3)
    sweep(team.program)
    assert said(team) == []
    with team.program.database.writing() as connection:
        assert inbox.claim_next(connection, team.clock.now()).message_ts == answer
    team.clock.move(minutes=7, seconds=1)
    sweep(team.program)
    assert said(team) == [BREACH]


def held_back(team):
    with team.program.look() as work:
        return status_of_all(work).held_back


def test_what_is_due_and_waits_for_a_look_is_counted_with_since_when_and_why(team, root):
    assert held_back(team) is None
    due_at = team.clock.now() + timedelta(minutes=45)
    team.clock.move(minutes=61)
    listens(team)
    assert held_back(team) == HeldBack(1, due_at, "next")
    doubt(team.program, "reconnected")
    sweep(team.program)
    assert held_back(team) == HeldBack(1, due_at, "unread")
    timekeeping.doubt_clock(team.program, "it jumped", None)
    assert held_back(team) == HeldBack(1, due_at, "clock")
    timekeeping.note(team.program, 0)
    read(team)
    sweep(team.program)
    assert held_back(team) is None


def test_another_thread_holds_up_nobody_else(team, root):
    team.clock.move(minutes=61)
    listens(team)
    doubt(team.program, "reconnected")
    read(team)
    read(team, thread_ts="1.5", asked=True)
    sweep(team.program)
    assert said(team) == [BREACH]


def test_where_nobody_listens_the_look_is_younger_than_what_is_due(team, root):
    doubt(team.program, "started")
    team.clock.move(minutes=61)
    read(team, seconds=120)
    sweep(team.program)
    assert said(team) == []
    read(team)
    sweep(team.program)
    assert said(team) == [BREACH]


@pytest.mark.parametrize("how", [{"alive": 2 * SIGN_IS_FRESH}, {"lost": timedelta(seconds=1)}])
def test_a_silent_or_lost_socket_is_nobody_who_listens(team, root, how):
    doubt(team.program, "started")
    team.clock.move(minutes=61)
    read(team, seconds=120)
    listens(team, **how)
    sweep(team.program)
    assert said(team) == []


def test_a_socket_shows_a_sign_of_life_before_an_alarm(team, root):
    doubt(team.program, "started")
    team.clock.move(minutes=30)
    for channel_id in ("CSUPPORT", "CBILLING", "CSLA"):
        read(team, channel_id)
    team.clock.move(minutes=30, seconds=1)
    listens(team, alive=timedelta(seconds=3))
    sweep(team.program)
    assert said(team) == []
    assert wanted(team) == {}  # the sign is enough, nothing has to be read
    listens(team)
    sweep(team.program)
    assert said(team) == [BREACH]


@pytest.mark.parametrize(
    ("alive", "lost", "is_sure"), [(25, None, False), (5, None, True), (25, 20, True)]
)
def test_one_silent_socket_among_several_processes_is_in_doubt(team, alive, lost, is_sure):
    """Slack gives each event to one of them; one that is known to be lost is given none."""
    now = team.clock.now()
    ago = {seconds: now - timedelta(seconds=seconds) for seconds in (0, alive, lost or 0)}
    with team.program.database.writing() as connection:
        for name, seconds, lost_at in (("one", 0, None), ("other", alive, lost and ago[lost])):
            listener = Hearer(name, "socket", now, now, ago[seconds], lost_at)
            hearing.beat(connection, "T1", listener)
    with team.program.look() as work:
        found = sure_to(work)
    assert found == (ago[0 if lost else alive] if is_sure else None)


def test_an_alarm_is_said_in_ignorance_where_slack_refuses_for_a_minute(team, root):
    team.clock.move(minutes=61)
    listens(team)
    doubt(team.program, "reconnected")
    read(team, asked=True, refused=REFUSED_FOR - timedelta(seconds=1))
    sweep(team.program)
    assert said(team) == []
    read(team, asked=True, refused=REFUSED_FOR)
    sweep(team.program)
    assert said(team) == [BREACH]


def test_doubts_that_come_again_and_again_keep_no_alarm_back_for_ever(team, root):
    """Slack refuses a channel all along, and is tried after each doubt."""
    team.clock.move(minutes=61)
    for _ in range(2):
        listens(team)
        doubt(team.program, "reconnected")
        sweep(team.program)
        assert said(team) == []
        with team.program.database.writing() as connection:
            reading = readings.get(connection, "T1", ("CSUPPORT", ""))
            since = reading.refused_at or team.clock.now()
            again = replace(reading, attempts=1, refused_at=since, next_at=team.clock.now())
            readings.save(connection, "T1", again)
        team.clock.move(seconds=50)
    listens(team)
    sweep(team.program)
    assert said(team) == [BREACH]


def test_nothing_but_alarms_is_done_in_ignorance(team):
    """The silence of a requester resolves nothing while Slack does not show what they wrote."""
    configures(team, PATIENT)
    team.clock.at = TEN
    root, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "Which one?", thread_ts=root)
    team.clock.move(days=2)
    listens(team)
    doubt(team.program, "reconnected")
    read(team, asked=True, refused=REFUSED_FOR)
    assert [sweep(team.program) for _ in range(3)] == [1, 0, 0]  # it is left alone for a while
    assert status(team) == "answered"
    team.clock.move(minutes=1)
    listens(team)
    read(team)
    sweep(team.program)
    assert status(team) == "resolved"


def sparse(team):
    with team.program.database.writing() as connection:
        hearing.note(connection, "T1", sparse_at=team.clock.now())


def test_where_slack_allows_one_call_a_minute_an_alarm_waits_no_longer(team, root):
    team.clock.move(minutes=61)
    listens(team)
    doubt(team.program, "reconnected")
    sparse(team)
    sweep(team.program)
    team.clock.move(seconds=LIMITED_FOR.total_seconds() - 1)
    listens(team)
    sweep(team.program)
    assert said(team) == []
    team.clock.move(seconds=1)
    listens(team)
    sweep(team.program)
    assert said(team) == [BREACH]


def test_with_one_call_a_minute_an_alarm_of_later_waits_for_that_call_too(team, root):
    """What it waits for was asked for long ago, and refused since: it comes first from now on."""
    team.clock.move(minutes=40)
    doubt(team.program, "reconnected")
    sparse(team)
    with team.program.database.writing() as connection:
        reading_requests.limit(connection, "T1", team.clock.now(), threads=False)
    team.clock.move(minutes=20, seconds=1)
    listens(team)
    sweep(team.program)
    assert BREACH not in said(team)
    team.clock.move(seconds=LIMITED_FOR.total_seconds())
    listens(team)
    sweep(team.program)
    assert BREACH in said(team)


def test_with_one_call_a_minute_an_alarm_waits_for_its_own_thread_alone(team, root):
    team.clock.move(minutes=61)
    listens(team)
    doubt(team.program, "reconnected")
    sparse(team)
    known_to = f"{team.clock.now().timestamp():.6f}"
    with team.program.database.writing() as connection:
        channel = readings.get(connection, "T1", ("CSUPPORT", ""))
        readings.save(connection, "T1", replace(channel, read_to=known_to))
    sweep(team.program)
    thread = wanted(team)["CSUPPORT", root]
    assert (thread.is_urgent, thread.read_to) == (True, known_to)
    assert said(team) == []
    read(team, thread_ts=root)
    sweep(team.program)
    assert said(team) == [BREACH]


def test_one_call_a_minute_is_no_excuse_while_slack_gives_no_answer(team, root):
    team.clock.move(minutes=61)
    listens(team)
    doubt(team.program, "reconnected")
    sparse(team)
    sweep(team.program)
    with team.program.database.writing() as connection:
        reading = readings.get(connection, "T1", ("CSUPPORT", root))
        readings.save(connection, "T1", replace(reading, attempts=1, error="timed out"))
    team.clock.move(minutes=10)
    listens(team)
    sweep(team.program)
    assert said(team) == []


def test_with_one_call_a_minute_an_alarm_waits_for_it_after_an_outage_too(team, root):
    """What was asked for before the network went, and never tried, is looked at now that it is."""
    team.clock.move(minutes=61)
    listens(team)
    doubt(team.program, "reconnected")
    sparse(team)
    sweep(team.program)
    team.clock.move(minutes=10)
    listens(team)
    doubt(team.program, "reconnected")
    sweep(team.program)
    assert said(team) == []
    team.clock.move(seconds=LIMITED_FOR.total_seconds())
    listens(team)
    sweep(team.program)
    assert said(team) == [BREACH]


def test_what_waits_to_be_sent_waits_for_that_one_call_no_longer_either(team, root):
    team.clock.move(minutes=61)
    sweep(team.program)
    listens(team)
    doubt(team.program, "reconnected")
    sparse(team)
    gate = Gate(team.program)
    with team.program.database.writing() as connection:
        row = outbox.get(connection, "T1", BREACH)
        assert not gate(connection, row, team.clock.now())
    team.clock.move(seconds=LIMITED_FOR.total_seconds())
    listens(team)
    with team.program.database.writing() as connection:
        assert gate(connection, row, team.clock.now())


@pytest.fixture
def old(team, root):
    """A ticket with a breach that is due anew, begun so long ago that no history reaches back."""
    team.clock.move(minutes=61)
    sweep(team.program)
    team.clock.move(days=SHOWN_WITHIN.days + 1)
    listens(team)
    doubt(team.program, "reconnected")
    for channel_id in ("CSUPPORT", "CBILLING", "CSLA"):
        with team.program.database.writing() as connection:
            channel = readings.get(connection, "T1", (channel_id, ""))
            now_ts = f"{team.clock.now().timestamp():.6f}"
            now = team.clock.now()
            known = replace(channel, read_to=now_ts, read_at=now, asked_at=None)
            readings.save(connection, "T1", known)
    return root


def test_an_alarm_of_long_ago_waits_for_a_look_at_its_own_thread(team, old):
    assert not passes_gate(team, BREACH)
    assert list(wanted(team)) == [("CSUPPORT", old)]
    read(team, thread_ts=old)
    assert passes_gate(team, BREACH)


def test_a_thread_that_slack_has_no_more_holds_nothing_up(team, old):
    assert not passes_gate(team, BREACH)
    with team.program.database.writing() as connection:
        thread = readings.get(connection, "T1", ("CSUPPORT", old))
        gone = replace(thread, asked_at=None, error=readings.GONE)
        readings.save(connection, "T1", gone)
    assert passes_gate(team, BREACH)


def test_no_alarm_is_cleared_by_its_channel_while_an_old_thread_is_unread(team, old):
    with team.program.database.writing() as connection:
        now = team.clock.now()
        readings.add(connection, "T1", [Reading("CSUPPORT", old, "1.0", now, now)])
    with team.program.look() as work:
        assert not clearance.clearance(work).stands_for_all(team.clock.now())
    read(team, thread_ts=old)
    with team.program.look() as work:
        assert clearance.clearance(work).stands_for_all(team.clock.now())


def test_many_that_wait_hold_up_no_one_who_does_not(team, root, monkeypatch):
    monkeypatch.setattr("bot.usecases.sweep.sweep.TOGETHER", 1)
    team.writes("UDAN", "Invoice #URGENT", channel="CBILLING")
    team.clock.move(minutes=61)
    listens(team)
    doubt(team.program, "reconnected")
    read(team, "CBILLING")
    sweep(team.program)
    assert said(team) == ["alarm:2:first_reply:1:breach:1"]


def test_what_is_asked_of_the_database_does_not_grow_with_those_that_wait(team, monkeypatch):
    """A statement takes 65,535 parameters at most, and more tickets than that may have to wait."""
    monkeypatch.setattr("bot.usecases.sweep.sweep.TOGETHER", 1)
    sizes = []
    engine = team.program.database.engine
    sql_event.listen(engine, "before_cursor_execute", lambda *args: sizes.append(len(args[3])))
    most = []
    for texts in (["Printer", "Screen"], ["Mouse", "Desk", "Chair", "Lamp"]):
        for text in texts:
            team.writes("UCARLA", f"{text} #URGENT")
            team.clock.move(minutes=5)
        team.clock.move(minutes=61)
        listens(team)
        doubt(team.program, "reconnected")
        sizes.clear()
        sweep(team.program)
        most.append(max(sizes))
    assert said(team) == []
    assert most[0] == most[1]


def test_an_alarm_that_waits_to_be_sent_is_held_by_a_new_doubt(team, root):
    team.clock.move(minutes=61)
    sweep(team.program)
    listens(team)
    doubt(team.program, "reconnected")
    gate = Gate(team.program)
    with team.program.database.writing() as connection:
        row = outbox.get(connection, "T1", BREACH)
        assert not gate(connection, row, team.clock.now())
    read(team)
    with team.program.database.writing() as connection:
        assert gate(connection, row, team.clock.now())


def passes_gate(team, key):
    """Whether the message of a key may go out now."""
    with team.program.database.writing() as connection:
        row = outbox.get(connection, "T1", key)
        return Gate(team.program)(connection, row, team.clock.now())


@pytest.fixture
def reminder(team):
    """The key of a reminder that waits to be sent when hearing is doubted."""
    configures(team, PATIENT)
    team.clock.at = TEN
    root, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "Which one?", thread_ts=root)
    team.clock.move(hours=5)
    sweep(team.program)
    listens(team)
    doubt(team.program, "reconnected")
    [key] = team.keys("reminder:1:")
    return key


def test_a_reminder_that_waits_to_be_sent_is_held_by_a_doubt_until_all_is_read(team, reminder):
    assert not passes_gate(team, reminder)
    read(team)
    assert passes_gate(team, reminder)


def test_a_reminder_is_not_said_in_ignorance(team, reminder):
    read(team, asked=True, refused=10 * REFUSED_FOR)
    assert not passes_gate(team, reminder)


@pytest.mark.parametrize(("by", "is_held"), [("UBOT", True), ("UANA", False)])
def test_the_question_whether_a_ticket_is_solved_is_held_after_a_silence_only(team, by, is_held):
    configures(team, PATIENT)
    team.clock.at = TEN
    root, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "Done", thread_ts=root)
    if by == "UBOT":
        team.clock.move(days=1)
        sweep(team.program)
    else:
        team.does(desk_tickets.resolve, 1, by)
    listens(team)
    doubt(team.program, "reconnected")
    [key] = team.keys("solved:1:")
    assert passes_gate(team, key) is not is_held
    read(team)
    assert passes_gate(team, key)


def test_a_message_about_no_ticket_passes_the_gate(team):
    doubt(team.program, "started")
    with team.program.database.writing() as connection:
        row = outbox.Outgoing("x", "C1", outbox.POST, {}, team.clock.now(), summary="x")
        outbox.put(connection, "T1", row)
        assert Gate(team.program)(connection, outbox.get(connection, "T1", "x"), team.clock.now())


def test_clearance_knows_nothing_before_the_first_doubt(team):
    with team.program.look() as work:
        assert clearance.clearance(work).doubted_at is None


def test_a_warning_that_was_held_up_until_its_breach_is_told_is_dropped(team, root):
    team.clock.move(minutes=46)
    sweep(team.program)
    warning = "alarm:1:first_reply:1:75%:1"
    assert said(team) == [warning]
    gate = Gate(team.program)
    team.clock.move(minutes=15)
    sweep(team.program)
    with team.program.database.writing() as connection:
        row = outbox.get(connection, "T1", warning)
        assert not gate(connection, row, team.clock.now())
    assert said(team) == [BREACH]
