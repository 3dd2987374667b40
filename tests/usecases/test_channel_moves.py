"""A channel that gets another id takes along what is configured of it, and its clocks run on."""

import pytest

from bot.config.document import read
from bot.store import audit, channels, clocks, configuration, outbox, tickets
from bot.store.channels import Channel
from bot.usecases.promises.calendar_data import PUNCTUAL
from bot.usecases.promises.channel_moves import WHY, channel_moved
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.sweep.sweep import sweep
from tests.usecases.conftest import team

__all__ = ["team"]

OLD, NEW = "G0DESK01", "C0DESK01"
BY_ID = f"""
version: 1
departments:
  Desk: {{intake_channels: [{OLD}], alert_channel: {OLD}, leads: [lea@example.com],
    agents: [ana@example.com]}}
  Other: {{intake_channels: ["#billing"], agents: [cid@example.com]}}
customers:
  Acme: {{channels: [{OLD}]}}
levels:
  Standard:
    targets: {{first_reply: 1h}}
    alerts: [{{at: breach, to: [channel, {OLD}]}}]
default_level: Standard
rules:
  - name: Tell
    when: [changed]
    if: [{{tags: {{contains: x}}}}]
    then: {{notify: {{to: [{OLD}], text: hi}}}}
digests: [{{every: day, to: [{OLD}], at: "08:00"}}]
"""


@pytest.fixture
def program(team):
    with team.program.work() as work:
        channels.save(work.connection, "T1", Channel(OLD, "desk", True, True, False, work.now))
    with team.program.work() as work:
        wanted = read(BY_ID, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA")
    team.clock.move(seconds=1)
    return team


def moved(team, old=OLD, new=NEW):
    team.clock.move(seconds=1)
    with team.program.work() as work:
        channel_moved(work, old, new)


def in_force(team):
    with team.program.look() as work:
        return str([each.body for each in configuration.current(work.connection, "T1")])


def test_everything_configured_names_the_new_id_and_what_changed_is_in_the_audit(program):
    moved(program)
    assert OLD not in in_force(program)
    with program.program.look() as work:
        entries = audit.listing(work.connection, "T1")
    ours = {each.subject: each for each in entries if each.action == WHY}
    assert ours.keys() == {
        "department:Desk",
        "customer:Acme",
        "level:Standard",
        "rules:rules",
        "workspace:workspace",
    }
    entry = ours["department:Desk"]
    assert (entry.actor, entry.before["alert_channel"], entry.after["alert_channel"]) == (
        PUNCTUAL,
        OLD,
        NEW,
    )


def test_what_does_not_name_the_channel_gets_no_revision(program):
    with program.program.look() as work:
        before = configuration.latest_revision(work.connection, "T1")
    moved(program, old="G0NOBODY", new="C0NOBODY")
    with program.program.look() as work:
        assert configuration.latest_revision(work.connection, "T1") == before


def test_requests_and_replies_go_on_in_the_channel_under_its_new_id(program):
    ts, _ = program.writes("UCARLA", "Printer", channel=OLD)
    moved(program)
    program.writes("UANA", "have you tried", channel=NEW, thread_ts=ts)
    program.writes("UCARLA", "Scanner", channel=NEW)
    with program.program.look() as work:
        rows = [tickets.get(work.connection, "T1", number) for number in (1, 2)]
    assert [(each.status, each.channel_id, each.customer) for each in rows] == [
        ("answered", NEW, "Acme"),
        ("new", NEW, "Acme"),
    ]


def test_running_clocks_keep_their_revision_and_tell_the_channel_under_its_new_id(program):
    program.writes("UCARLA", "Printer", channel=OLD)
    with program.program.look() as work:
        [before] = clocks.of(work.connection, "T1", 1)
    moved(program)
    program.clock.move(hours=2)
    sweep(program.program)
    with program.program.look() as work:
        [after] = clocks.of(work.connection, "T1", 1)
    assert after.level_revision == before.level_revision
    with program.program.work() as work:
        alarms = [each for each in outbox.live(work.connection) if each.key.startswith("alarm:")]
    assert [each.lane for each in alarms] == [NEW]


def test_the_card_leads_to_where_the_conversation_stands_now(program):
    program.writes("UCARLA", "Printer", channel=OLD)
    with program.program.work() as work:
        before = outbox.newest_of(work.connection, "T1", "card:1")
    moved(program)
    with program.program.look() as work:
        after = outbox.newest_of(work.connection, "T1", "card:1")
    assert (after.method, after.lane) == ("chat.update", NEW)
    assert after.key != before.key


def test_slack_says_it_twice_and_nothing_happens_the_second_time(program):
    moved(program)
    with program.program.look() as work:
        before = configuration.latest_revision(work.connection, "T1")
    moved(program)
    with program.program.look() as work:
        assert configuration.latest_revision(work.connection, "T1") == before


def test_a_file_that_still_names_the_old_id_means_the_channel(program):
    moved(program)
    with program.program.work() as work:
        wanted = read(BY_ID, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA")
    program.writes("UCARLA", "Printer", channel=NEW)
    with program.program.look() as work:
        assert tickets.get(work.connection, "T1", 1).department == "Desk"
