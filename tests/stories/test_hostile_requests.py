"""Three hundred hostile requests at the door of a real bot: no answer of 500, and no harm."""

import gzip
import json
import random
import re
import socket
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest

from bot.demo.processes import HOST
from bot.demo.team import secrets
from sandbox.delivery.http import sign
from tests.slack.fakes import signed

ALERTS = "C0SLAALERTS"
REQUESTS = 300
AT_ONCE = 12
GROWTH_BYTES = 20 * 1024 * 1024
PATIENCE_S = 15
SIGNING = secrets().signing_secret
EVENT = {"type": "event_callback", "team_id": "T0HARBOUR", "event_id": "Ev0HOSTILE"}
MESSAGE = {"type": "message", "channel": "C0SUPPORT", "user": "U0CARLA", "ts": "1.0", "text": "x"}


def head(headers, target="POST /slack/events"):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"{target} HTTP/1.1\r\nHost: {HOST}\r\n{lines}\r\n".encode()


def posted(body, headers=None, *, kind="application/json", **more):
    """A signed request, unless other headers are given."""
    given = sign(SIGNING, body) if headers is None else headers
    length = {"Content-Length": len(body)}
    return [head({"Content-Type": kind, **length, **given, **more}), body]


def event(**changed):
    return json.dumps({**EVENT, "event": MESSAGE, **changed}).encode()


def form(payload):
    return urlencode({"payload": payload}).encode()


def chunked(*chunks, ends=b"0\r\n\r\n", headers=None):
    given = sign(SIGNING, b"") if headers is None else headers
    return [head({**given, "Transfer-Encoding": "chunked"}), *chunks, ends]


FORM = "application/x-www-form-urlencoded"
BIG_CHUNK = b"10000\r\n" + b"x" * 0x10000 + b"\r\n"
BOMB = gzip.compress(b"[" * 50_000_000, 9)
STAMP = "X-Slack-Request-Timestamp"
WRONG = {"x-slack-signature": f"v0={'0' * 64}"}


def deep(levels):
    return b'{"type": "event_callback", "event": ' + b'{"a":' * levels + b"1" + b"}" * levels + b"}"


def odd(rng):
    """A signed body of the wrong types: each value of a real one replaced by another thing."""
    real = {
        "type": rng.choice(["event_callback", "block_actions", "view_submission", "shortcut"]),
        "team": {"id": "T0HARBOUR"},
        "team_id": "T0HARBOUR",
        "user": {"id": "U0ANA"},
        "event": dict(MESSAGE),
        "actions": [{"action_id": "ticket_claim", "action_ts": "1", "value": "1"}],
        "view": {"callback_id": "ticket_reply", "state": {"values": {}}, "private_metadata": "1"},
        "container": {},
        "callback_id": "open_ticket",
        "trigger_id": "1.1",
    }
    things = [None, 7, -1, 1e308, True, "", "\ud83d", [], [[]], {}, {"id": []}, "T0OTHER"]
    for name in rng.sample(sorted(real), 3):
        real[name] = rng.choice(things)
    return json.dumps(real).encode()


KINDS = {
    "noise": lambda rng: [rng.randbytes(rng.randrange(1, 5000))],
    "noise after a head": lambda rng: [head({"Content-Length": 50}), rng.randbytes(50)],
    "an endless header": lambda rng: [head({"X-Long": "x" * rng.randrange(20_000, 900_000)})],
    "many headers": lambda rng: [head({f"X-{n}": "x" * 50 for n in range(2000)})],
    "a long address": lambda rng: [head({}, f"GET /{'x' * 100_000}")],
    "half a head": lambda rng: [head({"X-Half": "x"})[: rng.randrange(5, 40)]],
    "half a body": lambda rng: [*posted(event())[:1], event()[: rng.randrange(1, 50)]],
    "a length that lies": lambda rng: [
        head({**sign(SIGNING, b"{}"), "Content-Length": 10**12}),
        b"{}",
    ],
    "a length below nothing": lambda rng: [head({"Content-Length": -1}), b"{}"],
    "chunks that lie": lambda rng: chunked(b"fffffff\r\n{}\r\n"),
    "chunks of no size": lambda rng: chunked(b"zz\r\n{}\r\n"),
    "chunks without end": lambda rng: chunked(*[BIG_CHUNK] * 40),
    "chunks unsigned": lambda rng: chunked(*[BIG_CHUNK] * 40, headers={}),
    "two lengths": lambda rng: [head({"Content-Length": 2, "content-length": 3}), b"{}"],
    "a bomb": lambda rng: posted(BOMB, **{"Content-Encoding": "gzip"}),
    "a bomb unsigned": lambda rng: posted(BOMB, {}, **{"Content-Encoding": "gzip"}),
    "a megabyte": lambda rng: posted(event(text="x" * 1_000_000)),
    "two megabytes": lambda rng: posted(b"x" * 2_000_000),
    "two megabytes unsigned": lambda rng: posted(b"x" * 2_000_000, {}),
    "deep": lambda rng: posted(deep(rng.choice([90, 150, 900, 100_000]))),
    "deep in a form": lambda rng: posted(form(deep(500).decode()), kind=FORM),
    "a wrong signature": lambda rng: posted(event(), {**signed(event(), SIGNING), **WRONG}),
    "another's signature": lambda rng: posted(event(), signed(event(), "another's secret")),
    "no signature": lambda rng: posted(event(), {}),
    "of yesterday": lambda rng: posted(event(), signed(event(), SIGNING, 86_400)),
    "of tomorrow": lambda rng: posted(event(), signed(event(), SIGNING, -86_400)),
    "signed twice": lambda rng: [
        head({**sign(SIGNING, b"{}"), "X-SLACK-SIGNATURE": "v0=0", "Content-Length": 2}),
        b"{}",
    ],
    "a timestamp of words": lambda rng: posted(b"{}", {**WRONG, STAMP: "1e9"}),
    "doubled": lambda rng: posted(event()) * 2,
    "no UTF-8": lambda rng: posted(rng.randbytes(200)),
    "no JSON": lambda rng: posted(b'{"type": '),
    "no JSON in a form": lambda rng: posted(form("{"), kind=FORM),
    "a form of nothing": lambda rng: posted(b"&&&=&payload", kind=FORM),
    "a huge number": lambda rng: posted(b'{"type": ' + b"9" * 200_000 + b"}"),
    "another kind": lambda rng: posted(b"<event/>", kind="text/xml; charset=utf-64"),
    "odd": lambda rng: posted(odd(rng)),
    "odd in a form": lambda rng: posted(form(odd(rng).decode()), kind=FORM),
    "a command of nobody": lambda rng: posted(b"command=%2Fticket&team_id=T0HARBOUR", kind=FORM),
    "a certificate's check": lambda rng: posted(b"ssl_check=1&token=x", {}, kind=FORM),
    "another way": lambda rng: [head({}, rng.choice(["GET", "PUT", "TRACE"]) + " /slack/events")],
    "another place": lambda rng: [head({}, "GET /" + quote(rng.randbytes(30)))],
    "up the tree": lambda rng: [head({}, "GET /../../etc/passwd")],
    "a socket": lambda rng: [head({"Connection": "Upgrade", "Upgrade": "websocket"}, "GET /")],
}  # fmt: skip
UNANSWERED = {"half a head", "half a body", "a length that lies", "chunks that lie"}
"""What waits for more: it is left alone, and must not cost others anything."""


def requests():
    """Three hundred, of each kind as many, in one order for ever."""
    rng = random.Random(20260302)
    kinds = [list(KINDS)[number % len(KINDS)] for number in range(REQUESTS)]
    rng.shuffle(kinds)
    return [(kind, KINDS[kind](rng)) for kind in kinds]


def answer_to(port, kind, parts):
    """The status of the answer; none where the connection just ended, or is left alone."""
    line = socket.create_connection((HOST, port), timeout=PATIENCE_S)
    try:
        for part in parts:
            line.sendall(part)
        if kind in UNANSWERED:
            return line
        received = b""
        while b"\r\n" not in received and (part := line.recv(65536)):
            received += part
    except (BrokenPipeError, ConnectionResetError):
        received = b""
    line.close()
    return int(received.split()[1]) if received else None


def memory_of(process):
    status = Path(f"/proc/{process.pid}/status").read_text()
    return int(re.search(r"VmRSS:\s+(\d+) kB", status).group(1)) * 1024


@pytest.fixture
def bot(begin_sandbox):
    pair = begin_sandbox(is_http=True)
    pair.start_bot()
    pair.slack.member("ana").asks(ALERTS, "/ticket list")
    return pair


def test_three_hundred_hostile_requests_do_no_harm(bot):
    sent = requests()
    for kind, parts in sent[:20]:  # so that what is loaded once is loaded
        answer = answer_to(bot.bot_port, kind, parts)
        if isinstance(answer, socket.socket):
            answer.close()
    before, began_s = memory_of(bot.bot.process), time.monotonic()
    with ThreadPoolExecutor(AT_ONCE) as senders:
        answers = list(senders.map(lambda each: answer_to(bot.bot_port, *each), sent))
    took_s = time.monotonic() - began_s
    left_alone = [each for each in answers if isinstance(each, socket.socket)]
    statuses = Counter(each for each in answers if isinstance(each, int))
    assert [status for status in statuses if status >= 500] == [], statuses
    assert memory_of(bot.bot.process) - before < GROWTH_BYTES
    assert {200, 400, 401, 404, 405, 413} <= set(statuses), statuses
    assert len(left_alone) + statuses.total() > REQUESTS * 0.9
    shown = bot.slack.member("ana").asks(ALERTS, "/ticket list")
    assert shown.body
    bot.slack.member("carla").says("C0SUPPORT", "The checkout shows an error")
    bot.slack.posted("card:1")
    for each in left_alone:
        each.close()
    said = bot.bot.said.read_text(encoding="utf-8")
    assert "Traceback" not in said, said[said.index("Traceback") :][:3000]
    refused = [line for line in said.splitlines() if "refused at the door" in line]
    assert 0 < len(refused) <= took_s + 10
