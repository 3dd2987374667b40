"""The second part: agents claim, reply, note, wait and resolve."""

import re
from collections.abc import Callable, Iterator

from bot.demo.member import ShownAnswer
from bot.demo.seen import Entry, SandboxRefused
from bot.demo.tour.stage import ALERTS, SUPPORT, Proof, SeenLines, Stage, expect, proof
from bot.keys.kinds import KeyKind

NEXT_REPLY_S = 30
HEARD = KeyKind.HEARD.written(1)
NEXT_RUNS = re.compile(r"\*Next reply\*: [^*]*due <!date\^(\d+)\^")


def claim(stage: Stage) -> Iterator[SeenLines | Proof]:
    """Two agents press Claim; one has it, the other is told who and since when."""
    ana, ben = stage.people["ana"], stage.people["ben"]
    yield stage.said(ana, "#sla-alerts", "presses [Claim] on the card")
    since = ana.clicks(ALERTS, stage.ts["card"], "ticket_claim")
    seen = stage.card(1, since, "Ana has it", lambda blocks: "Ana Kovač" in blocks)
    yield proof(seen, "the card names Ana")
    yield stage.said(ben, "#sla-alerts", "presses [Claim] on the alert")
    answer = ben.is_answered_after_clicking(ALERTS, stage.ts["breach"], "ticket_claim")
    expect("U0ANA" in str(answer.body), "Ben is not told who has it")
    expect(" since " in str(answer.body), "Ben is not told since when")
    yield stage.told(ben, answer)


def reply(stage: Stage) -> Iterator[SeenLines | Proof]:
    """An agent answers by command; the customer reads it under the agent's name."""
    ana = stage.people["ana"]
    line = "/ticket reply 1 We found it: a payment provider is down. We have switched."
    yield stage.said(ana, "#sla-alerts", line)
    entry = _posted_in_reply(stage, lambda: ana.asks(ALERTS, line), SUPPORT, "request")
    expect(entry["args"].get("username") == "Ana Kovač", "the reply is not in Ana's name")
    yield stage.sees(stage.people["carla"], "#support, in the thread", entry)
    yield proof(entry)


def next_reply(stage: Stage) -> Iterator[SeenLines | Proof]:
    """The customer writes again: another clock runs, until an agent writes in the thread."""
    carla, ana = stage.people["carla"], stage.people["ana"]
    since = stage.slack.mark()
    text = "Better, but the receipt by mail does not come."
    ts = carla.says(SUPPORT, text, stage.ts["request"])
    yield stage.said(carla, "#support, in the thread", text)
    due_s = int(float(ts)) + NEXT_REPLY_S
    seen = stage.card(
        1,
        since,
        "next reply runs",
        lambda blocks: NEXT_RUNS.findall(blocks) == [str(due_s)],
    )
    yield stage.sees(ana, "#sla-alerts", seen)
    yield proof(seen, f"next reply due at {due_s}")
    told = stage.posted_of(HEARD, since)
    yield stage.sees(ana, "#sla-alerts, in the card's thread", told)
    since = stage.slack.mark()
    text = "They are queued, and will all be sent within the hour."
    ana.says(SUPPORT, text, stage.ts["request"])
    yield stage.said(ana, "#support, in the thread", text)
    seen = stage.card(1, since, "next reply stopped", lambda blocks: not NEXT_RUNS.search(blocks))
    yield proof(seen, "the next-reply clock has stopped")


def mention(stage: Stage) -> Iterator[SeenLines | Proof]:
    """Slash commands do not work in threads, mentions do."""
    ana = stage.people["ana"]
    since = stage.slack.mark()
    yield stage.said(ana, "#support, in the thread", "@punctual show")
    ana.says(SUPPORT, "@punctual show", stage.ts["request"])
    entry = stage.slack.wait(
        since,
        "the answer to @punctual show",
        kind="api",
        method="chat.postEphemeral",
        ok=True,
        args={"user": ana.id, "thread_ts": stage.ts["request"]},
    )
    yield stage.told(ana, ShownAnswer(SUPPORT, entry["args"]))
    yield proof(entry)


def note(stage: Stage) -> Iterator[SeenLines | Proof]:
    """A note stands in the card's thread, where no customer reads."""
    ben, carla = stage.people["ben"], stage.people["carla"]
    line = "/ticket note 1 The provider promises to be back by noon."
    yield stage.said(ben, "#sla-alerts", line)
    entry = _posted_in_reply(stage, lambda: ben.asks(ALERTS, line), ALERTS, "card")
    yield stage.sees(ben, "#sla-alerts, in the card's thread", entry)
    try:
        carla.reads(ALERTS)
    except SandboxRefused:
        yield proof(entry, "and Carla, a guest, cannot read that channel")
    else:
        expect(is_so=False, otherwise="Carla can read #sla-alerts")


def pending(stage: Stage) -> Iterator[SeenLines | Proof]:
    """Waiting for the customer holds the resolution clock."""
    ana = stage.people["ana"]
    since = stage.slack.mark()
    line = "/ticket pending 1"
    yield stage.said(ana, "#sla-alerts", line)
    yield stage.told(ana, ana.asks(ALERTS, line))
    seen = stage.card(
        1, since, "pending", lambda blocks: "Pending" in blocks and "paused" in blocks
    )
    yield stage.sees(ana, "#sla-alerts", seen)
    yield proof(seen, "the resolution clock is paused")


def resolve(stage: Stage) -> Iterator[SeenLines | Proof]:
    """The customer writes, which opens it again; the button resolves it."""
    carla, ana = stage.people["carla"], stage.people["ana"]
    since = stage.slack.mark()
    text = "All receipts are here. Thank you!"
    carla.says(SUPPORT, text, stage.ts["request"])
    yield stage.said(carla, "#support, in the thread", text)
    seen = stage.card(1, since, "open again", lambda blocks: "paused" not in blocks)
    yield proof(seen, "open again, the resolution clock runs on")
    stage.posted_of(HEARD, since)
    yield stage.said(ana, "#sla-alerts", "presses [Resolve] on the card")
    since = ana.clicks(ALERTS, stage.ts["card"], "ticket_resolve")
    seen = stage.card(1, since, "resolved", lambda blocks: "Resolved" in blocks)
    yield stage.sees(ana, "#sla-alerts", seen)
    yield proof(seen)
    asked = stage.posted_of(KeyKind.SOLVED.written(1), since)
    yield stage.sees(carla, "#support, in the thread", asked)
    yield proof(asked, "the customer is asked whether it is solved")


def _posted_in_reply(stage: Stage, does: Callable[[], object], channel: str, thread: str) -> Entry:
    """The message that a command put into a thread of the story."""
    since = stage.slack.mark()
    does()
    entry = stage.slack.wait(
        since,
        "the message that the command posts",
        kind="api",
        method="chat.postMessage",
        committed=True,
        args={"channel": channel, "thread_ts": stage.ts[thread]},
    )
    stage.count(KeyKind.EVENT.written(1))
    return entry
