"""What clumsy and malicious people do: each gets a clear answer alone, and nothing else happens."""

from bot.slack.draw.blocks import actions as ids
from bot.wording.markup import escape
from tests.house.mischief import (
    ALERTS,
    SUPPORT,
    asks_for_help,
    command,
    delivered,
    filled,
    form_of,
    merges,
    only_for,
    texts_of,
    timelines,
)
from tests.house.reading import text_of

# --- which ticket, whose workspace, which right -----------------------------------------------


def test_an_unknown_ticket_is_named_to_who_asked(house):
    ana = house.member("ana")
    for verb in ("show", "claim", "reply", "priority", "resolve", "delete"):
        answer = ana.asks(ALERTS, f"/ticket {verb} 99 high")
        assert "There is no ticket #99 here." in text_of(answer), verb
    assert house.keys() == []


def test_what_another_workspace_sends_does_nothing(house):
    asks_for_help(house)
    card = house.posted("card:1")
    seen = timelines(house, 1)
    stranger = {"team": {"id": "T0OTHER"}, "user": {"id": "U0ANA", "team_id": "T0OTHER"}}
    since = house.mark()
    click = {
        **stranger,
        "type": "block_actions",
        "trigger_id": "1.2.3",
        "container": {"type": "message", "message_ts": card["ts"], "channel_id": ALERTS},
        "actions": [{"action_id": "ticket_claim", "value": "1", "action_ts": "1772438500.1"}],
    }
    shown = {"id": "V1", "callback_id": "ticket_note", "private_metadata": "1", "state": {}}
    said = {"type": "message", "channel": SUPPORT, "user": "U0CARLA", "text": "Hello", "ts": "1.2"}
    event = {"type": "event_callback", "team_id": "T0OTHER", "event_id": "Ev1", "event": said}
    statuses = [
        delivered(house, click),
        delivered(house, {**stranger, "type": "view_submission", "view": shown}),
        delivered(house, {**event, "authorizations": []}, is_event=True),
        command(house, command="/ticket", text="claim 1", team_id="T0OTHER", user_id="U0ANA"),
    ]
    house.wake()
    assert all(status < 500 for status in statuses)
    assert timelines(house, 1, 2) == [*seen, []]
    assert house.log(since, "api") == []


def test_who_may_not_press_an_agents_button_is_told_alone(house):
    """Who asked, another guest, an agent of another department, who is no agent at all."""
    asks_for_help(house)
    card = house.posted("card:1")
    seen = timelines(house, 1)
    for name in ("carla", "noah", "dan"):
        person = house.member(name)
        house.world.workspace.channels[ALERTS].members.append(person.id)
        for action_id in ("ticket_claim", "ticket_resolve", "ticket_reply", "ticket_note"):
            since = person.clicks(ALERTS, card["ts"], action_id)
            entries = house.log(since)
            shown = [each["body"] for each in entries if each["kind"] == "response_url"]
            shown += [] if shown else [person.top_form()]
            assert any("Only the agents of ticket #1" in text_of(each) for each in shown)
            assert not [each for each in entries if each.get("method") == "chat.postMessage"]
    assert timelines(house, 1) == seen


def test_who_left_can_do_nothing_any_more(house):
    asks_for_help(house)
    ana, card = house.member("ana"), house.posted("card:1")
    house.slack.post("user", id="U0ANA", deleted=True)
    house.settle()
    seen = timelines(house, 1)
    answer = ana.is_answered_after_clicking(ALERTS, card["ts"], "ticket_claim")
    assert "Only the agents of ticket #1" in text_of(answer)
    assert timelines(house, 1) == seen


def test_who_left_is_free_to_be_replaced_and_is_given_nothing(house):
    """As an assignee, as a lead, as who asked."""
    ts = asks_for_help(house)
    ana, ben = house.member("ana"), house.member("ben")
    ana.asks(ALERTS, "/ticket claim 1")
    for gone in ("U0ANA", "U0LEA", "U0CARLA"):
        house.slack.post("user", id=gone, deleted=True)
    house.move(hours=2)
    assert not any("<@U0ANA>" in text or "<@U0LEA>" in text for text in alerts_of(house))
    assert "has left" in text_of(ben.asks(ALERTS, "/ticket assign 1 <@U0ANA>"))
    assert "You have ticket" in text_of(ben.asks(ALERTS, "/ticket claim 1"))
    assert "on its way" in text_of(ben.asks(ALERTS, "/ticket reply 1 Here is how"))
    assert "Here is how" in house.thread(SUPPORT, ts, as_="ben")[-1]
    assert "You resolved ticket" in text_of(ben.asks(ALERTS, "/ticket resolve 1"))


def alerts_of(house):
    return [text_of(house.posted(key)) for key in house.keys("alarm:1:")]


# --- texts ------------------------------------------------------------------------------------


def test_an_empty_text_is_no_reply_and_no_note(house):
    asks_for_help(house)
    ana, card = house.member("ana"), house.posted("card:1")
    seen = timelines(house, 1)
    for action_id in ("ticket_reply", "ticket_note"):
        form = ana.form(ana.clicks(ALERTS, card["ts"], action_id), action_id)
        for empty in (" ", "\n\t", "\u200b\u2060 \ufeff", "* *", "_ _ ~ ~", "```\n```"):
            wrong = ana.submits(form["id"], filled(text=empty))["errors"]
            assert "no text" in wrong["text"], repr(empty)
    assert timelines(house, 1) == seen


def test_texts_of_40_000_characters_are_kept_or_handed_back(house):
    whole = "long <&> " * 4400
    ts = asks_for_help(house, whole)
    assert texts_of(house, 1)[0] == whole.strip()
    ana, carla = house.member("ana"), house.member("carla")
    for line in (
        f"/ticket reply 1 {whole}",
        f"/ticket note 1 {whole}",
        f"/ticket resolve 1 {whole}",
    ):
        seen = timelines(house, 1)
        assert "in parts" in text_of(ana.asks(ALERTS, line))
        assert timelines(house, 1) == seen
    ana.says(SUPPORT, whole, thread_ts=ts)
    ana.says(ALERTS, whole, thread_ts=house.posted("card:1")["ts"])
    dm = carla.says(house.bot_id, whole)
    im = house.world.workspace.open_im(carla.id, house.bot_id, 0).id
    house.settle()
    carla.clicks(im, carla.reads(im, dm)[-1]["ts"], "department_choose", value="Support")
    assert texts_of(house, 1)[-2:] == [whole.strip(), whole.strip()]
    assert texts_of(house, 2)[0] == whole.strip()
    again = carla.says(im, whole, thread_ts=dm)
    house.settle()
    assert texts_of(house, 2)[-1] == whole.strip()
    carla.edits(im, again, f"shorter, {whole[:20000]}")
    house.move(seconds=30)
    carla.edits(SUPPORT, ts, f"changed {whole[:30000]}")
    house.move(seconds=30)
    talk = house.posted("conversation:2")
    house.move(minutes=5)
    said = house.thread(SUPPORT, talk["ts"])
    first = next(place for place, each in enumerate(said) if each.startswith("shorter, long"))
    assert " ".join(said[first:]) == escape(f"shorter, {whole[:20000]}")
    assert all(len(each) <= 3_900 for each in said[1:])
    carla.deletes(im, again)
    house.move(seconds=30)
    assert "shorter, long" not in str(house.thread(SUPPORT, talk["ts"]))
    assert "deleted by who wrote it" in house.thread(SUPPORT, talk["ts"])[-1]


def test_a_form_holds_what_its_fields_hold(house):
    ana = house.member("ana")
    form = form_of(house, ana, "/ticket new " + "x" * 5000)
    ana.submits(
        form["id"],
        filled(subject="s" * 150, text="t" * 3000, tags="g" * 80, department="Support"),
    )
    assert texts_of(house, 1)[0] == "t" * 3000
    said = [house.posted(key)["text"] for key in house.keys("conversation:1")]
    assert sum(each.count("t") for each in said) >= 3000
    assert all(len(each) < 3_900 for each in said)


def test_emoji_alone_open_no_ticket_and_are_no_subject(house):
    carla = house.member("carla")
    for text in (":wave:", "🎉🎉", ":+1::skin-tone-3:", "\u200b"):
        carla.says(SUPPORT, text)
        carla.says(house.bot_id, text)
        house.move(minutes=4)
    assert house.ticket(1) is None
    assert house.keys() == []


def test_text_of_the_other_direction_and_of_no_width_turns_nothing_around_it(house):
    asks_for_help(house, "\u202egnitset \u2066here\u200b #\u200bURGENT\nשלום עולם")
    ticket = house.ticket(1)
    assert ticket.subject == "gnitset here\u200b #\u200bURGENT"
    for shown in (text_of(house.posted("card:1")), *house.thread(SUPPORT, ticket.thread_ts)[1:]):
        assert not set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069") & set(shown)


def test_who_addresses_the_bot_with_a_sentence_opens_no_ticket_and_is_offered_the_form(house):
    carla = house.member("carla")
    carla.says(SUPPORT, "@punctual my printer burns, please help")
    shown = only_for(carla, SUPPORT)
    assert house.ticket(1) is None
    assert "I do not know" in text_of(shown)
    since = carla.clicks(SUPPORT, shown["ts"], ids.OPEN_FORM)
    form = carla.form(since, "the form of a ticket")
    assert "my printer burns, please help" in str(form)


def test_a_mistyped_command_is_told_to_who_typed_it_alone(house):
    ana, carla = house.member("ana"), house.member("carla")
    ts = asks_for_help(house)
    seen = timelines(house, 1)
    carla.says(SUPPORT, "@punctual shwo 1", thread_ts=ts)
    ana.says(SUPPORT, "@punctual noet 1 they never read the manual", thread_ts=ts)
    assert "Did you mean" in text_of(only_for(carla, SUPPORT, ts))
    assert "Did you mean" in text_of(only_for(ana, SUPPORT, ts))
    assert timelines(house, 1) == seen


# --- channels ---------------------------------------------------------------------------------


def test_an_archived_channel_loses_nothing_and_says_so(house):
    ts = asks_for_help(house)
    house.slack.post("channel", id=SUPPORT, is_archived=True)
    house.expects("is_archived")
    ana = house.member("ana")
    assert "on its way" in text_of(ana.asks(ALERTS, "/ticket reply 1 Here is how"))
    told = house.thread(ALERTS, house.posted("card:1")["ts"])[-1]
    assert "*Not delivered* to" in told
    assert "Here is how" in told
    assert house.timeline(1)[-1] == "agent_reply"
    assert ts


def test_where_the_bot_is_not_what_was_said_waits_for_it(house):
    ts = asks_for_help(house)
    house.slack.post("remove", channel=SUPPORT, user=house.bot_id)
    house.expects("not_in_channel")
    house.member("ana").asks(ALERTS, "/ticket reply 1 Here is how")
    assert "Here is how" not in house.thread(SUPPORT, ts)[-1]
    house.move(minutes=3)
    assert "Invite me there" in house.thread(ALERTS, house.posted("card:1")["ts"])[-1]
    house.slack.post("invite", channel=SUPPORT, user=house.bot_id, by="U0ANA")
    house.move(hours=1)
    assert house.thread(SUPPORT, ts).count("Here is how") == 1


# --- twice, late, and all at once -------------------------------------------------------------


def test_a_form_sent_twice_is_done_once(house):
    asks_for_help(house)
    ana, card = house.member("ana"), house.posted("card:1")
    form = ana.form(ana.clicks(ALERTS, card["ts"], "ticket_reply"), "a reply")
    sent = {
        "type": "view_submission",
        "team": {"id": "T0HARBOUR"},
        "user": {"id": ana.id, "team_id": "T0HARBOUR"},
        "view": {**form, "state": {"values": {"text": {"value": {"value": "Here is how"}}}}},
    }
    assert [delivered(house, sent) for _ in range(3)] == [200, 200, 200]
    house.wake()
    assert house.timeline(1).count("agent_reply") == 1


def test_a_button_of_a_ticket_that_is_over_says_how_it_stands(house):
    asks_for_help(house)
    asks_for_help(house, "The same, again", who="noah")
    ana, card = house.member("ana"), house.posted("card:1")
    for gone, told in (
        ("/ticket assign 1 <@U0BEN>", "<@U0BEN> has had ticket #1"),
        ("/ticket close 1", "#1 is closed: reopen it first"),
        ("/ticket reopen 1", "<@U0BEN> has had ticket #1"),
        ("/ticket delete 1", "is deleted: restore it first"),
        ("/ticket restore 1", "<@U0BEN> has had ticket #1"),
        ("/ticket merge 1 into 2", "#1 went into #2: go on there"),
    ):
        ana.asks(ALERTS, gone) if "merge" not in gone else merges(house, gone)
        stale(house, card)
        answer = ana.is_answered_after_clicking(ALERTS, card["ts"], "ticket_claim")
        assert told in text_of(answer), gone


def stale(house, card):
    """Let the card show in Slack what it showed before."""
    house.move(seconds=15)
    house.world.workspace.channels[ALERTS].messages[card["ts"]].blocks = card["blocks"]


def test_fifty_clicks_at_once_do_it_once(house):
    asks_for_help(house)
    card = house.posted("card:1")
    agents = [house.member(name) for name in ("ana", "ben", "lea", "ada", "dan")] * 10
    for each in agents:
        house.world.workspace.channels[ALERTS].members.append(each.id)
        each.clicks(ALERTS, card["ts"], "ticket_resolve")
    answers = [text_of(each["body"]) for each in house.log(0, "response_url")]
    assert len(answers) == 50
    assert sum("is resolved already" in each for each in answers) == 39
    assert sum("Only the agents of ticket #1" in each for each in answers) == 10
    assert house.timeline(1).count("status") == 1
