"""The picture in docs/clocks.md is the table by which clocks run."""

from xml.etree import ElementTree as ET

from scripts.draw_transitions import LOOKS, PICTURE, drawn
from sla_core.clocks.metrics import TRANSITIONS, Step
from sla_core.tickets.signals import Signal


def shown():
    picture = ET.fromstring(drawn())  # noqa: S314 our own words
    return [each.text for each in picture.iter("{http://www.w3.org/2000/svg}text")]


def test_the_picture_is_the_table_else_run_scripts_draw_transitions():
    assert PICTURE.read_text(encoding="utf-8") == drawn()


def test_every_signal_is_told_by_its_sentence_and_every_metric_has_a_column():
    words = shown()
    assert {str(signal) for signal in Signal} <= set(words)
    assert {metric.replace("_", " ") for metric in TRANSITIONS} <= set(words)


def test_every_step_of_the_table_is_a_cell_with_its_word():
    words = shown()
    steps = [step for heard in TRANSITIONS.values() for each in heard.values() for step in each]
    assert {step: words.count(step) for step in Step} == {step: steps.count(step) for step in Step}
    assert set(LOOKS) == set(Step)


def test_the_table_is_told_in_words_to_whom_no_picture_helps():
    assert (
        "When an agent replied in public: first reply stop, next reply stop, chat reply stop, "
        "periodic update stop and start."
    ) in drawn()
