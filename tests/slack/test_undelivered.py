"""What is shown of a message that Slack refused: to whom it did not go, why, and what to do."""

import json

import pytest

from bot.slack.draw.speech import SlackSpeech
from bot.views.refusals import UndeliveredMessage

ERRORS = {
    "is_archived": "Unarchive it",
    "restricted_action": "Have an admin of Slack allow it",
    "user_disabled": "Reach them another way",
    "not_in_channel": "Invite me there",
    "msg_too_long": "Write it again in shorter messages",
    "something_new": "Send it again",
}


def shown(error, **more):
    notice = UndeliveredMessage(6, "relay:6:x", error, "Take the stairs", **more)
    [payload] = SlackSpeech().pieces(notice)
    head, text, row = payload["blocks"]
    assert text["text"]["text"] == "Take the stairs"
    assert row["elements"][0]["value"] == "6 relay:6:x"
    return head["text"]["text"]


@pytest.mark.parametrize("error", ERRORS)
def test_agents_read_where_it_did_not_go_why_and_what_to_do(error):
    head = shown(error, author="Ana", is_for_agent=True, channel_id="C1")
    assert head.startswith("*Not delivered* to <#C1>, on *#6*: ")
    assert ERRORS[error] in head
    assert head.endswith(f"(`{error}`)\n*Ana wrote:*")


def test_an_agent_reads_for_whom_their_own_words_were():
    head = shown("user_disabled", author=None, is_for_agent=True, person="Mira <Patel>")
    assert head.startswith("*Not delivered* to Mira &lt;Patel&gt;, on *#6*: ")
    assert head.endswith("*Your text:*")


@pytest.mark.parametrize("error", ERRORS)
def test_a_requester_reads_no_code_and_nothing_of_a_channel_they_never_saw(error):
    head = shown(error, author=None, is_for_agent=False)
    assert head.startswith("*Not delivered* to the team, on *#6*: ")
    assert error not in head
    assert "channel" not in json.dumps(head)
    assert "admin" not in head
