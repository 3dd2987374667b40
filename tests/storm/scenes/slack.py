"""Scenes in which Slack itself loses, refuses, limits and muddles."""

import time

from tests.storm.team import INTAKE, QUICK
from tests.storm.trouble import (
    DROPPED_AFTER_S,
    LOST,
    POST,
    READING,
    REFUSED_FOR_S,
    UNKNOWN,
    Trouble,
)


def lost_while_catching_up(trouble: Trouble) -> None:
    """Answers are lost, refused and limited while it reads what it missed."""
    trouble.kill_all()
    trouble.people.ask()
    trouble.rest(DROPPED_AFTER_S)
    since = trouble.stage.slack.mark()
    for method in READING:
        for fault in trouble.dice.sample((*LOST, "html", "status", "ratelimited"), 3):
            trouble.fault(fault, method, delay_s=0.5)
    trouble.start_all()
    trouble.rest(6, 9)
    hits = [each for each in trouble.stage.slack.log(since) if each["kind"] == "fault"]
    trouble.counts["lost answers"] += sum(each["fault"] in LOST for each in hits)
    trouble.counts["lost answers while catching up"] += sum(
        each["fault"] in LOST and each["method"] in READING for each in hits
    )


def lost_answers(trouble: Trouble) -> None:
    """Messages arrive and nobody hears of it, or late, or never."""
    since = trouble.stage.slack.mark()
    for fault in trouble.dice.sample((*LOST, "slow", "status_500"), 3):
        trouble.fault(fault, POST, delay_s=trouble.dice.uniform(0.3, 0.8))
    trouble.people.ask()
    trouble.rest(6, 9)
    hits = [each for each in trouble.stage.slack.log(since) if each["kind"] == "fault"]
    trouble.counts["lost answers"] += sum(each["fault"] in LOST for each in hits)


def refusing(trouble: Trouble) -> None:
    """Slack refuses for a while what the bot says."""
    dice = trouble.dice
    order = dice.choice(
        (
            {"fault": "ratelimited", "retry_after_s": 2},
            {"fault": "html", "status": 503},
            {"fault": "status", "status": 502},
            {"fault": "error", "error": "internal_error"},
        )
    )
    trouble.stage.slack.fault(method=POST, for_s=dice.uniform(3, 6), **order)
    trouble.counts["refusals"] += 1
    trouble.people.ask()
    trouble.rest(8, 10)


def limited(trouble: Trouble) -> None:
    """Slack drops events, and says so."""
    trouble.stage.slack.post("deliveries", events_an_hour=0, for_s=5)
    trouble.counts["app_rate_limited"] += 1
    for _ in range(2):
        trouble.people.ask()
        trouble.rest(2)
    trouble.rest(6, 8)


def muddled(trouble: Trouble) -> None:
    """Events come twice, and in mixed order."""
    since = trouble.stage.slack.mark()
    trouble.stage.slack.post("deliveries", twice=True, shuffle=True)
    for _ in range(4):
        request = trouble.people.ask(later=True)
        trouble.people.asks_again(request)
        trouble.rest(1, 2)
    trouble.stage.slack.post("deliveries", twice=False, shuffle=False)
    events = [
        each
        for each in trouble.stage.slack.log(since)
        if each["kind"] == "delivery" and each["type"] == "events_api"
    ]
    trouble.counts["shuffled and doubled events"] += len(events)


def heard_late(trouble: Trouble) -> None:
    """A message and its answer are dropped, and Slack shows nobody the thread for a while.

    After a minute the breach of what was written next is said in ignorance; then the two are read.
    """
    channel, began_at = next(iter(INTAKE)), time.time()
    request = trouble.people.ask_in(channel, QUICK)
    trouble.rest(4)
    trouble.people.reply(request)
    trouble.rest(3)
    for method in READING:
        order = {"error": UNKNOWN, "is_unknown": True, "for_s": REFUSED_FOR_S + 30}
        trouble.fault("error", method, channel=channel, **order)
    trouble.stage.slack.post("deliveries", events_an_hour=0, for_s=1.5)
    trouble.people.asks_again(request)
    trouble.rest(0.5)
    trouble.people.reply(request)
    trouble.rest(2.5)
    trouble.people.asks_again(request)
    trouble.rest(REFUSED_FOR_S + 30)
    trouble.counts["app_rate_limited"] += 1
    trouble.bad.append((began_at, time.time()))
    trouble.blind.append((began_at, time.time()))
