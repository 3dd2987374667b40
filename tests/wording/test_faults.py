"""What was set aside, and what is doubted: kept in the program's words, said in the reader's."""

import pytest

from bot.wording import doubts, faults
from sla_core.errors import IllegalEvent

ENGLISH = {
    "IllegalEvent: `at` is missing in a `note` event": "`at` is missing in a `note` event",
    "its level 'Gold' cannot be read": "its level 'Gold' cannot be read",
    "its method is unknown: 'chat.shout'": "its method is unknown: 'chat.shout'",
    "it is nested too deeply": "it is nested too deeply",
    "ConfigRefused: sla.yml:3: levels: is empty": "sla.yml:3: levels: is empty",
    "KeyError: 'at'": "it lacks “at”",
    "something else": "something else",
}


@pytest.mark.parametrize("kept", ENGLISH)
def test_a_fault_is_said_in_plain_words(kept):
    assert faults.why(kept) == ENGLISH[kept]


def test_a_ticket_that_is_set_aside_says_why_in_the_readers_language(foreign):
    error = IllegalEvent("missing_key", key="at", kind="note")
    assert faults.why(f"IllegalEvent: {error}") == "`at` îš ɱîššîñĝ îñ å `note` éṽéñţ"
    assert faults.why("its level 'Gold' cannot be read") == "îţš ļéṽéļ 'Gold' çåññöţ ƀé ŕéåð"
    assert faults.item("configuration", "level Gold", "it has no lane").startswith(
        "Ţĥé çöñƒîĝûŕåţîöñ öƒ ļéṽéļ Gold: îţ ĥåš ñö ļåñé"
    )


DOUBTS = [
    *doubts.REASONS,
    "the clock was set forward by 75 s",
    "the clock was set back by 3600 s",
    "the machine slept for 12 s",
]


@pytest.mark.parametrize("kept", DOUBTS)
def test_a_doubt_reads_in_english_as_it_is_kept(kept):
    assert doubts.reason(kept) == kept


@pytest.mark.parametrize("kept", DOUBTS)
def test_a_doubt_is_said_in_the_readers_language(foreign, kept):
    assert doubts.reason(kept) != kept


def test_a_doubt_that_nobody_knows_stands_for_itself(foreign):
    assert doubts.reason("reconnected") == "reconnected"
