"""Running clocks move with the configuration: their rows, their alarms, their card follow."""

from dataclasses import replace
from datetime import timedelta

from sqlalchemy import update

from bot.config.document import read
from bot.store import alarms, clocks, inbox, outbox, tables
from bot.store import tickets as stored_tickets
from bot.store.inbox import Arrival
from bot.usecases import tickets
from bot.usecases.hearing.state import doubt
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.sweep import reprojection
from bot.usecases.sweep.reprojection import AFTER_TROUBLE, follow_moves
from bot.usecases.sweep.sweep import sweep
from tests.usecases.conftest import CONFIG
from tests.usecases.test_clearance import listens
from tests.usecases.test_clearance import read as read_place

STANDARD = "Standard: {targets: {first_reply: 4h, next_reply: 8h, resolution: 40h}}"


def standard(promise):
    """The configuration with another promise in Standard."""
    return CONFIG.replace(STANDARD, f"Standard: {{{promise}}}")


def configured(team, text, *, moves=True):
    with team.program.work() as work:
        wanted = read(text, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA", moves_running=moves)


def clock_row(team, metric="first_reply", cycle=1, number=1):
    with team.program.look() as work:
        rows = {row.name: row for row in clocks.of(work.connection, "T1", number)}
    return rows.get((metric, cycle))


def row(team, number=1):
    with team.program.look() as work:
        return stored_tickets.get(work.connection, "T1", number)


def test_tickets_that_wait_for_a_look_hold_up_no_others(team, monkeypatch):
    """However long Slack refuses to show where they stand."""
    monkeypatch.setattr(reprojection, "A_FEW", 1)
    for who, channel in (("UCARLA", "CSUPPORT"), ("UDAN", "CBILLING")):
        team.writes(who, "Printer", channel=channel)
        team.clock.move(minutes=5)
    configured(team, standard("targets: {first_reply: 1h}"))
    listens(team)
    doubt(team.program, "reconnected")
    read_place(team, asked=True, refused=timedelta(hours=1))
    read_place(team, "CBILLING")
    sweep(team.program)
    assert [clock_row(team, number=number).target_seconds for number in (1, 2)] == [14_400, 3_600]


def all_is_sent(team):
    """As if delivery had sent everything."""
    sent = {"state": "sent", "channel_id": "C", "ts": "1.1", "attempts": 1}
    with team.program.work() as work:
        now = dict.fromkeys(("sent_at", "settled_at", "intent_at"), work.now)
        waiting = update(tables.outbox).where(tables.outbox.c.state == "pending")
        work.connection.execute(waiting.values(**sent, **now))


def opened(team, hours=0):
    """Carla's request, and so many hours later."""
    team.writes("UCARLA", "Printer")
    all_is_sent(team)
    team.clock.move(hours=hours)


def test_a_due_time_moves_with_its_level(team):
    opened(team, hours=1)
    due_at = team.clock.now() + timedelta(hours=1)
    configured(team, standard("targets: {first_reply: 2h, resolution: 40h}"))
    sweep(team.program)
    found = clock_row(team)
    assert (found.due_at, found.target_seconds, found.due_version) == (due_at, 7200, 2)
    assert team.said("alarm:") == []
    assert team.said("card:")[-1].startswith("card #1")


def test_without_being_told_so_no_clock_moves(team):
    opened(team, hours=1)
    before = clock_row(team)
    configured(team, standard("targets: {first_reply: 2h}"), moves=False)
    assert follow_moves(team.program) == 0
    assert clock_row(team) == before


def test_a_breach_that_a_move_brings_is_announced_at_once(team):
    opened(team, hours=2)
    configured(team, standard("targets: {first_reply: 1h, resolution: 40h}"))
    sweep(team.program)
    assert team.said("alarm:") == ["breach first_reply #1"]
    found = clock_row(team)
    assert (found.state, found.breached_at) == ("missed", team.clock.now())
    assert found.breach_reason == "level_change"
    all_is_sent(team)
    team.clock.move(minutes=5)
    sweep(team.program)
    assert team.said("alarm:") == []


def test_a_breach_that_a_move_takes_back_leaves_who_and_why(team):
    opened(team, hours=5)
    sweep(team.program)
    all_is_sent(team)
    breached_at = clock_row(team).breached_at
    configured(team, standard("targets: {first_reply: 8h, resolution: 40h}"))
    sweep(team.program)
    assert team.said("alarm:") == []
    found = clock_row(team)
    assert (found.state, found.withdrawn_at) == ("running", breached_at)
    assert (found.withdrawn_by, found.withdrawn_reason) == ("UADA", "level_change")


def test_a_breach_that_is_taken_back_before_anybody_said_it_is_never_said(team):
    opened(team, hours=5)
    configured(team, standard("targets: {first_reply: 8h, resolution: 40h}"))
    sweep(team.program)
    assert team.said("alarm:") == []


def test_a_breach_that_is_taken_back_before_it_was_sent_is_never_sent(team):
    opened(team, hours=5)
    sweep(team.program)
    assert team.said("alarm:") == ["breach first_reply #1"]
    configured(team, standard("targets: {first_reply: 8h, resolution: 40h}, alerts: []"))
    sweep(team.program)
    assert team.said("alarm:") == []
    team.does(tickets.note, 1, "UANA", "still nothing to say")
    assert team.said("alarm:") == []


def test_a_warning_due_before_the_move_that_nobody_said_is_said(team):
    opened(team, hours=3.1)
    configured(team, standard("targets: {first_reply: 8h, resolution: 40h}"))
    sweep(team.program)
    assert team.keys("alarm:") == ["alarm:1:first_reply:1:75%:1"]


def test_a_point_reached_after_the_move_and_before_the_rows_followed_is_not_lost(team):
    opened(team, hours=2)
    configured(team, standard("targets: {first_reply: 161m, resolution: 40h}"))
    team.clock.move(minutes=2)
    sweep(team.program)
    assert team.keys("alarm:") == ["alarm:1:first_reply:1:75%:2"]


def test_points_a_move_puts_behind_are_left_out(team):
    opened(team, hours=2)
    alerts = "alerts: [{at: 25%, to: [channel]}, {at: 75%, to: [channel]}]"
    configured(team, standard(f"targets: {{first_reply: 4h, resolution: 40h}}, {alerts}"))
    sweep(team.program)
    assert team.said("alarm:") == []
    team.clock.move(hours=1)
    sweep(team.program)
    assert team.said("alarm:") == ["75% first_reply #1"]


def test_a_metric_no_longer_promised_ends_its_clock(team):
    opened(team, hours=1)
    configured(team, standard("targets: {resolution: 40h}"))
    sweep(team.program)
    found = clock_row(team)
    assert (found.state, found.cancel_reason) == ("cancelled", "level_change")
    team.clock.move(hours=5)
    sweep(team.program)
    assert team.said("alarm:") == []


def test_a_metric_newly_promised_gets_its_clock_from_its_own_start(team):
    opened(team, hours=1)
    configured(team, CONFIG.replace("resolution: 40h", "resolution: 40h, first_assign: 30m"))
    sweep(team.program)
    assert clock_row(team, "first_assign").state == "missed"
    assert team.said("alarm:") == ["breach first_assign #1"]


def test_what_happens_to_a_ticket_that_lags_finds_it_moved(team):
    opened(team, hours=3.1)
    configured(team, standard("targets: {first_reply: 8h, resolution: 40h}"))
    team.clock.move(seconds=1)
    team.does(tickets.claim, 1, "UANA")
    assert team.keys("alarm:") == ["alarm:1:first_reply:1:75%:1"]
    assert clock_row(team).target_seconds == 8 * 3600
    assert follow_moves(team.program) == 0


def test_two_moves_are_followed_one_after_the_other(team):
    opened(team, hours=2)
    configured(team, standard("targets: {first_reply: 1h, resolution: 40h}"))
    team.clock.move(seconds=10)
    configured(team, standard("targets: {first_reply: 8h, resolution: 40h}"))
    team.clock.move(seconds=10)
    sweep(team.program)
    found = clock_row(team)
    assert (found.state, found.due_version) == ("running", 3)
    assert found.withdrawn_at == team.clock.now() - timedelta(seconds=20)
    assert team.said("alarm:") == []


def test_tickets_the_move_does_not_concern_are_only_marked(team):
    opened(team)
    team.writes("UDAN", "Screen #URGENT")
    team.clock.move(minutes=1)
    cards = len(team.said("card:"))
    configured(team, CONFIG.replace("first_reply: 1h", "first_reply: 2h"))
    assert follow_moves(team.program) == 2
    assert [row(team, number).projected_revision for number in (1, 2)] == 2 * [
        row(team, 2).projected_revision
    ]
    assert len(team.said("card:")) == cards + 1
    assert follow_moves(team.program) == 0


def test_a_resolved_ticket_has_nothing_that_could_move(team):
    opened(team)
    team.does(tickets.resolve, 1, "UANA")
    assert row(team).projected_revision is None
    configured(team, standard("targets: {first_reply: 1h}"))
    assert follow_moves(team.program) == 0


def test_those_with_the_soonest_alarm_come_first_and_only_a_few_at_a_time(team, monkeypatch):
    for text in ("first", "second", "third"):
        team.writes("UCARLA", text)
        team.clock.move(minutes=4)
    with team.program.work() as work:
        wanted = list(alarms.of(work.connection, "T1", 3))
        soon = [replace(each, fire_at=work.now) for each in wanted]
        alarms.replace(work.connection, "T1", 3, soon)
    configured(team, standard("targets: {first_reply: 2h, resolution: 40h}"))
    monkeypatch.setattr(reprojection, "A_FEW", 1)
    for number in (3, 1, 2):
        assert follow_moves(team.program) == 1
        assert clock_row(team, number=number).target_seconds == 7200
    assert follow_moves(team.program) == 0


def test_a_ticket_that_cannot_be_moved_holds_up_nobody(team):
    opened(team)
    team.writes("UDAN", "Screen")
    events = tables.events
    damaged = update(events).where(events.c.ticket_number == 1, events.c.type == "created")
    with team.program.work() as work:
        work.connection.execute(damaged.values(body={"nonsense": 1}))
    configured(team, standard("targets: {first_reply: 2h, resolution: 40h}"))
    sweep(team.program)
    assert clock_row(team, number=2).target_seconds == 7200
    assert row(team).wake_at == team.clock.now() + AFTER_TROUBLE


def test_a_ticket_somebody_else_has_locked_is_left_to_the_next_pass(team):
    opened(team)
    configured(team, standard("targets: {first_reply: 2h, resolution: 40h}"))
    if team.program.database.path is None:  # on SQLite there is one writer, and others wait for it
        with team.program.work() as work:
            stored_tickets.lock(work.connection, "T1", 1)
            assert follow_moves(team.program) == 0
    assert follow_moves(team.program) == 1


def test_a_level_that_is_removed_ends_its_clocks(team):
    opened(team, hours=1)
    without = CONFIG.replace(f"  {STANDARD}\n", "").replace("default_level: Standard\n", "")
    configured(team, without)
    sweep(team.program)
    assert clock_row(team).cancel_reason == "level_change"
    with team.program.look() as work:
        assert outbox.get(work.connection, "T1", "card:1") is not None


def test_a_ticket_of_which_a_message_is_waiting_follows_once_it_is_worked_off(team):
    opened(team)
    configured(team, standard("targets: {first_reply: 2h, resolution: 40h}"))
    with team.program.work() as work:
        root_ts = stored_tickets.get(work.connection, "T1", 1).thread_ts
        payload = {"thread_ts": root_ts}
        heard = Arrival("message", "event:E1", payload, work.now, "CSUPPORT", "1.5")
        number = inbox.accept(work.connection, "T1", heard)
    assert follow_moves(team.program) == 0
    with team.program.work() as work:
        inbox.mark_done(work.connection, "T1", number, work.now)
    assert follow_moves(team.program) == 1
