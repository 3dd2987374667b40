"""No text that comes in holds what a database refuses; nothing else of it changes."""

import json

import pytest

from bot.delivery.characters import whole

FIRE = "\U0001f525"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("Printer \ud800 burns", "Printer � burns", id="a first half"),
        pytest.param("Printer \udc00 burns", "Printer � burns", id="a second half"),
        pytest.param("\udc00\ud800", "��", id="halves in the wrong order"),
        pytest.param("\ud83d\udd25", FIRE, id="two halves that belong together"),
        pytest.param("Prin\x00ter", "Prin�ter", id="NUL"),
        pytest.param("\x1b[31mred\x1b[0m", "�[31mred�[0m", id="a terminal's colours"),
        pytest.param("a\x07b\x7fc\x9bd", "a�b�c�d", id="other controls"),
        pytest.param("a\r\nb\rc\x0bd\x0ce\x85f", "a\nb\nc\nd\ne\nf", id="breaks of lines"),
    ],
)
def test_what_no_database_takes_is_replaced(given, kept):
    assert whole(given) == kept
    kept.encode()


@pytest.mark.parametrize(
    "text", ["", f"Grüße {FIRE}", "a\tb\nc", r"C:\bin\rest\u0000", "\u200b\u202e\ufeff", "ｆｕｌｌ"]
)
def test_all_other_text_stays_as_it_is(text):
    assert whole(text) == text


def test_it_is_found_however_deep_it_stands_and_in_names_too():
    given = {"a\x00": [{"b": ["\ud800", 1, None, True, 2.5]}, ("c\x00",)]}
    assert whole(given) == {"a�": [{"b": ["�", 1, None, True, 2.5]}, ["c�"]]}


def test_what_needs_no_mending_is_not_even_copied():
    given = {"text": "Printer\nburns", "files": [{"name": "a.png"}]}
    assert whole(given) is given


def test_whatever_json_carries_can_be_written_afterwards():
    given = json.loads('{"text": "\\ud83d \\u0000 \\u001f \\ud83d\\udd25"}')
    assert whole(given)["text"].encode() == f"� � � {FIRE}".encode()
