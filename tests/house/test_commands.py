"""What agents do with a ticket by typing, by forms and by buttons, from the payload to Slack."""

from datetime import timedelta

from bot.slack.draw.blocks import actions as ids
from bot.store import audit
from tests.house.marks import tries
from tests.house.mischief import merges
from tests.house.reading import actions_in, text_of

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"
BILLING, BILLING_ALERTS = "C0BILLING", "C0BILLALERTS"


def request(house, text="Printer burns #URGENT", who="carla"):
    """A request in Support's channel; returns its ts."""
    ts = house.member(who).says(SUPPORT, text)
    house.settle()
    return ts


def asked(house, line, who="ana", channel=SUPPORT):
    """What a member is told after typing a line."""
    return text_of(house.member(who).asks(channel, line))


def form_after(house, line, who="ana"):
    """The form that a line opens."""
    since = house.mark()
    house.member(who).sends(SUPPORT, line)
    return house.member(who).form(since, "a form")


def fills_in(house, line, values, who="ana"):
    """Open a form by typing, send it, and return what it says then."""
    form = form_after(house, line, who)
    given = {block: {"value": value} for block, value in values.items()}
    house.member(who).submits(form["id"], given)
    return text_of(house.member(who).top_form())


def audited(house, number):
    """What the audit says people did to a ticket once it was there, in order."""
    with house.program.look() as work:
        found = audit.listing(work.connection, work.workspace_id, f"ticket:{number}")
    return [each.action for each in reversed(found) if each.way != "rule"][1:]


def ephemeral_of(member, channel):
    """The newest message that this member alone sees."""
    return next(each for each in reversed(member.reads(channel)) if each["is_ephemeral"])


@tries(
    "command:/ticket release",
    "command:/ticket assign",
    "command:/ticket no-reply",
    "command:/ticket hold",
    "command:/ticket close",
)
def test_a_ticket_goes_from_hand_to_hand_and_is_closed(house):
    request(house)
    for line, told in (
        ("/ticket claim 1", "You have ticket #1"),
        ("/ticket release 1", "Nobody has ticket #1 now"),
        ("/ticket release 1", "Nobody has ticket #1: it can be claimed"),
        ("/ticket assign 1 <@U0BEN|ben>", "Ben"),
        ("/ticket no-reply 1", "needs no reply now"),
        ("/ticket no-reply 1", "Nobody waits for an answer"),
        ("/ticket hold 1 tomorrow 10:00", "opens again Tue 10:00"),
        ("/ticket close 1", "You closed ticket #1"),
        ("/ticket close 1", "is closed already"),
    ):
        assert told in asked(house, line).replace("*", ""), line
    assert house.ticket(1).assignee == "U0BEN"
    assert house.ticket(1).status == "closed"
    assert audited(house, 1) == ["claim", "release", "assign", "no_reply", "hold", "close"]


def test_who_is_given_a_ticket_is_told_in_a_direct_message_with_it(house):
    request(house)
    asked(house, "/ticket assign 1 ben@harbour.example")
    told = house.log(0, "api", method="chat.postMessage")[-1]["args"]
    said = house.keys("assigned:1:")
    assert len(said) == 2
    direct = house.posted(next(key for key in said if not key.endswith(":told")))
    assert "gave you ticket" in text_of(direct)
    assert "Printer burns" in text_of(direct)
    card = house.posted("card:1")
    assert any("gave this ticket to Ben" in each for each in house.thread(ALERTS, card["ts"])), told


@tries("command:/ticket spam", "command:/ticket delete", "command:/ticket restore")
def test_what_is_put_away_can_be_brought_back(house):
    request(house)
    for line, told in (
        ("/ticket spam 1", "is spam now"),
        ("/ticket delete 1", "is spam: restore it first"),
        ("/ticket restore 1", "is back: New"),
        ("/ticket delete 1", "is deleted now"),
        ("/ticket claim 1", "is deleted: restore it first"),
        ("/ticket restore 1", "is back: New"),
        ("/ticket restore 1", "neither spam nor deleted"),
    ):
        assert told in asked(house, line).replace("*", ""), line
    assert house.ticket(1).is_deleted is False


@tries(
    "command:/ticket priority",
    "command:/ticket level",
    "command:/ticket customer",
    "command:/ticket tag",
    "command:/ticket field",
)
def test_a_ticket_is_described_by_typing(house):
    request(house)
    for line, told in (
        ("/ticket priority 1 high", "is High now"),
        ("/ticket priority 1 hihg", "Did you mean high?"),
        ("/ticket level 1 Billing", "under the level Billing"),
        ("/ticket level 1 auto", "under the level"),
        ("/ticket level 1 Bilingl", "Did you mean Billing?"),
        ("/ticket customer 1 borealis", "belongs to Borealis now"),
        ("/ticket customer 1 Bor", "Did you mean Borealis?"),
        ("/ticket customer 1 none", "belongs to no customer now"),
        ("/ticket tag 1 +vip -urgent", "are now: vip"),
        ("/ticket tag 1 +vip", "changes nothing"),
        ("/ticket field 1 plan=GOLD", "plan is GOLD now"),
        ("/ticket field 1 plan=silver", "no choice for plan"),
        ("/ticket field 1 room=12 <!channel>", "room is 12 @channel"),
        ("/ticket field 1 room", "field #42 name=value"),
    ):
        assert told in asked(house, line).replace("`", "").replace("*", ""), line
    assert "room: 12 @channel" in asked(house, "/ticket show 1").replace("*", "")
    row = house.ticket(1)
    assert (row.priority, row.customer, row.tags) == ("high", None, ("vip",))


@tries(
    "form:ticket_note",
    "form:ticket_assign",
    "form:ticket_priority",
    "form:ticket_department",
    "form:ticket_level",
    "form:ticket_customer",
    "form:ticket_tags",
    "form:ticket_field",
    "form:ticket_merge",
)
def test_a_command_without_what_it_needs_opens_a_form(house):
    request(house)
    request(house, "The same, again", who="noah")
    for line, values, told in (
        ("/ticket note 1", {"text": "She called"}, "Your note is in the thread"),
        ("/ticket assign 1", {"to": "U0BEN"}, "Ben Okafor has ticket"),
        ("/ticket priority 1", {"to": "urgent"}, "is Urgent now"),
        ("/ticket level 1", {"to": "Billing"}, "under the level Billing"),
        ("/ticket tag 1", {"tags": "vip, hot"}, "are now: vip, hot"),
        ("/ticket field 1", {"name": "plan", "value": "gold"}, "plan is gold now"),
        ("/ticket merge 2", {"into": "#1"}, "will read what agents answer in #1"),
        ("/ticket dept 1", {"to": "Billing"}, "is with Billing now"),
    ):
        assert told in fills_in(house, line, values), line
    form = form_after(house, "/ticket customer 1", who="ada")
    ada = house.member("ada")
    assert ada.is_offered("bor", "value", view_id=form["id"]) == ["Borealis"]
    ada.submits(form["id"], {"to": {"value": "Borealis"}})
    assert house.ticket(1).customer == "Borealis"


def test_a_form_says_at_its_field_what_is_wrong(house):
    request(house)
    ana = house.member("ana")
    for line, values, field, told in (
        ("/ticket assign 1", {"to": "U0DAN"}, "to", "Only an agent of Support"),
        ("/ticket assign 1", {"to": "U0CARLA"}, "to", "Only an agent of Support"),
        ("/ticket merge 1", {"into": "99"}, "into", "There is no ticket #99"),
        ("/ticket merge 1", {"into": "soon"}, "into", "Which ticket?"),
        ("/ticket field 1", {"name": "plan", "value": "silver"}, "value", "no choice"),
    ):
        form = form_after(house, line)
        answer = ana.submits(form["id"], {k: {"value": v} for k, v in values.items()})
        assert told in answer["errors"][field], line


@tries(
    "action:ticket_note",
    "action:ticket_pending",
    "action:ticket_hold",
    "action:ticket_assign",
    "form:ticket_pending",
    "form:ticket_hold",
)
def test_the_cards_buttons_open_their_forms(house):
    request(house)
    ana, card = house.member("ana"), house.posted("card:1")
    until = house.now + timedelta(hours=3)
    for action_id, values, status in (
        ("ticket_note", {"text": {"value": "She called"}}, "new"),
        ("ticket_assign", {"to": {"value": "U0BEN"}}, "new"),
        ("ticket_pending", {"until": {"value": int(until.timestamp())}}, "pending"),
        ("ticket_hold", {}, "on_hold"),
    ):
        since = ana.clicks(ALERTS, card["ts"], action_id)
        ana.submits(ana.form(since, action_id)["id"], values)
        assert house.ticket(1).status == status
        house.move(seconds=11)
    assert house.ticket(1).assignee == "U0BEN"


@tries("action:ticket_solve", "form:ticket_resolve")
def test_a_ticket_is_resolved_with_a_last_answer(house):
    ts = request(house)
    ana = house.member("ana")
    ana.asks(SUPPORT, "/ticket show 1")
    since = ana.clicks(SUPPORT, ephemeral_of(ana, SUPPORT)["ts"], "ticket_solve")
    ana.submits(ana.form(since, "a form")["id"], {"text": {"value": "It is a new one now"}})
    assert house.ticket(1).status == "resolved"
    assert any("It is a new one now" in each for each in house.thread(SUPPORT, ts, as_="carla"))


@tries("action:ticket_no_reply", "action:ticket_raise_priority")
def test_the_cards_buttons_act_at_once(house):
    request(house)
    ana, card = house.member("ana"), house.posted("card:1")
    ana.clicks(ALERTS, card["ts"], "ticket_raise_priority")
    assert house.ticket(1).priority == "high"
    told = ana.is_answered_after_clicking(ALERTS, card["ts"], "ticket_no_reply")
    assert "needs no reply now" in text_of(told)
    assert house.timeline(1)[-1] == "no_reply_needed"


@tries("command:/ticket merge")
def test_two_tickets_become_one_and_both_threads_belong_to_it(house):
    first, second = request(house), request(house, "The same, again", who="noah")
    asked(house, "/ticket claim 1")
    assert "went into" in merges(house, "/ticket merge 2 into 1")
    assert house.timeline(2)[-1] == "merged"
    assert house.timeline(1)[-1] == "absorbed"
    assert house.ticket(2).status == "closed"
    assert any("go on together" in each for each in house.thread(SUPPORT, second, as_="noah"))
    house.member("noah").says(SUPPORT, "Any news?", second)
    assert house.timeline(1)[-1] == "requester_message"
    assert house.timeline(2)[-1] == "merged"
    assert "go on there" in asked(house, "/ticket reopen 2")
    house.move(seconds=10)
    assert "Closed: it went into #1" in text_of(house.posted("card:2"))
    assert actions_in(house.posted("card:2")) == ["ticket_why"]
    assert first != second


def test_who_asked_what_was_merged_reads_the_answers_too(house):
    first, second = request(house), request(house, "The same, again", who="noah")
    merges(house, "/ticket merge 2 into 1")
    ana = house.member("ana")
    said = ana.says(SUPPORT, "Pull the plg", first)
    asked(house, "/ticket reply 1 A new one is on its way")
    read = [each for each in house.thread(SUPPORT, second, as_="noah") if "together" not in each]
    assert read[-2:] == ["Pull the plg", "A new one is on its way"]
    house.member("carla").says(SUPPORT, "For my eyes", first)
    ana.says(SUPPORT, "From here, once", second)
    ana.edits(SUPPORT, said, "Pull the plug")
    house.move(seconds=10)
    read = house.thread(SUPPORT, second, as_="noah")
    assert (read.count("Pull the plug"), read.count("From here, once")) == (1, 1)
    assert "For my eyes" not in read
    assert house.thread(SUPPORT, first).count("From here, once") == 1


def test_what_agents_ask_themselves_waits_for_others(house):
    ana, ben = house.member("ana"), house.member("ben")
    since = house.mark()
    ana.sends(SUPPORT, "/ticket new My laptop")
    form = ana.form(since, "the form of a ticket")
    ana.submits(form["id"], {"department": {"value": "Support"}})
    assert "My laptop" not in asked(house, "/ticket next")
    assert "My laptop" in text_of(ben.asks(SUPPORT, "/ticket next"))
    assert "so another agent answers it" in asked(house, "/ticket claim 1")
    assert "so another agent answers it" in asked(house, "/ticket assign 1 @ana", "ben")


def test_another_departments_agent_reads_a_ticket_without_what_only_its_own_can_do(house):
    request(house)
    dan, ana = house.member("dan"), house.member("ana")
    shown = dan.asks(BILLING, "/ticket show 1")
    assert "Printer burns" in text_of(shown)
    assert not {"ticket_claim", "ticket_reply"} & set(actions_in(shown.body))
    assert "ticket_claim" in actions_in(ana.asks(SUPPORT, "/ticket show 1").body)


@tries("command:/ticket dept")
def test_a_ticket_that_moves_has_its_card_where_its_new_agents_read(house):
    request(house)
    assert "is with Billing now" in asked(house, "/ticket dept 1 billing").replace("*", "")
    assert house.ticket(1).department == "Billing"
    assert any("Printer burns" in each for each in house.channel_texts(BILLING_ALERTS))
    assert "Only the agents of ticket #1 (Billing)" in asked(house, "/ticket claim 1")
    assert "You have" in asked(house, "/ticket claim 1", who="dan", channel="C0BILLING")


@tries("mention:/ticket note", "mention:/ticket priority", "mention:/ticket assign")
def test_in_a_thread_everything_is_said_to_the_bot_without_a_number(house):
    ts = request(house)
    ana = house.member("ana")
    ana.says(SUPPORT, "@punctual priority high", ts)
    assert house.ticket(1).priority == "high"
    ana.says(SUPPORT, "@punctual assign me", ts)
    assert house.ticket(1).assignee == ana.id
    ana.says(SUPPORT, "@punctual note", ts)
    offer = [each for each in ana.reads(SUPPORT, ts) if each["is_ephemeral"]][-1]
    since = ana.clicks(SUPPORT, offer["ts"], "form_open")
    form = ana.form(since, "the form of a note")
    ana.submits(form["id"], {"text": {"value": "She called"}})
    assert house.timeline(1)[-1] == "note"


def test_the_bot_alone_is_asked_for_help_and_takes_commands_in_direct_messages(house):
    request(house)
    ana = house.member("ana")
    ana.says(SUPPORT, "@punctual")
    assert "/ticket pending" in text_of(ephemeral_of(ana, SUPPORT))
    since = house.mark()
    ana.says(house.bot_id, "show 1")
    shown = [text_of(each["args"]) for each in house.log(since, "api", ok=True)]
    assert any("Printer burns" in each for each in shown)


def test_help_says_more_of_one_command(house):
    shown = asked(house, "/ticket help pending")
    assert "/ticket pending 42 tomorrow 9:00" in shown
    assert "read in your own zone" in shown
    assert "Did you mean" in asked(house, "/ticket help pendign")
    assert "/sla report" in asked(house, "/ticket help report")


def test_next_shows_an_escalated_ticket_first_and_says_so(house):
    request(house, "A question", who="noah")
    request(house)
    assert "Printer burns" in asked(house, "/ticket next")
    house.member("ana").clicks(ALERTS, house.posted("card:1")["ts"], "ticket_escalate")
    house.settle()
    shown = asked(house, "/ticket next")
    assert "A question" in shown
    assert "escalated" in shown


def test_all_who_press_claim_at_once_are_told_who_was_first_and_when(house):
    request(house)
    card = house.posted("card:1")
    agents = [house.member(name) for name in ("ana", "ben", "lea")] * 16
    for each in agents:
        each.clicks(ALERTS, card["ts"], "ticket_claim")
    answers = [text_of(each["body"]) for each in house.log(0, "response_url")]
    assert sum("You have ticket" in each for each in answers) == 1
    assert sum("<@U0ANA> has had ticket #1 since Mon" in each for each in answers) == 32
    assert sum("is yours already" in each for each in answers) == 15
    assert house.timeline(1).count("assigned") == 1
    assert audited(house, 1) == ["claim"]


def test_a_click_on_an_old_button_is_answered_with_how_the_ticket_stands(house):
    request(house)
    ana = house.member("ana")
    for first, action_id, told in (
        ("/ticket claim 1", "ticket_claim", "is yours already"),
        ("/ticket resolve 1", "ticket_resolve", "is resolved already"),
        ("/ticket reopen 1", "ticket_reopen", "is not resolved"),
        ("/ticket no-reply 1", "ticket_no_reply", "Nobody waits for an answer"),
        ("/ticket priority 1 urgent", "ticket_raise_priority", "is Urgent already"),
        ("/ticket spam 1", "ticket_resolve", "is spam: restore it first"),
    ):
        ana.asks(SUPPORT, "/ticket show 1")
        old = ephemeral_of(ana, SUPPORT)["ts"]
        ana.asks(SUPPORT, first)
        answer = ana.is_answered_after_clicking(SUPPORT, old, action_id)
        assert told in text_of(answer), first


def test_the_buttons_of_a_ticket_that_is_gone_say_where_it_is(house):
    request(house)
    request(house, "The same, again", who="noah")
    ana = house.member("ana")
    for gone, told in (
        ("/ticket delete 1", "is deleted: restore it first"),
        ("/ticket merge 1 into 2", "#1 went into #2: go on there"),
    ):
        ana.asks(SUPPORT, "/ticket restore 1")
        ana.asks(SUPPORT, "/ticket show 1")
        old = ephemeral_of(ana, SUPPORT)["ts"]
        ana.asks(SUPPORT, gone) if "merge" not in gone else merges(house, gone)
        answer = ana.is_answered_after_clicking(SUPPORT, old, "ticket_claim")
        assert told in text_of(answer), gone


FORMS_OF_STARTS = {"level new": "level_new", "settings": "settings_edit", "setup": "setup_test"}


@tries(
    "action:start_levels",
    "action:start_level_new",
    "action:start_rules",
    "action:start_report",
    "action:start_log",
    "action:start_review",
    "action:start_digest",
    "action:start_status",
    "action:start_help",
    "action:start_calendars",
    "action:start_departments",
    "action:start_customers",
    "action:start_roles",
    "action:start_settings",
    "action:start_setup",
)
def test_sla_alone_offers_buttons_that_do_what_they_say(house):
    ada = house.member("ada")
    for words, action_id in ids.STARTS.items():
        shown = ada.asks(SUPPORT, "/sla")
        message = next(each for each in reversed(ada.reads(SUPPORT)) if each["is_ephemeral"])
        assert words in str(shown.body)
        since = ada.clicks(SUPPORT, message["ts"], action_id)
        if words in ids.START_FORMS:
            form = ada.form(since, words)
            assert form["callback_id"] == FORMS_OF_STARTS[words]
            ada.closes(form["id"])
        else:
            house.slack.wait(since, words, kind="response_url", ok=True)


def test_a_wrong_word_brings_a_hint_and_not_the_whole_help(house):
    told = asked(house, "/sla level edti Gold", "ada")
    assert "Did you mean `/sla level edit`?" in told
    assert "/ticket" not in told
    assert len(told) < 500
