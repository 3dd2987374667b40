import json
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from slack_bolt import BoltRequest

from benchmarks.ack_vs_bolt import Turn, middle, prepare, rows, rows_in
from benchmarks.bare_bolt import Rows, bare_app
from benchmarks.clients import answer_times
from benchmarks.slack_requests import some

SECRET = "signing-secret"
URL = "http://127.0.0.1:9/response"


def parsed(request: str) -> BoltRequest:
    head, body = request.split("\r\n\r\n", 1)
    lines = (line.split(": ", 1) for line in head.split("\r\n")[1:])
    return BoltRequest(body=body, headers={name.lower(): value for name, value in lines})


@pytest.fixture
def database(tmp_path):
    prepare(tmp_path / "bare.db")
    return tmp_path / "bare.db"


def test_the_peer_keeps_one_row_a_request_and_acknowledges(database):
    app = bare_app(Rows(str(database)), SECRET)
    requests = some(6, SECRET, URL)
    assert [app.dispatch(parsed(each)).status for each in requests] == [200] * 6
    assert rows_in(database) == 6


def test_the_peer_refuses_what_slack_did_not_sign(database):
    app = bare_app(Rows(str(database)), "another")
    assert app.dispatch(parsed(some(1, SECRET, URL)[0])).status == 401
    assert rows_in(database) == 0


def test_no_two_requests_are_alike():
    made = some(3_000, SECRET, URL)
    assert len({parsed(each).headers["x-slack-signature"][0] for each in made}) == 3_000


class Server:
    """Answers each request, in order, with the next of these."""

    def __init__(self, *answers):
        answers, self.asked = iter(answers), []
        heard = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                heard.asked.append(self.rfile.read(int(self.headers["Content-Length"])))
                status, body = next(answers)
                self.send_response(status)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.port = self._server.server_port
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self):
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server(request):
    started = Server(*request.param)
    yield started
    started.close()


def post(body):
    head = f"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: {len(body)}\r\n\r\n"
    return head.encode() + body


@pytest.mark.parametrize("server", [[(200, b""), (200, b"x" * 200_000), (200, b"")]], indirect=True)
def test_each_client_asks_again_once_it_has_its_whole_answer(server):
    taken = answer_times(server.port, [post(b"a"), post(b"b"), post(b"c")], clients=1)
    assert server.asked == [b"a", b"b", b"c"]
    assert len(taken) == 3
    assert min(taken) > 0


@pytest.mark.parametrize("server", [[(500, b"")]], indirect=True)
def test_an_answer_that_is_no_ack_is_no_measurement(server):
    with pytest.raises(ValueError, match="500"):
        answer_times(server.port, [post(b"a")], clients=2)


def test_the_first_turn_does_not_count_and_the_median_of_the_others_does():
    turns = [Turn(1, (each_s,) * 10) for each_s in (9.0, 0.001, 0.002, 0.003)]
    assert middle(turns, 99) == pytest.approx(0.002)
    assert rows("ours", {1: turns}) == [
        "| ours | 1 | 500 | 2.0 ms | 2.0 ms | 2.0 ms | 3.0 ms |",
    ]


def test_requests_can_be_written_to_a_file_a_line_each():
    assert all("\n" not in json.dumps(each) for each in some(3, SECRET, URL))
