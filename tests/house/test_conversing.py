"""A requester who reads in direct messages and agents who read in a channel talk as if in one."""

import pytest

from bot.wording.markup import escape
from tests.house.marks import tries
from tests.house.reading import text_of

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"


@pytest.fixture
def asked(house):
    """Carla opened ticket 1 by the form; `house.talk` and `house.direct` are its two threads."""
    carla = house.member("carla")
    since = house.mark()
    carla.sends(SUPPORT, "/ticket new VPN is down")
    form = carla.form(since, "the form of a ticket")
    carla.submits(
        form["id"], {"department": {"value": "Support"}, "text": {"value": "Since this morning"}}
    )
    house.talk, house.direct = house.posted("conversation:1"), house.posted("dm:1")
    return house


def in_channel(house):
    return house.thread(house.talk["channel"], house.talk["ts"])


def at_carlas(house):
    return house.thread(house.direct["channel"], house.direct["ts"], as_="carla")


def test_the_conversation_says_whom_it_reaches_and_the_requester_what_was_promised(asked):
    assert asked.talk["channel"] == SUPPORT
    assert "What you write here goes to Carla" in in_channel(asked)[0]
    assert "Since this morning" in in_channel(asked)[0]
    assert asked.direct["channel"].startswith("D")
    assert "Ticket *#1* is open: *VPN is down*." in at_carlas(asked)[0]
    assert "You will have an answer by Mon 14:00." in at_carlas(asked)[0]  # her zone, after lunch


@tries("event:message.channels", "event:message.im")
def test_what_is_written_on_one_side_is_read_on_the_other_in_its_authors_name(asked):
    ana, carla = asked.member("ana"), asked.member("carla")
    ana.says(SUPPORT, "Try <!channel> again", thread_ts=asked.talk["ts"])
    assert "again" in at_carlas(asked)[-1]
    said = carla.reads(asked.direct["channel"], asked.direct["ts"])[-1]
    assert "Ana" in said["username"]
    assert "<!channel>" not in said["text"]
    assert asked.ticket(1).status == "answered"
    carla.says(asked.direct["channel"], "It works", thread_ts=asked.direct["ts"])
    assert "It works" in in_channel(asked)[-1]
    assert asked.ticket(1).status == "open"
    assert asked.timeline(1)[-2:] == ["agent_reply", "requester_message"]


def test_a_reply_by_command_is_read_on_both_sides_once(asked):
    asked.member("ana").asks(ALERTS, "/ticket reply 1 Reboot it")
    assert [each for each in in_channel(asked) if "Reboot it" in each] == ["Reboot it"]
    assert [each for each in at_carlas(asked) if "Reboot it" in each] == ["Reboot it"]


def test_an_edit_and_a_deletion_reach_the_other_side(asked):
    carla = asked.member("carla")
    ts = carla.says(asked.direct["channel"], "It brns", thread_ts=asked.direct["ts"])
    assert "It brns" in in_channel(asked)[-1]
    carla.edits(asked.direct["channel"], ts, "It burns")
    assert "It burns" in in_channel(asked)[-1]
    asked.move(seconds=30)
    carla.deletes(asked.direct["channel"], ts)
    assert "deleted by who wrote it" in in_channel(asked)[-1]
    assert asked.timeline(1)[-1] == "requester_message"


def lines(count):
    return "\n".join(f"{number}. It burns & smokes <again> :fire:" for number in range(count))


def test_a_long_text_is_read_whole_on_the_other_side_and_changes_with_every_edit(asked):
    carla, place = asked.member("carla"), asked.direct["channel"]
    ts = carla.says(place, lines(300), thread_ts=asked.direct["ts"])
    for count in (300, 700, 5, 200):
        carla.edits(place, ts, lines(count))
        asked.move(seconds=60)
        pieces = in_channel(asked)[1:]
        assert "\n".join(pieces) == escape(lines(count))
        assert all(len(each) <= 3_900 for each in pieces)
    carla.deletes(place, ts)
    asked.move(seconds=60)
    [left] = in_channel(asked)[1:]
    assert "deleted by who wrote it" in left


def test_files_go_over_as_links(asked):
    carla = asked.member("carla")
    carla.shares(asked.direct["channel"], "Look", "a.png", thread_ts=asked.direct["ts"])
    assert "a.png" in in_channel(asked)[-1]


def test_notes_are_for_agents_alone(asked):
    card = asked.posted("card:1")
    asked.member("ana").says(ALERTS, "Her third this week", thread_ts=card["ts"])
    asked.member("ben").asks(ALERTS, "/ticket note 1 Her fourth, in fact")
    assert asked.timeline(1)[-2:] == ["note", "note"]
    assert not any("Her " in each for each in at_carlas(asked))
    assert not any("Her " in each for each in in_channel(asked))


def test_the_cards_thread_says_that_the_requester_wrote_again_and_pings_nobody(asked):
    ana, carla = asked.member("ana"), asked.member("carla")
    ana.asks(ALERTS, "/ticket claim 1")
    carla.says(asked.direct["channel"], "Any <@U0ANA> news?", thread_ts=asked.direct["ts"])
    said = asked.thread(ALERTS, asked.posted("card:1")["ts"])[-1]
    assert "wrote in <" in said
    assert "news?" in said
    assert "<@U0ANA>" not in said


def test_who_opens_a_ticket_for_somebody_is_named_to_them(house):
    ana = house.member("ana")
    since = house.mark()
    ana.sends(SUPPORT, "/ticket new Screen is dark")
    form = ana.form(since, "the form of a ticket")
    ana.submits(form["id"], {"department": {"value": "Support"}, "requester": {"value": "U0CARLA"}})
    direct = house.posted("dm:1")
    assert "opened ticket *#1* for you: *Screen is dark*" in text_of(direct)
