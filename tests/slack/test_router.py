"""Listeners are found by kind and name, and run in a hurry."""

from contextlib import contextmanager, nullcontext

import pytest
from slack_bolt import Ack, BoltRequest

from bot.slack.connect.router import Router, route_of
from bot.slack.hear import routes as kinds


def router(*rows, hurried=nullcontext):
    return Router(hurried, iter(rows))


def heard(listening, body):
    """The ack of a request, or None where it was passed on."""
    passed_on = []
    response = listening.hear(Ack(), body, BoltRequest(body=""), lambda: passed_on.append(1))
    assert (response is None) == bool(passed_on)
    return response


def test_only_the_listener_of_a_request_hears_it():
    seen = []

    def ticket(ack, body):
        seen.append(body["text"])
        ack()

    def sla(ack):
        ack("not this one")

    listening = router((("command", "/ticket"), ticket), (("command", "/sla"), sla))
    assert heard(listening, {"command": "/ticket", "text": "next"}).body == ""
    assert seen == ["next"]


@pytest.mark.parametrize("body", [{"command": "/other"}, {"type": "url_verification"}, {}], ids=str)
def test_what_nobody_hears_is_passed_on(body):
    assert heard(router(), body) is None


@pytest.mark.parametrize(
    ("body", "route"),
    [
        ({"command": "/ticket"}, ("command", "/ticket")),
        ({"type": "event_callback", "event": {"type": "message"}}, ("event", "message")),
        ({"type": "block_actions", "actions": [{"action_id": "a"}]}, ("action", "a")),
        ({"type": "block_suggestion", "action_id": "a"}, ("options", "a")),
        ({"type": "view_submission", "view": {"callback_id": "v"}}, ("view", "v")),
        ({"type": "view_closed", "view": {"callback_id": "v"}}, ("view_closed", "v")),
        ({"type": "shortcut", "callback_id": "s"}, ("shortcut", "s")),
        ({"type": "message_action", "callback_id": "s"}, ("shortcut", "s")),
        ({"type": "app_rate_limited"}, ("warning", "app_rate_limited")),
    ],
    ids=lambda each: each.get("type", "command") if isinstance(each, dict) else "",
)
def test_each_kind_of_request_has_a_name(body, route):
    assert route_of(body) == route


@pytest.mark.parametrize(
    "body",
    [
        {"type": "event_callback"},
        {"type": "event_callback", "event": {}},
        {"type": "block_actions", "actions": []},
        {"type": "block_actions", "actions": None},
        {"type": "view_submission", "view": 7},
        {"type": ["event_callback"]},
        {"type": None},
    ],
    ids=str,
)
def test_what_nobody_can_read_has_no_name(body):
    assert route_of(body) is None


def test_an_event_that_lacks_something_is_acknowledged():
    listening = router((("event", "message"), lambda ack, body: ack(body["event"]["channel"])))
    assert heard(listening, {"type": "event_callback", "event": {"type": "message"}}).status == 200


def test_a_click_that_lacks_something_is_not():
    listening = router((("action", "a"), lambda ack, body: ack(body["user"])))
    with pytest.raises(KeyError):
        heard(listening, {"type": "block_actions", "actions": [{"action_id": "a"}]})


@pytest.mark.parametrize(
    "kind",
    [
        *(kinds.COMMAND, kinds.EVENT, kinds.WARNING, kinds.ACTION),
        *(kinds.OPTIONS, kinds.VIEW, kinds.VIEW_CLOSED, kinds.SHORTCUT),
    ],
)
def test_there_is_one_listener_for_each_name(kind):
    row = ((kind, "name"), lambda ack: ack())
    assert router(row).known == {(kind, "name")}
    with pytest.raises(TypeError, match=f"{kind} name: one listener"):
        router(row, row)


def test_a_listener_that_wants_more_is_refused_at_the_start():
    with pytest.raises(TypeError, match=r"takes \['ack', 'body', 'request'\]"):
        router((("event", "message"), lambda ack, client: ack()))


def test_a_listener_runs_in_a_hurry():
    hurrying, seen = [], []

    @contextmanager
    def hurried():
        hurrying.append(True)
        yield
        hurrying.pop()

    def listener(ack):
        seen.append(list(hurrying))
        ack()

    heard(
        router((("event", "message"), listener), hurried=hurried),
        {"type": "event_callback", "event": {"type": "message"}},
    )
    assert (seen, hurrying) == ([[True]], [])
