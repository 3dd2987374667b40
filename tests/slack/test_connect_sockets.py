"""Sockets are opened, read, answered, relieved and replaced; what is sent is a fake's."""

import json
import time
from dataclasses import replace
from functools import partial
from queue import Empty, Queue
from threading import Event

import pytest
from slack_bolt import BoltResponse
from structlog.testing import capture_logs

from bot.clock import SystemClock
from bot.delivery.ports import Answer, NoAnswer, UnclearAnswer
from bot.slack.connect.acknowledgements import answer_envelope
from bot.slack.connect.app import build_app
from bot.slack.connect.link import LinkLost, Signs
from bot.slack.connect.sockets import CannotOpen, Sockets
from bot.slack.connect.watch import Watch
from bot.usecases.hearing import reasons
from tests.slack.test_connect_http import FullDisk

HELLO = {"type": "hello", "num_connections": 1}
PATIENCE_S = 10.0


class FakeLink:
    """One socket whose other end is the test's."""

    def __init__(self, signs):
        self.signs = signs
        self.sent, self.pings = [], []
        self.is_closed = False
        self.answers_pings = True
        self._messages = Queue()

    def says(self, message):
        """Slack sends something."""
        self._messages.put(message if isinstance(message, str) else json.dumps(message))

    def breaks(self):
        self._messages.put(None)

    def receive(self, timeout_s=None):
        try:
            message = self._messages.get(timeout=timeout_s)
        except Empty:
            raise LinkLost("nothing came") from None
        if message is None:
            raise LinkLost("it broke")
        return message

    def send(self, text):
        self.sent.append(json.loads(text))

    def ping(self):
        if self.is_closed:
            raise LinkLost("closed")
        answered = Event()
        self.pings.append(answered)
        if self.answers_pings:
            self.signs.answered()
            answered.set()
        return answered

    def close(self):
        self.is_closed = True
        self.breaks()

    cut = close


class FakeSlack:
    """Gives addresses of sockets, or what it is told to; `links` are those it opened."""

    def __init__(self):
        self.answers = []
        self.greetings = []
        self.links = []
        self.asked = 0

    def call(self, method, payload, *, timeout_s):
        assert method == "apps.connections.open"
        self.asked += 1
        answer = self.answers.pop(0) if self.answers else Answer(ok=True, data={"url": "wss://x"})
        if isinstance(answer, Exception):
            raise answer
        return answer

    def open(self, url, signs):
        assert url == "wss://x"
        link = FakeLink(signs)
        link.says(self.greetings.pop(0) if self.greetings else HELLO)
        self.links.append(link)
        return link


def comes_true(is_so):
    """Wait for what another thread does."""
    ends_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < ends_s, "it did not come true"
        time.sleep(0.005)


@pytest.fixture
def slack():
    return FakeSlack()


@pytest.fixture
def watch(clock):
    return Watch(clock, 2, lambda: None)


@pytest.fixture
def refusals():
    return []


@pytest.fixture
def sockets(slack, watch, clock, refusals):
    """Sockets that acknowledge all they hear; closed at the end."""

    def acknowledge(envelope):
        return BoltResponse(status=200, body=envelope.get("echo", ""))

    made = Sockets(slack, acknowledge, watch, clock, refusals.append, slack.open)
    yield made
    made.stop()


@pytest.fixture
def open_sockets(sockets, slack, watch):
    """Both open and reported."""
    sockets.start()
    comes_true(lambda: len(slack.links) == 2 and all(sockets._links))
    watch.report()
    return sockets


def test_two_sockets_are_opened(open_sockets, slack, watch, clock):
    assert slack.asked == 2
    assert watch.report().alive_at == clock.now()


def test_each_envelope_is_answered_over_the_socket_it_came_by(open_sockets, slack):
    first, second = slack.links
    first.says({"envelope_id": "E1", "type": "events_api", "payload": {}})
    second.says({"envelope_id": "E2", "type": "slash_commands", "payload": {}, "echo": "hi"})
    comes_true(lambda: first.sent and second.sent)
    assert first.sent == [{"envelope_id": "E1"}]
    assert second.sent == [{"envelope_id": "E2", "payload": {"text": "hi"}}]


@pytest.mark.parametrize("text", ["not json", "[1]", "7", "null", '{"type": "moon"}'])
def test_what_is_no_message_of_slacks_harms_nothing(open_sockets, slack, text):
    (link, _) = slack.links
    link.says(text)
    link.says({"envelope_id": "E1", "type": "events_api", "payload": {}})
    comes_true(lambda: link.sent)


def test_a_socket_that_breaks_is_opened_again_and_doubted(open_sockets, slack, watch):
    slack.links[0].breaks()
    comes_true(lambda: len(slack.links) == 3 and all(open_sockets._links))
    assert watch.report().doubt == reasons.OPENED


def test_a_silent_socket_is_cut_and_replaced(open_sockets, slack, watch, clock):
    first, second = slack.links
    clock.move(seconds=30)
    second.signs.pinged()
    open_sockets.look(2)
    assert first.is_closed
    assert not second.is_closed
    comes_true(lambda: len(slack.links) == 3)


def test_pings_answered_count_as_life_and_are_reported_a_look_later(slack, clock, refusals):
    reported = []
    watch = Watch(clock, 2, lambda: reported.append(clock.now()))
    sockets = Sockets(slack, lambda _: None, watch, clock, refusals.append, slack.open)
    sockets._links[0] = link = FakeLink(None)
    link.signs = Signs(lambda: None, lambda: watch.answered(0))
    watch.opened(0)
    reported.clear()
    clock.move(seconds=6)
    sockets.look(0)
    assert watch.report().alive_at == clock.now()
    sockets.look(1)
    assert reported == [clock.now()]
    sockets.stop()


def test_sockets_that_slack_ends_at_once_are_opened_again_without_haste(slack, sockets):
    """There may be too many of them."""
    opened = slack.open

    def opened_in_vain(url, signs):
        link = opened(url, signs)
        link.says({"type": "disconnect", "reason": "too_many_websockets"})
        return link

    sockets._open_link = opened_in_vain
    sockets.start()
    comes_true(lambda: slack.asked >= 2)
    time.sleep(0.5)
    assert slack.asked == 2


def test_a_refresh_is_no_gap_and_the_old_socket_is_read_on(open_sockets, slack, watch):
    old = slack.links[0]
    old.says({"type": "disconnect", "reason": "refresh_requested"})
    comes_true(lambda: len(slack.links) == 3 and all(open_sockets._links))
    assert watch.report().doubt is None
    old.says({"envelope_id": "E1", "type": "events_api", "payload": {}})
    comes_true(lambda: old.sent == [{"envelope_id": "E1"}])
    old.breaks()
    comes_true(lambda: old.is_closed)
    assert watch.report().doubt is None


def test_verify_asks_every_open_socket(open_sockets, slack):
    assert open_sockets.verify(1.0)
    slack.links[1].answers_pings = False
    assert not open_sockets.verify(0.01)


def test_verify_fails_where_no_socket_is_open(sockets):
    assert not sockets.verify(0.01)


def test_verify_fails_where_a_socket_is_gone(open_sockets, slack):
    slack.links[0].is_closed = True
    assert not open_sockets.verify(0.01)


@pytest.mark.parametrize(
    "trouble",
    [
        Answer(ok=False, error="internal_error"),
        Answer(ok=False, error="unreachable"),
        Answer(ok=False, error="ratelimited", retry_after_s=0.01),
        UnclearAnswer("http status 503"),
    ],
    ids=str,
)
def test_an_address_that_is_not_given_is_asked_for_again(sockets, slack, refusals, trouble):
    slack.answers = [trouble]
    sockets.start()
    comes_true(lambda: len(slack.links) == 2)
    assert slack.asked == 3
    assert refusals == []


@pytest.mark.parametrize(
    ("trouble", "rests_s"),
    [
        (Answer(ok=False, error="unreachable"), [1, 2, 3, 3, 3]),
        (NoAnswer("TimeoutError: timed out"), [1, 2, 3, 3, 3]),
        (UnclearAnswer("http status 503"), [1, 2, 4, 8, 10]),
        (Answer(ok=False, error="internal_error"), [1, 2, 4, 8, 10]),
        (Answer(ok=False, error="ratelimited", retry_after_s=30), [30, 30, 30, 30, 30]),
    ],
    ids=str,
)
def test_it_is_tried_soon_while_the_network_is_away_and_as_slack_says_where_it_answers(
    sockets, slack, trouble, rests_s
):
    slack.answers = [trouble]
    with pytest.raises(CannotOpen) as raised:
        sockets._address()
    assert [raised.value.rest_s(failures) for failures in range(1, 6)] == rests_s


def test_a_token_that_is_refused_is_told_and_tried_again(sockets, slack, refusals):
    slack.answers = [Answer(ok=False, error="invalid_auth")] * 2
    with capture_logs() as logged:
        sockets.start()
        comes_true(lambda: len(slack.links) == 2)
    assert "SLACK_APP_TOKEN" in str(refusals[0])
    said = [entry for entry in logged if entry["event"].startswith("slack cannot be listened to")]
    assert len(said) == 1
    assert "invalid_auth" in said[0]["problem"]


def test_a_socket_that_does_not_greet_is_given_up(sockets, slack):
    slack.greetings = [{"type": "disconnect", "reason": "too_many_websockets"}]
    with capture_logs() as logged:
        sockets.start()
        comes_true(lambda: len(slack.links) == 3)
    assert slack.links[0].is_closed
    assert [entry["problem"] for entry in logged if "problem" in entry] == ["too_many_websockets"]


def test_what_cannot_be_kept_is_not_acknowledged(bot, clock):
    app = build_app(replace(bot.deps, program=replace(bot.program, database=FullDisk())))
    envelope = {"envelope_id": "E1", "payload": command(bot, "help")}
    assert answer_envelope(app, envelope).status == 500


@pytest.mark.parametrize("payload", [None, [], "x", {}, {"type": "event_callback", "event": 7}])
def test_an_envelope_that_nobody_can_read_is_acknowledged(bot, payload):
    assert answer_envelope(bot.app, {"envelope_id": "E1", "payload": payload}).status == 200


def command(bot, text):
    return {
        "team_id": "T1",
        "user_id": "UANA",
        "channel_id": "CSLA",
        "command": "/ticket",
        "text": text,
        "trigger_id": "t.1",
        "response_url": bot.callbacks.url,
    }


def test_a_command_that_comes_twice_in_one_envelope_is_done_once(bot):
    bot.writes("UCARLA", "Printer")
    for envelope_id, times in (("E1", 1), ("E1", 1), ("E2", 2)):
        envelope = {"envelope_id": envelope_id, "payload": command(bot, "note 1 once")}
        assert answer_envelope(bot.app, envelope).status == 200
        bot.worker.run_once()
        assert bot.texts_of().count("once") == times


def test_what_an_ack_says_travels_in_the_envelope(bot, slack, watch, refusals):
    payload = {
        "type": "block_suggestion",
        "team": {"id": "T1"},
        "user": {"id": "UANA"},
        "action_id": "value",
        "view": {"callback_id": "ticket_new", "blocks": []},
        "block_id": "customer",
        "value": "acme",
    }
    hear = partial(answer_envelope, bot.app)
    sockets = Sockets(slack, hear, watch, SystemClock(), refusals.append, slack.open)
    sockets.start()
    comes_true(lambda: len(slack.links) == 2)
    slack.links[0].says({"envelope_id": "E1", "type": "interactive", "payload": payload})
    comes_true(lambda: slack.links[0].sent)
    (ack,) = slack.links[0].sent
    assert ack["payload"]["options"][0]["value"] == "Acme & Sons"
    sockets.stop()
