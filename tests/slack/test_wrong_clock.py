"""What people ask for while our clock is wrong is dated by Slack's."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.slack.hear.arrivals import COMMAND, keep
from bot.store import events

PAYLOAD = {
    "user_id": "UANA",
    "channel_id": "CSUPPORT",
    "command": "/ticket",
    "text": "reply 1 Here is how",
}


def replied_after_s(bot, ours_s, slacks_s):
    """When a reply counts that is given so long after the request by our clock and by Slack's."""
    asked_at = bot.clock.now()
    bot.writes("UCARLA", "a question")
    bot.clock.move(seconds=ours_s)
    slack_at = None if slacks_s is None else asked_at + timedelta(seconds=slacks_s)
    deps = replace(bot.deps, slack_now=lambda: slack_at)
    keep(deps, COMMAND, "once", {**PAYLOAD, "response_url": bot.callbacks.url})
    bot.worker.run_once()
    with bot.program.look() as work:
        kept = events.of(work.connection, "T1", 1)
    at = next(each.at for each in kept if each.type == "agent_reply")
    return (at - asked_at).total_seconds()


@pytest.mark.parametrize(("ours_s", "slacks_s"), [(3608, 8), (8, 3608), (8, 69)])
def test_a_command_counts_when_slack_says_it_was_given(bot, ours_s, slacks_s):
    assert replied_after_s(bot, ours_s, slacks_s) == slacks_s


@pytest.mark.parametrize("slacks_s", [None, 9, 68])
def test_a_command_counts_by_our_clock_while_that_is_right(bot, slacks_s):
    assert replied_after_s(bot, 8, slacks_s) == 8
