"""Where tickets come from in Slack, and what becomes of what people write."""

from datetime import timedelta
from pathlib import Path

from sqlalchemy import select

from bot.slack.hear.directory.directory import learn_channel
from bot.store import events
from bot.store.tables import clocks
from tests.house.marks import tries
from tests.house.reading import actions_in, text_of

SUPPORT, BILLING, ALERTS = "C0SUPPORT", "C0BILLING", "C0SLAALERTS"
PROMISES = (Path(__file__).parent / "promises.yml").read_text("utf-8")


def event_bodies(house, number, kind):
    house.settle()
    with house.program.look() as work:
        kept = events.of(work.connection, work.workspace_id, number)
    return [each.body for each in kept if each.type == kind]


def dm_of(house, member):
    """The direct conversation of a member with the bot."""
    return house.world.workspace.open_im(member.id, house.bot_id, 0).id


def question(house, member, ts):
    """What the bot asked a member below a direct message."""
    house.settle()
    return member.reads(dm_of(house, member), ts)[-1]


@tries("event:message.channels")
def test_what_a_person_writes_right_after_joins_their_ticket(house):
    carla = house.member("carla")
    first = carla.says(SUPPORT, "My printer burns")
    house.move(minutes=1)
    second = carla.says(SUPPORT, "It is the one on the second floor")
    carla.says(SUPPORT, "I stand beside it", thread_ts=second)
    assert house.timeline(1).count("requester_message") == 2
    assert house.ticket(2) is None
    house.member("ana").says(SUPPORT, "I am coming", thread_ts=first)
    carla.says(SUPPORT, "And my screen flickers")
    assert house.ticket(2).subject == "And my screen flickers"


@tries("event:message.im", "action:department_choose")
def test_a_direct_message_asks_for_the_department_and_loses_nothing(house):
    carla = house.member("carla")
    ts = carla.says(house.bot_id, "The invoice is wrong")
    house.move(seconds=30)
    carla.says(house.bot_id, "It is number 77")
    asked = question(house, carla, ts)
    assert actions_in(asked) == ["department_choose"]
    assert house.ticket(1) is None
    house.move(hours=1)
    dm = dm_of(house, carla)
    carla.clicks(dm, asked["ts"], "department_choose", value="Billing")
    carla.clicks(dm, asked["ts"], "department_choose", value="Support")
    ticket = house.ticket(1)
    assert (ticket.department, ticket.requester, ticket.subject) == (
        "Billing",
        carla.id,
        "The invoice is wrong",
    )
    assert (ticket.requester_channel_id, ticket.requester_thread_ts) == (dm, ts)
    assert house.now - ticket.created_at < timedelta(seconds=5)
    assert [each["text"] for each in event_bodies(house, 1, "requester_message")] == [
        "It is number 77"
    ]
    assert house.ticket(2) is None
    assert "The invoice is wrong" in "\n".join(house.channel_texts(BILLING))
    house.move(seconds=15)
    assert "Billing takes care of it." in text_of(carla.message(dm, asked["ts"], ts))


def test_an_edit_of_a_direct_request_changes_all_of_its_conversation(house):
    carla = house.member("carla")
    dm = dm_of(house, carla)
    ts = carla.says(dm, "55 chairs\n" + "and one more\n" * 1_400)
    asked = question(house, carla, ts)
    carla.clicks(dm, asked["ts"], "department_choose", value="Support")
    house.settle()
    head = house.posted("conversation:1")
    assert len(house.thread(SUPPORT, head["ts"])) > 4
    carla.edits(dm, ts, "56 chairs, not 55")
    house.move(seconds=30)
    [shown] = house.thread(SUPPORT, head["ts"])
    assert "56 chairs, not 55" in shown
    assert "What you write here goes to Carla Conti" in shown
    assert "one more" not in shown
    carla.deletes(dm, ts)
    house.move(seconds=30)
    [shown] = house.thread(SUPPORT, head["ts"])
    assert "deleted by who wrote it" in shown
    assert "not 55" not in shown


def test_somebody_else_cannot_choose_for_who_wrote(house):
    carla, noah = house.member("carla"), house.member("noah")
    ts = carla.says(house.bot_id, "The invoice is wrong")
    asked = question(house, carla, ts)
    dm = dm_of(house, carla)
    house.world.workspace.channels[dm].members.append(noah.id)
    noah.clicks(dm, asked["ts"], "department_choose", value="Support")
    assert house.ticket(1) is None


@tries("event:message.im", "mention:/ticket help")
def test_a_direct_message_may_be_a_command(house):
    ana, carla = house.member("ana"), house.member("carla")
    carla.says(SUPPORT, "My printer burns")
    for text in ("next", "@punctual help", "show 1"):
        ana.says(house.bot_id, text)
    said = [text_of(each) for each in ana.reads(dm_of(house, ana)) if each["is_ephemeral"]]
    assert "My printer burns" in said[0]
    assert "/ticket claim" in said[1]
    assert "My printer burns" in said[2]
    assert house.ticket(2) is None


def test_what_is_written_below_a_direct_message_belongs_to_its_ticket(house):
    carla = house.member("carla")
    ts = carla.says(house.bot_id, "The invoice is wrong")
    asked = question(house, carla, ts)
    carla.clicks(dm_of(house, carla), asked["ts"], "department_choose", value="Support")
    carla.says(house.bot_id, "Still wrong", thread_ts=ts)
    assert house.timeline(1)[-1] == "requester_message"
    assert "Still wrong" in "\n".join(
        text for each in house.messages(SUPPORT) for text in house.thread(SUPPORT, each["ts"])
    )


@tries("event:reaction_added")
def test_an_emoji_makes_a_ticket_of_an_older_message_from_now_on(house):
    ana, noah = house.member("ana"), house.member("noah")
    made = house.slack.post("channel", name="lounge", members=["U0ANA", "U0NOAH"])
    lounge = made["channel"]["id"]
    ts = noah.says(lounge, "Does anybody know why the VPN is so slow?")
    house.slack.post("invite", channel=lounge, user=house.bot_id, by="U0ANA")
    house.move(hours=2)
    ana.reacts(lounge, ts, "ticket")
    ticket = house.ticket(1)
    assert (ticket.requester, ticket.department) == (noah.id, "Support")
    assert (ticket.channel_id, ticket.thread_ts) == (lounge, ts)
    assert house.now - ticket.created_at < timedelta(seconds=5)
    assert "#1" in house.thread(lounge, ts, as_="noah")[-1]
    house.member("ben").reads(SUPPORT)
    noah.reacts(lounge, ts, "ticket")
    assert house.ticket(2) is None


def test_an_agents_emoji_says_that_no_reply_is_needed_or_resolves(house):
    ana, carla = house.member("ana"), house.member("carla")
    ts = carla.says(SUPPORT, "My printer burns")
    ana.says(SUPPORT, "Here is how", thread_ts=ts)
    thanks = carla.says(SUPPORT, "Thanks!", thread_ts=ts)
    carla.reacts(SUPPORT, thanks, "ok_hand")
    assert "no_reply_needed" not in house.timeline(1)
    ana.reacts(SUPPORT, thanks, "ok_hand")
    assert house.timeline(1)[-1] == "no_reply_needed"
    carla.reacts(SUPPORT, ts, "white_check_mark")
    assert house.ticket(1).status != "resolved"
    ana.reacts(SUPPORT, ts, "white_check_mark")
    assert house.ticket(1).status == "resolved"


@tries("shortcut:open_ticket_here", "form:ticket_new")
def test_a_shortcut_makes_a_ticket_of_a_message(house):
    ana, noah = house.member("ana"), house.member("noah")
    made = house.slack.post("channel", name="lounge", members=["U0ANA", "U0NOAH", "U0PUNCTUAL"])
    lounge = made["channel"]["id"]
    ts = noah.says(lounge, "The VPN is slow\nsince Monday")
    since = ana.uses_shortcut("open_ticket_here", lounge, ts)
    form = ana.form(since, "the form of a ticket")
    values = form["state"]["values"]
    assert values["subject"]["value"]["value"] == "The VPN is slow"
    assert values["text"]["value"]["value"] == "The VPN is slow\nsince Monday"
    assert values["requester"]["value"]["selected_user"] == noah.id
    ana.submits(form["id"], {"department": {"value": "Support"}})
    ticket = house.ticket(1)
    assert (ticket.requester, ticket.channel_id, ticket.thread_ts) == (noah.id, lounge, ts)
    assert "first_reply" in [each["metric"] for each in clocks_of(house, 1)]
    since = ana.uses_shortcut("open_ticket_here", lounge, ts)
    ana.form(since, "why not")
    assert "#1" in text_of(ana.top_form())


def clocks_of(house, number):
    with house.program.look() as work:
        asked = select(clocks.c.metric).where(clocks.c.ticket_number == number)
        return [dict(row) for row in work.connection.execute(asked).mappings()]


@tries("action:value", "form:ticket_new")
def test_the_form_asks_for_the_departments_own_fields_once_it_is_chosen(house):
    carla = house.member("carla")
    since = house.mark()
    carla.sends(SUPPORT, "/ticket new VPN is down")
    form = carla.form(since, "the form of a ticket")
    assert "field_plan" not in form["state"]["values"]
    since = carla.clicks_in_view(
        form["id"],
        "value",
        block_id="department",
        value="Support",
        values={"text": {"value": "since Monday"}},
    )
    form = carla.form(since, "the form with the fields")
    assert form["state"]["values"]["text"]["value"]["value"] == "since Monday"
    carla.submits(form["id"], {"field_plan": {"value": "gold"}, "field_order": {"value": "77"}})
    created = event_bodies(house, 1, "created")[0]
    assert created["fields"] == {"plan": "gold", "order": "77"}
    assert created["text"] == "since Monday"


def test_a_form_sent_twice_opens_one_ticket(house):
    carla = house.member("carla")
    since = house.mark()
    carla.sends(SUPPORT, "/ticket new VPN is down")
    form = carla.form(since, "the form of a ticket")
    stack = house.world.views.stacks[carla.id]
    view = dict(stack[-1])
    for _ in range(2):
        stack[-1] = dict(view)
        carla.submits(form["id"], {"department": {"value": "Support"}})
    assert house.ticket(1) is not None
    assert house.ticket(2) is None


@tries("event:message.channels")
def test_an_edit_and_a_deletion_are_told_at_the_card_and_move_no_clock(house):
    carla = house.member("carla")
    ts = carla.says(SUPPORT, "My printer burns")
    card = house.posted("card:1")
    before = house.timeline(1)
    carla.edits(SUPPORT, ts, "My printer smokes <!channel>")
    told = house.thread(ALERTS, card["ts"])
    assert "My printer smokes" in told[-1]
    assert "<!channel>" not in told[-1]
    more = carla.says(SUPPORT, "Forget it", thread_ts=ts)
    house.settle()
    carla.deletes(SUPPORT, more)
    assert "deleted" in house.thread(ALERTS, card["ts"])[-1]
    assert house.timeline(1) == [*before, "requester_message"]
    assert event_bodies(house, 1, "created")[0]["text"] == "My printer burns"


def test_an_edit_before_the_message_is_worked_off_is_applied_to_it(house):
    carla = house.member("carla")
    ts = carla.says(SUPPORT, "My pinter burns")
    carla.edits(SUPPORT, ts, "My printer burns")
    gone = carla.says(BILLING, "Wrong channel")
    carla.deletes(BILLING, gone)
    assert house.ticket(1).subject == "My printer burns"
    assert house.ticket(2) is None
    assert house.keys("correction:") == []


def test_attachments_are_links_that_can_be_opened_elsewhere(house):
    carla = house.member("carla")
    carla.shares(SUPPORT, "", "smoke.png")
    created = event_bodies(house, 1, "created")[0]
    assert created["subject"] == "[smoke.png]"
    assert created["links"][0].endswith("smoke.png")
    assert created["links"][0] in created["text"]


@tries("event:subteam_created", "event:subteam_updated", "event:subteam_members_changed")
def test_the_members_of_a_user_group_are_agents_as_it_is_now(house):
    promises = PROMISES.replace("[ana@harbour.example, ben@harbour.example]", "[S0HELP, '@desk']")
    house.slack.post("usergroup", id="S0HELP", handle="help", users=["U0ANA"])
    house.slack.post("usergroup", id="S0DESK", handle="desk", users=[])
    house.settle()
    house.configure(promises)
    ben, ana = house.member("ben"), house.member("ana")
    ana.says(SUPPORT, "An agent asks nothing here")
    assert house.ticket(1) is None
    ben.says(SUPPORT, "I am no agent any more")
    assert house.ticket(1).requester == ben.id
    house.slack.post("usergroup", id="S0DESK", users=["U0BEN"])
    house.move(minutes=10)
    ben.says(SUPPORT, "Now I am")
    assert house.ticket(2) is None
    house.slack.post("usergroup", id="S0HELP", deleted=True)
    ana.says(SUPPORT, "And I am not")
    assert house.ticket(2).requester == ana.id


def test_who_left_is_nobodys_agent(house):
    ana, carla = house.member("ana"), house.member("carla")
    ts = carla.says(SUPPORT, "My printer burns")
    ana.says(SUPPORT, "I am on it", thread_ts=ts)
    assert house.timeline(1)[-1] == "agent_reply"
    house.slack.post("user", id="U0ANA", deleted=True)
    house.settle()
    with house.program.look() as work:
        support = work.configuration.department("Support")
        assert "U0ANA" not in work.directory.roster(support)


@tries(
    "event:channel_archive",
    "event:channel_unarchive",
    "event:member_left_channel",
    "event:channel_left",
    "event:member_joined_channel",
)
def test_admins_are_told_once_of_a_channel_that_cannot_be_used(house):
    ada = house.member("ada")
    house.slack.post("channel", id=BILLING, is_archived=True)
    house.settle()
    house.slack.post("channel", id=BILLING, is_archived=False)
    house.slack.post("remove", channel=ALERTS, user=house.bot_id)
    house.settle()
    house.slack.post("remove", channel=SUPPORT, user=house.bot_id)
    house.settle()
    told = [text_of(each) for each in ada.reads(dm_of(house, ada))]
    assert ["#billing is archived" in each for each in told] == [True, False, False]
    assert ["I am not in #sla-alerts" in each for each in told] == [False, True, False]
    assert ["I am not in #support" in each for each in told] == [False, False, True]
    house.slack.post("invite", channel=SUPPORT, user=house.bot_id, by="U0ADA")
    house.settle()
    with house.program.look() as work:
        assert work.directory.channel(SUPPORT).is_member


@tries("event:group_archive", "event:group_unarchive", "event:group_left")
def test_a_private_channel_is_known_as_archived(house):
    made = house.slack.post(
        "channel", name="war-room", is_private=True, members=["U0ANA", "U0PUNCTUAL"]
    )
    war_room = made["channel"]["id"]
    house.slack.post("invite", channel=war_room, user="U0BEN", by="U0ANA")
    house.member("ana").says(war_room, "Welcome")
    house.settle()
    learn_channel(house.program, house.office.slack, war_room)
    for is_archived in (True, False):
        house.slack.post("channel", id=war_room, is_archived=is_archived)
        house.settle()
        with house.program.look() as work:
            assert work.directory.channel(war_room).is_archived is is_archived
    house.slack.post("remove", channel=war_room, user=house.bot_id)
    house.settle()
    with house.program.look() as work:
        assert not work.directory.channel(war_room).is_member


def test_a_message_after_closing_opens_a_ticket_that_goes_on_from_the_old_one(house):
    ana, carla = house.member("ana"), house.member("carla")
    ts = carla.says(SUPPORT, "My printer burns")
    ana.asks(SUPPORT, "/ticket close 1")
    house.move(minutes=5)
    carla.says(SUPPORT, "It burns again", thread_ts=ts)
    ticket = house.ticket(2)
    assert (ticket.requester, ticket.thread_ts) == (carla.id, ts)
    assert event_bodies(house, 2, "created")[0]["follows"] == "1"
    ana.says(SUPPORT, "Oh no", thread_ts=ts)
    assert house.timeline(2)[-1] == "agent_reply"


def test_odd_texts_open_what_people_expect(house):
    carla, noah, mira = house.member("carla"), house.member("noah"), house.member("mira")
    carla.says(SUPPORT, ":wave: 🎉")
    assert house.ticket(1) is None
    carla.says(SUPPORT, "\u202eשלום, המדפסת שלי בוערת")
    assert house.ticket(1).subject == "שלום, המדפסת שלי בוערת"
    noah.says(SUPPORT, "long " * 8000)
    assert len(house.ticket(2).subject) <= 150
    assert len(event_bodies(house, 2, "created")[0]["text"]) > 39_000
    mira.says(SUPPORT, "<!channel> read <https://evil.example|this> now")
    card = house.posted("card:3")
    assert "<!channel" not in str(card["blocks"])
    assert "<https://evil" not in str(card["blocks"])
