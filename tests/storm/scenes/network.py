"""Scenes of the network and its sockets."""

from tests.storm.team import DEPARTMENTS
from tests.storm.trouble import DROPPED_AFTER_S, POST, SHOWN_AFTER_S, Trouble


def cut_off(trouble: Trouble) -> None:
    """The network is gone for a while; people write on."""
    dice = trouble.dice
    if dice.random() < 0.5:
        trouble.people.ask()
    calls, sockets = dice.choice(("reset", "hang")), dice.choice(("cut", "silent"))
    trouble.cut(dice.uniform(4, 9), calls, sockets)
    trouble.rest(3, 6)


def cut_off_and_killed(trouble: Trouble) -> None:
    """It dies and starts while the network is gone."""
    order = {"cut": True, "calls": trouble.dice.choice(("reset", "hang")), "for_s": 10}
    trouble.stage.slack.post("network", **order)
    trouble.counts["network cuts"] += 1
    trouble.rest(1, 3)
    trouble.people.ask()
    trouble.kill_all()
    for number in range(trouble.stage.bots):
        trouble.stage.start_bot(number)
    trouble.rest(10)


def answered_while_cut_off(trouble: Trouble) -> None:
    """An answer comes in time, unheard; its alarm is due before the network is back."""
    request = trouble.ask_due_in(3)
    order = {"cut": True, "calls": "reset", "sockets": "cut", "for_s": 3 + DROPPED_AFTER_S + 2}
    trouble.stage.slack.post("network", **order)
    trouble.counts["network cuts"] += 1
    trouble.show_nothing(3 + DROPPED_AFTER_S + 2 + SHOWN_AFTER_S)
    trouble.people.reply(request)
    trouble.rest(3 + DROPPED_AFTER_S + 2 + SHOWN_AFTER_S)


def answered_behind_a_waiting_warning(trouble: Trouble) -> None:
    """A warning waits to be sent, and the answer comes unheard meanwhile: it is dropped."""
    request = trouble.ask_due_in(1)
    for department in DEPARTMENTS:
        trouble.fault("ratelimited", POST, channel=department.alerts, retry_after_s=2, for_s=7)
    trouble.counts["rate limits"] += 1
    trouble.rest(4)
    order = {"cut": True, "calls": "reset", "sockets": "cut", "for_s": 18}
    trouble.stage.slack.post("network", **order)
    trouble.counts["network cuts"] += 1
    trouble.show_nothing(18 + SHOWN_AFTER_S)
    trouble.people.reply(request)
    trouble.rest(18 + SHOWN_AFTER_S + 2)


def fallen_silent(trouble: Trouble) -> None:
    """Sockets stay open and carry nothing; what is written then is read all the same."""
    numbers = trouble.sockets()
    if len(numbers) > 1 and trouble.dice.random() < 0.4:
        numbers = trouble.dice.sample(numbers, len(numbers) // 2)
    trouble.silence(numbers)
    trouble.people.ask()
    trouble.rest(12, 16)


def fallen_silent_for_good(trouble: Trouble) -> None:
    """All sockets fall silent, and only who watches them can tell."""
    trouble.silence()
    for _ in range(3):
        trouble.people.ask()
        trouble.rest(2)
    trouble.rest(14)


def hard_to_come_back(trouble: Trouble) -> None:
    """Sockets are cut, and new ones refused or slow."""
    dice = trouble.dice
    trouble.stage.slack.post("socket", cut=True)
    trouble.counts["sockets cut"] += 1
    if dice.random() < 0.5:
        refusal = {"refuse": True, "status": dice.choice((408, 500, 503)), "for_s": 5}
        trouble.stage.slack.post("socket", **refusal)
    else:
        trouble.stage.slack.post("socket", handshake_delay_s=2, for_s=5)
    trouble.people.ask()
    trouble.rest(8, 11)


def replaced(trouble: Trouble) -> None:
    """Slack announces the end of a socket, as it does every few hours."""
    numbers = trouble.sockets()
    if numbers:
        order = {"disconnect": trouble.dice.choice(("warning", "refresh_requested"))}
        trouble.stage.slack.post("socket", connections=numbers[:1], after_s=2, **order)
        trouble.counts["sockets replaced"] += 1
    trouble.people.ask()
    trouble.rest(5, 7)
