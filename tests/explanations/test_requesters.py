"""What who asked reads of `why`: the promise, the hours, what counted and paused, the sum."""

import re
from datetime import date

import pytest

from bot.explanations.agents import ClockText
from bot.explanations.requesters import RequesterClockText
from bot.wording.language import speaking
from sla_core.calendars import Closure
from tests.explained import explained
from tests.sla_core.builders import HOUR, created, definition, history, level, line
from tests.wording.conftest import pseudo_folder
from tests.wording.pseudo import TAG, known_everywhere

__all__ = ["pseudo_folder"]

STANDARD = level(resolution=16 * HOUR)
OWN = {"metric": "resolution", "cycle": 1}


def told(lines, under, at):
    """The one clock of a story, in words for who asked."""
    [one] = explained(lines, under, at)
    return RequesterClockText(one)


def test_who_asked_reads_the_promise_the_hours_and_by_when():
    one = told(created(), STANDARD, "mon 11:00")
    assert one.heading == ("Resolution", "running")
    assert one.facts == [
        ("Promise", "16 h"),
        ("Hours", "mon-fri 09:00-17:00, times in UTC"),
        ("Started", "Mon 2 Mar 09:00"),
        ("Due", "Tue 3 Mar 17:00"),
    ]
    assert (one.total, one.verdict) == ("2 h of 16 h", "14 h left")


def test_a_pause_that_is_the_desks_has_neither_a_name_nor_a_stray_comma():
    odd = level(resolution=16 * HOUR, pause_on={"resolution": frozenset({"new"})})
    one = told(created(), odd, "mon 11:00")
    assert one.facts[-1] == ("Paused", "the promise waits")
    assert one.passed == "2 h passed = 2 h paused (2 h of it business time)"


@pytest.mark.parametrize("words", [ClockText, RequesterClockText])
def test_nothing_of_an_explanation_is_plain_in_another_language(pseudo_folder, words):
    """But for names: of the level, the calendar, a closure, people and a rule."""
    closed = [Closure.of_date(date(2026, 3, day), "Selitev") for day in (4, 6)]
    gold = level("Zlata", on="Urad", resolution=2 * HOUR)
    under = history(gold, calendars=[definition(name="Urad", closures=closed)])
    lines = [
        *created(level="Zlata"),
        line("mon 10:00", "acknowledged", until="mon 12:00", **OWN),
        line("mon 10:30", "snoozed", **OWN),
        line("mon 12:00", "priority", to="high", actor="ana"),
        line("mon 13:00", "status", to="pending", until="thu 09:30", actor="ana"),
        line("thu 11:00", "status", to="on_hold", actor="ana"),
        line("fri 11:00", "status", to="resolved", actor="ana"),
    ]
    with known_everywhere(pseudo_folder), speaking(TAG):
        for at in ("mon 09:30", "tue 10:00", "thu 12:00", "mon+1 12:00"):
            [one] = explained(lines_until(lines, at), under, at)
            assert plain(words(one)) == set()


def lines_until(lines, at):
    return [each for each in lines if each["at"] <= line(at, "note")["at"]]


def plain(one):
    """The words without an accent of all that is told of a clock, names left out."""
    spans = [text for each in one.spans for text in (one.span(each), *one.ends(each))]
    facts = [text for fact in one.facts for text in fact]
    text = " ".join([*one.heading, *facts, one.total, one.verdict, one.passed, *spans])
    words = {each for each in re.findall(r"[^\W\d_]{2,}", text) if each.isascii()}
    return words - {"Zlata", "Urad", "Selitev", "Ana", "UTC"}
