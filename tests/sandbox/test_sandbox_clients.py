"""Slack's own clients, unmodified, against the sandbox."""

import socket
import threading
import time
from queue import Queue

import pytest
from slack_bolt import App
from slack_bolt.adapter.socket_mode import SocketModeHandler
from slack_bolt.app.app import SlackAppDevelopmentServer
from slack_sdk import WebClient
from slack_sdk.errors import SlackApiError
from slack_sdk.socket_mode import SocketModeClient
from slack_sdk.socket_mode.response import SocketModeResponse
from slack_sdk.webhook import WebhookClient

from tests.sandbox.conftest import APP_TOKEN, BOT_TOKEN

MODAL = {
    "type": "modal",
    "callback_id": "new",
    "title": {"type": "plain_text", "text": "New"},
    "submit": {"type": "plain_text", "text": "Open"},
    "blocks": [
        {
            "type": "input",
            "block_id": "subject",
            "label": {"type": "plain_text", "text": "Subject"},
            "element": {"type": "plain_text_input", "action_id": "subject"},
        }
    ],
}
BUTTON = [
    {
        "type": "actions",
        "elements": [
            {
                "type": "button",
                "action_id": "claim",
                "text": {"type": "plain_text", "text": "Claim"},
            }
        ],
    }
]


@pytest.fixture
def web(slack):
    return WebClient(BOT_TOKEN, base_url=f"{slack.url}/api/", retry_handlers=[], timeout=5)


def test_the_sdk_posts_reads_and_pages(slack, web):
    for n in range(3):
        web.chat_postMessage(
            channel="C0SUPPORT",
            text=f"{n}",
            metadata={"event_type": "t", "event_payload": {"n": n}},
        )
    pages = web.conversations_history(channel="C0SUPPORT", limit=2, include_all_metadata=True)
    found = [m["metadata"]["event_payload"]["n"] for page in pages for m in page["messages"]]
    assert found == [2, 1, 0]


def test_the_sdk_raises_slacks_errors(slack, web):
    with pytest.raises(SlackApiError) as refused:
        web.chat_postMessage(channel="C0NOWHERE", text="x")
    assert refused.value.response["error"] == "channel_not_found"


def test_the_sdk_uploads_a_file(slack, web):
    shared = web.files_upload_v2(
        channel="C0SUPPORT", filename="report.csv", content="a,b\n", title="Report"
    )
    assert shared["files"][0]["title"] == "Report"
    seen = slack.look("messages", channel="C0SUPPORT", user="alice")["messages"]
    assert seen[-1]["files"][0]["name"] == "report.csv"


def test_the_sdks_own_socket_client_goes_round(slack, web):
    got = Queue()

    def listen(client, request):
        client.send_socket_mode_response(SocketModeResponse(envelope_id=request.envelope_id))
        got.put(request)

    client = SocketModeClient(APP_TOKEN, web_client=web, ping_interval=1)
    client.socket_mode_request_listeners.append(listen)
    slack.control("deliveries", wait_for_socket=True)
    slack.say("while nobody listens")
    try:
        client.connect()
        assert got.get(timeout=5).payload["event"]["text"] == "while nobody listens"
        assert slack.control("shortcut", user="alice", callback_id="new_ticket")["ok"]
        assert got.get(timeout=5).type == "interactive"
        slack.control("socket", close=True)
        slack.say("after a new connection")
        assert got.get(timeout=10).payload["event"]["text"] == "after a new connection"
    finally:
        client.close()


def test_the_sdks_socket_client_finds_a_silent_socket_stale(slack, web):
    client = SocketModeClient(
        APP_TOKEN, web_client=web, ping_interval=0.05, auto_reconnect_enabled=False
    )
    client.connect()
    try:
        first = pong_after(client, 0.0)
        assert pong_after(client, first) > first
        slack.control("socket", silent=True)
        assert slack.wait(kind="socket", event="closed")
    finally:
        client.close()


def pong_after(client, at):
    """The time of the ping that the newest pong answers, once that is later than `at`."""
    deadline = time.monotonic() + 5
    while (client.current_session.last_ping_pong_time or 0.0) <= at:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    return client.current_session.last_ping_pong_time


def build_bolt(slack, got):
    app = App(
        client=WebClient(BOT_TOKEN, base_url=f"{slack.url}/api/"),
        signing_secret="sandbox-signing-secret",
        process_before_response=True,
    )

    @app.command("/ticket")
    def command(ack, body, client):
        client.views_open(trigger_id=body["trigger_id"], view=MODAL)
        ack("opening")
        got.put(("command", body["text"]))

    @app.event("message")
    def message(event):
        got.put(("message", event["text"]))

    @app.view("new")
    def submitted(ack, view):
        value = view["state"]["values"]["subject"]["subject"]["value"]
        if len(value) < 5:
            ack(response_action="errors", errors={"subject": "too short"})
            return
        ack()
        got.put(("submitted", value))

    @app.action("claim")
    def claimed(ack, body, respond):
        ack()
        respond("claimed", response_type="ephemeral")
        got.put(("claimed", body["user"]["id"]))

    return app


def play(slack, got):
    """One story through Bolt: message, command, form with an error and without, click."""
    slack.say("printer on fire")
    assert got.get(timeout=5) == ("message", "printer on fire")
    ran = slack.control("command", user="alice", channel="C0SUPPORT", command="/ticket", text="new")
    assert ran["ok"], ran
    assert got.get(timeout=5) == ("command", "new")
    view = slack.look("views", user="alice")["views"][0]
    filled = {"user": "alice", "view_id": view["id"]}
    wrong = slack.control("view/submit", **filled, values={"subject": {"subject": "it"}})
    assert wrong["errors"] == {"subject": "too short"}
    slack.control("view/submit", **filled, values={"subject": {"subject": "printer"}})
    assert got.get(timeout=5) == ("submitted", "printer")
    card = slack.post("card", blocks=BUTTON)["ts"]
    clicked = slack.control("click", user="ben", channel="C0SUPPORT", ts=card, action_id="claim")
    assert clicked["ok"], clicked
    assert got.get(timeout=5) == ("claimed", "U0BEN")
    seen = slack.look("messages", channel="C0SUPPORT", user="ben")["messages"]
    assert [m["text"] for m in seen if m["is_ephemeral"]] == ["claimed"]


def test_a_bolt_app_plays_over_socket_mode(slack):
    got = Queue()
    handler = SocketModeHandler(build_bolt(slack, got), APP_TOKEN, ping_interval=1)
    handler.connect()
    try:
        play(slack, got)
    finally:
        handler.close()


def test_a_bolt_app_plays_over_http_and_checks_the_signature(start):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    slack = start(f"http://127.0.0.1:{port}/slack/events")
    got = Queue()
    server = SlackAppDevelopmentServer(port, "/slack/events", build_bolt(slack, got))
    thread = threading.Thread(target=server._server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        assert slack.wait(kind="url_verified")["url"].endswith("/slack/events")
        play(slack, got)
        object.__setattr__(slack.world.workspace.app, "signing_secret", "stolen")
        refused = slack.control("command", user="alice", channel="C0SUPPORT", command="/ticket")
        assert refused["error"] == "dispatch_failed"
    finally:
        server._server.shutdown()
        thread.join()
        server._server.server_close()


def test_the_sdks_webhook_client_answers_a_response_url(slack, bot):
    slack.control("command", user="alice", channel="C0SUPPORT", command="/ticket")
    answer = WebhookClient(bot.next()["payload"]["response_url"]).send(text="later")
    assert (answer.status_code, answer.body) == (200, "ok")
