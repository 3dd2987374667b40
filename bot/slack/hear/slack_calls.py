"""Asks Slack what it knows: once, or patiently where nobody waits for the answer."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from bot.delivery.ports import Answer, SlackPort, UnclearAnswer

Json = Mapping[str, Any]

TIMEOUT_S: Final = 10.0
PAGE: Final = 500
LARGEST_PAGE: Final = 1000
"""As many as Slack gives of a list at most."""
PATIENCE: Final = 5
"""How often a page is asked for while Slack says to wait."""
LONGEST_WAIT_S: Final = 60.0


class SlackAway(Exception):
    """Slack could not be asked now; what is known already still holds.

    `error` is the word it refused with, empty where it gave no answer.
    """

    def __init__(self, problem: str, error: str = "") -> None:
        super().__init__(problem)
        self.error = error


def ask(slack: SlackPort, method: str, payload: dict[str, Any]) -> Answer:
    """What Slack answers, refusals too. Raises `SlackAway` when it cannot be asked now."""
    try:
        answer = slack.call(method, payload, timeout_s=TIMEOUT_S)
    except UnclearAnswer as problem:
        raise SlackAway(f"{method}: {problem}") from problem
    if answer.error in ("ratelimited", "unreachable"):
        raise SlackAway(f"{method}: {answer.error}")
    return answer


def pages(
    slack: SlackPort,
    method: str,
    arguments: dict[str, Any],
    key: str,
    sleep: Callable[[float], None],
) -> Iterator[Json]:
    """Every item of every page. Raises `SlackAway` when Slack does not tell."""
    for page in whole_pages(slack, method, arguments, key, sleep, PAGE):
        yield from page


def whole_pages(
    slack: SlackPort,
    method: str,
    arguments: dict[str, Any],
    key: str,
    sleep: Callable[[float], None],
    size: int = LARGEST_PAGE,
) -> Iterator[list[Json]]:
    """The items of every page, a page at a time. Raises `SlackAway` when Slack does not tell."""
    cursor = ""
    while True:
        page = {**arguments, "limit": size} | ({"cursor": cursor} if cursor else {})
        answer = patiently(slack, method, page, sleep)
        yield answer.data.get(key) or []
        cursor = (answer.data.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return


def patiently(
    slack: SlackPort, method: str, payload: dict[str, Any], sleep: Callable[[float], None]
) -> Answer:
    """What Slack answers, once it has time for us. Raises `SlackAway` when it does not tell."""
    for _ in range(PATIENCE):
        try:
            answer = slack.call(method, payload, timeout_s=TIMEOUT_S)
        except UnclearAnswer as problem:
            raise SlackAway(f"{method}: {problem}") from problem
        if answer.ok:
            return answer
        if answer.error != "ratelimited":
            raise SlackAway(f"{method}: {answer.error}", str(answer.error))
        sleep(min(answer.retry_after_s or 1.0, LONGEST_WAIT_S))
    raise SlackAway(f"{method}: ratelimited")
