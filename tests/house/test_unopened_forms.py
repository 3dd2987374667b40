"""A form that does not open says so where it was asked for, and a button there opens it."""

from bot.slack.draw.blocks import actions as ids
from tests.house.mischief import ALERTS, SUPPORT, asks_for_help, delivered, only_for
from tests.house.reading import text_of

TOO_LATE = "I came too late"


def too_late(house):
    """Let Slack's leave to open a form run out before the bot comes to it."""
    house.expects("expired_trigger_id")
    house.jump(seconds=4)
    house.settle()


def opens_after_all(member, channel, thread_ts=None):
    """The form that the button beside the word opens."""
    shown = only_for(member, channel, thread_ts)
    since = member.clicks(channel, shown["ts"], ids.OPEN_FORM)
    return member.form(since, "the form after all")


def test_a_command_that_was_heard_too_late_is_answered_with_a_button(house):
    carla = house.member("carla")
    carla.sends(SUPPORT, "/ticket new VPN & mail")
    too_late(house)
    assert TOO_LATE in text_of(only_for(carla, SUPPORT))
    assert "VPN & mail" in str(opens_after_all(carla, SUPPORT))


def test_a_button_is_answered_beside_its_message(house):
    asks_for_help(house)
    ana, card = house.member("ana"), house.posted("card:1")
    ana.clicks(ALERTS, card["ts"], "ticket_reply")
    too_late(house)
    assert TOO_LATE in text_of(only_for(ana, ALERTS))
    assert opens_after_all(ana, ALERTS)["callback_id"] == ids.REPLY_FORM


def test_the_same_press_heard_twice_opens_one_form_and_says_so(house):
    asks_for_help(house)
    ana, card = house.member("ana"), house.posted("card:1")
    since = ana.clicks(ALERTS, card["ts"], "ticket_note")
    house.settle()
    [press] = [
        each["payload"] for each in house.log(since, "delivery") if each["type"] == "interactive"
    ]
    house.expects("exchanged_trigger_id")
    assert delivered(house, press) == 200
    house.wake()
    house.settle()
    assert ana.top_form()["callback_id"] == ids.NOTE_FORM
    assert "has opened a form already" in text_of(only_for(ana, ALERTS))
    assert opens_after_all(ana, ALERTS)["callback_id"] == ids.NOTE_FORM


def test_a_shortcut_on_a_message_still_knows_which(house):
    ana, noah = house.member("ana"), house.member("noah")
    made = house.slack.post("channel", name="lounge", members=["U0ANA", "U0NOAH", "U0PUNCTUAL"])
    lounge = made["channel"]["id"]
    ts = noah.says(lounge, "The VPN is slow")
    ana.uses_shortcut("open_ticket_here", lounge, ts)
    too_late(house)
    form = opens_after_all(ana, lounge)
    assert form["state"]["values"]["subject"]["value"]["value"] == "The VPN is slow"
    ana.submits(form["id"], {"department": {"value": "Support"}})
    assert (house.ticket(1).requester, house.ticket(1).thread_ts) == (noah.id, ts)


def test_who_used_the_shortcut_of_the_workspace_reads_it_in_a_direct_message(house):
    carla = house.member("carla")
    carla.uses_shortcut("open_ticket")
    too_late(house)
    here = house.world.workspace.open_im(carla.id, house.bot_id, 0).id
    [told] = carla.reads(here)
    assert TOO_LATE in text_of(told)
    since = carla.clicks(here, told["ts"], ids.OPEN_FORM)
    assert carla.form(since, "the form after all")["callback_id"] == ids.TICKET_FORM


def test_in_app_home_it_stands_above_all_else(house):
    carla = house.member("carla")
    home = carla.opens_home()
    carla.clicks_in_view(home["id"], ids.OPEN_FORM)
    too_late(house)
    shown = carla.home()
    assert text_of(shown).startswith("The form did not open")
    [again, *_] = [each["elements"][0] for each in shown["blocks"] if each["type"] == "actions"]
    assert again["text"]["text"] == "Try again"
