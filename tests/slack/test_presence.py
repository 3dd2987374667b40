"""Presence and do-not-disturb: one person at a time, within the limits, unknown where in doubt."""

import pytest

from bot.delivery.ports import Answer, UnclearAnswer
from bot.slack.hear.presence import A_MINUTE, HOLDS_S, Presence
from tests.slack.fakes import FakeSlack


class Steady:
    """A clock that goes on when told."""

    def __init__(self, clock):
        self.clock, self.passed_s = clock, 0.0

    def now(self):
        return self.clock.now()

    def monotonic(self):
        return self.passed_s


@pytest.fixture
def steady(clock):
    return Steady(clock)


def dnd(now, *, on, is_now=True):
    begins = int(now.timestamp()) - 60 if is_now else int(now.timestamp()) + 60
    return Answer(
        ok=True,
        data={
            "dnd_enabled": on,
            "next_dnd_start_ts": begins,
            "next_dnd_end_ts": begins + 3600,
        },
    )


@pytest.mark.parametrize(
    ("presence", "on", "is_now", "status"),
    [
        ("active", False, True, "active"),
        ("away", False, True, "away"),
        ("active", True, True, "do_not_disturb"),
        ("away", True, True, "do_not_disturb"),
        ("active", True, False, "active"),
        ("dozing", False, True, None),
    ],
)
def test_slack_says_how_somebody_is(steady, presence, on, is_now, status):
    slack = FakeSlack(
        answers={
            "users.getPresence": Answer(ok=True, data={"presence": presence}),
            "dnd.info": dnd(steady.now(), on=on, is_now=is_now),
        }
    )
    assert Presence(slack, steady)("UANA") == status
    assert slack.of("users.getPresence") == slack.of("dnd.info") == [{"user": "UANA"}]


@pytest.mark.parametrize("method", ["users.getPresence", "dnd.info"])
@pytest.mark.parametrize("error", ["missing_scope", "user_not_found", "ratelimited"])
def test_what_slack_refuses_is_not_known(steady, method, error):
    answers = {
        "users.getPresence": Answer(ok=True, data={"presence": "active"}),
        "dnd.info": dnd(steady.now(), on=False),
    }
    answers[method] = Answer(ok=False, error=error, retry_after_s=20)
    slack = FakeSlack(answers=answers)
    ask = Presence(slack, steady)
    assert ask("UANA") is None
    calls = len(slack.calls)
    ask("UBOB")
    assert (len(slack.calls) == calls) is (error == "ratelimited")  # it said to wait
    steady.passed_s += 20
    ask("UCID")
    assert len(slack.calls) > calls


def test_no_answer_is_not_known(steady):
    class Gone:
        def call(self, method, payload, *, timeout_s):
            raise UnclearAnswer("no answer")

    assert Presence(Gone(), steady)("UANA") is None


def test_40_are_asked_about_in_a_minute_and_an_answer_holds_for_a_while(steady):
    slack = FakeSlack(
        answers={
            "users.getPresence": Answer(ok=True, data={"presence": "active"}),
            "dnd.info": dnd(steady.now(), on=False),
        }
    )
    ask = Presence(slack, steady)
    assert [ask("UANA"), ask("UANA")] == ["active", "active"]
    assert len(slack.calls) == 2
    found = [ask(f"U{n}") for n in range(A_MINUTE)]
    assert found == ["active"] * (A_MINUTE - 1) + [None]
    steady.passed_s += HOLDS_S
    assert ask("UANA") is None
    steady.passed_s += 60
    assert ask("UANA") == "active"
