"""A missed promise is reviewed: from its alert, in a form, with follow-ups, and what counts."""

from datetime import timedelta

from tests.house.marks import tries
from tests.house.reading import actions_in, text_of

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"
NIGHT = timedelta(hours=4)
"""How seldom the bot needs to look up where little happens."""


def breached(house):
    """Ticket 1 misses its first reply; the alert of it."""
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    house.settle()
    house.move(minutes=62)
    return house.posted(next(key for key in house.keys("alarm:1:") if "breach" in key))


def review_form(house, name, alert):
    """The form behind the alert's button, as somebody sees it."""
    member = house.member(name)
    since = member.clicks(alert["channel"], alert["ts"], "review_open")
    return member.form(since, "the form of a review")


def values(**more):
    """A filled form: how bad, why, and more."""
    given = {"severity": "major", "cause": "overload", **more}
    return {name: {"value": value} for name, value in given.items()}


@tries("action:review_open", "form:breach_review", "command:/sla review")
def test_a_lead_reviews_a_miss_from_its_alert(house):
    alert = breached(house)
    assert "review_open" in actions_in(alert)
    lea = house.member("lea")
    assert "Printer burns" in text_of(lea.asks(SUPPORT, "/sla review"))
    form = review_form(house, "lea", alert)
    assert "Printer burns" in text_of(form)
    wrong = lea.submits(form["id"], values(what_1="Second phone"))
    assert sorted(wrong["errors"]) == ["due_1", "who_1"]
    lea.submits(form["id"], values(what_1="", note="Two were ill <!channel>"))
    house.settle()
    assert "is kept" in text_of(lea.top_form())
    assert "cause" in house.timeline(1)
    assert "No miss waits" in text_of(lea.asks(SUPPORT, "/sla review"))
    listed = text_of(lea.asks(SUPPORT, "/sla review all"))
    assert "Major: Overload" in listed
    assert "Two were ill &lt;!channel&gt;" in listed
    assert "Overload: 1 miss" in listed


def test_who_does_not_lead_is_told_so_in_place_of_the_form(house):
    alert = breached(house)
    assert "Only the leads of Support" in text_of(review_form(house, "ana", alert))
    assert "for the leads" in text_of(house.member("ana").asks(SUPPORT, "/sla review"))


@tries("action:exclusion_refuse", "action:exclusion_grant")
def test_a_miss_is_left_out_of_the_count_when_somebody_else_agrees(house):
    """Lea is the only lead of Support: Ada, an admin, decides, from the message she was sent."""
    alert = breached(house)
    lea, ada = house.member("lea"), house.member("ada")
    for reason in ("The power was cut", "It really was"):
        form = review_form(house, "lea", alert)
        lea.submits(form["id"], values(exclusion=reason))
        house.move(seconds=2)
        asked = house.posted(house.keys("exclusion:")[-1])
        assert reason in text_of(asked)
        if reason == "The power was cut":
            ada.clicks(asked["channel"], asked["ts"], "exclusion_refuse")
            assert "let it count" in text_of(house.posted(house.keys("exclusion:")[-1]))
    listed = lea.asks(SUPPORT, "/sla review all")
    assert {"exclusion_grant", "exclusion_refuse"} <= set(actions_in(listed))
    ada.clicks(asked["channel"], asked["ts"], "exclusion_grant")
    assert "Ada Vidmar agreed" in text_of(house.posted(house.keys("exclusion:")[-1]))
    assert house.timeline(1).count("excluded") == 1
    report = text_of(lea.asks(SUPPORT, "/sla report"))
    assert "first_reply" in report
    again = ada.is_answered_after_clicking(asked["channel"], asked["ts"], "exclusion_grant")
    assert "decided already" in text_of(again)


@tries("action:follow_up_done")
def test_a_follow_up_is_given_reminded_and_done(house):
    alert = breached(house)
    lea, ana = house.member("lea"), house.member("ana")
    form = review_form(house, "lea", alert)
    todo = {"what_1": "Order a second phone", "who_1": ana.id, "due_1": "2026-03-05"}
    lea.submits(form["id"], values(**todo))
    assert "Order a second phone" in text_of(house.posted("follow_up:1:given"))
    house.move_to("2026-03-04T09:10", stride=NIGHT)
    assert "Due Thu 5 Mar" in text_of(house.posted("follow_up:1:2026-03-04"))
    house.move_to("2026-03-05T09:10", stride=NIGHT)
    reminder = house.posted("follow_up:1:2026-03-05")
    assert "Due today" in text_of(reminder)
    answer = ana.is_answered_after_clicking(reminder["channel"], reminder["ts"], "follow_up_done")
    assert "Done: Order a second phone" in text_of(answer)
    house.move(seconds=15)
    shown = house.posted("follow_up:1:2026-03-05")
    assert text_of(shown).startswith("Done, after #1")
    assert actions_in(shown) == []


def test_leads_hear_in_the_morning_what_waits_for_them(house):
    breached(house)
    house.move_to("2026-03-03T09:10", stride=NIGHT)
    said = text_of(house.posted("misses:U0LEA:2026-03-03"))
    assert "of Support wait" in said


@tries("action:review_page_on", "action:review_page_back")
def test_many_misses_have_pages(house):
    lea = house.member("lea")
    for number in range(3):
        for name in ("carla", "noah", "mira"):
            house.member(name).says(SUPPORT, f"Printer {number} of {name} #URGENT")
        house.move(minutes=4)
    house.move(hours=2)
    first = text_of(lea.asks(SUPPORT, "/sla review"))
    shown = next(each for each in reversed(lea.reads(SUPPORT)) if each["is_ephemeral"])
    lea.clicks(SUPPORT, shown["ts"], "review_page_on")
    turned = next(each for each in reversed(lea.reads(SUPPORT)) if each["is_ephemeral"])
    assert text_of(turned) != first
    lea.clicks(SUPPORT, shown["ts"], "review_page_back")
    turned = next(each for each in reversed(lea.reads(SUPPORT)) if each["is_ephemeral"])
    assert text_of(turned) == first


def test_what_is_approved_is_the_reason_that_was_read(house):
    alert = breached(house)
    lea, ada = house.member("lea"), house.member("ada")
    form = review_form(house, "lea", alert)
    lea.submits(form["id"], values(exclusion="The power was cut"))
    read = house.posted(house.keys("exclusion:")[-1])
    house.move(seconds=2)
    ada.clicks(read["channel"], read["ts"], "exclusion_refuse")
    house.settle()
    form = review_form(house, "lea", alert)
    lea.submits(form["id"], values(exclusion="Nobody felt like it"))
    for button in ("exclusion_grant", "exclusion_refuse"):
        again = ada.is_answered_after_clicking(read["channel"], read["ts"], button)
        assert "another reason stands now" in text_of(again)
        assert "Nobody felt like it" in text_of(again)
        assert {"exclusion_grant", "exclusion_refuse"} <= set(actions_in(again))
    assert "excluded" not in house.timeline(1)
    anew = house.posted(house.keys("exclusion:")[-1])
    ada.clicks(anew["channel"], anew["ts"], "exclusion_grant")
    assert house.timeline(1).count("excluded") == 1


def test_who_asked_reviews_and_excludes_nothing_of_their_own_ticket(house):
    """Ada is an admin, and asked for it; Lea alone leads there."""
    house.member("ada").says(SUPPORT, "Printer burns #URGENT")
    house.move(minutes=62)
    ada, alert = house.member("ada"), house.posted(house.keys("alarm:1:")[-1])
    assert "Printer burns" not in text_of(ada.asks(SUPPORT, "/sla review all"))
    assert "Printer burns" in text_of(house.member("lea").asks(SUPPORT, "/sla review all"))
    assert "Only the leads" in text_of(review_form(house, "ada", alert))
    form = review_form(house, "lea", alert)
    house.member("lea").submits(form["id"], values(exclusion="The power was cut"))
    assert not [key for key in house.keys("exclusion:") if key.endswith(":U0ADA")]
