"""Rules on tickets that are there: on what people do, and in time, live at the desk."""

from dataclasses import replace

import pytest

from bot.config.document import read
from bot.slack.draw.names import Names
from bot.slack.draw.speech import SlackSpeech
from bot.store import outbox, people, user_groups
from bot.store import tickets as stored_tickets
from bot.store.outbox import MessagePlace
from bot.store.user_groups import UserGroup
from bot.usecases import tickets
from bot.usecases.changes.recording import record
from bot.usecases.ground.timelines import load
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.sweep.sweep import sweep
from bot.views.agent_messages import RuleNotice
from sla_core.configuration import ConfigurationHistory
from sla_core.instants import to_us
from sla_core.reports.log import log_rows
from sla_core.rules.rulebook import Rulebooks
from sla_core.rules.timelines import replay_anew
from sla_core.tickets.events import LevelSet
from sla_core.tickets.timeline import Timeline
from tests.slack.test_blocks import TICKET
from tests.usecases.conftest import CONFIG

LATE = """
  - name: Late
    when: [time]
    if: [{waiting_for: {above: 1h}}]
    then: {priority: urgent, note: too late, notify: {to: [channel, leads], text: Look at this}}
"""


def ruled(team, rules, **replaced):
    with team.program.work() as work:
        text = CONFIG + rules
        for old, new in replaced.items():
            text = text.replace(old, new)
        apply_configuration(work, read(text, "sla.yml", work.now_s).configuration, "UADA")
    team.clock.move(seconds=1)


def events_of(team, number=1):
    with team.program.look() as work:
        return load(work, number).events


def by_rules(team, number=1):
    return [(each.type, each.rule) for each in events_of(team, number) if each.rule]


def row(team, number=1):
    with team.program.look() as work:
        return stored_tickets.get(work.connection, "T1", number)


CLAIMED = """
  - name: Claimed
    when: [changed]
    if: [{assignee: {is: ana@example.com}, status: {is: new}}]
    then: {priority: high, status: open, add_tags: [taken]}
"""


def test_a_changed_rule_acts_once_behind_what_somebody_did(team):
    ruled(team, CLAIMED)
    team.writes("UCARLA", "Printer")
    assert by_rules(team) == []
    team.clock.move(minutes=5)
    view = team.does(tickets.claim, 1, "UANA")
    assert (view.priority, view.status, view.tags) == ("high", "open", ("taken",))
    decided = [("priority", "Claimed"), ("tags", "Claimed"), ("status", "Claimed")]
    assert by_rules(team) == decided
    claimed_at = next(each.at_us for each in events_of(team) if each.type == "assigned")
    assert {each.at_us for each in events_of(team) if each.rule} == {claimed_at}
    team.does(tickets.note, 1, "UANA", "hm")
    assert by_rules(team) == decided
    assert [each.seq for each in events_of(team)] == list(range(1, len(events_of(team)) + 1))


def test_a_time_rule_acts_at_its_time_by_the_sweep_and_once(team):
    ruled(team, LATE)
    team.writes("UCARLA", "Printer")
    team.clock.move(minutes=60)
    sweep(team.program)
    assert (by_rules(team), row(team).priority) == ([], "normal")
    team.clock.move(seconds=1)
    sweep(team.program)
    made = [("ruled", "Late"), ("priority", "Late"), ("note", "Late"), ("notified", "Late")]
    assert (by_rules(team), row(team).priority) == (made, "urgent")
    assert row(team).wake_at is None
    for _ in range(2):
        team.clock.move(minutes=10)
        sweep(team.program)
    assert by_rules(team) == made
    assert team.said("notice:") == ["Late #1: too late", "Late #1: Look at this"]


def test_a_notice_is_in_the_thread_of_the_card_and_mentions_whom_the_rule_names(team):
    ruled(team, LATE)
    team.writes("UCARLA", "Printer")
    team.clock.move(hours=2)
    sweep(team.program)
    with team.program.work() as work:
        rows = [each for each in outbox.live(work.connection) if each.key.startswith("notice:")]
    note, notice = rows
    assert {each.thread_key for each in rows} == {"card:1"}
    assert (note.payload["mentions"], note.payload["to_channel"]) == ([], False)
    assert (notice.payload["mentions"], notice.payload["to_channel"]) == (["ULEA"], True)
    assert notice.key.startswith("notice:1:Late:notified waiting_for 20")


def test_after_downtime_a_time_rule_is_dated_when_it_became_true(team):
    ruled(team, LATE)
    ts, _ = team.writes("UCARLA", "Printer")
    asked_at = events_of(team)[0].at_us
    team.clock.move(hours=7)
    view = team.writes("UANA", "Sorry!", thread_ts=ts)[1]
    assert view.priority == "urgent"
    decided = [each.at_us - asked_at for each in events_of(team) if each.rule]
    assert {each // 1_000_000 for each in decided} == {3600}
    assert [each.type for each in events_of(team)][-1] == "agent_reply"
    sweep(team.program)
    assert len(team.said("notice:")) == 2


def test_a_pass_that_breaks_off_leaves_nothing_and_is_made_again(team):
    ruled(team, LATE)
    team.writes("UCARLA", "Printer")
    team.clock.move(hours=2)
    speech = team.program.speech
    broken = replace(team.program, speech=Breaking())
    sweep(broken)
    assert (by_rules(team), team.said("notice:")) == ([], [])
    team.clock.move(minutes=2)
    sweep(replace(team.program, speech=speech))
    assert len(by_rules(team)) == 4
    assert len(team.said("notice:")) == 2


class Breaking:
    """Says nothing, as if the program ended in the middle."""

    def __getattr__(self, name):
        raise RuntimeError(name)


def test_a_rule_that_holds_at_the_creation_acts_when_the_ticket_is_there(team):
    rules = """
  - name: Urgent
    when: [time]
    if: [{tags: {contains: URGENT}}]
    then: {notify: leads, escalate: true}
"""
    ruled(team, rules)
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(seconds=1)
    sweep(team.program)
    assert by_rules(team)[-3:] == [
        ("ruled", "Urgent"),
        ("escalated", "Urgent"),
        ("notified", "Urgent"),
    ]
    assert team.said("notice:") == ["Urgent #1: None"]
    sweep(team.program)
    assert len(team.said("notice:")) == 1


ELSEWHERE = """
  - name: Late
    when: [time]
    if: [{waiting_for: {above: 1h}}]
    then: {notify: {to: ["#billing", S0NIGHT01, leads], text: Look}}
"""


def notices(team):
    with team.program.work() as work:
        rows = [each for each in outbox.live(work.connection) if each.key.startswith("notice:")]
    return [(each.lane, each.thread_key, each.payload["mentions"]) for each in rows]


def test_a_notice_reaches_another_channel_and_a_user_group(team):
    with team.program.work() as work:
        group = UserGroup("S0NIGHT01", "night", "Night", ("UBOB",), False, work.now)
        user_groups.save(work.connection, "T1", group)
    ruled(team, ELSEWHERE)
    team.writes("UCARLA", "Printer")
    team.clock.move(hours=2)
    for _ in range(2):
        sweep(team.program)
    assert sorted(notices(team)) == [
        ("CBILLING", None, ["S0NIGHT01", "ULEA"]),
        ("CSLA", "card:1", ["S0NIGHT01", "ULEA"]),
    ]


def test_another_channel_hears_nothing_of_a_private_department(closed):
    with closed.program.work() as work:
        wanted = replace(
            work.configuration,
            rules=read(
                CONFIG + ELSEWHERE.replace("#billing", "#support"), "sla.yml", work.now_s
            ).configuration.rules,
        )
        apply_configuration(work, wanted, "UADA")
    closed.clock.move(hours=2)
    sweep(closed.program)
    assert [lane for lane, _, _ in notices(closed)] == ["CBILLALERTS"]


def test_a_ticket_without_a_card_is_decided_on_and_nobody_told(team):
    ruled(team, LATE, **{"#sla-alerts": "#nowhere"})
    team.writes("UCARLA", "Printer")
    team.clock.move(hours=2)
    sweep(team.program)
    assert row(team).priority == "urgent"
    assert team.said("notice:") == []


def test_rules_set_later_look_at_the_tickets_that_are_there(team):
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UDAN", "Screen")
    team.writes("UANA", "Done", thread_ts=ts)
    team.clock.move(hours=2)
    ruled(team, LATE)
    sweep(team.program)
    assert (by_rules(team, 1), row(team, 1).wake_at) == ([], None)
    assert len(by_rules(team, 2)) == 4


def test_a_pending_ticket_wakes_for_a_rule_before_its_until(team):
    ruled(team, LATE.replace("waiting_for", "untouched_for"))
    ts, _ = team.writes("UCARLA", "Printer")
    team.writes("UANA", "Wait", thread_ts=ts)
    until = team.clock.move(minutes=1).replace(microsecond=0)
    team.does(tickets.pending, 1, "UANA", until=until.replace(hour=until.hour + 3))
    assert row(team).wake_at < until.replace(hour=until.hour + 1, minute=59)
    team.clock.move(hours=2)
    sweep(team.program)
    assert row(team).priority == "urgent"
    assert row(team).wake_at == until.replace(hour=until.hour + 3)


def test_an_until_before_a_rule_wakes_the_ticket_first(team):
    ruled(team, LATE.replace("waiting_for: {above: 1h}", "created_at: {older_than: 5h}"))
    team.writes("UCARLA", "Printer")
    until = team.clock.now().replace(microsecond=0)
    until = until.replace(hour=until.hour + 1)
    team.does(tickets.pending, 1, "UANA", until=until)
    assert row(team).wake_at == until


def sets_level(team, to):
    with team.program.work() as work:
        event = LevelSet(at_us=to_us(work.now), actor="ULEA", to=to)
        return record(work, load(work, 1, lock=True), [event])


def test_a_level_handed_back_is_chosen_again(team):
    team.writes("UCARLA", "Printer")
    team.clock.move(minutes=1)
    assert sets_level(team, "Urgent SLA").level == "Urgent SLA"
    team.clock.move(minutes=1)
    assert sets_level(team, "auto").level == "Standard"


def test_a_rule_finds_the_person_an_address_stands_for(team):
    rules = """
  - name: To Ana
    if: [{subject: {contains: printer}}]
    then: {assignee: ana@example.com}
  - name: To Bob
    when: [changed]
    if: [{assignee: {in: [ana@example.com, nobody@example.com]}}]
    then: {assignee: bob@example.com}
  - name: To a stranger
    when: [changed]
    if: [{assignee: {contains: x}}]
    then: {assignee: nobody@example.com}
"""
    ruled(team, rules)
    view = team.writes("UCARLA", "Printer")[1]
    assert view.assignee == "UANA"
    team.clock.move(minutes=1)
    assert team.does(tickets.note, 1, "ULEA", "hm").assignee == "UBOB"


LEFT = """
  - name: Left
    when: [changed]
    if: [{assignee_status: {is: left}, customer_group: {is_not: VIP}}]
    then: {priority: high}
"""


@pytest.mark.parametrize(("is_deleted", "priority"), [(True, "high"), (False, "normal")])
def test_who_left_is_seen_and_written_down(team, is_deleted, priority):
    ruled(team, LEFT)
    team.writes("UDAN", "Printer")
    team.does(tickets.claim, 1, "UANA")
    with team.program.work() as work:
        ana = people.get(work.connection, "T1", "UANA")
        people.save(work.connection, "T1", replace(ana, is_deleted=is_deleted))
    team.clock.move(minutes=1)
    assert team.does(tickets.note, 1, "ULEA", "hm").priority == priority
    saw = [dict(each.saw) for each in events_of(team) if each.type == "ruled"]
    assert saw == ([{"assignee_status": "left"}] if is_deleted else [])


def test_people_are_told_in_the_words_of_slack():
    speech = SlackSpeech(Names())
    told = speech.payload(RuleNotice(TICKET, "<Late>", "Look <!here>", ("ULEA",), to_channel=True))
    assert told["reply_broadcast"] is True
    assert told["text"].startswith("*&lt;Late&gt;*: #")
    assert told["text"].endswith("Look &lt;!here&gt; <@ULEA>")
    elsewhere = RuleNotice(TICKET, "Late", None, ("S1",), card=MessagePlace("C1", "1.000001"))
    told = SlackSpeech(Names(), domain="example").payload(elsewhere)
    assert told["text"].endswith("<!subteam^S1>")
    assert told["blocks"][1]["elements"][0]["url"].endswith("/archives/C1/p1000001")
    quiet = speech.payload(RuleNotice(TICKET, "Late", None))
    assert "reply_broadcast" not in quiet


RESCUE = """
  - name: Up
    when: [time]
    if: [{waiting_for: {above: 30m}}]
    then: {level: Rescue}
"""


@pytest.mark.parametrize("microseconds", [0, 300_000])
def test_a_rule_may_set_a_level_that_came_with_it_whatever_the_fraction(team, microseconds):
    team.writes("UCARLA", "Printer")
    team.clock.move(hours=1, microseconds=microseconds)
    rescue = {"  Urgent SLA:": "  Rescue: {targets: {first_reply: 3h}}\n  Urgent SLA:"}
    ruled(team, RESCUE, **rescue)
    sweep(team.program)
    with team.program.look() as work:
        found = load(work, 1).view(work).clock("first_reply", 1)
    assert (found.state, found.target_seconds) == ("running", 3 * 3600)


BACK_AND_FORTH = """
  - name: Up
    when: [time]
    if: [{overdue_by: {above: 10m}}]
    then: {level: Urgent SLA, note: overdue}
  - name: Back
    when: [time]
    if: [{untouched_for: {above: 2h}}]
    then: {level: Standard}
"""


def test_a_sweep_decides_once_as_a_simulation_does(team):
    targets = {
        "{first_reply: 4h, next_reply: 8h, resolution: 40h}": "{periodic_update: 30m}",
        "{first_reply: 1h, next_reply: 30m}": "{resolution: 30m}",
    }
    ruled(team, BACK_AND_FORTH, **targets)
    team.writes("UCARLA", "Printer")
    for _ in range(12):
        team.clock.move(minutes=14)
        sweep(team.program)
    with team.program.look() as work:
        loaded, history = load(work, 1), ConfigurationHistory.of(work.configuration)
        books = Rulebooks(history, always=work.configuration)
        simulated = replay_anew(Timeline.of("1", loaded.events), books, work.now_s)
        assert log_rows(loaded.replayed(work)) == log_rows(simulated)
