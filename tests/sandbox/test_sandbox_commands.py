import pytest


def run(slack, command="/ticket", text="", **more):
    return slack.control(
        "command", user="alice", channel="C0SUPPORT", command=command, text=text, **more
    )


def test_a_command_has_the_shape_of_slacks(slack, bot):
    run(slack, text="list mine")
    payload = bot.next()["payload"]
    assert set(payload) == {
        *("token", "team_id", "team_domain", "channel_id", "channel_name", "user_id"),
        *("user_name", "command", "text", "api_app_id", "is_enterprise_install"),
        *("response_url", "trigger_id"),
    }
    assert (payload["command"], payload["text"], payload["channel_name"]) == (
        "/ticket",
        "list mine",
        "support",
    )


@pytest.mark.parametrize(
    ("channel", "name"), [("C0LEADS", "privategroup"), ("U0PUNCTUAL", "directmessage")]
)
def test_private_places_are_not_named(slack, bot, channel, name):
    slack.control("command", user="alice", channel=channel, command="/ticket")
    assert bot.next()["payload"]["channel_name"] == name


def test_names_become_ids_where_the_manifest_says_so(slack, bot):
    text = "assign @ben in #general to @tier-1 a & b"
    run(slack, text=text)
    assert bot.next()["payload"]["text"] == (
        "assign <@U0BEN|ben> in <#C0GENERAL|general> to <!subteam^S0TIER1|@tier-1> a &amp; b"
    )
    run(slack, "/raw", text=text)
    assert bot.next()["payload"]["text"] == text


def test_the_answer_is_shown_to_the_member_alone(slack, connected):
    connected({"slash_commands": {"text": "3 open"}})
    answer = run(slack)
    assert (answer["ok"], answer["ack"]) == (True, {"text": "3 open"})
    seen = slack.look("messages", channel="C0SUPPORT", user="alice")["messages"]
    assert [(m["text"], m["is_ephemeral"]) for m in seen] == [("3 open", True)]
    assert slack.look("messages", channel="C0SUPPORT", user="ben")["messages"] == []


def test_an_answer_may_be_for_all(slack, connected):
    connected({"slash_commands": {"text": "3 open", "response_type": "in_channel"}})
    run(slack)
    seen = slack.look("messages", channel="C0SUPPORT", user="ben")["messages"]
    assert [m["text"] for m in seen] == ["3 open"]


def test_an_answer_slack_cannot_show_is_an_error(slack, connected):
    connected({"slash_commands": {"blocks": [{"type": "nonsense"}]}})
    answer = run(slack)
    assert (answer["ok"], answer["error"]) == (False, "invalid_blocks")
    assert slack.log("bad_ack")


def test_there_are_no_commands_in_threads(slack, bot):
    ts = slack.say("parent")["ts"]
    assert run(slack, thread_ts=ts)["error"] == "not_supported_in_threads"


def test_a_command_the_manifest_lacks_does_not_exist(slack, bot):
    assert run(slack, "/nothing")["error"] == "unknown_command"


def test_a_command_without_ack_fails_and_is_never_sent_again(slack, connected):
    slack.control("deliveries", ack_within_s=0.1)
    bot = connected(is_mute=True)
    assert run(slack)["error"] == "operation_timeout"
    bot.next()
    assert bot.hears_nothing() is None


def test_a_command_while_no_bot_listens_fails_at_once(slack):
    assert run(slack)["error"] == "dispatch_failed"


def respond(slack, bot, **body):
    run(slack)
    address = bot.next()["payload"]["response_url"]
    return slack.client.post(address, json=body), address


def shown(slack, user="alice"):
    return slack.look("messages", channel="C0SUPPORT", user=user)["messages"]


def test_a_response_url_takes_five_answers(slack, bot):
    answer, address = respond(slack, bot, text="0")
    assert (answer.status_code, answer.text) == (200, "ok")
    for n in range(1, 5):
        assert slack.client.post(address, json={"text": f"{n}"}).status_code == 200
    sixth = slack.client.post(address, json={"text": "5"})
    assert (sixth.status_code, sixth.json()["error"]) == (404, "used_url")
    assert len(shown(slack)) == 5


def test_a_response_url_lives_thirty_minutes(slack, bot):
    _, address = respond(slack, bot, text="0")
    slack.control("clock", advance_s=1801)
    late = slack.client.post(address, json={"text": "1"})
    assert (late.status_code, late.json()["error"]) == (404, "expired_url")
    strange = slack.client.post(f"{slack.url}/response/none", json={"text": "1"})
    assert strange.status_code == 404


def test_a_response_may_replace_or_delete_the_first(slack, bot):
    _, address = respond(slack, bot, text="working")
    slack.client.post(address, json={"text": "done", "replace_original": True})
    assert [m["text"] for m in shown(slack)] == ["done"]
    slack.client.post(address, json={"delete_original": True})
    assert shown(slack) == []


@pytest.mark.parametrize(
    ("body", "error"),
    [
        ({}, "no_text"),
        ({"text": "x" * 4_001}, "msg_too_long"),
        ({"blocks": [{"type": "section"}]}, "invalid_blocks"),
        ([], "invalid_payload"),
    ],
)
def test_a_response_slack_cannot_show_is_refused(slack, bot, body, error):
    run(slack)
    address = bot.next()["payload"]["response_url"]
    answer = slack.client.post(address, json=body)
    assert (answer.status_code, answer.json()["error"]) == (400, error)
    assert slack.client.post(address, content=b"{").json()["error"] == "invalid_payload"
