import json

import pytest

from tests.sandbox.conftest import APP_TOKEN, BOT_TOKEN, StandingClock


def test_no_token_is_not_authed(slack):
    assert slack.client.post(f"{slack.url}/api/auth.test").json()["error"] == "not_authed"


def test_a_strange_token_is_invalid(slack):
    assert slack.api("auth.test", token="xoxb-of-someone-else")["error"] == "invalid_auth"


def test_each_token_serves_its_own_methods(slack):
    assert slack.api("auth.test", token=APP_TOKEN)["error"] == "not_allowed_token_type"
    answer = slack.api("apps.connections.open", token=BOT_TOKEN)
    assert answer["error"] == "not_allowed_token_type"


def test_a_method_that_is_not_there_is_unknown(slack):
    assert slack.api("chat.shout")["error"] == "unknown_method"


@pytest.mark.parametrize(
    ("method", "args", "scope"),
    [
        ("chat.postMessage", {"channel": "C0SUPPORT", "text": "x"}, "chat:write"),
        ("conversations.history", {"channel": "C0SUPPORT"}, "channels:history"),
        ("conversations.info", {"channel": "C0SUPPORT"}, "channels:read"),
        ("conversations.join", {"channel": "C0QUIET"}, "channels:join"),
        ("conversations.open", {"users": "U0BEN"}, "im:write"),
        ("users.info", {"user": "U0BEN"}, "users:read"),
        ("users.lookupByEmail", {"email": "ben@harbour.example"}, "users:read.email"),
        ("usergroups.list", {}, "usergroups:read"),
        ("dnd.info", {"user": "U0BEN"}, "dnd:read"),
        ("team.info", {}, "team:read"),
        ("files.getUploadURLExternal", {"filename": "a", "length": 1}, "files:write"),
        ("files.info", {"file": "F0ONE"}, "files:read"),
    ],
)
def test_a_method_without_its_scope_says_what_it_needs(slack, method, args, scope):
    slack.say("", files=[{"id": "F0ONE", "name": "log.txt"}])
    assert slack.api(method, **args)["ok"]
    slack.without_scope(scope)
    answer = slack.api(method, **args)
    assert answer["error"] == "missing_scope"
    assert scope in answer["needed"].split(",")
    assert scope not in answer["provided"].split(",")


def test_forms_json_and_queries_are_all_understood(slack):
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    address = f"{slack.url}/api/conversations.info"
    args = {"channel": "C0SUPPORT", "include_num_members": "true"}
    answers = [
        slack.client.get(address, params=args, headers=headers),
        slack.client.post(address, data=args, headers=headers),
        slack.client.post(address, json=args, headers=headers),
        slack.client.post(address, data=args | {"token": BOT_TOKEN}),
    ]
    assert [answer.json()["channel"]["num_members"] for answer in answers] == [5] * 4


def test_structures_arrive_as_text_in_forms(slack):
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": "hi"}}]
    answer = slack.client.post(
        f"{slack.url}/api/chat.postMessage",
        data={"channel": "C0SUPPORT", "blocks": json.dumps(blocks)},
        headers={"Authorization": f"Bearer {BOT_TOKEN}"},
    )
    assert answer.json()["message"]["blocks"][0]["text"]["text"] == "hi"


@pytest.mark.parametrize(
    ("content_type", "body", "error"),
    [
        ("application/json", b"{", "invalid_json"),
        ("application/json", b"[]", "json_not_object"),
        ("image/png", b"x", "invalid_post_type"),
        ("", b"x", "missing_post_type"),
    ],
)
def test_bodies_slack_cannot_read_are_refused(slack, content_type, body, error):
    headers = {"Authorization": f"Bearer {BOT_TOKEN}", "Content-Type": content_type}
    answer = slack.client.post(f"{slack.url}/api/auth.test", content=body, headers=headers)
    assert answer.json()["error"] == error


def test_auth_test_says_who_the_bot_is(slack):
    answer = slack.api("auth.test")
    assert (answer["user_id"], answer["bot_id"], answer["team_id"]) == (
        "U0PUNCTUAL",
        "B0PUNCTUAL",
        "T0PUNCTUAL",
    )


def limited(slack, method, calls, **args):
    answers = [slack.raw(method, **args) for _ in range(calls)]
    return next((n, a) for n, a in enumerate(answers) if a.status_code == 429)


@pytest.mark.parametrize(
    ("method", "args", "burst", "retry_after_s"),
    [
        ("users.list", {}, 20, 3),
        ("team.info", {}, 50, 2),
        ("users.info", {"user": "U0BEN"}, 100, 1),
    ],
    ids=["tier 2", "tier 3", "tier 4"],
)
def test_a_tier_allows_its_calls_a_minute(slack, method, args, burst, retry_after_s):
    slack.world.clock = StandingClock()
    allowed, answer = limited(slack, method, burst + 3, **args)
    assert allowed == burst
    assert answer.json() == {"ok": False, "error": "ratelimited"}
    assert int(answer.headers["Retry-After"]) == retry_after_s


def test_a_channel_takes_one_message_a_second_after_a_short_burst(slack):
    allowed, answer = limited(slack, "chat.postMessage", 6, channel="C0SUPPORT", text="x")
    assert (allowed, answer.headers["Retry-After"]) == (4, "1")
    assert slack.post(channel="C0GENERAL")["ok"]
    slack.control("clock", advance_s=1)
    assert slack.post()["ok"]
    assert slack.raw("chat.postMessage", channel="C0SUPPORT", text="x").status_code == 429


def test_limits_can_be_switched_off(slack):
    slack.control("limits", on=False)
    assert all(slack.post()["ok"] for _ in range(10))


def test_limits_can_be_switched_off_for_some_methods(slack):
    slack.world.clock = StandingClock()
    slack.control("limits", on=True, exempt=["users.list"])
    assert all(slack.raw("users.list").status_code == 200 for _ in range(30))
    slack.control("limits", on=True)
    assert limited(slack, "users.list", 25)[0] == 20
