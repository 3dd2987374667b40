"""Alarms at the desk: where they go, whom they mention, who takes note of them, what then waits."""

from datetime import timedelta

import pytest
from sqlalchemy import update

from bot.config.document import read
from bot.errors import UserFacingError
from bot.store import audit, channels, outbox, tables, user_groups
from bot.store import tickets as stored
from bot.store.channels import Channel
from bot.store.user_groups import UserGroup
from bot.usecases import tickets
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.sweep.sweep import sweep
from bot.usecases.tickets import responses
from bot.usecases.tickets.responses import ClickedAlarm
from tests.usecases.conftest import CONFIG

URGENT = "Urgent SLA: {targets: {first_reply: 1h, next_reply: 30m}}"
FIRST = ClickedAlarm(1, "first_reply", 1)


def promised(team, alerts, *, more="", config=CONFIG):
    """Every urgent ticket has these alerts."""
    level = f"Urgent SLA: {{targets: {{first_reply: 1h}}, alerts: [{alerts}]{more}}}"
    with team.program.work() as work:
        wanted = read(config.replace(URGENT, level), "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA")
    team.clock.move(seconds=1)


def late(team, **by):
    """An urgent request that nobody answers for so long."""
    ts, _ = team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(**by)
    sweep(team.program)
    return ts


def rows(team, prefix="alarm:"):
    with team.program.work() as work:
        return [each for each in outbox.live(work.connection) if each.key.startswith(prefix)]


def all_is_sent(team):
    """As if delivery had sent everything; the n-th message has the ts `n.1`."""
    ts = tables.outbox.c.id.concat(".1")
    sent = {"state": "sent", "channel_id": tables.outbox.c.lane, "ts": ts, "attempts": 1}
    with team.program.work() as work:
        now = dict.fromkeys(("sent_at", "settled_at", "intent_at"), work.now)
        waiting = update(tables.outbox).where(tables.outbox.c.state == "pending")
        work.connection.execute(waiting.values(**sent, **now))


def message_of(team, key):
    """The alarm of a message as it is clicked."""
    with team.program.look() as work:
        place = outbox.message_of(work.connection, "T1", key)
    return ClickedAlarm(1, "first_reply", 1, place.channel_id, place.ts)


def ticket(team, number=1):
    with team.program.look() as work:
        return stored.get(work.connection, "T1", number)


# --- where they go ----------------------------------------------------------------------------


def test_an_alarm_stands_in_the_thread_of_the_card_and_has_a_line_for_a_digest(team):
    promised(team, "{at: breach, to: [channel, leads]}")
    late(team, hours=1, seconds=1)
    [row] = rows(team)
    assert (row.lane, row.thread_key, row.fallback_lane) == ("CSLA", "card:1", "ULEA")
    assert row.summary == "breach first_reply #1 ULEA"
    assert row.payload["to_channel"] is True


@pytest.mark.parametrize("to", ['"#billing"', "CBILLING"])
def test_another_channel_hears_of_it_once_by_a_message_of_its_own(team, to):
    promised(team, f"{{at: breach, to: [channel, {to}]}}")
    late(team, hours=1, seconds=1)
    home, other = rows(team)
    assert (home.lane, other.lane) == ("CSLA", "CBILLING")
    assert (other.key, other.thread_key) == (f"{home.key}@CBILLING", None)
    assert (other.payload["to_channel"], other.fallback_lane) == (False, "ULEA")
    sweep(team.program)
    assert len(rows(team)) == 2


def test_an_alarm_to_the_channel_of_the_card_by_its_name_is_shown_there_once(team):
    promised(team, '{at: 50%, to: [channel]}, {at: 75%, to: ["#sla-alerts"]}')
    late(team, minutes=30)
    team.clock.move(minutes=15)
    sweep(team.program)
    assert [row.payload["to_channel"] for row in rows(team)] == [True, True]


def test_an_alarm_in_another_channel_is_withdrawn_with_its_clock(team):
    promised(team, '{at: 75%, to: [channel, "#billing"]}')
    ts = late(team, minutes=45)
    team.writes("UANA", "here I am", thread_ts=ts)
    assert rows(team) == []


@pytest.mark.parametrize("name", ["S0123ABCD", '"@night-shift"'])
def test_a_user_group_is_mentioned_as_a_group(team, name):
    with team.program.work() as work:
        group = UserGroup("S0123ABCD", "night-shift", "Night", ("UANA",), False, work.now)
        user_groups.save(work.connection, "T1", group)
    promised(team, f"{{at: breach, to: [channel, {name}]}}")
    late(team, hours=1, seconds=1)
    assert rows(team)[0].payload["mentions"] == ["S0123ABCD"]


def test_the_assignee_is_mentioned_and_the_leads_while_nobody_has_it(team):
    promised(team, "{at: 50%, to: [assignee]}, {at: 75%, to: [assignee]}")
    late(team, minutes=30)
    team.does(tickets.claim, 1, "UANA")
    team.clock.move(minutes=15)
    sweep(team.program)
    assert [list(row.payload["mentions"]) for row in rows(team)] == [["ULEA"], ["UANA"]]


def test_without_an_alert_channel_the_alarm_goes_to_the_first_lead(team):
    bare = CONFIG.replace('    alert_channel: "#sla-alerts"\n    leads', "    leads")
    promised(team, "{at: breach, to: [channel]}", config=bare)
    late(team, hours=1, seconds=1)
    [row] = rows(team)
    assert (row.lane, row.thread_key, row.payload["to_channel"]) == ("ULEA", None, False)


def test_a_group_that_leads_stands_in_by_its_first_member(team):
    with team.program.work() as work:
        group = UserGroup("S0123ABCD", "leads", "Leads", ("UBOB", "UANA"), False, work.now)
        user_groups.save(work.connection, "T1", group)
    led = CONFIG.replace("leads: [lea@example.com]", "leads: [S0123ABCD]")
    promised(team, "{at: breach, to: [channel, leads]}", config=led)
    late(team, hours=1, seconds=1)
    [row] = rows(team)
    assert (row.fallback_lane, list(row.payload["mentions"])) == ("UANA", ["S0123ABCD"])


# --- quiet hours ------------------------------------------------------------------------------


def test_a_warning_of_the_night_is_said_once_in_the_morning(team):
    promised(
        team, "{at: 50%, to: [channel]}, {at: 75%, to: [leads]}", more=', quiet: "08:10-10:00"'
    )
    late(team, minutes=50)
    assert rows(team) == []
    team.clock.move(minutes=9)
    sweep(team.program)
    assert rows(team) == []
    team.clock.move(hours=1, minutes=1)
    sweep(team.program)
    sweep(team.program)
    assert team.said("alarm:") == ["75% first_reply #1"]


def test_a_breach_of_the_night_is_said_at_once_and_takes_the_warnings_along(team):
    promised(
        team,
        "{at: 75%, to: [UANA]}, {at: breach, to: [leads]}, {at: +30m, to: [channel]}",
        more=', quiet: "08:10-10:00"',
    )
    late(team, hours=1, seconds=1)
    [row] = rows(team)
    assert (row.payload["point"], list(row.payload["mentions"])) == ("breach", ["UANA", "ULEA"])
    team.clock.move(minutes=58)
    sweep(team.program)
    assert len(rows(team)) == 1
    team.clock.move(minutes=2)
    sweep(team.program)
    assert team.said("alarm:") == ["breach first_reply #1", "+30m first_reply #1"]


def test_a_night_that_ends_with_an_answer_is_followed_by_silence(team):
    promised(team, "{at: 50%, to: [channel]}", more=', quiet: "08:10-10:00"')
    ts = late(team, minutes=40)
    team.writes("UANA", "here I am", thread_ts=ts)
    team.clock.move(hours=3)
    sweep(team.program)
    assert rows(team) == []


# --- taking note ------------------------------------------------------------------------------


def test_who_acknowledges_keeps_reminders_back_until_then(team):
    promised(team, "{at: breach, to: [channel]}, {at: +15m, to: [channel], repeat: 3}")
    late(team, hours=1, seconds=1)
    all_is_sent(team)
    clicked = message_of(team, "alarm:1:first_reply:1:breach:1")
    heeded = team.does(responses.acknowledge, clicked, "UANA", minutes=60)
    assert heeded.until == team.clock.now() + timedelta(minutes=60)
    team.clock.move(minutes=59)
    sweep(team.program)
    assert team.said("alarm:") == []
    team.clock.move(minutes=1)
    sweep(team.program)
    assert team.said("alarm:") == ["+45m first_reply #1"]


def test_the_alarm_that_was_acknowledged_says_who_did_and_until_when(team):
    promised(team, "{at: breach, to: [channel, leads]}")
    late(team, hours=1, seconds=1)
    all_is_sent(team)
    key = "alarm:1:first_reply:1:breach:1"
    team.does(responses.acknowledge, message_of(team, key), "UANA", minutes=15)
    [row] = rows(team, "heeded:")
    assert (row.method, row.target_key, row.lane) == ("chat.update", key, "CSLA")
    assert row.payload["text"] == "breach first_reply #1"
    until = team.clock.now() + timedelta(minutes=15)
    assert row.payload["heeds"] == [f"acknowledged UANA {until}"]


def test_an_alarm_is_acknowledged_by_its_agents_only_and_for_a_known_time(team):
    promised(team, "{at: breach, to: [channel]}")
    late(team, hours=1, seconds=1)
    for who in ("UCARLA", "UCID"):
        with pytest.raises(UserFacingError, match="Only the agents"):
            team.does(responses.acknowledge, FIRST, who, minutes=15)
    with pytest.raises(UserFacingError, match="15, 30, 60"):
        team.does(responses.acknowledge, FIRST, "UANA", minutes=600)


def test_a_click_on_the_alarm_of_a_clock_that_stopped_gets_the_ticket_as_it_stands(team):
    promised(team, "{at: 50%, to: [channel]}")
    ts = late(team, minutes=30)
    team.writes("UANA", "here I am", thread_ts=ts)
    for do in (responses.acknowledge, responses.snooze):
        heeded = team.does(do, FIRST, "UANA", minutes=15)
        assert (heeded.until, heeded.ticket.status) == (None, "answered")
    assert rows(team, "heeded:") == []


def test_what_was_said_of_an_alarm_is_audited(team):
    promised(team, "{at: 50%, to: [channel]}")
    late(team, minutes=30)
    team.does(responses.acknowledge, FIRST, "UANA", minutes=15)
    team.does(responses.snooze, FIRST, "UBOB", minutes=15)
    team.does(responses.escalate, 1, "ULEA")
    with team.program.look() as work:
        entries = audit.listing(work.connection, "T1", "ticket:1")
    found = [(each.actor, each.action) for each in reversed(entries[:3])]
    assert found == [("UANA", "acknowledged"), ("UBOB", "snoozed"), ("ULEA", "escalate")]
    assert entries[1].after["metric"] == "first_reply"


def test_a_snooze_ends_at_the_breach(team):
    promised(team, "{at: 50%, to: [channel]}, {at: 75%, to: [channel]}, {at: breach, to: [leads]}")
    late(team, minutes=30)
    all_is_sent(team)
    heeded = team.does(responses.snooze, FIRST, "UANA", minutes=60)
    assert heeded.until == team.clock.now() + timedelta(minutes=30)
    team.clock.move(minutes=29)
    sweep(team.program)
    assert team.said("alarm:") == []
    team.clock.move(minutes=1, seconds=1)
    sweep(team.program)
    assert team.said("alarm:") == ["breach first_reply #1"]


def test_a_snooze_that_is_over_lets_the_warning_through(team):
    promised(team, "{at: 50%, to: [channel]}, {at: 60%, to: [channel]}")
    late(team, minutes=30)
    all_is_sent(team)
    team.does(responses.snooze, FIRST, "UANA", minutes=15)
    team.clock.move(minutes=15)
    sweep(team.program)
    assert team.said("alarm:") == ["60% first_reply #1"]


def test_a_clock_that_is_late_cannot_be_snoozed(team):
    promised(team, "{at: breach, to: [channel]}")
    late(team, hours=1, seconds=1)
    with pytest.raises(UserFacingError, match="Acknowledge it"):
        team.does(responses.snooze, FIRST, "UANA", minutes=15)


# --- escalation -------------------------------------------------------------------------------


def test_an_alert_that_escalates_puts_the_ticket_on_top_until_an_agent_replies(team):
    promised(team, "{at: 50%, to: [channel], escalate: true}")
    ts = late(team, minutes=29)
    assert not ticket(team).is_escalated
    team.clock.move(minutes=1)
    sweep(team.program)
    assert ticket(team).is_escalated
    team.writes("UANA", "here I am", thread_ts=ts)
    assert not ticket(team).is_escalated


@pytest.mark.parametrize("ends", [tickets.resolve, tickets.close, tickets.spam])
def test_a_ticket_that_is_done_with_is_not_escalated(team, ends):
    promised(team, "{at: 50%, to: [channel], escalate: true}")
    late(team, minutes=30)
    team.does(ends, 1, "UANA")
    assert not ticket(team).is_escalated


def test_a_person_escalates_a_ticket_and_the_cards_thread_says_who(team):
    promised(team, "{at: 50%, to: [channel]}")
    late(team, minutes=5)
    assert team.does(responses.escalate, 1, "ULEA").is_escalated
    assert ticket(team).is_escalated
    [said] = team.said("escalated:")
    assert "Lea escalated ticket *#1*" in said
    with pytest.raises(UserFacingError, match="already"):
        team.does(responses.escalate, 1, "UANA")


def test_who_is_no_agent_of_a_ticket_escalates_nothing(team):
    late(team, minutes=5)
    with pytest.raises(UserFacingError, match="Only the agents"):
        team.does(responses.escalate, 1, "UCARLA")


def test_a_resolved_ticket_is_not_escalated(team):
    late(team, minutes=5)
    team.does(tickets.resolve, 1, "UANA")
    with pytest.raises(UserFacingError, match="resolved"):
        team.does(responses.escalate, 1, "ULEA")


# --- the card ---------------------------------------------------------------------------------


def test_a_card_is_edited_when_it_shows_something_else_and_only_then(team):
    promised(team, "{at: 50%, to: [channel]}, {at: 75%, to: [channel], escalate: true}")
    late(team, minutes=30)
    assert rows(team, "card:1:") == []
    team.does(tickets.note, 1, "UANA", "looking")
    assert rows(team, "card:1:") == []
    team.clock.move(minutes=15)
    sweep(team.program)
    assert len(rows(team, "card:1:")) == 1  # it is escalated now
    team.clock.move(minutes=15, seconds=1)
    sweep(team.program)
    sweep(team.program)
    team.does(tickets.claim, 1, "UANA")
    assert [row.payload["text"] for row in rows(team, "card:1:")][
        -1
    ] == "card #1 new Urgent SLA UANA"


def test_a_card_shows_again_what_it_showed_before(team):
    late(team, minutes=5)
    team.does(tickets.claim, 1, "UANA")
    team.does(tickets.release, 1, "UANA")
    assert [row.payload["text"].rpartition(" ")[2] for row in rows(team, "card:1:")] == [
        "UANA",
        "None",
    ]


def test_an_archived_channel_is_known_by_name_still(team):
    with team.program.work() as work:
        gone = Channel("COLD", "old", False, True, True, work.now)
        channels.save(work.connection, "T1", gone)
    promised(team, '{at: breach, to: [channel, "#old"]}')
    late(team, hours=1, seconds=1)
    assert [(row.lane, row.fallback_lane) for row in rows(team)] == [
        ("CSLA", "ULEA"),
        ("COLD", "ULEA"),
    ]
