import pytest

TITLE = {"type": "plain_text", "text": "New ticket"}


def text_input(action_id="subject", **more):
    return {"type": "plain_text_input", "action_id": action_id, **more}


def asks(block_id, element, **more):
    label = {"type": "plain_text", "text": block_id}
    return {"type": "input", "block_id": block_id, "label": label, "element": element, **more}


def modal(*blocks, **more):
    return {
        "type": "modal",
        "title": TITLE,
        "submit": {"type": "plain_text", "text": "Open"},
        "blocks": list(blocks or [asks("subject", text_input())]),
        **more,
    }


def trigger(slack, bot, user="alice"):
    """A fresh trigger, as a command brings it."""
    slack.control("command", user=user, channel="C0SUPPORT", command="/ticket")
    while (envelope := bot.next())["type"] != "slash_commands":
        pass
    return envelope["payload"]["trigger_id"]


def opened(slack, bot, view=None):
    answer = slack.api("views.open", trigger_id=trigger(slack, bot), view=view or modal())
    return answer["view"]


def views(slack, user="alice"):
    return slack.look("views", user=user)["views"]


def submit(slack, view, **values):
    return slack.control("view/submit", user="alice", view_id=view["id"], values=values)


def last(bot):
    envelope = bot.next()
    while envelope["type"] != "interactive":
        envelope = bot.next()
    return envelope["payload"]


def test_a_view_is_stored_with_what_slack_adds(slack, bot):
    view = opened(slack, bot, modal(private_metadata="42", callback_id="new"))
    assert (view["id"][0], view["team_id"], view["bot_id"]) == ("V", "T0PUNCTUAL", "B0PUNCTUAL")
    assert (view["private_metadata"], view["callback_id"]) == ("42", "new")
    assert (view["root_view_id"], view["previous_view_id"]) == (view["id"], None)
    assert view["state"]["values"] == {
        "subject": {"subject": {"type": "plain_text_input", "value": None}}
    }
    assert views(slack) == [view]


def test_a_trigger_works_once(slack, bot):
    used = trigger(slack, bot)
    assert slack.api("views.open", trigger_id=used, view=modal())["ok"]
    again = slack.api("views.open", trigger_id=used, view=modal())
    assert again["error"] == "exchanged_trigger_id"


def test_a_trigger_lives_three_seconds(slack, bot):
    late = trigger(slack, bot)
    slack.control("clock", advance_s=3.1)
    assert slack.api("views.open", trigger_id=late, view=modal())["error"] == "expired_trigger_id"


def test_a_made_up_trigger_is_invalid(slack):
    answer = slack.api("views.open", trigger_id="1.2.abc", view=modal())
    assert answer["error"] == "invalid_trigger_id"


def test_a_view_slack_would_not_draw_does_not_use_up_the_trigger(slack, bot):
    fresh = trigger(slack, bot)
    refused = slack.api("views.open", trigger_id=fresh, view=modal({"type": "section"}))
    assert refused["error"] == "invalid_arguments"
    assert refused["response_metadata"]["messages"]
    assert slack.api("views.open", trigger_id=fresh, view=modal())["ok"]


@pytest.mark.parametrize("view", [None, "[", "[]", {"type": "home", "blocks": []}])
def test_what_is_no_modal_cannot_be_opened(slack, bot, view):
    answer = slack.api("views.open", trigger_id=trigger(slack, bot), view=view)
    assert answer["error"] == "invalid_arguments"


def test_private_metadata_beyond_3000_characters_is_refused(slack, bot):
    view = modal(private_metadata="x" * 3001)
    answer = slack.api("views.open", trigger_id=trigger(slack, bot), view=view)
    assert answer["error"] == "invalid_arguments"


def test_an_external_id_is_taken_once(slack, bot):
    opened(slack, bot, modal(external_id="form-1"))
    slack.control("command", user="ben", channel="C0SUPPORT", command="/ticket")
    answer = slack.api(
        "views.open", trigger_id=trigger(slack, bot, "ben"), view=modal(external_id="form-1")
    )
    assert answer["error"] == "duplicate_external_id"


def click_in(slack, bot, view, action_id):
    slack.control("click", user="alice", view_id=view["id"], action_id=action_id)
    return last(bot)


BUTTON = {
    "type": "actions",
    "block_id": "more",
    "elements": [
        {"type": "button", "action_id": "more", "text": {"type": "plain_text", "text": "More"}}
    ],
}


def test_three_views_can_be_stacked_and_no_fourth(slack, bot):
    view = opened(slack, bot, modal(BUTTON))
    for expected in ("ok", "ok", "push_limit_reached"):
        payload = click_in(slack, bot, view, "more")
        assert payload["container"] == {"type": "view", "view_id": view["id"]}
        pushed = slack.api("views.push", trigger_id=payload["trigger_id"], view=modal(BUTTON))
        assert pushed.get("error", "ok") == expected
        view = pushed.get("view", view)
    stack = views(slack)
    assert [v["previous_view_id"] for v in stack] == [None, stack[0]["id"], stack[1]["id"]]


def test_a_view_is_pushed_only_from_an_open_one(slack, bot):
    answer = slack.api("views.push", trigger_id=trigger(slack, bot), view=modal())
    assert answer["error"] == "not_found"


def test_an_update_needs_the_hash_it_was_made_from(slack, bot):
    view = opened(slack, bot)
    args = {"view_id": view["id"], "view": modal()}
    assert slack.api("views.update", hash=view["hash"], **args)["ok"]
    assert slack.api("views.update", hash=view["hash"], **args)["error"] == "hash_conflict"
    assert slack.api("views.update", **args)["ok"]


def test_an_update_reaches_a_view_by_external_id(slack, bot):
    opened(slack, bot, modal(external_id="form-1"))
    view = modal(BUTTON, external_id="form-1")
    assert slack.api("views.update", external_id="form-1", view=view)["ok"]
    assert views(slack)[0]["blocks"][0]["block_id"] == "more"
    assert slack.api("views.update", view_id="V0NONE", view=modal())["error"] == "not_found"
    assert slack.api("views.update", view=modal())["error"] == "invalid_arguments"


FIELDS = [
    ("note", text_input("a", multiline=True), "two\nlines", {"value": "two\nlines"}),
    ("mail", {"type": "email_text_input", "action_id": "a"}, "a@b.example", None),
    ("address", {"type": "url_text_input", "action_id": "a"}, "https://b.example", None),
    (
        "hours",
        {"type": "number_input", "action_id": "a", "is_decimal_allowed": True},
        "1.5",
        None,
    ),
    ("day", {"type": "datepicker", "action_id": "a"}, "2026-03-04", "selected_date"),
    ("time", {"type": "timepicker", "action_id": "a"}, "09:30", "selected_time"),
    ("at", {"type": "datetimepicker", "action_id": "a"}, 1_700_000_000, "selected_date_time"),
    ("who", {"type": "users_select", "action_id": "a"}, "U0BEN", "selected_user"),
    ("where", {"type": "channels_select", "action_id": "a"}, "C0GENERAL", "selected_channel"),
    (
        "agents",
        {"type": "multi_users_select", "action_id": "a"},
        ["U0BEN", "U0CHIYO"],
        "selected_users",
    ),
]


@pytest.mark.parametrize(
    ("block_id", "element", "value", "key"), FIELDS, ids=[f[1]["type"] for f in FIELDS]
)
def test_each_kind_of_input_has_its_own_state(slack, bot, block_id, element, value, key):
    view = opened(slack, bot, modal(asks(block_id, element)))
    assert submit(slack, view, **{block_id: {"a": value}})["ok"]
    expected = key if isinstance(key, dict) else {key or "value": value}
    state = last(bot)["view"]["state"]["values"][block_id]["a"]
    assert state == {"type": element["type"], **expected}


OPTIONS = [
    {"text": {"type": "plain_text", "text": name, "emoji": True}, "value": name.lower()}
    for name in ("Low", "High")
]


@pytest.mark.parametrize(
    ("kind", "value", "expected"),
    [
        ("static_select", "high", {"selected_option": OPTIONS[1]}),
        ("radio_buttons", "low", {"selected_option": OPTIONS[0]}),
        ("checkboxes", ["low", "high"], {"selected_options": OPTIONS}),
        ("multi_static_select", ["low"], {"selected_options": OPTIONS[:1]}),
    ],
)
def test_choices_arrive_as_whole_options(slack, bot, kind, value, expected):
    element = {"type": kind, "action_id": "a", "options": OPTIONS}
    view = opened(slack, bot, modal(asks("choice", element)))
    assert submit(slack, view, choice={"a": value})["ok"]
    assert last(bot)["view"]["state"]["values"]["choice"]["a"] == {"type": kind, **expected}


@pytest.mark.parametrize(
    ("element", "value", "words"),
    [
        (text_input("a"), "", "required"),
        (text_input("a", min_length=5), "abc", "at least 5"),
        (text_input("a", max_length=2), "abc", "at most 2"),
        ({"type": "email_text_input", "action_id": "a"}, "nobody", "email"),
        ({"type": "url_text_input", "action_id": "a"}, "nowhere", "URL"),
        (
            {"type": "number_input", "action_id": "a", "is_decimal_allowed": False},
            "1.5",
            "whole",
        ),
        (
            {
                "type": "number_input",
                "action_id": "a",
                "is_decimal_allowed": False,
                "min_value": "3",
            },
            "2",
            "at least 3",
        ),
        (
            {
                "type": "number_input",
                "action_id": "a",
                "is_decimal_allowed": False,
                "max_value": "3",
            },
            "4",
            "at most 3",
        ),
        ({"type": "number_input", "action_id": "a", "is_decimal_allowed": True}, "x", "number"),
        (
            {"type": "multi_users_select", "action_id": "a", "max_selected_items": 1},
            ["U1", "U2"],
            "at most 1",
        ),
    ],
)
def test_the_client_itself_refuses_what_the_field_does_not_take(slack, bot, element, value, words):
    view = opened(slack, bot, modal(asks("field", element)))
    answer = submit(slack, view, field={"a": value})
    assert (answer["ok"], answer["error"]) == (False, "client_validation")
    assert words in answer["errors"]["field"]
    assert bot.hears_nothing() is None


def test_an_optional_field_may_stay_empty(slack, bot):
    view = opened(slack, bot, modal(asks("note", text_input("a"), optional=True)))
    assert submit(slack, view)["ok"]
    assert last(bot)["view"]["state"]["values"]["note"]["a"]["value"] is None


def test_an_empty_answer_closes_the_view(slack, bot):
    view = opened(slack, bot)
    answer = submit(slack, view, subject={"subject": "printer"})
    assert (answer["ok"], answer["response_action"]) == (True, None)
    assert views(slack) == []
    gone = slack.api("views.update", view_id=view["id"], view=modal())
    assert gone["error"] == "not_found"


def answering(connected, **body):
    return connected({"view_submission": body})


def test_errors_keep_the_view_open_and_name_fields(slack, connected):
    bot = answering(connected, response_action="errors", errors={"subject": "too vague"})
    answer = submit(slack, opened(slack, bot), subject={"subject": "it"})
    assert answer["errors"] == {"subject": "too vague"}
    assert len(views(slack)) == 1


def test_errors_for_a_field_that_is_not_there_are_a_bad_answer(slack, connected):
    bot = answering(connected, response_action="errors", errors={"nobody": "?"})
    answer = submit(slack, opened(slack, bot), subject={"subject": "it"})
    assert (answer["ok"], answer["error"]) == (False, "invalid_response")
    assert slack.log("bad_ack")


def test_an_update_replaces_the_view(slack, connected):
    bot = answering(connected, response_action="update", view=modal(BUTTON))
    view = opened(slack, bot)
    answer = submit(slack, view, subject={"subject": "it"})
    assert answer["view"]["blocks"][0]["block_id"] == "more"
    assert [v["id"] for v in views(slack)] == [view["id"]]


def test_a_push_lays_a_view_on_top(slack, connected):
    bot = answering(connected, response_action="push", view=modal(BUTTON))
    submit(slack, opened(slack, bot), subject={"subject": "it"})
    assert len(views(slack)) == 2


def test_a_clear_closes_everything(slack, connected):
    bot = answering(connected, response_action="clear")
    submit(slack, opened(slack, bot), subject={"subject": "it"})
    assert views(slack) == []


def test_a_view_the_bot_may_not_show_is_a_bad_answer(slack, connected):
    bot = answering(connected, response_action="update", view=modal({"type": "section"}))
    answer = submit(slack, opened(slack, bot), subject={"subject": "it"})
    assert (answer["error"], answer["detail"]) == ("invalid_response", "invalid_arguments")


def test_closing_is_told_only_where_asked_for(slack, bot):
    view = opened(slack, bot, modal(notify_on_close=True))
    slack.control("view/close", user="alice", view_id=view["id"])
    payload = last(bot)
    assert (payload["type"], payload["is_cleared"]) == ("view_closed", False)
    quiet = opened(slack, bot)
    slack.control("view/close", user="alice", view_id=quiet["id"])
    assert bot.hears_nothing() is None


def test_only_the_view_on_top_can_be_submitted(slack, bot):
    below = opened(slack, bot, modal(BUTTON))
    payload = click_in(slack, bot, below, "more")
    slack.api("views.push", trigger_id=payload["trigger_id"], view=modal())
    assert submit(slack, below)["error"] == "view_not_on_top"


def test_what_was_filled_in_travels_with_a_click(slack, bot):
    view = opened(slack, bot, modal(asks("subject", text_input()), BUTTON))
    slack.control(
        "click",
        user="alice",
        view_id=view["id"],
        action_id="more",
        values={"subject": {"subject": "half a"}},
    )
    values = last(bot)["view"]["state"]["values"]
    assert values["subject"]["subject"]["value"] == "half a"


def test_the_home_tab_is_published_for_one_member(slack, bot):
    home = {"type": "home", "blocks": [BUTTON]}
    first = slack.api("views.publish", user_id="U0ALICE", view=home)["view"]
    assert slack.look("home", user="alice")["view"]["id"] == first["id"]
    assert slack.look("home", user="ben")["view"] is None
    again = slack.api("views.publish", user_id="U0ALICE", view=home, hash=first["hash"])
    assert again["view"]["id"] == first["id"]
    late = slack.api("views.publish", user_id="U0ALICE", view=home, hash=first["hash"])
    assert late["error"] == "hash_conflict"
    assert click_in(slack, bot, first, "more")["view"]["type"] == "home"


def test_no_home_is_published_where_the_manifest_has_none(slack):
    manifest = slack.world.workspace.app.manifest
    object.__setattr__(manifest, "has_home_tab", False)
    home = {"type": "home", "blocks": [BUTTON]}
    assert slack.api("views.publish", user_id="U0ALICE", view=home)["error"] == "not_enabled"


FILE_FIELD = {
    "type": "input",
    "block_id": "file",
    "label": {"type": "plain_text", "text": "File"},
    "element": {"type": "file_input", "action_id": "a", "filetypes": ["yml"], "max_files": 1},
}


def uploaded(slack, name):
    return slack.control("upload", user="alice", name=name, content="version: 1")["file"]["id"]


def test_a_file_that_was_chosen_is_sent_as_slack_shows_it(slack, bot):
    view = opened(slack, bot, modal(FILE_FIELD))
    file_id = uploaded(slack, "sla.yml")
    assert submit(slack, view, file={"a": [file_id]})["ok"]
    state = last(bot)["view"]["state"]["values"]["file"]["a"]
    assert state["type"] == "file_input"
    assert [(file["id"], file["name"]) for file in state["files"]] == [(file_id, "sla.yml")]


@pytest.mark.parametrize("names", [["sla.txt"], ["a.yml", "b.yml"], []])
def test_what_a_file_field_does_not_take_is_refused_before_it_is_sent(slack, bot, names):
    view = opened(slack, bot, modal(FILE_FIELD))
    answer = submit(slack, view, file={"a": [uploaded(slack, name) for name in names]})
    assert answer["error"] == "client_validation"
    assert bot.hears_nothing() is None


def test_a_file_that_nobody_uploaded_cannot_be_chosen(slack, bot):
    view = opened(slack, bot, modal(FILE_FIELD))
    answer = submit(slack, view, file={"a": ["F0NONE"]})
    assert answer["error"] == "no_such_choice"
