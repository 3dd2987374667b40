"""Which scopes are missing is learned from Slack's answers, whatever else they say."""

import pytest

from bot.delivery.ports import Answer
from bot.slack.connect.scopes import WatchingScopes, wanted_scopes
from bot.store import scopes


class Slack:
    """Gives one answer after another."""

    def __init__(self, *answers):
        self.answers = list(answers)

    def call(self, method, payload, *, timeout_s):
        return self.answers.pop(0)


@pytest.fixture
def missing(db, clock):
    """The scopes known to be missing after each of some answers."""

    def after(*answers):
        slack = WatchingScopes(Slack(*answers), db, "T1", clock)
        for answer in answers:
            assert slack.call("auth.test", {}, timeout_s=1) is answer
            with db.reading() as connection:
                yield scopes.missing(connection, "T1")

    return lambda *answers: list(after(*answers))


WHOLE = Answer(ok=True, scopes=wanted_scopes())


def refused(needed):
    return Answer(ok=False, error="missing_scope", data={"needed": needed})


def test_the_header_tells_all_that_is_missing_and_that_nothing_is_any_more(missing):
    lacking = Answer(ok=True, scopes=wanted_scopes() - {"im:read", "commands"} | {"team:read"})
    assert missing(lacking, WHOLE) == [["commands", "im:read"], []]


def test_without_a_header_a_refusal_tells_what_it_needs_as_far_as_we_ask_for_it(missing):
    assert missing(refused("im:read"), refused("groups:history, mpim:history")) == [
        ["im:read"],
        ["groups:history", "im:read"],
    ]


def test_an_answer_without_a_word_on_scopes_changes_nothing(missing):
    assert (
        missing(refused("im:read"), Answer(ok=True), Answer(ok=False, error="x"))
        == [["im:read"]] * 3
    )


def test_slack_has_answered_whatever_becomes_of_what_it_says_of_scopes(clock):
    slack = WatchingScopes(Slack(WHOLE), None, "T1", clock)
    assert slack.call("auth.test", {}, timeout_s=1) is WHOLE


@pytest.mark.parametrize(
    ("method", "payload", "sent"),
    [
        ("users.list", {"limit": 5}, {"limit": 5, "team_id": "T1"}),
        ("conversations.list", {"team_id": "T2"}, {"team_id": "T2"}),
        ("users.info", {"user": "W1"}, {"user": "W1"}),
    ],
)
def test_what_the_token_of_an_organisation_lists_is_listed_of_our_workspace(
    db, clock, method, payload, sent
):
    calls = []

    class Noting:
        def call(self, name, arguments, *, timeout_s):
            calls.append((name, arguments))
            return WHOLE

    WatchingScopes(Noting(), db, "T1", clock).call(method, payload, timeout_s=1)
    assert calls == [(method, sent)]
