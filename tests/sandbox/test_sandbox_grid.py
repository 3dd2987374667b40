"""Organisations, shared channels and plans, as payloads and refusals tell of them."""

import pytest

ORG = {"enterprise_id": "E0FLEET", "enterprise_name": "Fleet"}


@pytest.fixture
def grid(slack):
    """Our workspace is one of an organisation's; Nina is at home in another one of it."""
    slack.control("team", **ORG)
    at_home = {"team_id": "T0HARBOUR2", "teams": ["T0HARBOUR2", "T0PUNCTUAL"]}
    slack.control("user", id="W0NINA", name="nina", **at_home)
    return slack


def test_a_member_of_an_organisation_is_told_with_the_workspaces_that_hold_them(grid):
    nina = grid.api("users.info", user="W0NINA")["user"]
    ben = grid.api("users.info", user="U0BEN")["user"]
    assert (nina["team_id"], nina["is_stranger"]) == ("T0HARBOUR2", False)
    assert nina["enterprise_user"]["enterprise_id"] == "E0FLEET"
    assert nina["enterprise_user"]["teams"] == ["T0HARBOUR2", "T0PUNCTUAL"]
    assert ben["enterprise_user"]["teams"] == ["T0PUNCTUAL"]
    assert "enterprise_user" not in grid.api("users.info", user="U0OTHER")["user"]


def test_without_an_organisation_nothing_speaks_of_one(slack):
    assert "enterprise_user" not in slack.api("users.info", user="U0BEN")["user"]
    assert "enterprise_id" not in slack.api("auth.test")


def test_who_writes_with_a_w_has_a_direct_conversation_like_all_others(grid):
    opened = grid.api("conversations.open", users="W0NINA")["channel"]["id"]
    assert grid.post(channel="W0NINA")["channel"] == opened == "D0NINA"


def test_events_commands_and_clicks_name_the_organisation(grid, bot):
    grid.control("invite", channel="C0SUPPORT", user="W0NINA")
    bot.next(), bot.next()
    grid.say("hello", user="W0NINA")
    event = bot.next()["payload"]
    assert (event["enterprise_id"], event["context_enterprise_id"]) == ("E0FLEET", "E0FLEET")
    assert event["authorizations"][0]["enterprise_id"] == "E0FLEET"
    grid.control("command", user="W0NINA", channel="C0SUPPORT", command="/ticket")
    command = bot.next()["payload"]
    assert (command["enterprise_id"], command["team_id"]) == ("E0FLEET", "T0PUNCTUAL")
    grid.control("shortcut", user="W0NINA", callback_id="new_ticket")
    shortcut = bot.next()["payload"]
    assert (shortcut["team"]["id"], shortcut["enterprise"]["id"]) == ("T0PUNCTUAL", "E0FLEET")
    assert shortcut["user"]["team_id"] == "T0HARBOUR2"


@pytest.fixture
def org_wide(grid):
    """The organisation has the app, not our workspace by itself."""
    grid.control("team", is_org_wide=True)
    return grid


def test_an_organisation_that_has_the_app_is_said_to(org_wide, bot):
    told = org_wide.api("auth.test")
    assert (told["is_enterprise_install"], told["team_id"]) == (True, "E0FLEET")
    assert org_wide.api("auth.teams.list")["teams"] == [
        {"id": "T0PUNCTUAL", "name": "Harbour Lights"}
    ]
    org_wide.say("hello")
    [authorization] = bot.next()["payload"]["authorizations"]
    assert (authorization["is_enterprise_install"], authorization["team_id"]) == (True, None)
    org_wide.control("shortcut", user="W0NINA", callback_id="new_ticket")
    shortcut = bot.next()["payload"]
    assert (shortcut["team"], shortcut["is_enterprise_install"]) == (None, True)
    org_wide.control("command", user="U0BEN", channel="C0SUPPORT", command="/ticket")
    assert bot.next()["payload"]["is_enterprise_install"] == "true"


@pytest.mark.parametrize(
    "method", ["users.list", "conversations.list", "usergroups.list", "usergroups.users.list"]
)
def test_the_token_of_an_organisation_says_which_workspace_it_means(org_wide, method):
    more = {"usergroup": "S0TIER1"}
    assert org_wide.api(method, **more)["error"] == "missing_argument"
    assert org_wide.api(method, team_id="T0X", **more)["error"] == "team_access_not_granted"
    assert org_wide.api(method, team_id="T0PUNCTUAL", **more)["ok"]


def test_a_private_channel_that_becomes_shared_has_another_id_and_keeps_its_messages(slack, bot):
    ts = slack.say("before", channel="C0LEADS")["ts"]
    bot.event()
    slack.control("channel", id="C0LEADS", connected=["T0ELSEWHERE"], new_id="C0SHARED")
    event = bot.event()
    assert (event["type"], event["old_channel_id"], event["new_channel_id"]) == (
        "channel_id_changed",
        "C0LEADS",
        "C0SHARED",
    )
    shown = slack.api("conversations.history", channel="C0SHARED")["messages"]
    assert [each["ts"] for each in shown] == [ts]
    assert slack.api("conversations.info", channel="C0LEADS")["error"] == "channel_not_found"
    assert slack.post(channel="C0LEADS")["error"] == "channel_not_found"
    assert slack.post(channel="C0SHARED")["ok"]


def test_a_public_channel_that_becomes_shared_keeps_its_id(slack, bot):
    slack.control("channel", id="C0SUPPORT", connected=["T0ELSEWHERE"])
    assert bot.hears_nothing() is None
    channel = slack.api("conversations.info", channel="C0SUPPORT")["channel"]
    assert (channel["is_shared"], channel["is_ext_shared"], channel["is_org_shared"]) == (
        True,
        True,
        False,
    )
    assert channel["connected_team_ids"] == ["T0ELSEWHERE"]


def test_a_channel_shared_within_the_organisation_is_not_shared_outside(grid):
    grid.control("channel", id="C0LEADS", connected=["T0HARBOUR2"])
    channel = grid.api("conversations.info", channel="C0LEADS")["channel"]
    assert (channel["is_ext_shared"], channel["is_org_shared"]) == (False, True)
    assert channel["enterprise_id"] == "E0FLEET"


def test_an_event_of_another_company_names_its_workspace_outside_and_ours_as_its_context(
    slack, bot
):
    slack.control("channel", id="C0SUPPORT", connected=["T0ELSEWHERE"])
    slack.control("invite", channel="C0SUPPORT", user="U0OTHER")
    bot.next(), bot.next()
    slack.say("hello", user="U0OTHER")
    told = bot.next()["payload"]
    assert (told["team_id"], told["context_team_id"]) == ("T0ELSEWHERE", "T0PUNCTUAL")
    assert told["authorizations"][0]["team_id"] == "T0PUNCTUAL"
    assert (told["is_ext_shared_channel"], told["event"]["user_team"]) == (True, "T0ELSEWHERE")


def test_who_is_in_a_channel_shared_with_us_is_no_stranger_to_the_app(slack):
    slack.control("channel", id="C0SUPPORT", connected=["T0ELSEWHERE"])
    slack.control("invite", channel="C0SUPPORT", user="U0OTHER")
    user = slack.api("users.info", user="U0OTHER")["user"]
    assert (user["team_id"], user["is_stranger"]) == ("T0ELSEWHERE", False)


@pytest.mark.parametrize("method", ["usergroups.list", "usergroups.users.list"])
def test_the_free_plan_has_no_user_groups(slack, method):
    slack.control("team", plan="free")
    assert slack.api(method, usergroup="S0TIER1")["error"] == "plan_upgrade_required"
    slack.control("team", plan="business")
    assert slack.api(method, usergroup="S0TIER1")["ok"]
