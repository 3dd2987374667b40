"""A sandbox in a thread of this process, and a bot at the other end of its sockets."""

import asyncio
import json
import threading
import time
from contextlib import ExitStack
from pathlib import Path
from queue import Empty, Queue

import httpx
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.frames import Frame, Opcode
from websockets.sync.client import ClientConnection, connect

from sandbox.seed import read_seed
from sandbox.server import bind, build_server
from sandbox.world import build_world

ROOT = Path(__file__).resolve().parents[2]
SEED = ROOT / "sandbox" / "seeds" / "example.json"
BOT_TOKEN = "xoxb-sandbox-bot"
APP_TOKEN = "xapp-1-sandbox-app"


class StandingClock:
    """Stands still: no call is allowed again because a test took its time."""

    def now(self):
        return 1_800_000_000.0


class Slack:
    """One running sandbox: its Web API as a client sees it, its control, its world."""

    def __init__(self, world, client):
        self.world = world
        self.client = client
        self.token = BOT_TOKEN

    @property
    def url(self):
        return self.world.base_url

    def api(self, method, *, token=None, **args):
        return self.raw(method, token=token, **args).json()

    def raw(self, method, *, token=None, **args):
        headers = {"Authorization": f"Bearer {token or self.token}"}
        return self.client.post(f"{self.url}/api/{method}", json=args, headers=headers)

    def control(self, action, /, **args):
        return self.client.post(f"{self.url}/control/{action}", json=args).json()

    def look(self, what, /, **args):
        return self.client.get(f"{self.url}/control/{what}", params=args).json()

    def log(self, kind=None, **match):
        entries = self.look("log")["entries"]
        return [
            e
            for e in entries
            if kind in (None, e["kind"]) and all(e.get(k) == v for k, v in match.items())
        ]

    def wait(self, since=0, timeout_s=5, **match):
        return self.control("wait", since=since, match=match, timeout_s=timeout_s)

    def say(self, text, user="alice", channel="C0SUPPORT", **more):
        return self.control("message", user=user, channel=channel, text=text, **more)

    def post(self, text="hello", channel="C0SUPPORT", **more):
        return self.api("chat.postMessage", channel=channel, text=text, **more)

    def without_scope(self, scope):
        manifest = self.world.workspace.app.manifest
        object.__setattr__(manifest, "scopes", manifest.scopes - {scope})


class PingedConnection(ClientConnection):
    """A connection that keeps the pings it is sent."""

    def __init__(self, *args, **more):
        self.pings = Queue()
        super().__init__(*args, **more)

    def process_event(self, event):
        if isinstance(event, Frame) and event.opcode is Opcode.PING:
            self.pings.put(bytes(event.data))
        super().process_event(event)


class Bot:
    """The app's end of a socket: acknowledges everything unless told to hold its tongue."""

    def __init__(self, slack, answers=None, *, is_mute=False):
        self.answers = answers or {}
        self.is_mute = is_mute
        self.got = Queue()
        address = slack.api("apps.connections.open", token=APP_TOKEN)["url"]
        self.open = ExitStack()
        self.socket = self.open.enter_context(
            connect(address, open_timeout=5, close_timeout=1, create_connection=PingedConnection)
        )
        self.hello = json.loads(self.socket.recv(timeout=5))
        self.thread = threading.Thread(target=self._listen, daemon=True)
        self.thread.start()

    def _listen(self):
        try:
            for text in self.socket:
                envelope = json.loads(text)
                if "envelope_id" in envelope and not self.is_mute:
                    self.ack(envelope)
                self.got.put(envelope)
        except (ConnectionClosed, OSError):
            return

    def ack(self, envelope):
        answer = {"envelope_id": envelope["envelope_id"]}
        payload = self.answers.get(envelope["payload"].get("type", envelope["type"]))
        if payload is not None:
            answer["payload"] = payload(envelope["payload"]) if callable(payload) else payload
        self.socket.send(json.dumps(answer))

    def next(self, timeout_s=5):
        return self.got.get(timeout=timeout_s)

    def event(self, timeout_s=5):
        return self.next(timeout_s)["payload"]["event"]

    def hears_nothing(self, for_s=0.15):
        try:
            return self.got.get(timeout=for_s)
        except Empty:
            return None

    def close(self):
        self.open.close()
        self.thread.join(2)


@pytest.fixture(scope="session")
def client():
    with httpx.Client(timeout=15, trust_env=False) as shared:
        yield shared


class Host:
    """One server for all tests of a run; each test has a world of its own on it."""

    def __init__(self):
        self.listener = bind(0)
        self.server = build_server(build_world(read_seed(SEED)), self.listener)
        self.app = self.server.config.app
        self.thread = threading.Thread(target=self._run, daemon=True)
        self.thread.start()
        while not self.server.started:
            time.sleep(0.005)

    def _run(self):
        with asyncio.Runner() as runner:
            self.loop = runner.get_loop()
            runner.run(self.server.serve(sockets=[self.listener]))

    def show(self, world):
        world.base_url = self.app.state.world.base_url
        self.app.state.world = world
        self.loop.call_soon_threadsafe(world.deliveries.start)

    def retire(self, world):
        asyncio.run_coroutine_threadsafe(world.deliveries.stop(), self.loop).result(30)

    def close(self):
        self.server.should_exit = True
        self.thread.join(5)
        self.listener.close()


@pytest.fixture(scope="session")
def host():
    shared = Host()
    yield shared
    shared.close()


@pytest.fixture
def start(client, host):
    """Begin a world; the one before it is gone."""
    begun = []

    def begin(events_url=None):
        world = build_world(read_seed(SEED), events_url)
        host.show(world)
        begun.append(world)
        return Slack(world, client)

    yield begin
    for world in begun:
        host.retire(world)


@pytest.fixture
def slack(start):
    return start()


@pytest.fixture
def connected(slack):
    """Connect bots to the sandbox."""
    bots = []

    def begin(answers=None, *, is_mute=False):
        bots.append(Bot(slack, answers, is_mute=is_mute))
        return bots[-1]

    yield begin
    for bot in bots:
        bot.close()


@pytest.fixture
def bot(connected):
    return connected()
