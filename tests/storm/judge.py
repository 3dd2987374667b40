"""The verdict: what Slack saw beside what people did. The bot's own word counts for nothing."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tests.storm.clocks import Move, Promise, moved, promises
from tests.storm.diary import CLAIM, EDIT, REPLY, RESOLVE, WORD, Deed, Diary, Request
from tests.storm.slack_log import Message, SlackLog
from tests.storm.weather import Weather

ALARM = re.compile(r"alarm:(\d+):(\w+):\d+:(75%|breach):\d+(@\w+)?")
TAKEN_BACK = "Taken back: "
STALE_S = 15.0
"""A warning said so long after the answer stood is said of a clock known to have stopped."""
LATE_S = 60.0
"""Within so many seconds of a connection every breach is covered."""


@dataclass(slots=True)
class Verdict:
    """What went wrong, one sentence each, and how much was judged."""

    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    false: list[str] = field(default_factory=list)
    untold: list[str] = field(default_factory=list)
    late: list[str] = field(default_factory=list)
    lateness_s: list[float] = field(default_factory=list)
    judged: Counter[str] = field(default_factory=Counter)

    @property
    def wrongs(self) -> list[str]:
        """All sentences."""
        return [*self.false, *self.untold, *self.doubled, *self.late, *self.lost]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing that time might still bring."""
        return not self.lost and not self.untold

    @property
    def greatest_lateness_s(self) -> float:
        """Of all breaches that were told."""
        return max(self.lateness_s, default=0.0)


@dataclass(frozen=True, slots=True)
class Said:
    """An alarm in Slack."""

    key: str
    point: str
    at: float
    is_taken_back: bool


def judged(
    diary: Diary, log: SlackLog, weather: Weather, now: float, moves: Sequence[Move] = ()
) -> Verdict:
    """Judge all requests by what stands in Slack now."""
    verdict = Verdict()
    standing = log.standing()
    verdict.doubled += _doubles(standing)
    alarms = _alarms(standing)
    texts = _texts(standing)
    numbers: dict[int, Request] = {}
    for request in diary.requests:
        found = log.numbers_of(request.channel, request.ts)
        verdict.judged["requests"] += 1
        if len(set(found)) > 1:
            verdict.doubled.append(f"{request.token} opened the tickets {sorted(set(found))}")
        if not found:
            verdict.lost.append(f"{request.token} opened no ticket")
            continue
        number = found[0]
        numbers[number] = request
        _judge_deeds(verdict, request, number, log, texts)
        counted = [deed for deed in request.deeds if _counts(deed, texts)]
        said = alarms.pop(number, {})
        everything = [moved(each, moves) for each in promises(request, counted)]
        for metric in ("first_reply", "next_reply"):
            kept = [each for each in everything if each.metric == metric]
            _judge_alarms(verdict, f"#{number} {metric}", kept, said.get(metric, []), weather, now)
    verdict.false += [f"#{number} is nobody's request, and had an alarm" for number in alarms]
    verdict.doubled += _unasked(log, numbers)
    return verdict


# --- messages ---------------------------------------------------------------------------------


def _doubles(standing: Iterable[Message]) -> list[str]:
    said = Counter(key for message in standing for key in message.keys)
    return [f"{key} stands {times} times" for key, times in said.items() if times > 1]


def _unasked(log: SlackLog, numbers: dict[int, Request]) -> Iterator[str]:
    cards = {key for key in log.by_key if key.startswith("card:") and "@" not in key}
    for key in sorted(cards):
        if int(key.partition(":")[2]) not in numbers:
            yield f"{key} is of a ticket that nobody asked for"


Texts = dict[str, list[Message]]


def _texts(standing: Iterable[Message]) -> Texts:
    """The messages in which each word stands that people made up."""
    found: Texts = defaultdict(list)
    for message in standing:
        for token in set(re.findall(r"[a-z]+\d{5}x", message.text)):
            found[token].append(message)
    return found


def _counts(deed: Deed, texts: Texts) -> bool:
    """Whether something was done: what Slack said failed may have been done or not."""
    return deed.is_taken or bool(texts.get(deed.token))


def _judge_deeds(
    verdict: Verdict, request: Request, number: int, log: SlackLog, texts: Texts
) -> None:
    card = log.find(f"card:{number}")
    if card is None:
        verdict.lost.append(f"#{number} has no card")
        return
    for deed in request.deeds:
        if not deed.is_taken and deed.kind != REPLY:
            continue
        verdict.judged[deed.kind] += 1
        problem = _JUDGES[deed.kind](request, number, deed, card, log, texts)
        if problem.startswith("twice"):
            verdict.doubled.append(f"#{number}: {problem}")
        elif problem:
            verdict.lost.append(f"#{number}: {problem}")


def _reply(
    request: Request, number: int, deed: Deed, card: Message, log: SlackLog, texts: Texts
) -> str:
    """What was typed in the thread stands there; a command's answer is said there by the bot."""
    if deed.ts is None:
        place = request.channel, request.ts
        said = [m for m in texts.get(deed.token, []) if (m.channel, m.thread_ts) == place]
        if len(said) > 1:
            return f"twice said: {deed.token}"
        if deed.is_taken and not said:
            return f"{deed.token} was taken and is not in the thread"
    return ""


def _word(
    request: Request, number: int, deed: Deed, card: Message, log: SlackLog, texts: Texts
) -> str:
    is_there = log.find(f"heard:{number}:{request.channel}:{deed.ts}") is not None
    return "" if is_there else f"{deed.token} was not passed on to the agents"


def _edit(
    request: Request, number: int, deed: Deed, card: Message, log: SlackLog, texts: Texts
) -> str:
    is_there = any(each.channel == request.alerts for each in texts.get(deed.token, []))
    return "" if is_there else f"{deed.token} was not passed on to the agents"


def _claim(
    request: Request, number: int, deed: Deed, card: Message, log: SlackLog, texts: Texts
) -> str:
    name = deed.by[2:].title()
    is_there = f"<@{deed.by}>" in card.text or name in card.text
    return "" if is_there else f"{name} claimed it, and the card does not say so"


def _resolve(
    request: Request, number: int, deed: Deed, card: Message, log: SlackLog, texts: Texts
) -> str:
    is_there = any(key.startswith(f"solved:{number}:") for key in list(log.by_key))
    return "" if is_there else "it was resolved by emoji, and its author was not asked"


_JUDGES = {REPLY: _reply, WORD: _word, EDIT: _edit, CLAIM: _claim, RESOLVE: _resolve}


# --- alarms -----------------------------------------------------------------------------------


def _alarms(standing: Iterable[Message]) -> dict[int, dict[str, list[Said]]]:
    """The alarms by ticket and metric, the first ones first, each key once; those of the card."""
    found: dict[int, dict[str, list[Said]]] = defaultdict(lambda: defaultdict(list))
    known: set[str] = set()
    for message in sorted(standing, key=lambda message: message.at):
        for key in message.keys:
            match = ALARM.fullmatch(key)
            if match and match[4] is None and key not in known:
                known.add(key)
                said = Said(key, match[3], message.at, _is_taken_back(message, match[1]))
                found[int(match[1])][match[2]].append(said)
    return found


def _is_taken_back(message: Message, number: str) -> bool:
    """Whether the message says now that it was wrong; in a digest, in the line of the ticket."""
    if message.edited_at is None:
        return False
    lines = re.split(r'\\n|"', message.text)
    about = lines if len(message.keys) == 1 else [x for x in lines if re.search(rf"#{number}\b", x)]
    return any(TAKEN_BACK in line for line in about)


def _judge_alarms(
    verdict: Verdict,
    name: str,
    kept: list[Promise],
    said: list[Said],
    weather: Weather,
    now: float,
) -> None:
    warnings = [each for each in said if each.point != "breach"]
    _judge_warnings(verdict, name, kept, warnings, weather)
    untold, told = [each for each in kept if each.may_be_broken], list[Promise]()
    for breach in (each for each in said if each.point == "breach"):
        verdict.judged["breaches told"] += 1
        candidates = [each for each in untold if each.breach_at <= breach.at + 1]
        candidates.sort(key=lambda each: not each.is_broken(now))
        promise = next(iter(candidates), None)
        if promise is None:
            if not any(each.is_moved for each in told):
                _is_false(verdict, weather, name, breach, "no promise was broken")
            continue
        untold.remove(promise)
        told.append(promise)
        late_s = weather.seconds(promise.latest_breach_at, breach.at)
        verdict.lateness_s.append(late_s)
        if late_s > LATE_S:
            verdict.late.append(f"{name}: the breach came {late_s:.0f} s late")
    for promise in untold:
        well_s = weather.seconds(promise.latest_breach_at, now)
        if promise.is_broken(now) and well_s > 1:
            at = promise.breach_at
            verdict.untold.append(f"{name}: the breach of {at:.0f} is not told, {well_s:.0f} s on")


def _judge_warnings(
    verdict: Verdict, name: str, kept: list[Promise], warnings: list[Said], weather: Weather
) -> None:
    open_ = [each for each in kept if each.may_be_warned]
    for warning in warnings:
        verdict.judged["warnings told"] += 1
        due = [each for each in open_ if each.warning_at <= warning.at + 1]
        if not due:
            _is_false(verdict, weather, name, warning, "its answer stood before")
            continue
        promise = next((each for each in due if not _is_stale(each, warning)), due[0])
        if not promise.is_moved:
            open_.remove(promise)
        if _is_stale(promise, warning):
            late_s = warning.at - promise.answered.last_at
            _is_false(verdict, weather, name, warning, f"it was answered {late_s:.0f} s before")


def _is_stale(promise: Promise, warning: Said) -> bool:
    return warning.at - promise.answered.last_at > STALE_S


def _is_false(verdict: Verdict, weather: Weather, name: str, said: Said, why: str) -> None:
    if said.is_taken_back and weather.may_be_ignorant(said.at):
        verdict.judged["taken back"] += 1
    else:
        verdict.false.append(f"{name}: {said.key} at {said.at:.1f} is false: {why}")
