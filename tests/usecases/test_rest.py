"""What was missed while nothing ran: a change is worked off late, the breach after it is told."""

from bot.usecases import tickets
from bot.usecases.sweeping import sweep
from tests.usecases.test_time import alarms_said, posted


def test_a_breach_after_a_change_that_was_worked_off_late_is_told(team):
    ts, _ = team.writes("UCARLA", "Printer")
    team.clock.move(hours=39)
    sweep(team.desk)
    team.does(tickets.resolve, 1, "UANA")
    team.clock.move(hours=1)
    written_at = team.clock.now()
    team.clock.move(hours=5)  # one hour was left when it was reopened
    posted(team, written_at, text="still broken", thread_ts=ts)
    sweep(team.desk)
    assert "alarm:1:resolution:1:breach:2" in alarms_said(team)
