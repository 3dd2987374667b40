"""An edit that arrives while its message is just being judged, by another process."""

from datetime import UTC, datetime
from threading import Thread

import pytest

from bot.store import inbox
from bot.store.inbox import Arrival
from bot.usecases.intake.channel_messages import message_posted
from bot.usecases.intake.edits import Correction, corrected
from bot.views.messages import Message

TS, CHANNEL, CARLA = "1772438400.000001", "CSUPPORT", "UCARLA"
AT = datetime.fromtimestamp(float(TS), UTC)
WAITING = """
    SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def accept(team):
    payload = {"channel_id": CHANNEL, "ts": TS, "thread_ts": None, "user_id": CARLA, "text": "Help"}
    with team.program.work() as work:
        arrival = Arrival("message", "e1", payload, work.now, CHANNEL, TS)
        return inbox.accept(work.connection, "T1", arrival)


def edit(team):
    correction = Correction(
        channel_id=CHANNEL,
        ts=TS,
        thread_ts=None,
        user_id=CARLA,
        text="Help, it burns",
        written_at=AT,
        at=AT,
        version="1772438401.000001",
        kept={"text": "Help, it burns", "files": []},
    )
    team.does(corrected, correction)


def is_somebody_waiting(team):
    with team.program.database.reading() as connection:
        return connection.exec_driver_sql(WAITING).scalar_one() > 0


def test_edit_while_its_message_is_judged_by_another_process_is_told(team):
    if team.program.database.path is not None:
        pytest.skip("on SQLite one writes at a time")
    arrival = accept(team)
    editing = Thread(target=edit, args=(team,))
    with team.program.work() as work:
        inbox.claim(work.connection, "T1", arrival)
        message_posted(work, Message(CHANNEL, TS, None, CARLA, "Help", AT))
        inbox.mark_done(work.connection, "T1", arrival, work.now)
        editing.start()
        while editing.is_alive() and not is_somebody_waiting(team):
            pass
    editing.join()
    assert team.said("correction:1:") == ["Carla says now: Help, it burns"]
