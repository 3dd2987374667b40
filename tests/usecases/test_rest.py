"""What was missed while nothing ran: a change is worked off late, the breach after it is told."""

from bot.config.document import read
from bot.usecases import tickets
from bot.usecases.promises.configuration import apply_configuration
from bot.usecases.sweep.sweep import sweep
from tests.usecases.conftest import CONFIG
from tests.usecases.test_time import alarms_said, posted


def test_a_breach_after_a_change_that_was_worked_off_late_is_told(team):
    ts, _ = team.writes("UCARLA", "Printer")
    team.clock.move(hours=39)
    sweep(team.program)
    team.does(tickets.resolve, 1, "UANA")
    team.clock.move(hours=1)
    written_at = team.clock.now()
    team.clock.move(hours=5)  # one hour was left when it was reopened
    posted(team, written_at, text="still broken", thread_ts=ts)
    sweep(team.program)
    assert "alarm:1:resolution:1:breach:2" in alarms_said(team)


TWO_RULES = """
  - name: Tagged
    when: [time]
    if: [{overdue_by: {above: 10m}}]
    then: {add_tags: [late]}
  - name: Back
    when: [time]
    if: [{untouched_for: {above: 5h}}]
    then: {level: Standard}
"""


def test_a_breach_before_two_decisions_that_are_noticed_late_is_told(team):
    with team.program.work() as work:
        wanted = read(CONFIG + TWO_RULES, "sla.yml", work.now_s).configuration
        apply_configuration(work, wanted, "UADA")
    team.clock.move(seconds=1)
    team.writes("UCARLA", "Printer #URGENT")  # 1 h; under Standard, at 5 h, it is a miss as well
    team.clock.move(hours=6)
    sweep(team.program)
    assert "alarm:1:first_reply:1:breach:1" in alarms_said(team)
