"""A link over a real WebSocket on loopback: messages, signs of life, and how it ends."""

import threading
import time
from contextlib import contextmanager

import pytest
from websockets.sync.server import serve

from bot.slack.connect.link import LinkLost, Signs, open_link

PATIENCE_S = 10.0


class Slack:
    """The other end: `run` is what it does with a connection."""

    def __init__(self, run):
        self.received = []
        self._run = run
        self._server = serve(self._talk, "127.0.0.1", 0, ping_interval=None)
        self.url = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self._thread.start()

    def _talk(self, connection):
        self._run(connection)
        for message in connection:
            self.received.append(message)

    def close(self):
        self._server.shutdown()
        self._thread.join(PATIENCE_S)


class Counts:
    """How many signs of each kind there were."""

    def __init__(self):
        self.pinged = self.answered = 0
        self.signs = Signs(self._count_ping, self._count_answer)

    def _count_ping(self):
        self.pinged += 1

    def _count_answer(self):
        self.answered += 1


@pytest.fixture
def counts():
    return Counts()


@contextmanager
def linked(counts, run=lambda _: None):
    slack = Slack(run)
    link = open_link(slack.url, counts.signs)
    try:
        yield slack, link
    finally:
        link.cut()
        slack.close()


def comes_true(is_so):
    ends_s = time.monotonic() + PATIENCE_S
    while not is_so():
        assert time.monotonic() < ends_s, "it did not come true"
        time.sleep(0.005)


def test_text_goes_both_ways(counts):
    with linked(counts, lambda connection: connection.send("hello")) as (slack, link):
        assert link.receive(PATIENCE_S) == "hello"
        link.send("thanks")
        comes_true(lambda: slack.received == ["thanks"])


def test_slacks_pings_are_told(counts):
    def ping(connection):
        connection.recv(PATIENCE_S)
        assert connection.ping().wait(PATIENCE_S)

    with linked(counts, ping) as (_, link):
        link.send("go on")
        comes_true(lambda: counts.pinged == 1)
        assert counts.answered == 0


def test_answers_to_our_pings_are_told(counts):
    with linked(counts) as (_, link):
        assert link.ping().wait(PATIENCE_S)
        comes_true(lambda: counts.answered == 1)
        assert counts.pinged == 0


def test_nothing_in_time_is_no_link(counts):
    with linked(counts) as (_, link), pytest.raises(LinkLost):
        link.receive(0.01)


def test_what_slack_closes_is_lost(counts):
    with linked(counts, lambda connection: connection.close()) as (_, link):
        with pytest.raises(LinkLost):
            link.receive(PATIENCE_S)
        with pytest.raises(LinkLost):
            link.send("x")
        with pytest.raises(LinkLost):
            link.ping()
        link.close()


def test_who_waits_for_a_message_is_let_go_when_it_is_cut(counts):
    with linked(counts) as (_, link):
        threading.Timer(0.05, link.cut).start()
        with pytest.raises(LinkLost):
            link.receive(PATIENCE_S)


@pytest.mark.parametrize("url", ["ws://127.0.0.1:9/", "http://127.0.0.1:9/", "None"])
def test_where_nobody_listens_there_is_no_link(counts, url):
    with pytest.raises(LinkLost):
        open_link(url, counts.signs)
