"""How the bot says that it is: to leads and admins by command, to admins in App Home."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import text

from bot.store import scopes
from bot.store.hearing import Hearer
from bot.usecases.hearing.state import beat, doubt
from tests.house.marks import tries
from tests.house.mischief import ALERTS, SUPPORT, asks_for_help, command, delivered
from tests.house.reading import text_of
from tests.store.poison import NO_JSON, poison


def listens(house, **lost):
    """A hearer shows a sign of life, or that it has none any more."""
    hearer = Hearer("h1", "socket", house.now, house.now, house.now)
    beat(house.program, replace(hearer, **lost))
    house.wake()


def status_of(house, name="lea"):
    return text_of(house.member(name).asks(ALERTS, "/sla status"))


@tries("command:/sla status")
def test_alarms_that_are_due_and_held_back_are_no_nothing(house):
    for name in ("carla", "noah"):
        house.member(name).says(SUPPORT, "The checkout shows an error #URGENT")
    house.move(minutes=58)
    shows_no_history(house, "fatal_error")
    house.clock.move_to(house.now + timedelta(minutes=3))
    doubt(house.program, "reconnected")
    listens(house)
    house.wake()
    shown = status_of(house)
    assert "2 tickets have something due that waits, the oldest since Mon 10:00" in shown
    assert ": what was written in Slack has to be read first." in shown
    assert "Nothing waits to be said." not in shown


@tries("command:/sla status")
def test_a_lead_reads_that_all_is_well(house):
    listens(house)
    shown = status_of(house)
    assert "Connected to Slack since" in shown
    assert "Nothing waits to be read in Slack." in shown
    assert "Nothing waits to be said." in shown
    assert "Everything that came in is worked off." in shown, "but for this command"
    assert "No alarm was said in the last day." in shown
    assert "Nothing is set aside." in shown
    assert "No scope is missing." in shown


@pytest.mark.parametrize("name", ["ben", "carla"])
def test_agents_and_requesters_are_refused_kindly(house, name):
    listens(house)
    shown = text_of(house.member(name).asks(SUPPORT, "/sla status"))
    assert "That is for the leads of a department and for admins." in shown
    assert "Connected" not in shown


def test_before_anybody_listens_it_says_what_to_start(house):
    assert "Nobody has listened to Slack yet: start `punctual serve`." in status_of(house)


def shows_no_history(house, error, **where):
    house.expects(error)
    house.slack.post(
        "faults", fault="error", error=error, method="conversations.history", times=None, **where
    )


def test_a_lost_connection_and_a_doubt_are_told_with_their_reason(house):
    house.settle()
    listens(house, lost_at=house.now)
    assert "The connection to Slack is lost since" in status_of(house)
    shows_no_history(house, "fatal_error")
    house.clock.move_to(house.now + timedelta(seconds=1))
    doubt(house.program, "reconnected")
    listens(house)
    shown = status_of(house)
    assert "In doubt since" in shown
    assert "(reconnected)" in shown
    assert "4 channels, 0 threads to be read, the oldest since" in shown


def test_since_when_slack_takes_nothing_is_told_before_all_else(house):
    listens(house)
    asks_for_help(house)
    house.expects("invalid_auth")
    for method in ("chat.postMessage", "chat.update", "views.publish"):
        house.slack.post("faults", fault="error", error="invalid_auth", method=method, times=None)
    house.member("ana").asks(ALERTS, "/ticket reply 1 Hello")
    for _ in range(3):
        house.move(minutes=1)
        listens(house)
    shown = status_of(house)
    assert "Slack takes nothing I say since Mon 09:00: invalid_auth." in shown
    assert "Put a valid bot token into SLACK_BOT_TOKEN and start me again." in shown
    assert "What people write still reaches me." in shown
    assert "Connected to Slack" not in shown


def test_what_slack_refuses_alike_is_told_in_one_line(house):
    house.settle()
    shows_no_history(house, "not_in_channel")
    house.clock.move_to(house.now + timedelta(seconds=1))
    doubt(house.program, "reconnected")
    assert "Slack refuses 4 conversations, the first since" in status_of(house)


def test_where_slack_refuses_to_be_read_is_named(house):
    house.settle()
    shows_no_history(house, "not_in_channel", channel="C0SUPPORT")
    house.clock.move_to(house.now + timedelta(seconds=1))
    doubt(house.program, "reconnected")
    shown = status_of(house)
    assert "Slack refuses <#C0SUPPORT> since" in shown
    assert "`not_in_channel`" in shown


def test_that_slack_allows_one_call_a_minute_is_told_as_long_as_it_is_so(house):
    house.settle()
    house.slack.post("faults", fault="one_history_a_minute", times=None)
    house.expects("ratelimited")
    house.clock.move_to(house.now + timedelta(minutes=2))
    doubt(house.program, "reconnected")
    assert "about one call a minute" in status_of(house)
    house.slack.post("faults/lift")
    house.clock.move_to(house.now + timedelta(minutes=2))
    doubt(house.program, "reconnected")
    assert "about one call a minute" not in status_of(house)


def test_the_lateness_of_the_last_day_is_told_with_where_it_was_lost(house):
    asks_for_help(house)
    house.jump(hours=6)
    house.settle()
    shown = status_of(house)
    assert "1 alarm was said in the last day, " in shown
    assert " late (#1): it was made " in shown
    assert " after it was due; hearing was in doubt then (the machine slept for 21600 s)." in shown


def test_an_arrival_that_cannot_be_read_is_set_aside_and_the_next_one_opens_its_ticket(house):
    carla = house.member("carla")
    with house.program.database.writing() as connection:
        values = {"at": "2026-03-02 07:00:00.000000", "payload": NO_JSON}
        connection.execute(
            text(
                "INSERT INTO inbox (id, workspace_id, kind, dedupe_key, payload, state, attempts, "
                "received_at, next_at) VALUES (900, :team, 'message', 'e9', :payload, 'pending', "
                "0, :at, :at)"
            ),
            {**values, "team": house.program.workspace_id},
        )
    carla.says(SUPPORT, "The printer is on fire")
    assert house.ticket(1).subject == "The printer is on fire"
    assert "1 thing cannot be read and is set aside" in status_of(house)
    assert "Number 900 of what came in: its payload is damaged" in status_of(house)
    assert "Who sent it has to ask again." in status_of(house)
    assert "1 thing cannot be read and is set aside; all else goes on." in house.home("ada")


@pytest.mark.parametrize("kind", ["gossip", ""])
def test_an_arrival_of_an_unknown_kind_is_set_aside_at_once(house, kind):
    asks_for_help(house)
    changed = "state = 'pending', done_at = NULL"
    with house.program.database.writing() as connection:
        connection.execute(text(f"UPDATE inbox SET {changed}, kind = :kind"), {"kind": kind})
    house.wake()
    house.settle()
    assert "its kind is unknown" in status_of(house)


def test_whoever_meets_a_broken_ticket_is_answered_kindly_and_the_rest_goes_on(house):
    ts = asks_for_help(house)
    house.member("noah").says(SUPPORT, "Another printer")
    house.settle()
    with house.program.look() as work:
        asked = text("SELECT body FROM events WHERE ticket_number = 1 AND seq = 1")
        whole = work.connection.execute(asked).scalar_one()
    poison(house.program.database, "events", "body", NO_JSON, "ticket_number = 1 AND seq = 1")
    ana = house.member("ana")
    for asked in ("show 1", "reply 1 Hello", "resolve 1", "note 1 Hm"):
        answer = text_of(ana.asks(ALERTS, f"/ticket {asked}"))
        assert "I cannot read what was written down of ticket #1" in answer, asked
    listed = text_of(ana.asks(ALERTS, "/ticket list"))
    assert "Another printer" in listed
    assert "I cannot read what was written down of ticket #1" in listed, "it is counted, too"
    assert "Another printer" in text_of(ana.asks(ALERTS, "/ticket next"))
    told = [each for each in house.channel_texts(ALERTS) if "its clocks are silent" in each]
    assert len(told) == 1
    assert "Ticket #1: it does not have the shape it should have." in status_of(house)

    house.member("carla").says(SUPPORT, "Is anybody there?", ts)
    house.settle()
    poison(house.program.database, "events", "body", whole, "ticket_number = 1 AND seq = 1")
    house.move(minutes=5)
    assert "requester_message" in house.timeline(1)
    assert "Nothing is set aside." in status_of(house)


def test_a_scope_that_is_missing_is_named_with_what_goes_without_it(house):
    with house.program.work() as work:
        scopes.replace(work.connection, work.workspace_id, ["im:read"], work.now)
    shown = status_of(house)
    assert "lacks the scope `im:read`" in shown
    assert "*Reinstall to Workspace*" in shown
    assert "`im:read`: direct messages that I missed are not looked for" in shown
    assert "lacks the scope `im:read`" in house.home("ada")
    assert "im:read" not in house.home("lea")


def test_slack_tells_which_scopes_are_missing_until_it_is_reinstalled(house):
    manifest = house.world.workspace.app.manifest
    whole = manifest.scopes
    object.__setattr__(manifest, "scopes", whole - {"files:write"})
    asks_for_help(house)
    with house.program.look() as work:
        assert scopes.missing(work.connection, work.workspace_id) == ["files:write"]
    object.__setattr__(manifest, "scopes", whole)
    house.member("noah").says(SUPPORT, "Another printer")
    house.settle()
    with house.program.look() as work:
        assert scopes.missing(work.connection, work.workspace_id) == []


MISSHAPEN = [
    {"type": "event_callback", "event_id": "Ev1", "event": {"type": "message"}},
    {"type": "event_callback", "event_id": "Ev2", "event": {"type": "user_change"}},
    {"type": "event_callback", "event_id": "Ev3", "event": {"type": "reaction_added", "item": 7}},
    {"type": "event_callback", "event_id": "Ev4", "event": ["message"]},
    {"type": "event_callback"},
    {},
    [],
    7,
]


@pytest.mark.parametrize("body", MISSHAPEN, ids=json.dumps)
def test_slack_is_never_given_a_reason_to_send_what_is_misshapen_again(house, body):
    team = {"team_id": house.program.workspace_id, "api_app_id": "A1"}
    sent = {**team, **body} if isinstance(body, dict) else body
    assert delivered(house, sent, is_event=True) < 500
    house.wake()
    asks_for_help(house)
    assert house.ticket(1) is not None


def test_a_misshapen_command_is_acknowledged_and_set_aside(house):
    given = {"command": "/sla", "team_id": house.program.workspace_id}
    assert command(house, **given) == 200
    assert "A request of Slack's (command:" in status_of(house)
    assert "it lacks “" in status_of(house)
