"""Clients of a web server on this machine, in a process of their own, as light as can be.

Each keeps its connection and sends its next request as soon as it has the answer to its last. What
they send is read from a file, made beforehand: on each line a JSON string, a whole HTTP request.
Printed is a JSON list of the seconds each answer took, in the order in which they came.

    python -m benchmarks.clients FILE PORT CLIENTS
"""

import json
import selectors
import socket
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

HOST = "127.0.0.1"
ANSWER_BYTES = 65_536
OK = b"HTTP/1.1 200 "
END_OF_HEADERS = b"\r\n\r\n"
LENGTH = b"content-length: "


def answer_times(port: int, requests: Sequence[bytes], clients: int) -> list[float]:
    """Seconds each answer took; raises ValueError for one that is not 200."""
    taken: list[float] = []
    waiting = iter(requests)
    with ExitStack() as closing, selectors.DefaultSelector() as selector:
        for _ in range(clients):
            connection = closing.enter_context(socket.create_connection((HOST, port)))
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            _ask(selector, connection, waiting)
        while selector.get_map():
            for key, _ in selector.select():
                connection, asked_at = key.data
                _read(connection)
                taken.append(time.perf_counter() - asked_at)
                selector.unregister(connection)
                _ask(selector, connection, waiting)
    return taken


def _ask(
    selector: selectors.BaseSelector, connection: socket.socket, waiting: Iterator[bytes]
) -> None:
    """Send what comes next, if anything does, and wait for its answer."""
    request = next(waiting, None)
    if request is not None:
        asked = connection, time.perf_counter()
        selector.register(connection, selectors.EVENT_READ, asked)
        connection.sendall(request)


def _read(connection: socket.socket) -> None:
    """Read one whole answer."""
    answer = connection.recv(ANSWER_BYTES)
    while not _is_whole(answer):
        more = connection.recv(ANSWER_BYTES)
        if not more:
            break
        answer += more
    if not answer.startswith(OK):
        raise ValueError(answer.decode(errors="replace"))


def _is_whole(answer: bytes) -> bool:
    headers, found, body = answer.partition(END_OF_HEADERS)
    if not found:
        return False
    length = headers.lower().partition(LENGTH)[2].partition(b"\r\n")[0]
    return len(body) >= int(length or 0)


def main(file: str, port: str, clients: str) -> None:
    """Send all that is in the file and print how long each answer took."""
    lines = Path(file).read_text(encoding="utf-8").splitlines()
    requests = [json.loads(line).encode() for line in lines]
    print(json.dumps(answer_times(int(port), requests, int(clients))))


if __name__ == "__main__":
    main(*sys.argv[1:])
