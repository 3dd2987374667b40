"""What an agent wrote and Slack does not take: somebody learns of it, in the card's thread."""

import pytest

from bot.delivery.deliverer import Deliverer
from bot.delivery.ports import Answer
from bot.delivery.settings import DeliverySettings
from bot.usecases import tickets
from bot.usecases.intake.opening import NewTicket, open_ticket
from tests.delivery.fakes import FakeSlack, drain


class Refusing(FakeSlack):
    """A Slack that refuses what goes to some channels, by the error of each."""

    def __post_init__(self):
        super().__post_init__()
        self.refused = {}

    def _chat_postMessage(self, payload):  # noqa: N802
        error = self.refused.get(payload["channel"])
        return Answer(ok=False, error=error) if error else super()._chat_postMessage(payload)


@pytest.fixture
def slack(team):
    """Slack, in which ticket 1 of Carla has its card and its confirmation."""
    slack = Refusing(team.clock)
    team.writes("UCARLA", "Printer #URGENT")
    deliver(team, slack)
    return slack


def deliver(team, slack, limit_s=120):
    sender = Deliverer(team.desk.database, slack, team.clock, DeliverySettings())
    drain(sender, team.clock, limit_s)


def notices(slack):
    """What is said beside the card, which must be in its thread."""
    card, *others = slack.messages["CSLA"]
    assert all(each["thread_ts"] == card["ts"] for each in others)
    return [each["text"] for each in others]


@pytest.mark.parametrize("error", ["thread_not_found", "is_archived", "msg_too_long"])
def test_a_refused_reply_is_told_in_the_thread_of_the_card(team, slack, error):
    slack.refused["CSUPPORT"] = error
    team.does(tickets.reply, 1, "UANA", "Take the stairs\nplease")
    deliver(team, slack)
    (notice,) = notices(slack)
    first, *quoted = notice.splitlines()
    assert first == f":warning: This was not delivered, Slack refuses it (`{error}`):"
    assert quoted == ["> ana replies: Take the stairs", "> please"]


def test_of_a_long_reply_the_beginning_is_told(team, slack):
    slack.refused["CSUPPORT"] = "msg_too_long"
    text = "x" * (2_997 - len("ana replies: ")) + " &lt;b&gt;" + "y" * 9_000
    team.does(tickets.reply, 1, "UANA", text)
    deliver(team, slack)
    (notice,) = notices(slack)
    assert notice.endswith("x …")


def test_a_reply_that_waits_for_an_invitation_is_told_of_once_and_goes_out_after_it(team, slack):
    slack.refused["CSUPPORT"] = "not_in_channel"
    team.does(tickets.reply, 1, "UANA", "Take the stairs")
    deliver(team, slack, limit_s=3_600)
    (notice,) = notices(slack)
    assert "I am not in <#CSUPPORT>" in notice
    slack.refused.clear()
    deliver(team, slack, limit_s=600)
    assert slack.said("CSUPPORT")[-1] == "ana replies: Take the stairs"
    assert len(notices(slack)) == 1


def test_nothing_is_told_where_the_card_itself_cannot_be_said(team):
    slack = Refusing(team.clock)
    slack.refused = {"CSLA": "is_archived", "CSUPPORT": "is_archived"}
    team.writes("UCARLA", "Printer #URGENT")
    team.does(tickets.reply, 1, "UANA", "Take the stairs")
    deliver(team, slack)
    assert slack.messages == {}


def test_a_refused_confirmation_is_no_message_of_an_agent(team, slack):
    slack.refused["CSUPPORT"] = "is_archived"
    team.writes("UCARLA", "Screen")
    deliver(team, slack)
    assert not any("not delivered" in text for text in slack.said("CSLA"))


def test_a_reply_that_does_not_reach_the_requesters_own_thread_is_told_as_well(team, slack):
    asked = NewTicket("UDAN", "UDAN", team.clock.now(), "Screen", department="Support")
    team.does(open_ticket, asked)
    deliver(team, slack)
    slack.refused |= {"UDAN": "msg_too_long", **dict.fromkeys(_direct_of(slack), "msg_too_long")}
    team.does(tickets.reply, 2, "UANA", "Plug it in")
    deliver(team, slack)
    [notice] = [each["text"] for each in slack.messages["CSLA"] if "not delivered" in each["text"]]
    assert "> ana replies: Plug it in" in notice
    assert slack.said("CSUPPORT")[-1] == "ana replies: Plug it in"


def _direct_of(slack):
    """The direct conversations there are."""
    return [channel for channel in slack.messages if not channel.startswith("C")]
