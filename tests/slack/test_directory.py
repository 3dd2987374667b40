"""The directory: read whole at the start, kept up by events, patient with a busy Slack."""

from dataclasses import replace

import pytest

from bot.delivery.ports import Answer, UnclearAnswer
from bot.slack.hear.directory.directory import learn_person, names_of
from bot.slack.hear.directory.sync import sync_directory
from bot.slack.hear.slack_calls import SlackAway
from bot.store import channels, delivery_rows, outbox, people
from bot.store.channels import Channel
from bot.store.outbox import POST, Outgoing
from bot.usecases.promises.directory_changes import was_listed
from bot.usecases.promises.nobody import was_read_whole
from tests.slack.fakes import TEAM

ANA = {
    "id": "UANA",
    "name": "ana",
    "team_id": TEAM,
    "tz": "Asia/Tokyo",
    "profile": {"real_name": "Ana Kovač", "email": "ana@example.com"},
}


NOTHING_MORE = {
    "usergroups.list": Answer(ok=True, data={"usergroups": []}),
    "conversations.info": Answer(ok=False, error="ratelimited"),
}


class Pages:
    """Answers each method with one answer after the other; what is not given there is not."""

    def __init__(self, **answers):
        given = {name.replace("_", "."): list(found) for name, found in answers.items()}
        self.answers = {name: [answer] * 9 for name, answer in NOTHING_MORE.items()} | given
        self.calls = []

    def call(self, method, payload, *, timeout_s):
        self.calls.append((method, payload))
        found = self.answers[method].pop(0)
        if isinstance(found, Exception):
            raise found
        return found


def page(key, items, cursor=""):
    return Answer(ok=True, data={key: items, "response_metadata": {"next_cursor": cursor}})


def known(program, person_id):
    with program.look() as work:
        return people.get(work.connection, TEAM, person_id)


def room(program, channel_id):
    with program.look() as work:
        return channels.get(work.connection, TEAM, channel_id)


def no_sleep(seconds):
    raise AssertionError(seconds)


def test_every_page_is_read_and_kept(program):
    slack = Pages(
        users_list=[
            page("members", [ANA], "next"),
            page("members", [{**ANA, "id": "UNEW", "name": "new", "is_restricted": True}]),
        ],
        conversations_list=[page("channels", [{"id": "CNEW", "name": "new", "is_member": True}])],
    )
    sync_directory(program, slack, no_sleep)
    assert known(program, "UANA").time_zone == "Asia/Tokyo"
    assert known(program, "UNEW").is_guest
    assert room(program, "CNEW").is_member
    assert slack.calls[-1] == (
        "users.list",
        {"include_locale": True, "limit": 1000, "cursor": "next"},
    )
    assert names_of(program).of("UANA") == "Ana Kovač"


def test_public_channels_the_configuration_names_are_joined_and_no_others(program):
    rooms = [
        {"id": "CSUPPORT", "name": "support", "is_member": False},
        {"id": "CSLA", "name": "sla-alerts", "is_member": False, "is_private": True},
        {"id": "CBILLING", "name": "billing", "is_member": True},
        {"id": "CRANDOM", "name": "random", "is_member": False},
    ]
    slack = Pages(
        users_list=[page("members", [])],
        conversations_list=[page("channels", rooms)],
        conversations_join=[Answer(ok=True)],
    )
    sync_directory(program, slack, no_sleep)
    joins = [payload for method, payload in slack.calls if method == "conversations.join"]
    assert joins == [{"channel": "CSUPPORT"}]
    assert room(program, "CSUPPORT").is_member


@pytest.mark.parametrize("is_all", [True, False])
def test_ids_are_judged_once_slack_has_told_of_everybody(program, is_all):
    people_told = page("members", [ANA]) if is_all else UnclearAnswer("timeout")
    slack = Pages(users_list=[people_told], conversations_list=[page("channels", [])])
    for method in ("conversations.info", "conversations.join"):
        slack.answers[method] = [Answer(ok=False, error="channel_not_found")] * 9
    sync_directory(program, slack, no_sleep)
    with program.look() as work:
        assert was_read_whole(work) is is_all


def test_a_busy_slack_is_asked_again_when_it_says(program):
    slept = []
    slack = Pages(
        users_list=[Answer(ok=False, error="ratelimited", retry_after_s=7), page("members", [ANA])],
        conversations_list=[page("channels", [])],
    )
    sync_directory(program, slack, slept.append)
    assert slept == [7]
    assert known(program, "UANA").real_name == "Ana Kovač"


@pytest.mark.parametrize(
    "trouble", [UnclearAnswer("timeout"), Answer(ok=False, error="missing_scope")]
)
def test_when_slack_cannot_be_asked_what_is_known_holds(program, trouble):
    slack = Pages(users_list=[trouble], conversations_list=[page("channels", [])])
    assert not sync_directory(program, slack, no_sleep)
    assert known(program, "UANA").real_name == "Ana"


@pytest.mark.parametrize(
    "trouble", [UnclearAnswer("timeout"), Answer(ok=False, error="missing_scope")]
)
def test_what_was_read_is_kept_when_reading_breaks_off(program, trouble):
    slack = Pages(
        conversations_list=[page("channels", [{"id": "CNEW", "name": "new"}])],
        users_list=[page("members", [ANA], "next"), trouble],
    )
    assert not sync_directory(program, slack, no_sleep)
    assert room(program, "CNEW").name == "new"
    assert known(program, "UANA").real_name == "Ana Kovač"


def test_work_begins_once_channels_and_groups_are_told_and_waits_for_nobody(program):
    def told_by(slack):
        sync_directory(program, slack, no_sleep)
        return was_listed(program)

    room_page = page("channels", [{"id": "CNEW", "name": "new"}], "next")
    assert not told_by(Pages(conversations_list=[room_page, UnclearAnswer("timeout")]))
    whole = page("channels", [{"id": "COTHER", "name": "other"}])
    assert told_by(
        Pages(conversations_list=[room_page, whole], users_list=[UnclearAnswer("timeout")])
    )


def test_a_slack_that_stays_busy_is_given_up(program):
    busy = Answer(ok=False, error="ratelimited", retry_after_s=1)
    slept = []
    slack = Pages(users_list=[busy] * 9, conversations_list=[page("channels", [])])
    sync_directory(program, slack, slept.append)
    assert len(slept) == 5


@pytest.mark.parametrize(
    "answer", [UnclearAnswer("reset"), Answer(ok=False, error="not_in_channel")]
)
def test_a_channel_that_cannot_be_joined_stops_nothing(program, answer):
    rooms = [{"id": "CSUPPORT", "name": "support", "is_member": False}]
    slack = Pages(
        users_list=[page("members", [])],
        conversations_list=[page("channels", rooms)],
        conversations_join=[answer],
    )
    sync_directory(program, slack, no_sleep)
    assert not room(program, "CSUPPORT").is_member


def test_somebody_slack_does_not_tell_of_is_a_stranger(program):
    learn_person(program, Pages(users_info=[Answer(ok=False, error="user_not_found")]), "UX")
    assert known(program, "UX").is_stranger


GRID = {"id": "W9", "enterprise_id": "E1", "teams": [TEAM, "T2"]}
COLLEAGUES = {
    "at home in another workspace": ({"team_id": "T2", "enterprise_user": GRID}, False, False),
    "at home with us": ({"team_id": TEAM, "enterprise_user": GRID}, False, True),
    "at home in the organisation": ({"team_id": "E1", "enterprise_user": GRID}, False, True),
    "in other workspaces only": (
        {"team_id": "T2", "enterprise_user": GRID | {"teams": ["T2", "T3"]}},
        True,
        False,
    ),
    "of another organisation": (
        {"team_id": "T9", "enterprise_user": {"id": "W9", "enterprise_id": "E9", "teams": ["T9"]}},
        True,
        False,
    ),
    "by the profile": ({"team_id": None, "profile": {"team": "T2"}}, True, False),
}


@pytest.mark.parametrize(("told", "is_stranger", "is_admin"), COLLEAGUES.values(), ids=COLLEAGUES)
def test_a_colleague_is_whom_our_workspace_holds_and_admin_who_is_it_here(
    program, told, is_stranger, is_admin
):
    user = {**ANA, "id": "W0NINA", "is_admin": True, **told}
    learn_person(program, Pages(users_info=[Answer(ok=True, data={"user": user})]), "W0NINA")
    found = known(program, "W0NINA")
    assert (found.is_stranger, found.is_admin) == (is_stranger, is_admin)


def test_somebody_of_another_company_is_a_stranger(program):
    answer = Answer(ok=True, data={"user": {**ANA, "id": "UX", "team_id": "T9"}})
    learn_person(program, Pages(users_info=[answer]), "UX")
    assert known(program, "UX").is_stranger


@pytest.mark.parametrize("trouble", [UnclearAnswer("x"), Answer(ok=False, error="ratelimited")])
def test_a_slack_that_cannot_be_asked_now_is_no_stranger(program, trouble):
    with pytest.raises(SlackAway):
        learn_person(program, Pages(users_info=[trouble]), "UX")
    assert known(program, "UX") is None


def test_a_message_of_somebody_unknown_waits_until_slack_tells_who(bot):
    bot.slack.answers["users.info"] = Answer(ok=False, error="ratelimited")
    bot.writes("UNEW", "Printer")
    assert bot.ticket() is None
    bot.slack.answers["users.info"] = Answer(ok=True, data={"user": {**ANA, "id": "UNEW"}})
    bot.clock.move(seconds=2)
    bot.worker.run_once()
    assert bot.ticket().requester == "UNEW"


@pytest.mark.parametrize("event", ["user_change", "team_join"])
def test_people_who_change_or_come_are_kept(bot, event):
    bot.event({"type": event, "user": {**ANA, "tz": "Europe/Rome"}})
    assert known(bot.program, "UANA").time_zone == "Europe/Rome"
    assert names_of(bot.program).of("UANA") == "Ana Kovač"


@pytest.mark.parametrize("event", ["channel_rename", "group_rename"])
def test_a_renamed_channel_is_kept_by_its_new_name(bot, event):
    bot.event({"type": event, "channel": {"id": "CSUPPORT", "name": "help"}})
    assert room(bot.program, "CSUPPORT").name == "help"
    bot.event({"type": event, "channel": {"id": "CNEVER", "name": "seen"}})
    assert room(bot.program, "CNEVER") is None


def test_a_channel_that_is_made_is_kept_and_is_none_of_ours_yet(bot):
    made = {"id": "CNEW", "name": "new", "created": 1, "creator": "UANA"}
    bot.slack.answers["conversations.info"] = Answer(ok=False, error="ratelimited")
    bot.event({"type": "channel_created", "channel": made})
    known_now = Channel("CNEW", "new", False, False, False, bot.clock.now(), made_by="UANA")
    assert room(bot.program, "CNEW") == known_now


def test_of_a_channel_that_is_made_slack_is_asked_whether_we_are_in_it(bot):
    told = {"id": "CNEW", "name": "new", "is_member": True, "creator": "UANA"}
    bot.slack.answers["conversations.info"] = Answer(ok=True, data={"channel": told})
    made = {"id": "CNEW", "name": "new", "created": 1, "creator": "UANA"}
    bot.event({"type": "channel_created", "channel": made})
    assert room(bot.program, "CNEW").is_member


def test_news_of_a_channel_that_come_late_take_nothing_back(bot):
    known_before = room(bot.program, "CSUPPORT")
    late = {"id": "CSUPPORT", "name": "support", "created": 1, "creator": "UANA"}
    bot.slack.answers["conversations.info"] = Answer(ok=False, error="ratelimited")
    bot.event({"type": "channel_created", "channel": late})
    assert room(bot.program, "CSUPPORT") == known_before


def test_a_channel_the_bot_joins_is_looked_up(bot):
    told = {"id": "CNEW", "name": "new", "is_member": True}
    bot.slack.answers["conversations.info"] = Answer(ok=True, data={"channel": told})
    bot.event({"type": "member_joined_channel", "user": "UBOT", "channel": "CNEW"})
    assert room(bot.program, "CNEW") == Channel("CNEW", "new", False, True, False, bot.clock.now())


def test_a_channel_somebody_else_joins_is_none_of_our_business(bot):
    bot.event({"type": "member_joined_channel", "user": "UANA", "channel": "CNEW"})
    assert bot.slack.calls == []


def test_no_message_is_lost_while_slack_does_not_tell_who_wrote_it(bot):
    bot.slack.answers["users.info"] = Answer(ok=False, error="ratelimited")
    bot.writes("UNEW", "Printer")
    for _ in range(3):
        bot.clock.move(minutes=2)
        bot.worker.run_once()
    assert bot.ticket().requester == "UNEW"
    assert known(bot.program, "UNEW").is_stranger


def test_somebody_slack_could_not_be_asked_about_is_asked_about_again(bot):
    bot.slack.answers["users.info"] = Answer(ok=False, error="ratelimited")
    bot.writes("UNEW", "Printer")
    for seconds in (2, 11):
        bot.clock.move(seconds=seconds)
        bot.worker.run_once()
    assert known(bot.program, "UNEW").is_stranger
    bot.slack.answers["users.info"] = Answer(ok=True, data={"user": {**ANA, "id": "UNEW"}})
    bot.writes("UNEW", "Screen")
    assert known(bot.program, "UNEW").is_stranger  # Slack was asked less than a minute ago
    bot.clock.move(seconds=60)
    bot.writes("UNEW", "Mouse")
    assert known(bot.program, "UNEW").real_name == "Ana Kovač"
    assert not known(bot.program, "UNEW").is_stranger


def test_somebody_slack_told_of_is_not_asked_about_again(bot):
    bot.slack.answers["users.info"] = Answer(
        ok=True, data={"user": {**ANA, "id": "UX", "team_id": "T9"}}
    )
    bot.writes("UX", "Printer")
    bot.clock.move(hours=1)
    bot.writes("UX", "Screen")
    assert len(bot.slack.of("users.info")) == 1


GUEST = {"id": "UDAN", "team_id": TEAM, "name": "dan", "is_restricted": True}
EVE = {"id": "UEVE", "team_id": "T9", "name": "eve", "is_stranger": True}
GONE = {"id": "UANA0", "team_id": TEAM, "name": "ana.old", "deleted": True}


@pytest.mark.parametrize(
    "user",
    [
        {**GUEST, "profile": {"real_name": "ana@example.com"}},
        {**GUEST, "profile": {"real_name": "Dan", "email": "ana@example.com"}},
        {**GONE, "profile": {"real_name": "Ana", "email": "ana@example.com"}},
    ],
    ids=["a guest by name", "a guest by address", "who left"],
)
def test_nobody_takes_an_agents_rights_away_by_bearing_the_same_name(bot, user):
    bot.event({"type": "user_change", "user": user})
    ts = bot.writes("UCARLA", "Printer")
    bot.writes("UANA", "Hello", thread_ts=ts)
    assert bot.timeline()[-1] == "agent_reply"


def test_nobody_becomes_an_agent_by_bearing_the_name_of_one_who_is_not_here(bot):
    left = {"id": "ULEA", "team_id": TEAM, "name": "lea", "deleted": True}
    bot.event({"type": "user_change", "user": left}, "Ev1")
    eve = {**EVE, "profile": {"real_name": "Lea@example.com"}}
    bot.event({"type": "user_change", "user": eve}, "Ev2")
    bot.writes("UCARLA", "Printer")
    for person_id in ("UEVE", "ULEA"):
        bot.command(person_id, "/ticket", "claim 1")
        assert bot.ticket().assignee is None


def test_an_assignee_who_becomes_a_guest_answers_no_more(bot):
    ts = bot.writes("UCARLA", "Printer")
    bot.command("UANA", "/ticket", "claim 1")
    bot.event({"type": "user_change", "user": {**ANA, "is_restricted": True}})
    bot.writes("UANA", "Hello", thread_ts=ts)
    assert bot.timeline()[-1] == "requester_message"


@pytest.mark.parametrize(
    "event",
    [
        {"type": "channel_unarchive", "channel": "CSUPPORT", "user": "UADA"},
        {"type": "member_joined_channel", "channel": "CSUPPORT", "user": "UBOT"},
    ],
    ids=lambda event: event["type"],
)
def test_what_a_channel_refused_is_said_when_it_takes_messages_again(bot, event):
    with bot.program.work() as work:
        message = Outgoing("k", "CSUPPORT", POST, {"text": "hi"}, work.now)
        outbox.put(work.connection, "T1", message)
        row = outbox.get(work.connection, "T1", "k")
        refused = replace(row, state="dead", error="is_archived", settled_at=work.now)
        delivery_rows.settle(work.connection, row, refused)
    bot.event(event)
    with bot.program.look() as work:
        assert outbox.get(work.connection, "T1", "k").state == "pending"
