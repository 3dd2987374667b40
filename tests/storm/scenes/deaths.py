"""Scenes in which a bot dies, or is ended."""

from tests.storm.team import TARGET_S, WARNING_S
from tests.storm.trouble import DROPPED_AFTER_S, ENDS_WITHIN_S, LOST, POST, SHOWN_AFTER_S, Trouble


def killed(trouble: Trouble) -> None:
    """A bot dies at any moment, and is back after a while."""
    trouble.kill()
    trouble.rest(0, 4)


def killed_while_starting(trouble: Trouble) -> None:
    """It dies again before it has read what it missed."""
    number = trouble.kill()
    trouble.stage.start_bot(number)
    trouble.rest(0.5, 4)
    trouble.kill(number)


def killed_while_posting(trouble: Trouble) -> None:
    """It dies while nobody knows whether a message arrived."""
    fault = trouble.dice.choice((*LOST, "status_500"))
    since = trouble.stage.slack.mark()
    trouble.fault(fault, POST, times=2, delay_s=0.7)
    trouble.people.ask()
    if trouble.log.wait_for_fault(since, 6):
        trouble.counts["lost answers"] += 1
    trouble.kill_all()


def answered_while_dead(trouble: Trouble) -> None:
    """An answer comes just in time while nobody listens, and Slack gives the event up.

    What it shows after the start comes late.
    """
    request = trouble.ask_due_in(4)
    trouble.kill_all()
    trouble.people.reply(request)
    trouble.rest(4 + DROPPED_AFTER_S)
    trouble.show_nothing(SHOWN_AFTER_S)


def answered_before_the_breach_while_dead(trouble: Trouble) -> None:
    """As above, between the warning and the end."""
    request = trouble.people.ask()
    trouble.rest(WARNING_S + 2)
    trouble.kill_all()
    trouble.people.reply(request)
    trouble.rest(TARGET_S - WARNING_S + DROPPED_AFTER_S)
    trouble.show_nothing(SHOWN_AFTER_S)


def ended(trouble: Trouble) -> None:
    """SIGTERM: it is gone within seconds."""
    number = trouble.dice.randrange(trouble.stage.bots)
    took_s = trouble.stage.end_bot(number)
    trouble.counts["SIGTERM"] += 1
    if took_s > ENDS_WITHIN_S:
        trouble.wrongs.append(f"SIGTERM took {took_s:.1f} s")
    trouble.rest(0, 2)
