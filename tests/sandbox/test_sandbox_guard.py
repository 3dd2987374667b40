"""Another page of a developer's browser can neither order anything of the sandbox nor read it."""

import pytest
from websockets.exceptions import InvalidHandshake
from websockets.sync.client import connect

from tests.sandbox.conftest import BOT_TOKEN

SAID = {"user": "alice", "channel": "C0SUPPORT", "text": "not asked for"}
EVIL = "http://evil.example"


def texts(slack):
    return [each["args"].get("text") for each in slack.log("member")]


def port_of(slack):
    return slack.url.rpartition(":")[2]


@pytest.mark.parametrize("name", ["127.0.0.1", "localhost", "[::1]", "LOCALHOST"])
def test_its_own_names_with_its_port_are_heard(slack, name):
    own = {"Host": f"{name}:{port_of(slack)}"}
    answer = slack.client.post(f"{slack.url}/control/message", json=SAID, headers=own)
    assert answer.json()["ok"]


@pytest.mark.parametrize(
    "path", ["/", "/page/page.js", "/control/state", "/control/log", "/api/auth.test", "/files/F/x"]
)
def test_a_name_that_only_leads_here_is_refused_everywhere(slack, path):
    """DNS rebinding: a stranger's name for 127.0.0.1 makes a stranger's page of one origin."""
    for host in ("evil.example", f"evil.example:{port_of(slack)}", "127.0.0.1:1", "localhost", ""):
        answer = slack.client.get(f"{slack.url}{path}", headers={"Host": host})
        assert answer.status_code in (400, 421), host


ELSEWHERE = {
    "another site's origin": {"Origin": EVIL},
    "no origin at all": {"Origin": "null"},
    "another port of this machine": {"Origin": "http://127.0.0.1:1"},
    "an encrypted page": {"Origin": "https://127.0.0.1"},
    "what the browser says": {"Sec-Fetch-Site": "cross-site"},
    "a sister": {"Sec-Fetch-Site": "same-site"},
}


@pytest.mark.parametrize("headers", ELSEWHERE.values(), ids=ELSEWHERE)
def test_a_page_from_elsewhere_orders_and_reads_nothing(slack, headers):
    client, url = slack.client, slack.url
    token = {"token": BOT_TOKEN, "channel": "C0SUPPORT", "text": "not asked for"}
    answers = [
        client.post(f"{url}/control/message", json=SAID, headers=headers),
        client.post(f"{url}/control/team", json={}, headers=headers),
        client.delete(f"{url}/control/faults", headers=headers),
        client.get(f"{url}/control/state", headers=headers),
        client.post(f"{url}/api/chat.postMessage", data=token, headers=headers),
        client.get(f"{url}/api/chat.postMessage", params=token, headers=headers),
        client.post(f"{url}/response/x", json={"text": "x"}, headers=headers),
        client.post(f"{url}/upload/v1/x", content=b"x", headers=headers),
    ]
    assert [each.status_code for each in answers] == [403] * len(answers)
    assert texts(slack) == []
    assert slack.log("api") == []


def test_the_page_itself_may_order(slack):
    own = {"Origin": slack.url, "Sec-Fetch-Site": "same-origin"}
    answer = slack.client.post(f"{slack.url}/control/message", json=SAID, headers=own)
    assert answer.json()["ok"]


def test_a_link_to_the_page_may_stand_anywhere(slack):
    answer = slack.client.get(f"{slack.url}/", headers={"Sec-Fetch-Site": "cross-site"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "kind",
    ["application/x-www-form-urlencoded", "text/plain", "multipart/form-data; boundary=x", ""],
)
def test_orders_are_taken_as_json_alone(slack, kind):
    """What a page may send to another without being allowed to is one of these kinds."""
    body = b'{"user": "alice", "channel": "C0SUPPORT", "text": "not asked for"}'
    for path in ("message", "faults", "team", "view/submit"):
        answer = slack.client.post(
            f"{slack.url}/control/{path}", content=body, headers={"Content-Type": kind}
        )
        assert answer.status_code == 415, path
    assert texts(slack) == []


def test_bots_send_forms_as_slack_takes_them(slack):
    headers = {"Authorization": f"Bearer {BOT_TOKEN}"}
    told = {"channel": "C0SUPPORT", "text": "asked for"}
    answer = slack.client.post(f"{slack.url}/api/chat.postMessage", data=told, headers=headers)
    assert answer.json()["ok"]


def test_a_page_from_elsewhere_opens_no_socket(slack):
    address = slack.url.replace("http://", "ws://") + "/link/?ticket=x"
    with pytest.raises(InvalidHandshake), connect(address, origin=EVIL):
        pass


def test_the_page_runs_nothing_but_its_own(slack):
    rules = slack.client.get(f"{slack.url}/").headers["content-security-policy"]
    assert "default-src 'none'" in rules
    assert "script-src 'self';" in rules
    assert "frame-ancestors 'none'" in rules
    assert slack.client.get(f"{slack.url}/page/page.js").headers["x-content-type-options"]
