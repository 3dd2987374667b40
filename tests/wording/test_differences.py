"""What a configuration would change, read as sentences."""

import pytest

from bot.config.preview import differences
from bot.wording.differences import sentence
from tests.config.files import read_text
from tests.config.test_preview import AFTER, BEFORE, CALENDAR, SNOW, agents, closed

NAMES = {"UANA": "Ana Kovač", "UBOB": "Bob", "UCID": "Cid"}


def naming(written):
    return NAMES.get(written, written)


def sentences(before, after):
    old, new = read_text(before).configuration, read_text(after).configuration
    return [
        sentence(change, lambda name: NAMES.get(name, name)) for change in differences(old, new)
    ]


def test_what_comes_goes_changes_and_moves_is_a_sentence_each():
    assert sentences(BEFORE, AFTER) == [
        "The level Old is taken out.",
        "Level Standard: “First reply” is 2h instead of 4h.",
        "Level Standard: “Resolution” is 8h; it was left out.",
        "The level New is new.",
        "Settings: “Time zone of reports” is Europe/Ljubljana; it was left out.",
        "Rule One: “Promise the level” is New instead of Standard.",
        "The rules are looked at in the order Two, One.",
    ]


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        (CALENDAR, closed(SNOW), "Calendar office: “Closures” gains 2026-03-04 Snow."),
        (closed(SNOW), CALENDAR, "Calendar office: “Closures” loses 2026-03-04 Snow."),
        (
            agents("UANA", "UBOB"),
            agents("UANA", "UCID"),
            "Department Support: “Agents” gains Cid and loses Bob.",
        ),
        (
            agents("UANA"),
            agents("UBOB"),
            "Department Support: “Agents” is Bob instead of Ana Kovač.",
        ),
    ],
)
def test_of_a_list_it_is_said_what_comes_and_goes(before, after, said):
    assert sentences(before, after) == [said]


TARGETS = """
    version: 1
    levels:
      Standard: {targets: {resolution: {urgent: 4h, high: 6h, default: 8h}}, pause_on: []}
    """


def test_a_target_of_a_priority_is_called_by_both():
    [line] = sentences(TARGETS, TARGETS.replace("urgent: 4h", "urgent: 2h"))
    assert line == "Level Standard: “Resolution, Urgent” is 2h instead of 4h."


def test_what_is_left_out_is_said_so():
    [line] = sentences(TARGETS, TARGETS.replace("urgent: 4h, ", ""))
    assert line == "Level Standard: “Resolution, Urgent” is left out; it was 4h."
