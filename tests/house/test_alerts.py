"""Cards and alarms in Slack: who is told where and when, and what their buttons do."""

from datetime import timedelta
from pathlib import Path

from bot.store import audit
from tests.house.marks import tries
from tests.house.reading import actions_in, text_of

SUPPORT, ALERTS, BILLING_ALERTS = "C0SUPPORT", "C0SLAALERTS", "C0BILLALERTS"
PROMISES = (Path(__file__).parent / "promises.yml").read_text(encoding="utf-8")
URGENT = """    alerts:
      - {at: 75%, to: [channel, assignee]}
      - {at: -15m, to: [channel, assignee], metrics: [resolution]}
      - {at: breach, to: [channel, leads], escalate: true}
"""
FIRST_WARNING = "alarm:1:first_reply:1:75%:1"
BREACH = "alarm:1:first_reply:1:breach:1"


def promise(house, alerts, more=""):
    """Every urgent ticket has these alerts instead."""
    lines = "".join(f"      - {{{each}}}\n" for each in alerts)
    assert URGENT in PROMISES
    house.configure(PROMISES.replace(URGENT, f"{more}    alerts:\n{lines}"))
    house.clock.move_to(house.local().replace(second=1))


def burns(house, subject="Printer burns", who="carla"):
    return house.member(who).says(SUPPORT, f"{subject} #URGENT")


def alone(house, name, channel=ALERTS):
    """The newest message that this member alone sees."""
    return next(
        each for each in reversed(house.messages(channel, as_=name)) if each["is_ephemeral"]
    )


def done(house, number=1):
    """What the audit says people did with a ticket once it was there, the oldest first."""
    with house.program.look() as work:
        entries = audit.listing(work.connection, work.workspace_id, f"ticket:{number}")
    return [(each.actor, each.action) for each in reversed(entries) if each.way != "rule"][1:]


# --- the card ---------------------------------------------------------------------------------


@tries("action:ticket_why")
def test_the_card_says_all_in_words_and_explains_itself_to_who_asks(house):
    burns(house)
    card = house.posted("card:1")
    shown = text_of(card)
    for said in ("Printer burns", "Carla Conti", "Acme", "nobody", "Urgent SLA", "New"):
        assert said in shown
    for clock in ("First reply", "Resolution"):
        assert f"*{clock}*: " in shown
    assert shown.count("<!date^") == 3  # two due times and the time of the card
    house.member("ana").clicks(ALERTS, card["ts"], "ticket_why")
    assert "started" in text_of(alone(house, "ana")).casefold()


def test_the_card_is_edited_when_something_happened_and_not_by_time_alone(house):
    burns(house)
    house.settle()
    since = house.mark()
    house.move(minutes=40)
    assert house.log(since, "api", method="chat.update") == []
    house.member("ana").sends(SUPPORT, "/ticket claim 1")
    house.move(seconds=20)
    assert len(house.log(since, "api", method="chat.update")) == 1
    assert "Ana Kovač" in text_of(house.posted("card:1"))


# --- where alarms go --------------------------------------------------------------------------


def test_the_first_warning_and_the_breach_show_in_the_channel_others_in_the_thread(house):
    promise(house, ["at: 50%, to: [channel]", "at: 75%, to: [channel]", "at: breach, to: [leads]"])
    burns(house)
    house.move(hours=1, minutes=1)
    shown = house.channel_texts(ALERTS)
    assert [said.split(":")[0] for said in shown if "first reply" in said] == ["Warning", "Breach"]
    assert len(house.thread(ALERTS, house.posted("card:1")["ts"])) == 4
    breach = text_of(house.posted(BREACH))
    assert "<@U0LEA>" in breach
    assert "<@" not in text_of(house.posted("alarm:1:first_reply:1:50%:1"))


def test_a_user_group_and_another_channel_hear_of_it(house):
    house.slack.post("usergroup", id="S0SUPPORT", users=["U0ANA"])
    promise(house, ['at: breach, to: [channel, "@support-team", "#billing-alerts"]'])
    burns(house)
    house.move(hours=1, minutes=1)
    assert "<!subteam^S0SUPPORT>" in text_of(house.posted(BREACH))
    other = house.posted(f"{BREACH}@{BILLING_ALERTS}")
    card = house.posted("card:1")
    assert other["channel"] == BILLING_ALERTS
    way = next(each for each in other["blocks"][-1]["elements"] if "url" in each)
    assert way["url"].endswith(f"/{ALERTS}/p{card['ts'].replace('.', '')}")


def test_the_leads_hear_what_an_assignee_who_left_cannot(house):
    burns(house)
    house.member("ana").asks(SUPPORT, "/ticket claim 1")
    house.slack.post("user", id="U0ANA", deleted=True)
    house.move(minutes=46)
    warning = text_of(house.posted(FIRST_WARNING))
    assert ("<@U0LEA>" in warning, "<@U0ANA>" in warning) == (True, False)
    assert "Printer burns" in text_of(house.member("ben").asks(SUPPORT, "/ticket list unassigned"))


def test_an_alarm_whose_channel_is_archived_goes_to_the_lead_and_nothing_is_lost(house):
    burns(house)
    house.settle()
    house.slack.post("channel", id=ALERTS, is_archived=True)
    house.expects("is_archived", "is_inactive")
    since = house.mark()
    house.move(hours=1, minutes=1)
    said = house.log(since, "api", method="chat.postMessage", ok=True)
    keys = [each["args"]["metadata"]["event_payload"]["key"] for each in said]
    assert [key for key in keys if key.startswith("alarm:")] == [FIRST_WARNING, BREACH]
    assert {each["args"]["channel"] for each in said} == {"U0LEA"}


def test_a_storm_is_one_message_with_a_line_of_each_and_mentions_nobody_twice(house):
    promise(house, ["at: breach, to: [channel, leads]"])
    for number in range(4):
        burns(house, f"Printer {number}")
        house.clock.move_to(house.now.replace(minute=house.now.minute + 4))
    since = house.mark()
    house.jump(hours=2)
    digests = house.keys("digest:", since)
    assert digests == [f"digest:{BREACH}"]
    shown = text_of(house.posted(digests[0]))
    assert "4 alerts at once" in shown
    for number in range(4):
        assert f"Printer {number} #URGENT" in shown
    text = house.posted(digests[0])["text"]
    assert text.count("Lea Horvat\n") == 4
    assert text.endswith("For <@U0LEA>")
    assert text.count("<@U0LEA>") == 1


# --- taking note ------------------------------------------------------------------------------


@tries("action:alarm_acknowledge")
def test_who_acknowledges_is_named_on_the_alarm_and_reminders_wait(house):
    promise(house, ["at: breach, to: [channel]", "at: +15m, to: [channel], repeat: 4"])
    burns(house)
    house.move(hours=1, minutes=1)
    alarm, ana = house.posted(BREACH), house.member("ana")
    ana.clicks(ALERTS, alarm["ts"], "alarm_acknowledge", value="1 first_reply 1 30")
    assert "Acknowledged by Ana Kovač until <!date^" in text_of(house.posted(BREACH))
    assert "You acknowledged the first reply of ticket *#1*" in text_of(alone(house, "ana"))
    house.move(minutes=28)
    assert house.keys("alarm:1:first_reply:1:+") == []
    house.move(minutes=3)
    assert house.keys("alarm:1:first_reply:1:+") == ["alarm:1:first_reply:1:+30m:1"]
    assert done(house) == [("U0ANA", "acknowledged")]


@tries("action:alarm_snooze")
def test_a_snooze_waits_but_never_past_the_breach(house):
    promise(house, ["at: 50%, to: [channel]", "at: 75%, to: [channel]", "at: breach, to: [leads]"])
    burns(house)
    house.move(minutes=31)
    warning, ana = house.posted("alarm:1:first_reply:1:50%:1"), house.member("ana")
    ana.clicks(ALERTS, warning["ts"], "alarm_snooze", value="1 first_reply 1 60")
    assert "Snoozed by Ana Kovač until" in text_of(house.posted("alarm:1:first_reply:1:50%:1"))
    house.move(minutes=28)
    assert house.keys("alarm:1:first_reply:1:75%") == []
    house.move(minutes=2)
    assert house.keys("alarm:1:first_reply:1:breach") == [BREACH]


def test_a_click_on_the_alarm_of_a_clock_that_stopped_gets_the_present_state(house):
    ts = burns(house)
    house.move(minutes=46)
    warning, ana = house.posted(FIRST_WARNING), house.member("ana")
    ana.says(SUPPORT, "Here I am", ts)
    house.settle()
    ana.clicks(ALERTS, warning["ts"], "alarm_acknowledge", value="1 first_reply 1 15")
    shown = alone(house, "ana")
    assert "does not run any more" in text_of(shown)
    assert "Answered" in text_of(shown)
    assert "ticket_resolve" in actions_in(shown)
    assert done(house) == [("U0ANA", "reply")]


def test_who_is_no_agent_of_the_ticket_takes_no_note_of_its_alarms(house):
    burns(house)
    house.move(minutes=46)
    warning = house.posted(FIRST_WARNING)
    house.slack.post("invite", channel=ALERTS, user="U0EMI", by="U0LEA")
    emi = house.member("emi")
    emi.clicks(ALERTS, warning["ts"], "alarm_acknowledge", value="1 first_reply 1 15")
    assert "Only the agents of ticket #1" in text_of(alone(house, "emi"))
    emi.clicks(ALERTS, warning["ts"], "ticket_escalate")
    assert "Only the agents of ticket #1" in text_of(alone(house, "emi"))
    assert (house.timeline(1).count("acknowledged"), house.ticket(1).is_escalated) == (0, False)


# --- escalation -------------------------------------------------------------------------------


@tries("action:ticket_escalate")
def test_an_escalated_ticket_is_the_next_to_solve_until_an_agent_replies(house):
    burns(house)
    house.move(minutes=5)
    ts = house.member("noah").says(SUPPORT, "A slow question")
    card, lea = house.posted("card:2"), house.member("lea")
    lea.clicks(ALERTS, card["ts"], "ticket_escalate")
    assert "goes before all others now" in text_of(alone(house, "lea"))
    house.move(seconds=10)
    assert "*Escalated*" in text_of(house.posted("card:2"))
    assert any("Lea Horvat escalated ticket" in each for each in house.thread(ALERTS, card["ts"]))
    ana = house.member("ana")
    assert "A slow question" in text_of(ana.asks(SUPPORT, "/ticket next"))
    ana.says(SUPPORT, "Here I am", ts)
    house.move(seconds=20)
    assert "*Escalated*" not in text_of(house.posted("card:2"))
    assert "Printer burns" in text_of(ana.asks(SUPPORT, "/ticket next"))


def test_a_breach_that_escalates_shows_on_the_card_and_its_alarm_offers_it_no_more(house):
    burns(house)
    house.move(hours=1, minutes=1)
    assert house.ticket(1).is_escalated
    assert "*Escalated*" in text_of(house.posted("card:1"))
    assert "ticket_escalate" not in actions_in(house.posted(BREACH))


# --- the night and closing time ---------------------------------------------------------------


def test_the_night_is_quiet_and_the_morning_says_what_is_still_true(house):
    promise(
        house,
        ["at: 50%, to: [channel]", "at: 75%, to: [channel]"],
        more='    quiet: "09:20-11:30"\n',
    )
    burns(house)
    house.move(minutes=50)
    assert house.keys("alarm:") == []
    assert house.ticket(1).assignee is None
    house.move_to("2026-03-02T11:31")
    assert house.keys("alarm:1:first_reply") == [FIRST_WARNING]


def test_before_closing_time_the_channel_hears_what_breaches_in_the_morning(house):
    house.move_to("2026-03-02T16:20", stride=timedelta(hours=1))
    burns(house)  # an hour from 16:20: 20 minutes are left at 17:00
    house.move_to("2026-03-02T16:31")
    [key] = house.keys("closing:")
    said = house.posted(key)
    assert key == f"closing:office:{ALERTS}:2026-03-02T16:00:00Z"
    assert said["channel"] == ALERTS
    shown = text_of(said)
    assert "first reply, 20 min at closing time, assignee nobody" in shown
    house.move_to("2026-03-02T17:30")
    assert house.keys("closing:") == [key]
