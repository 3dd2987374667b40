"""What one can press: the buttons of the card, of the queue and of lists."""

from tests.house.marks import tries
from tests.house.reading import actions_in, text_of

SUPPORT, ALERTS = "C0SUPPORT", "C0SLAALERTS"


def ephemeral_of(member, channel):
    """The newest message that this member alone sees."""
    return next(each for each in reversed(member.reads(channel)) if each["is_ephemeral"])


@tries("action:ticket_claim", "action:ticket_resolve", "action:ticket_reopen")
def test_the_card_shows_what_its_buttons_did(house):
    ana = house.member("ana")
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    card = house.posted("card:1")
    for action_id, status in (
        ("ticket_claim", "new"),
        ("ticket_resolve", "resolved"),
        ("ticket_reopen", "open"),
    ):
        ana.clicks(card["channel"], card["ts"], action_id)
        assert house.ticket(1).status == status
        assert ana.name in text_of(house.posted("card:1"))


def test_of_two_who_press_claim_at_once_one_wins(house):
    ana, ben = house.member("ana"), house.member("ben")
    house.member("carla").says(SUPPORT, "Printer burns #URGENT")
    card = house.posted("card:1")
    for each in (ben, ana):
        each.clicks(card["channel"], card["ts"], "ticket_claim")
    assert house.ticket(1).assignee == ben.id
    assert house.timeline(1).count("assigned") == 1


@tries("action:queue_skip")
def test_skip_shows_the_ticket_after_it(house):
    ana, carla, noah = (house.member(name) for name in ("ana", "carla", "noah"))
    carla.says(SUPPORT, "Printer burns #URGENT")
    noah.says(SUPPORT, "A question")
    assert "Printer burns" in text_of(ana.asks(SUPPORT, "/ticket next"))
    shown = ephemeral_of(ana, SUPPORT)
    ana.clicks(SUPPORT, shown["ts"], "queue_skip")
    assert "A question" in text_of(ephemeral_of(ana, SUPPORT))


@tries("action:list_page_on", "action:list_page_back", "action:thread_open")
def test_a_long_list_has_pages_and_each_ticket_leads_to_its_thread(house):
    ana, carla = house.member("ana"), house.member("carla")
    for number in range(13):
        carla.says(SUPPORT, f"Request {number}")
        house.move(minutes=4)
    first = text_of(ana.asks(SUPPORT, "/ticket list"))
    shown = ephemeral_of(ana, SUPPORT)
    ana.clicks(SUPPORT, shown["ts"], "list_page_on")
    second = text_of(ephemeral_of(ana, SUPPORT))
    assert second != first
    ana.clicks(SUPPORT, shown["ts"], "list_page_back")
    assert text_of(ephemeral_of(ana, SUPPORT)) == first
    ana.asks(SUPPORT, "/ticket next")
    shown = ephemeral_of(ana, SUPPORT)
    assert "thread_open" in actions_in(shown)
    ana.clicks(SUPPORT, shown["ts"], "thread_open")
