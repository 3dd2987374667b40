"""How urgent what is said is: breaches, warnings, what people wait for, the rest."""

from bot.store import outbox
from bot.store.outbox import BREACH, REPLY, REST, WARNING
from bot.usecases import tickets
from bot.usecases.sweep.sweep import sweep


def urgencies(team):
    with team.program.work() as work:
        return {row.key.split(":")[0]: row.urgency for row in outbox.live(work.connection)}


def test_the_requester_is_answered_before_the_card_is_shown(team):
    team.writes("UCARLA", "Printer #URGENT")
    team.does(tickets.reply, 1, "UANA", "Take the stairs")
    assert urgencies(team) == {"card": REST, "confirmation": REPLY, "event": REPLY}


def test_a_warning_is_less_urgent_than_a_breach(team):
    team.writes("UCARLA", "Printer #URGENT")
    for minutes, urgency in ((45, WARNING), (16, BREACH)):
        team.clock.move(minutes=minutes)
        sweep(team.program)
        with team.program.work() as work:
            alarms = [row for row in outbox.live(work.connection) if row.summary is not None]
        assert alarms[-1].urgency == urgency
