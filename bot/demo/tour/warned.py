"""The first part: a request comes in, its promise is warned of, and broken."""

import re
from collections.abc import Iterator

from bot.demo.seen import Entry, key_of
from bot.demo.tour.stage import (
    ALERTS,
    BILLING,
    BILLING_ALERTS,
    SUPPORT,
    Proof,
    SeenLines,
    Stage,
    expect,
    proof,
)
from bot.demo.verdict import kind_of
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey

FIRST_REPLY_S = 12
WARNED_S = 9
FIRST_RUNS = re.compile(r"\*First reply\*: [^*]*due <!date")
LATE_S = 5.0
"""How late an alarm may be here; it is mostly well below two."""


def request(stage: Stage) -> Iterator[SeenLines | Proof]:
    """A customer writes in a channel, and it is a ticket."""
    carla, ana = stage.people["carla"], stage.people["ana"]
    text = "The checkout has been showing an error since this morning. #URGENT"
    yield stage.said(carla, "#support", text)
    stage.ts["request"] = request_ts = carla.says(SUPPORT, text)
    told = stage.posted(_confirmation(1))
    expect(told["args"].get("thread_ts") == request_ts, "the confirmation is not in the thread")
    yield stage.sees(carla, "#support, in the thread", told)
    yield proof(told)
    card = stage.posted(MessageKey.card(1))
    expect(card["args"]["channel"] == ALERTS, "the card is not in #sla-alerts")
    stage.ts["card"] = card["response"]["ts"]
    yield stage.sees(ana, "#sla-alerts", card)
    yield proof(card)


def rule(stage: Stage) -> Iterator[SeenLines | Proof]:
    """The tag chose the level, and the level the due time."""
    card = stage.slack.posted(str(MessageKey.card(1)))
    due_s = int(float(stage.ts["request"])) + FIRST_REPLY_S
    for wanted, what in (
        ("Urgent SLA", "the level"),
        ("Tag URGENT", "the rule"),
        (f"<!date^{due_s}^", "the due time, 12 s after the message,"),
    ):
        expect(wanted in str(card["args"]["blocks"]), f"{what} is not on the card")
    ben = stage.people["ben"]
    yield stage.said(ben, "#sla-alerts", "/sla rules")
    yield stage.told(ben, ben.asks(ALERTS, "/sla rules"))
    yield proof(card, f"Urgent SLA by the rule Tag URGENT, first reply due at {due_s}")


def queue(stage: Stage) -> Iterator[SeenLines | Proof]:
    """An agent asks what to do next, and is told why."""
    ben = stage.people["ben"]
    yield stage.said(ben, "#sla-alerts", "/ticket next")
    answer = ben.asks(ALERTS, "/ticket next")
    expect("#1" in str(answer.body), "/ticket next does not name ticket #1")
    yield stage.told(ben, answer)


def billing(stage: Stage) -> Iterator[SeenLines | Proof]:
    """Another department, another level; an agent simply answers in the thread."""
    noah, dan = stage.people["noah"], stage.people["dan"]
    text = "Our October invoice names the wrong company."
    yield stage.said(noah, "#billing", text)
    request_ts = noah.says(BILLING, text)
    stage.posted(_confirmation(2))
    card = stage.posted(MessageKey.card(2))
    expect(card["args"]["channel"] == BILLING_ALERTS, "the card is not in #billing-alerts")
    expect("Billing" in str(card["args"]["blocks"]), "the level Billing is not on the card")
    since = stage.slack.mark()
    answer = "Sorry, a corrected one is in your inbox now."
    dan.says(BILLING, answer, request_ts)
    yield stage.said(dan, "#billing, in the thread", answer)
    seen = stage.card(2, since, "first reply met", lambda blocks: not FIRST_RUNS.search(blocks))
    yield stage.sees(dan, "#billing-alerts", seen)
    yield proof(seen, "the first-reply clock has stopped")


def warning(stage: Stage) -> Iterator[SeenLines | Proof]:
    """Three quarters of the time are used."""
    entry = _alarm(stage, "75%")
    yield stage.sees(stage.people["ana"], "#sla-alerts, thread and channel", entry)
    yield proof(entry, _lateness(stage, entry, WARNED_S))


def breach(stage: Stage) -> Iterator[SeenLines | Proof]:
    """The promise is broken; the lead is told."""
    entry = _alarm(stage, "breach")
    expect("<@U0LEA>" in str(entry["args"]), "the breach does not mention Lea, the lead")
    stage.ts["breach"] = entry["response"]["ts"]
    yield stage.sees(stage.people["lea"], "#sla-alerts, thread and channel", entry)
    yield proof(entry, _lateness(stage, entry, FIRST_REPLY_S + 1))


def _confirmation(number: int) -> MessageKey:
    return MessageKey.of(KeyKind.CONFIRMATION, number)


def _alarm(stage: Stage, point: str) -> Entry:
    kind = KeyKind.ALARM.written(1, "first_reply", 1, point)
    entry = stage.slack.wait_until(
        lambda entry: kind_of(key_of(entry) or "") == kind,
        0,
        f"the alert at {point}",
        20.0,
        kind="api",
        method="chat.postMessage",
        committed=True,
        args={"thread_ts": stage.ts["card"], "reply_broadcast": True},
    )
    stage.expected[kind] = 1
    return entry


def _lateness(stage: Stage, entry: Entry, after_s: int) -> str:
    late_s = entry["at"] - (int(float(stage.ts["request"])) + after_s)
    expect(late_s >= 0, f"the alert came {-late_s:.1f} s too early")
    expect(late_s <= LATE_S, f"the alert came {late_s:.1f} s late")
    return f"{late_s:.1f} s after the instant it speaks of"
