"""What people forward, share and send as blocks: a request like any other, and read by all."""

import pytest

from bot.store import events, people
from tests.house.marks import tries
from tests.house.mischief import ALERTS, SUPPORT
from tests.house.reading import text_of
from tests.house.test_conversing import asked, at_carlas, in_channel  # noqa: F401

WORDS = "The export of invoices fails since this morning"
EVERYBODY = ["U0MIRA", "U0CARLA", "U0ANA", "U0NOAH"]
PLAN = {
    "id": "F0PLAN",
    "name": "plan.pdf",
    "title": "plan.pdf",
    "permalink": "https://kestrel.slack.com/files/U0XAVER/F0PLAN/plan.pdf",
}


@pytest.fixture
def lounge(house):
    """A channel that the bot does not read."""
    made = house.slack.post("channel", name="lounge", members=EVERYBODY)
    return made["channel"]["id"]


@pytest.fixture
def xaver(house):
    """Somebody of another company, in the channel of requests."""
    house.slack.post("user", id="U0XAVER", name="xaver", real_name="Xaver", team_id="T0KESTREL")
    house.slack.post("invite", channel=SUPPORT, user="U0XAVER", by="U0ANA")
    return house.member("xaver")


def text_in(house, number=1):
    """What the event says that opened a ticket."""
    return body_in(house, number)["text"]


def body_in(house, number=1):
    house.settle()
    with house.program.look() as work:
        return events.of(work.connection, work.workspace_id, number)[0].body


def forwards(house, name, lounge, text="", thread_ts=None, words=WORDS, to=SUPPORT):
    """Somebody forwards what Mira wrote in the lounge."""
    ts = house.member("mira").says(lounge, words)
    return house.member(name).forwards(lounge, ts, to, text, thread_ts)


@tries("event:message.channels")
def test_a_message_forwarded_without_a_word_is_a_request(house, lounge):
    forwards(house, "carla", lounge)
    assert house.ticket(1).subject == WORDS
    assert house.ticket(1).requester == "U0CARLA"
    body = body_in(house)
    (link,) = body["links"]
    assert f"/archives/{lounge}/p" in link
    assert body["text"] == f"Mira Patel: {link}\n> {WORDS}"
    assert house.keys("confirmation:") == ["confirmation:1"]
    assert WORDS in text_of(house.posted("card:1"))


def test_what_was_forwarded_is_part_of_what_was_asked(house, lounge):
    forwards(house, "carla", lounge, "can you look at this?", words=f"{WORDS} #URGENT")
    assert house.ticket(1).subject == "can you look at this?"
    assert "export of invoices" in text_in(house)
    assert (house.ticket(1).tags, house.ticket(1).level) == (("URGENT",), "Urgent SLA")


def test_an_agents_forward_stops_the_clock_and_arrives_at_the_requester(asked, lounge):  # noqa: F811
    forwards(asked, "ana", lounge, thread_ts=asked.talk["ts"])
    assert asked.timeline(1)[-1] == "agent_reply"
    assert asked.ticket(1).status == "answered"
    assert WORDS in at_carlas(asked)[-1]
    assert f"/archives/{lounge}/p" in at_carlas(asked)[-1]


@tries("event:message.im")
def test_a_requesters_forward_arrives_at_the_agents(asked, lounge):  # noqa: F811
    direct = asked.direct
    forwards(asked, "carla", lounge, "this", direct["ts"], to=direct["channel"])
    assert asked.timeline(1)[-1] == "requester_message"
    assert "this" in in_channel(asked)[-1]
    assert WORDS in in_channel(asked)[-1]


def test_an_edited_comment_is_relayed_with_what_was_forwarded(asked, lounge):  # noqa: F811
    ana, thread_ts = asked.member("ana"), asked.talk["ts"]
    ts = forwards(asked, "ana", lounge, "Lok", thread_ts)
    ana.edits(SUPPORT, ts, "Look")
    asked.move(seconds=30)
    assert "Look" in at_carlas(asked)[-1]
    assert WORDS in at_carlas(asked)[-1]


def test_a_forward_that_nobody_delivered_is_read_afterwards(house, lounge):
    house.doubts("started")
    with house.unheard():
        forwards(house, "carla", lounge)
    house.doubts()
    assert house.ticket(1).subject == WORDS
    house.doubts()
    assert house.keys("card:") == ["card:1"]


def test_a_forward_is_made_a_ticket_by_an_emoji(house, lounge):
    ts = forwards(house, "noah", lounge, to=lounge)
    house.slack.post("invite", channel=lounge, user=house.bot_id, by="U0ANA")
    house.member("ana").reacts(lounge, ts, "ticket")
    assert house.ticket(1).subject == WORDS


@tries("shortcut:open_ticket_here")
def test_a_forward_is_made_a_ticket_by_a_shortcut(house, lounge):
    ana = house.member("ana")
    ts = forwards(house, "noah", lounge, to=lounge)
    since = ana.uses_shortcut("open_ticket_here", lounge, ts)
    form = ana.form(since, "the form of a ticket")
    ana.submits(form["id"], {"department": {"value": "Support"}})
    assert house.ticket(1).subject == WORDS
    assert "> The export of invoices" in text_in(house)


def test_blocks_alone_are_a_request_and_a_reply(house):
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "My *printer* burns"}}
    carla = {"user": "U0CARLA", "channel": SUPPORT, "text": ""}
    ts = house.slack.post("message", **carla, blocks=[section])["ts"]
    assert house.ticket(1).subject == "My printer burns"
    section = {"type": "section", "text": {"type": "mrkdwn", "text": "I am coming"}}
    ana = {"user": "U0ANA", "channel": SUPPORT, "text": "", "thread_ts": ts}
    house.slack.post("message", **ana, blocks=[section])
    assert house.timeline(1)[-1] == "agent_reply"


def shares_plan(house, xaver):
    place = {"user": xaver.id, "channel": SUPPORT, "text": "Look"}
    house.slack.post("message", **place, files=[PLAN])
    house.settle()


def test_a_file_of_another_company_has_its_name_and_its_link(house, xaver):
    shares_plan(house, xaver)
    assert text_in(house) == f"Look\n[plan.pdf] {PLAN['permalink']}"
    assert body_in(house)["links"] == [PLAN["permalink"]]


def test_without_the_scope_all_but_the_files_works_and_is_said(house, xaver):
    house.slack.post("scopes", remove=["files:read"])
    house.expects("missing_scope")
    shares_plan(house, xaver)
    assert text_in(house) == "Look\n[file]"
    status = text_of(house.member("lea").asks(ALERTS, "/sla status"))
    assert "`files:read`: files of people of other companies" in status
    assert "lacks the scope `files:read`" in house.home("ada")
    house.slack.post("scopes", add=["files:read"])
    house.member("noah").says(SUPPORT, "Another printer")
    house.settle()
    assert "files:read" not in house.home("ada")


@pytest.mark.parametrize("odd", ["\ud83d", "\x00", "\x1b"], ids=["half", "NUL", "control"])
def test_no_character_is_too_odd_to_be_heard_or_read(house, odd):
    house.doubts("started")
    carla, ana = house.member("carla"), house.member("ana")
    with house.unheard():
        ts = carla.says(SUPPORT, f"Printer {odd} burns")
    house.doubts()
    assert house.ticket(1).subject == "Printer � burns"
    carla.edits(SUPPORT, ts, f"Printers {odd}")
    ana.asks(ALERTS, f"/ticket note 1 seen {odd} before")
    house.slack.post("user", id="U0CARLA", real_name=f"Car{odd}la")
    house.slack.post("channel", id=SUPPORT, name=f"sup{odd}port")
    ana.says(SUPPORT, f"{odd} I come", thread_ts=ts)
    assert house.timeline(1)[-2:] == ["note", "agent_reply"]
    with house.program.look() as work:
        assert people.get(work.connection, work.workspace_id, "U0CARLA").real_name == "Car�la"
