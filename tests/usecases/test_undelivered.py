"""What people wrote and Slack does not take: they learn of it, and so do the ticket's agents."""

from functools import partial

import pytest

from bot.delivery.composers import Composers
from bot.delivery.deliverer import Deliverer
from bot.delivery.ports import Answer
from bot.delivery.reopened_channels import reopen
from bot.delivery.settings import DeliverySettings
from bot.errors import UserFacingError
from bot.store import outbox
from bot.store.outbox import Outgoing
from bot.usecases import tickets
from bot.usecases.ground.timelines import load
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.requesters import conversations
from bot.usecases.requesters.undelivered import send_again, tell_refusals
from bot.views.messages import Message
from tests.delivery.fakes import FakeSlack, drain


class Refusing(FakeSlack):
    """A Slack that refuses what goes to some channels, by the error of each, or some texts."""

    def __post_init__(self):
        super().__post_init__()
        self.refused = {}

    def _chat_postMessage(self, payload):  # noqa: N802
        error = self.refused.get(payload["channel"]) or self.refused.get(payload["text"])
        return Answer(ok=False, error=error) if error else super()._chat_postMessage(payload)


@pytest.fixture
def slack(team):
    """Slack, in which ticket 1 of Carla has its card and its confirmation."""
    slack = Refusing(team.clock)
    team.writes("UCARLA", "Printer #URGENT")
    deliver(team, slack)
    return slack


def deliver(team, slack, limit_s=120):
    composers = Composers(notice=partial(tell_refusals, team.program))
    settings = DeliverySettings(edit_gap_s=0)
    sender = Deliverer(team.program.database, slack, team.clock, settings, composers)
    drain(sender, team.clock, limit_s)
    team.clock.move(seconds=1)


def card(slack):
    return slack.messages["CSLA"][0]["text"]


def notices(slack):
    """What is said beside the card, which must be in its thread."""
    card, *others = slack.messages["CSLA"]
    assert all(each["thread_ts"] == card["ts"] for each in others)
    return [each["text"] for each in others]


REFUSALS = ["is_archived", "user_disabled", "cannot_dm_bot", "restricted_action", "msg_too_long"]


@pytest.mark.parametrize("error", [*REFUSALS, "not_in_channel", "channel_not_found"])
def test_who_wrote_it_is_told_at_once_the_agents_as_well_and_the_card_says_so(team, slack, error):
    slack.refused["CSUPPORT"] = error
    team.does(tickets.reply, 1, "UANA", "Take the stairs\nplease")
    deliver(team, slack, limit_s=1)
    text = f"on #1 not delivered ({error}): ana replies: Take the stairs\nplease"
    assert slack.said("DUANA") == [f"your words {text}"]
    assert notices(slack) == [f"words of Ana {text}"]
    assert card(slack).endswith("undelivered 1")


def test_all_pieces_of_a_long_text_are_told_in_one_message(team, slack):
    slack.refused["CSUPPORT"] = "is_archived"
    team.does(tickets.reply, 1, "UANA", "a|b|c")
    deliver(team, slack)
    [told] = slack.said("DUANA")
    assert told.endswith("ana replies: a\nb\nc")
    assert card(slack).endswith("undelivered 1")


@pytest.mark.parametrize("refused", ["ana replies: a", "b", "c"])
def test_what_is_sent_again_arrives_whole_once_and_in_order(team, slack, refused):
    slack.refused[refused] = "restricted_action"
    team.does(tickets.reply, 1, "UANA", "a|b|c")
    deliver(team, slack)
    assert len(slack.said("DUANA")) == 1
    slack.refused.clear()
    assert "again" in team.does(send_again, 1, key(slack), "UANA")
    assert card_row(team).endswith("undelivered 1")
    deliver(team, slack)
    assert slack.said("CSUPPORT")[1:] == ["ana replies: a", "b", "c"]
    assert "undelivered" not in card(slack)


def key(slack):
    """The message that the newest notice in the thread of the card is of."""
    return slack.messages["CSLA"][-1]["about"]


def card_row(team):
    with team.program.look() as work:
        return outbox.newest_of(work.connection, "T1", "card:1").payload["text"]


def test_who_was_told_reads_that_it_arrived(team, slack):
    slack.refused["CSUPPORT"] = "is_archived"
    team.does(tickets.reply, 1, "UANA", "a|b")
    deliver(team, slack)
    slack.refused.clear()
    team.does(send_again, 1, key(slack), "UANA")
    deliver(team, slack)
    assert slack.said("DUANA") == ["What was written on *#1* is delivered now."]
    assert notices(slack) == slack.said("DUANA")


def test_what_is_refused_again_is_told_again(team, slack):
    slack.refused["CSUPPORT"] = "is_archived"
    team.does(tickets.reply, 1, "UANA", "a|b")
    deliver(team, slack)
    team.does(send_again, 1, key(slack), "UANA")
    deliver(team, slack)
    assert len(slack.said("DUANA")) == 2
    assert card(slack).endswith("undelivered 1")


def test_pressed_twice_it_is_sent_once_and_pressed_later_it_is_there(team, slack):
    slack.refused["CSUPPORT"] = "is_archived"
    team.does(tickets.reply, 1, "UANA", "a")
    deliver(team, slack)
    slack.refused.clear()
    pressed = key(slack)
    said = [team.does(send_again, 1, pressed, who) for who in ("UANA", "UBOB")]
    deliver(team, slack)
    said.append(team.does(send_again, 1, pressed, "UANA"))
    deliver(team, slack)
    assert [each.split(":")[0].split(",")[0] for each in said] == [
        "I send it again. If Slack still refuses it",
        "It is on its way already",
        "It is delivered already",
    ]
    assert slack.said("CSUPPORT")[1:] == ["ana replies: a"]


@pytest.mark.parametrize("who", ["UCARLA", "UDAN", "UCID"])
def test_others_cannot_send_an_agents_reply_again(team, slack, who):
    slack.refused["CSUPPORT"] = "is_archived"
    team.does(tickets.reply, 1, "UANA", "a")
    deliver(team, slack)
    with pytest.raises(UserFacingError):
        team.does(send_again, 1, key(slack), who)


@pytest.mark.parametrize("forged", ["card:1", "confirmation:1", "nothing", "event:2:2", ""])
def test_a_button_that_names_something_else_sends_nothing(team, slack, forged):
    with pytest.raises(UserFacingError, match="nothing to send again"):
        team.does(send_again, 1, forged, "UANA")


def test_what_waits_for_an_invitation_is_told_once_and_goes_out_after_it(team, slack):
    slack.refused["CSUPPORT"] = "not_in_channel"
    team.does(tickets.reply, 1, "UANA", "Take the stairs")
    deliver(team, slack, limit_s=3_600)
    assert len(notices(slack)) == len(slack.said("DUANA")) == 1
    slack.refused.clear()
    deliver(team, slack, limit_s=600)
    assert slack.said("CSUPPORT")[-1] == "ana replies: Take the stairs"
    assert "undelivered" not in card(slack)


def test_send_again_tries_at_once_what_waits_for_an_invitation(team, slack):
    slack.refused["CSUPPORT"] = "not_in_channel"
    team.does(tickets.reply, 1, "UANA", "Take the stairs")
    deliver(team, slack, limit_s=3_600)
    slack.refused.clear()
    team.does(send_again, 1, key(slack), "UANA")
    deliver(team, slack, limit_s=1)
    assert slack.said("CSUPPORT")[-1] == "ana replies: Take the stairs"


def test_a_requester_whose_words_do_not_reach_the_agents_is_told_in_their_own_thread(team, slack):
    direct = opened_by_form(team, slack)
    slack.refused["CSUPPORT"] = "is_archived"
    ts = writes(team, direct, "Hello?")
    deliver(team, slack)
    told = slack.messages["DUDAN"][-1]
    assert told["text"] == "your words on #2 not delivered (is_archived): Dan says: Hello?"
    assert told["thread_ts"] == direct.ts
    slack.refused.clear()
    team.does(send_again, 2, f"relay:2:DUDAN:{ts}", "UDAN")
    deliver(team, slack)
    assert slack.said("CSUPPORT")[-1] == "Dan says: Hello?"


def opened_by_form(team, slack):
    """Dan opened ticket 2 by a form; return where his own thread begins."""
    asked = NewTicket("UDAN", "UDAN", team.clock.now(), "Screen", department="Support")
    team.does(open_ticket, asked)
    deliver(team, slack)
    with team.program.look() as work:
        return outbox.message_of(work.connection, "T1", "dm:2")


def writes(team, direct, text):
    return team.writes("UDAN", text, channel=direct.channel_id, thread_ts=direct.ts)[0]


def corrects(team, direct, ts, text):
    team.clock.move(seconds=30)
    now = Message(direct.channel_id, ts, direct.ts, "UDAN", text, team.clock.now())
    with team.program.work() as work:
        conversations.edited(work, load(work, 2).row, now)


def test_what_was_edited_meanwhile_is_sent_as_it_says_now(team, slack):
    direct = opened_by_form(team, slack)
    slack.refused["CSUPPORT"] = "is_archived"
    ts = writes(team, direct, "a|b|c")
    deliver(team, slack)
    corrects(team, direct, ts, "x|y")
    deliver(team, slack)
    slack.refused.clear()
    team.does(send_again, 2, f"relay:2:DUDAN:{ts}", "UDAN")
    deliver(team, slack)
    assert slack.said("CSUPPORT")[-2:] == ["Dan says: x", "y"]


def test_what_its_author_deleted_is_not_sent_again_and_the_card_is_well(team, slack):
    direct = opened_by_form(team, slack)
    slack.refused["CSUPPORT"] = "is_archived"
    ts = writes(team, direct, "a|b")
    deliver(team, slack)
    with team.program.work() as work:
        conversations.deleted(work, 2, "DUDAN", ts)
    team.does(tickets.claim, 2, "UANA")
    deliver(team, slack)
    assert not any("undelivered" in text for text in slack.said("CSLA"))
    slack.refused.clear()
    assert "edited away or deleted" in said_of(team, f"relay:2:DUDAN:{ts}")


def said_of(team, key):
    try:
        return team.does(send_again, 2, key, "UDAN")
    except UserFacingError as refusal:
        return str(refusal)


def test_a_description_that_does_not_reach_the_channel_is_told_to_who_wrote_it(team, slack):
    slack.refused["CSUPPORT"] = "is_archived"
    opened_by_form(team, slack)
    assert any("UDAN asks: Screen" in text for text in slack.said("DUDAN"))


def test_a_long_description_is_told_whole_and_once_and_begins_the_conversation_when_sent_again(
    team, slack
):
    slack.refused["CSUPPORT"] = "is_archived"
    asked = NewTicket("UDAN", "UDAN", team.clock.now(), "a|b|c", "Screen", department="Support")
    team.does(open_ticket, asked)
    deliver(team, slack)
    [told] = [text for text in slack.said("DUDAN") if "not delivered" in text]
    assert told.endswith("UDAN asks: a\nb\nc")
    slack.refused.clear()
    team.does(send_again, 2, "conversation:2", "UDAN")
    deliver(team, slack)
    root, *rest = slack.messages["CSUPPORT"][-3:]
    assert [each["text"] for each in (root, *rest)] == ["UDAN asks: a", "b", "c"]
    assert {each["thread_ts"] for each in rest} == {root["ts"]}


def test_what_goes_out_as_the_channel_is_open_again_is_no_more_undelivered(team, slack):
    slack.refused["CSUPPORT"] = "is_archived"
    team.does(tickets.reply, 1, "UANA", "a|b")
    deliver(team, slack)
    slack.refused.clear()
    with team.program.work() as work:
        reopen(work.connection, "T1", "CSUPPORT", work.now)
    assert card_row(team).endswith("undelivered 1")
    deliver(team, slack)
    assert slack.said("CSUPPORT")[1:] == ["ana replies: a", "b"]
    assert "undelivered" not in card(slack)
    assert "delivered now" in slack.said("DUANA")[-1]


def test_what_was_written_before_authors_were_kept_is_told_in_the_cards_thread(team, slack):
    with team.program.work() as work:
        old = Outgoing("event:1:9", "CSUPPORT", outbox.POST, {"text": "Hi"}, work.now,
                       ticket_number=1)  # fmt: skip
        outbox.put(work.connection, "T1", old)
    slack.refused["CSUPPORT"] = "is_archived"
    deliver(team, slack)
    assert notices(slack)[-1].splitlines()[1:] == ["> Hi"]


def test_the_author_is_told_where_the_card_itself_cannot_be_said(team):
    slack = Refusing(team.clock)
    slack.refused = {"CSLA": "is_archived", "CSUPPORT": "is_archived"}
    team.writes("UCARLA", "Printer #URGENT")
    team.does(tickets.reply, 1, "UANA", "Take the stairs")
    deliver(team, slack)
    assert list(slack.messages) == ["DUANA"]


def test_a_refused_confirmation_is_no_message_of_an_agent(team, slack):
    slack.refused["CSUPPORT"] = "is_archived"
    team.writes("UCARLA", "Screen")
    deliver(team, slack)
    assert not any("not delivered" in text for text in slack.said("CSLA"))


def test_a_reply_that_does_not_reach_the_requesters_own_thread_is_told_as_well(team, slack):
    opened_by_form(team, slack)
    slack.refused |= {"UDAN": "user_disabled", "DUDAN": "user_disabled"}
    team.does(tickets.reply, 2, "UANA", "Plug it in")
    deliver(team, slack)
    assert slack.said("DUANA") == [
        "your words on #2 not delivered (user_disabled): ana replies: Plug it in"
    ]
    assert slack.said("CSUPPORT")[-1] == "ana replies: Plug it in"
