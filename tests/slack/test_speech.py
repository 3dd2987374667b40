"""How messages become payloads: each kind by its row, to who reads it, whoever is spoken to."""

from datetime import UTC, datetime
from inspect import getmembers, isclass
from typing import get_args

import pytest

from bot.slack.draw.names import Names
from bot.slack.draw.speech import DRAWINGS, LONG_DRAWINGS, SlackSpeech
from bot.views import (
    agent_messages,
    conversation_messages,
    notices,
    refusals,
    requester_messages,
    sentences,
)
from bot.views.agent_messages import AgentNote, ClockAlert, LiveCard
from bot.views.notices import WorstMiss
from bot.views.sentences import Line, Quotation
from bot.views.speech import LongMessage, OneMessage, ReadAlone
from bot.views.tickets import AlertView
from bot.wording.language import speaking, spoken
from bot.wording.times import moment, read_by
from tests.slack.test_blocks import ANA, CLOCK, TICKET
from tests.usecases.conftest import MESSAGES, PIECES, TEXTS
from tests.wording.conftest import slovenian, slovenian_folder

__all__ = ["slovenian", "slovenian_folder"]

NOW = datetime(2026, 3, 2, 8, tzinfo=UTC)
ROOMS = (
    agent_messages,
    conversation_messages,
    notices,
    refusals,
    requester_messages,
    sentences,
)
NO_MESSAGES = {WorstMiss}
"""What is a part of a message."""


def test_every_kind_of_message_has_a_drawing():
    assert set(get_args(OneMessage)) == set(DRAWINGS)
    assert set(get_args(LongMessage)) == set(LONG_DRAWINGS)


def test_every_kind_of_message_has_a_plain_text_for_the_tests_of_use_cases():
    assert set(get_args(OneMessage)) == {*MESSAGES, *TEXTS}
    assert set(get_args(LongMessage)) == set(PIECES)


def test_what_stands_among_the_messages_is_a_kind_of_message():
    kinds = {*get_args(OneMessage), *get_args(LongMessage)}
    for room in ROOMS:
        own = {each for _, each in getmembers(room, isclass) if each.__module__ == room.__name__}
        assert own - NO_MESSAGES <= kinds


@pytest.mark.parametrize("say", [SlackSpeech.payload, SlackSpeech.pieces])
def test_a_kind_without_a_drawing_is_named(say):
    with pytest.raises(TypeError, match="ReadAlone has no drawing"):
        say(SlackSpeech(), ReadAlone(None, NOW))


def test_a_text_of_people_is_never_said_as_one_message_nor_a_card_in_pieces():
    with pytest.raises(TypeError, match="AgentNote"):
        SlackSpeech().payload(AgentNote(ANA, "Hello"))
    with pytest.raises(TypeError, match="LiveCard"):
        SlackSpeech().pieces(LiveCard(TICKET))


class Spoken(Names):
    """Calls everybody by the language of the moment."""

    def of(self, person_id):
        return spoken()


def test_all_that_is_said_is_in_the_language_of_the_reader(slovenian):
    alert = ClockAlert(TICKET, AlertView(CLOCK, "breach", True, ("ULEA",)))
    speech = SlackSpeech(Spoken()).for_reader("sl")
    with speaking("en"):
        assert speech.payload(Line(spoken))["text"] == "sl"
        assert speech.pieces(Quotation(spoken)) == [{"text": "sl"}]
        assert "<@ULEA|sl>" in speech.summary(alert)
        assert speech.for_reader(None).payload(Line(spoken))["text"] == "en"


def test_times_are_in_the_zone_of_who_reads_alone_and_in_everybodys_own_for_many():
    line = Line(lambda: moment(NOW))
    many, one = SlackSpeech(), SlackSpeech().for_reader(None, ReadAlone("Asia/Kolkata", NOW))
    unknown = SlackSpeech().for_reader(None, ReadAlone(None, NOW))
    with read_by("Europe/Ljubljana", NOW):
        assert many.payload(line)["text"].startswith("<!date^1772438400^")
        assert one.payload(line)["text"] == "Mon 13:30"
        assert unknown.payload(line) == many.payload(line)
    assert one.for_reader(None).payload(line) == many.payload(line)
