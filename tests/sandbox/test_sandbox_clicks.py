import pytest

CARD = [
    {
        "type": "actions",
        "block_id": "card",
        "elements": [
            {
                "type": "button",
                "action_id": "claim",
                "text": {"type": "plain_text", "text": "Claim"},
                "value": "42",
            },
            {
                "type": "static_select",
                "action_id": "priority",
                "options": [
                    {"text": {"type": "plain_text", "text": "Low"}, "value": "low"},
                    {"text": {"type": "plain_text", "text": "High"}, "value": "high"},
                ],
            },
            {
                "type": "overflow",
                "action_id": "more",
                "options": [
                    {"text": {"type": "plain_text", "text": "Close"}, "value": "close"},
                    {"text": {"type": "plain_text", "text": "Merge"}, "value": "merge"},
                ],
            },
        ],
    },
    {
        "type": "section",
        "block_id": "who",
        "text": {"type": "mrkdwn", "text": "Customer"},
        "accessory": {
            "type": "external_select",
            "action_id": "customer",
            "min_query_length": 1,
            "placeholder": {"type": "plain_text", "text": "Customer"},
        },
    },
]


@pytest.fixture
def card(slack):
    return slack.post("card", blocks=CARD)["ts"]


def click(slack, ts, action_id, user="alice", **more):
    return slack.control(
        "click", user=user, channel="C0SUPPORT", ts=ts, action_id=action_id, **more
    )


def interaction(bot):
    while (envelope := bot.next())["type"] != "interactive":
        pass
    return envelope["payload"]


def test_a_click_has_the_shape_of_slacks(slack, bot, card):
    assert click(slack, card, "claim")["ok"]
    payload = interaction(bot)
    assert payload["type"] == "block_actions"
    assert payload["container"] == {
        "type": "message",
        "message_ts": card,
        "channel_id": "C0SUPPORT",
        "is_ephemeral": False,
    }
    assert payload["channel"] == {"id": "C0SUPPORT", "name": "support"}
    assert payload["message"]["ts"] == card
    assert payload["user"]["id"] == "U0ALICE"
    action = payload["actions"][0]
    assert (action["action_id"], action["value"], action["type"]) == ("claim", "42", "button")
    assert float(action["action_ts"]) > float(card)


def test_a_choice_is_sent_and_remembered_in_the_state(slack, bot, card):
    click(slack, card, "priority", value="high")
    assert interaction(bot)["actions"][0]["selected_option"]["value"] == "high"
    click(slack, card, "claim")
    state = interaction(bot)["state"]["values"]["card"]["priority"]
    assert (state["type"], state["selected_option"]["value"]) == ("static_select", "high")


def test_an_overflow_sends_its_option(slack, bot, card):
    click(slack, card, "more", value="close")
    assert interaction(bot)["actions"][0]["selected_option"]["value"] == "close"


def test_what_is_not_offered_cannot_be_chosen(slack, bot, card):
    assert click(slack, card, "priority", value="huge")["error"] == "no_such_choice"
    assert click(slack, card, "vanish")["error"] == "element_not_found"
    assert click(slack, "1.000001", "claim")["error"] == "message_not_found"


def test_who_does_not_see_a_message_cannot_click_it(slack, bot):
    ts = slack.post("card", channel="C0LEADS", blocks=CARD)["ts"]
    refused = slack.control("click", user="ben", channel="C0LEADS", ts=ts, action_id="claim")
    assert refused["error"] == "not_in_channel"


def test_a_click_in_an_ephemeral_carries_no_message(slack, bot):
    sent = slack.api(
        "chat.postEphemeral", channel="C0SUPPORT", user="U0ALICE", text="psst", blocks=CARD
    )
    click(slack, sent["message_ts"], "claim")
    payload = interaction(bot)
    assert payload["container"]["is_ephemeral"] is True
    assert "message" not in payload
    slack.client.post(payload["response_url"], json={"replace_original": True, "text": "claimed"})
    seen = slack.look("messages", channel="C0SUPPORT", user="alice")["messages"]
    assert [m["text"] for m in seen] == ["claimed"]


def test_a_click_without_ack_fails(slack, card):
    assert click(slack, card, "claim")["error"] == "dispatch_failed"


def test_an_external_select_is_filled_by_the_bot(slack, connected, card):
    offer = {"text": {"type": "plain_text", "text": "Acme"}, "value": "acme"}
    bot = connected({"block_suggestion": {"options": [offer]}})
    asked = {"user": "alice", "channel": "C0SUPPORT", "ts": card, "action_id": "customer"}
    assert slack.control("suggest", **asked, value="ac")["options"] == [offer]
    assert interaction(bot)["value"] == "ac"
    assert slack.control("suggest", **asked, value="")["options"] == []
    click(slack, card, "customer", selected_option=offer)
    assert interaction(bot)["actions"][0]["selected_option"] == offer


def offering(*names, **more):
    """What a bot answers who offers these."""
    options = [{"text": {"type": "plain_text", "text": name}, "value": name} for name in names]
    return {"block_suggestion": {"options": options, **more}}


def test_who_picks_by_name_is_given_what_the_bot_offers_under_it(slack, connected, card):
    bot = connected(offering("Acme", "Acme 2"))
    click(slack, card, "customer", value="Acme 2")
    assert interaction(bot)["value"] == "Acme 2"
    assert interaction(bot)["actions"][0]["selected_option"]["value"] == "Acme 2"
    assert click(slack, card, "customer", value="Nobody")["error"] == "no_such_choice"


def test_of_more_options_than_slack_takes_none_is_shown(slack, connected, card):
    connected(offering(*map(str, range(101))))
    asked = {"user": "alice", "channel": "C0SUPPORT", "ts": card, "action_id": "customer"}
    assert slack.control("suggest", **asked, value="any")["options"] == []
    assert slack.log("bad_ack")[-1]["error"] == "too many options"


def test_groups_of_options_are_shown_under_their_headings(slack, connected, card):
    heading = {"type": "plain_text", "text": "1 of 2"}
    [option] = offering("Acme")["block_suggestion"]["options"]
    groups = [{"label": heading, "options": [option]}]
    connected({"block_suggestion": {"option_groups": groups}})
    asked = {"user": "alice", "channel": "C0SUPPORT", "ts": card, "action_id": "customer"}
    found = slack.control("suggest", **asked, value="acme")
    assert (found["groups"], found["options"]) == (groups, [option])


def test_a_message_shortcut_carries_the_message(slack, bot):
    ts = slack.say("my screen is blank")["ts"]
    bot.next()
    used = slack.control(
        "shortcut", user="ben", callback_id="open_ticket", channel="C0SUPPORT", ts=ts
    )
    payload = bot.next()["payload"]
    assert used["ok"]
    assert (payload["type"], payload["message_ts"]) == ("message_action", ts)
    assert payload["message"]["text"] == "my screen is blank"


def test_a_global_shortcut_needs_no_message(slack, bot):
    assert slack.control("shortcut", user="ben", callback_id="new_ticket")["ok"]
    payload = bot.next()["payload"]
    assert (payload["type"], "channel" in payload) == ("shortcut", False)
    wrong = slack.control("shortcut", user="ben", callback_id="open_ticket")
    assert wrong["error"] == "message_needed"
    unknown = slack.control("shortcut", user="ben", callback_id="nothing")
    assert unknown["error"] == "unknown_shortcut"


def test_without_interactivity_nothing_can_be_pressed(slack, bot, card):
    manifest = slack.world.workspace.app.manifest
    object.__setattr__(manifest, "has_interactivity", False)
    assert click(slack, card, "claim")["error"] == "interactivity_is_off"
