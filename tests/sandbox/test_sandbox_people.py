import pytest


def test_a_member_has_a_zone_and_roles(slack):
    user = slack.api("users.info", user="U0CHIYO")["user"]
    assert (user["tz"], user["tz_offset"], user["is_admin"]) == ("Asia/Tokyo", 32_400, False)
    assert slack.api("users.info", user="U0ALICE")["user"]["is_owner"] is True


def test_a_locale_is_told_only_when_asked_for(slack):
    slack.control("user", id="U0BEN", locale="sl-SI")
    assert "locale" not in slack.api("users.info", user="U0BEN")["user"]
    asked = slack.api("users.info", user="U0BEN", include_locale=True)["user"]
    everybody = slack.api("users.list", include_locale=True)["members"]
    assert asked["locale"] == "sl-SI"
    assert {each["locale"] for each in everybody} == {"sl-SI", "en-US"}


def test_guests_are_told_apart(slack):
    people = {u["id"]: u for u in slack.api("users.list")["members"]}
    roles = [
        (people[i]["is_restricted"], people[i]["is_ultra_restricted"])
        for i in ("U0BEN", "U0GUEST", "U0SOLO")
    ]
    assert roles == [(False, False), (True, False), (True, True)]


def test_people_of_other_companies_are_strangers(slack):
    user = slack.api("users.info", user="U0OTHER")["user"]
    assert (user["team_id"], user["is_stranger"]) == ("T0ELSEWHERE", True)


def test_the_bot_is_a_user_too(slack):
    user = slack.api("users.info", user="U0PUNCTUAL")["user"]
    assert (user["is_bot"], user["profile"]["bot_id"]) == (True, "B0PUNCTUAL")


def test_email_is_shown_only_with_its_scope(slack):
    show = lambda: slack.api("users.info", user="U0BEN")["user"]["profile"].get("email")  # noqa: E731
    assert show() == "ben@harbour.example"
    slack.without_scope("users:read.email")
    assert show() is None


def test_someone_can_be_found_by_email(slack):
    found = slack.api("users.lookupByEmail", email="BEN@harbour.example")
    assert found["user"]["id"] == "U0BEN"
    missing = slack.api("users.lookupByEmail", email="gone@harbour.example")
    assert missing["error"] == "users_not_found"


@pytest.mark.parametrize("method", ["users.info", "users.getPresence", "dnd.info"])
def test_an_unknown_user_is_not_found(slack, method):
    assert slack.api(method, user="U0NOBODY")["error"] == "user_not_found"


def test_users_are_paged(slack):
    page = slack.api("users.list", limit=5)
    rest = slack.api("users.list", limit=5, cursor=page["response_metadata"]["next_cursor"])
    assert len(page["members"]) == 5
    assert rest["response_metadata"]["next_cursor"] == ""


def test_presence_and_do_not_disturb_follow_the_control(slack):
    assert slack.api("users.getPresence", user="U0BEN")["presence"] == "active"
    assert slack.api("dnd.info", user="U0BEN")["dnd_enabled"] is False
    slack.control("presence", user="ben", presence="away", dnd=True)
    assert slack.api("users.getPresence", user="U0BEN")["presence"] == "away"
    quiet = slack.api("dnd.info", user="U0BEN")
    assert quiet["next_dnd_start_ts"] < slack.world.now() < quiet["next_dnd_end_ts"]


def test_usergroups_show_members_only_when_asked(slack):
    assert "users" not in slack.api("usergroups.list")["usergroups"][0]
    group = slack.api("usergroups.list", include_users=True)["usergroups"][0]
    assert group["users"] == ["U0BEN", "U0CHIYO"]
    members = slack.api("usergroups.users.list", usergroup="S0TIER1")
    assert members["users"] == ["U0BEN", "U0CHIYO"]
    unknown = slack.api("usergroups.users.list", usergroup="S0NONE")
    assert unknown["error"] == "no_such_subteam"


def test_a_disabled_usergroup_is_listed_only_when_asked(slack):
    slack.control("usergroup", id="S0TIER1", deleted=True)
    assert slack.api("usergroups.list")["usergroups"] == []
    assert slack.api("usergroups.list", include_disabled=True)["usergroups"][0]["date_delete"] > 0


def test_a_crowd_comes_without_a_word_and_is_listed_by_the_thousand(slack):
    before = len(slack.log())
    assert slack.control("crowd", people=1500, channels=1200)["ok"]
    page = slack.api("users.list", limit=1000)
    rest = slack.api("users.list", limit=1000, cursor=page["response_metadata"]["next_cursor"])
    assert [len(each["members"]) for each in (page, rest)] == [1000, 508]
    assert slack.api("users.list", limit=1001)["error"] == "invalid_limit"
    known = slack.api("conversations.list", limit=1000)
    assert len(known["channels"]) == 1000
    assert slack.log("event")[before:] == []


def test_of_a_crowd_the_state_shows_the_first_and_counts_the_others(slack):
    slack.control("crowd", people=600, channels=0)
    state = slack.look("state")
    assert (len(state["users"]), state["unlisted"]) == (500, {"users": 108, "channels": 0})


@pytest.mark.parametrize("counts", [{"people": "many"}, {"channels": -1}])
def test_a_crowd_is_counted_in_whole_numbers(slack, counts):
    assert slack.control("crowd", **counts)["error"] == "people_and_channels_are_numbers"
