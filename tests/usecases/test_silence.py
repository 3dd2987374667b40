"""A silent requester: reminded once, resolved, closed; each deed of the bot, at its instant."""

from datetime import UTC, datetime, timedelta

import pytest

from bot.config.document import read
from bot.store import events, inbox, outbox, tables
from bot.store.inbox import Arrival
from bot.usecases import tickets
from bot.usecases.ground.timelines import load
from bot.usecases.intake.channel_messages import message_posted
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.sweep.sweep import sweep
from bot.views.messages import Message
from tests.usecases.conftest import CONFIG
from tests.usecases.slack_stand_in import comes_to_stand, rows

PATIENT = CONFIG.replace(
    "Standard: {targets: {first_reply: 4h, next_reply: 8h, resolution: 40h}}",
    "Standard: {targets: {first_reply: 4h, resolution: 40h}, calendar: office, "
    "resolve_after: 8h, close_after: 48h}",
).replace(
    "levels:",
    """calendars:
  office: {time_zone: Europe/Ljubljana, hours: {mon-fri: ["09:00-17:00"]}}
levels:""",
)
TEN = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""Monday, ten o'clock at the office."""


def configures(team, config: str) -> None:
    with team.program.work() as work:
        apply_configuration(work, read(config, "sla.yml", work.now_s).configuration, "UADA")
    team.clock.move(seconds=1)


@pytest.fixture
def answered(team):
    """Ticket 1 of Carla, answered on Monday at ten; eight hours of the office end on Tuesday."""
    configures(team, PATIENT)
    team.clock.at = TEN
    ts, _ = team.writes("UCARLA", "Printer")
    team.thread = ts
    team.writes("UANA", "Which one?", thread_ts=ts)
    sweep(team.program)
    return team


def passes(team, at: datetime) -> None:
    """Time passes, looked at all along, until an instant."""
    while team.clock.now() < at:
        team.clock.move(minutes=30)
        sweep(team.program)


def deeds(team) -> list[tuple[str, datetime, str | None]]:
    """What became of the status, when, by whom."""
    with team.program.look() as work:
        kept = events.of(work.connection, "T1", 1)
    return [(each.body["to"], each.at, each.actor) for each in kept if each.type == "status"]


def ever_reminded(team) -> list[str]:
    """The keys of all reminders that were to be said, those taken back among them."""
    asked = outbox.every_row().where(tables.outbox.c.key.startswith("reminder:1:"))
    with team.program.look() as work:
        return [row.key for row in outbox.rows_of(work.connection, asked)]


def status(team) -> str:
    with team.program.look() as work:
        return load(work, 1).row.status


def test_half_way_the_requester_is_reminded_once_with_what_happens_when(answered):
    passes(answered, TEN + timedelta(hours=3, minutes=30))
    assert answered.said("reminder:1:") == []
    passes(answered, TEN + timedelta(hours=4))
    assert answered.said("reminder:1:") == ["reminder #1, resolved Tue 09:00"]  # UTC: many read it
    passes(answered, TEN + timedelta(hours=8))
    assert len(answered.said("reminder:1:")) == 1


def test_after_all_of_it_the_bot_resolves_and_says_so(answered):
    passes(answered, TEN + timedelta(hours=24, minutes=-30))
    assert status(answered) == "answered"
    passes(answered, TEN + timedelta(hours=24))
    assert status(answered) == "resolved"
    assert deeds(answered) == [("resolved", TEN + timedelta(hours=24), "UBOT")]
    assert answered.said("solved:1:") == ["solved #1? in silence"]


def test_later_it_is_closed_by_the_wall_clock_without_a_word(answered):
    passes(answered, TEN + timedelta(hours=24))
    before = answered.said("solved:1:")
    passes(answered, TEN + timedelta(hours=72))
    assert deeds(answered)[1:] == [("closed", TEN + timedelta(hours=72), "UBOT")]
    assert answered.said("solved:1:") == before


def test_what_was_due_while_the_bot_slept_is_dated_when_it_was_due(answered):
    answered.clock.move(days=7)
    sweep(answered.program)
    assert deeds(answered) == [
        ("resolved", TEN + timedelta(hours=24), "UBOT"),
        ("closed", TEN + timedelta(hours=72), "UBOT"),
    ]


def test_a_word_of_the_requester_begins_anew(answered):
    passes(answered, TEN + timedelta(hours=5))
    answered.writes("UCARLA", "The big one", thread_ts=answered.thread)
    passes(answered, TEN + timedelta(hours=30))
    assert status(answered) == "open"
    answered.writes("UANA", "Thanks", thread_ts=answered.thread)
    passes(answered, answered.clock.now() + timedelta(hours=24))
    assert len(ever_reminded(answered)) == 2
    assert status(answered) == "resolved"


def test_a_reminder_that_waits_to_be_sent_is_taken_back_when_the_requester_writes(answered):
    passes(answered, TEN + timedelta(hours=4))
    assert len(answered.said("reminder:1:")) == 1
    answered.writes("UCARLA", "The big one", thread_ts=answered.thread)
    assert answered.said("reminder:1:") == []


def test_a_reminder_of_a_silence_that_an_agent_broke_is_taken_back(answered):
    """It would tell an instant that is not so any more; the silence since is reminded of anew."""
    passes(answered, TEN + timedelta(hours=4))
    answered.writes("UANA", "Or which floor?", thread_ts=answered.thread)
    assert answered.said("reminder:1:") == []
    passes(answered, TEN + timedelta(hours=24))
    assert answered.said("reminder:1:") == ["reminder #1, resolved Tue 13:00"]


def test_a_reminder_that_waits_outlives_what_breaks_no_silence(answered):
    passes(answered, TEN + timedelta(hours=4))
    answered.does(tickets.note, 1, "UANA", "no word yet")
    assert len(answered.said("reminder:1:")) == 1


def test_the_question_after_a_silence_is_not_asked_if_the_requester_wrote_before_it_was_sent(
    answered,
):
    passes(answered, TEN + timedelta(hours=24))
    assert answered.said("solved:1:") == ["solved #1? in silence"]
    answered.writes("UCARLA", "The big one", thread_ts=answered.thread)
    assert status(answered) == "open"
    assert answered.said("solved:1:") == []
    answered.clock.move(seconds=30)
    answered.does(tickets.no_reply, 1, "UANA")
    assert status(answered) == "resolved"
    assert answered.said("solved:1:") == ["solved #1? in silence"]


def test_the_question_after_a_silence_that_was_sent_says_that_the_ticket_is_open(answered):
    passes(answered, TEN + timedelta(hours=24))
    [key] = answered.keys("solved:1:")
    comes_to_stand(answered, key, "CSUPPORT", "1772560800.000901")
    answered.writes("UCARLA", "The big one", thread_ts=answered.thread)
    assert answered.said("solved:1:") == ["reopened #1"]


def test_a_word_that_comes_to_light_late_undoes_what_it_would_have_prevented(answered):
    answered.clock.at = TEN + timedelta(hours=27)
    sweep(answered.program)
    wrote_at = TEN + timedelta(hours=20)
    ts = f"{int(wrote_at.timestamp())}.000100"
    with answered.program.work() as work:
        said = Message("CSUPPORT", ts, answered.thread, "UCARLA", "The big one", wrote_at)
        assert message_posted(work, said).status == "open"
    assert [to for to, _, _ in deeds(answered)] == ["resolved", "open"]


def test_a_word_older_than_the_answer_undoes_nothing(answered):
    answered.clock.at = TEN + timedelta(hours=27)
    sweep(answered.program)
    wrote_at = TEN - timedelta(minutes=1)
    ts = f"{int(wrote_at.timestamp())}.000100"
    with answered.program.work() as work:
        said = Message("CSUPPORT", ts, answered.thread, "UCARLA", "Hello?", wrote_at)
        assert message_posted(work, said).status == "resolved"


def test_pending_until_an_instant_is_left_to_that_instant(answered):
    until = answered.clock.now() + timedelta(days=9)
    answered.does(tickets.pending, 1, "UANA", until=until)
    passes(answered, TEN + timedelta(days=8))
    assert status(answered) == "pending"
    assert answered.said("reminder:") == []


def test_a_level_that_becomes_patient_is_asked_of_tickets_that_are_there(team):
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "Which one?", thread_ts=ts)
    team.clock.move(days=30)
    sweep(team.program)
    assert status(team) == "answered"
    configures(team, PATIENT)
    sweep(team.program)
    assert status(team) in ("resolved", "closed")


def test_no_reminder_goes_to_who_cannot_be_reached(team):
    """A ticket of a gateway is resolved all the same, and the sweep comes to rest."""
    configures(team, PATIENT)
    asked = NewTicket("x@acme.example", "UANA", team.clock.now(), "Printer", department="Support")
    team.does(open_ticket, asked)
    team.does(tickets.pending, 1, "UANA")
    passes(team, team.clock.now() + timedelta(days=4))
    assert status(team) in ("resolved", "closed")
    assert rows(team, "reminder:") == []


def test_nothing_is_resolved_while_a_direct_message_waits_to_be_worked_off(team):
    configures(team, PATIENT)
    asked = NewTicket("UCARLA", "UCARLA", team.clock.now(), "Printer", department="Support")
    team.does(open_ticket, asked)
    comes_to_stand(team, "dm:1", "DCARLA", "1772438400.000901")
    team.does(tickets.pending, 1, "UANA")
    team.clock.move(days=2)
    heard = Arrival("message", "Ev1", {}, team.clock.now(), "DCARLA", "1772611200.000100")
    with team.program.work() as work:
        inbox.accept(work.connection, "T1", heard)
    sweep(team.program)
    assert status(team) == "pending"
    team.clock.move(minutes=2)  # it can wait no longer
    sweep(team.program)
    assert status(team) == "resolved"


def test_rules_in_time_and_the_silence_are_done_in_the_order_of_their_instants(team):
    on_hold = """rules:
  - {name: Park, when: [time], if: [{status: {is: answered}, untouched_for: {older_than: 2h}}],
     then: {status: on_hold}}
  - name: Tag URGENT"""
    configures(team, PATIENT.replace("rules:\n  - name: Tag URGENT", on_hold))
    team.clock.at = TEN
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "Which one?", thread_ts=ts)
    team.clock.move(days=9)
    sweep(team.program)
    assert status(team) == "on_hold"  # from noon on Monday: the silence ended before it was due
    assert [to for to, _, _ in deeds(team)] == ["on_hold"]


def test_a_changed_rule_sees_that_the_bot_resolved(team):
    # ruling wanted: section 9 names events "of a person or gateway"; a resolution out of silence
    # is none of a rule either, and who wrote "when it is resolved" means this one as well.
    tags = """rules:
  - {name: Done, when: [changed], if: [{status: {is: resolved}}], then: {add_tags: [done]}}
  - name: Tag URGENT"""
    configures(team, PATIENT.replace("rules:\n  - name: Tag URGENT", tags))
    team.clock.at = TEN
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "Which one?", thread_ts=ts)
    team.clock.move(days=1)
    sweep(team.program)
    with team.program.look() as work:
        assert load(work, 1).row.tags == ("done",)
