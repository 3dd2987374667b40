"""Which language is spoken at the moment, and that a sentence is looked up when it is said."""

import pytest

from bot.wording import tickets, words
from bot.wording.language import languages, nearest_language, speaking, spoken

pytestmark = pytest.mark.usefixtures("slovenian")


def test_a_sentence_is_english_unless_another_language_is_spoken():
    assert tickets.claimed(1) == "You have ticket *#1*."
    with speaking("sl"):
        assert tickets.claimed(1) == "Zahtevek *#1* je zdaj vaš."
    assert tickets.claimed(1) == "You have ticket *#1*."


def test_a_label_is_looked_up_when_it_is_said_and_not_when_it_was_written():
    with speaking("sl"):
        assert tickets.claim() == "Prevzemi"
    assert tickets.claim() == "Claim"


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "0 zahtevkov"),
        (1, "1 zahtevek"),
        (2, "2 zahtevka"),
        (3, "3 zahtevki"),
        (4, "4 zahtevki"),
        (5, "5 zahtevkov"),
        (100, "100 zahtevkov"),
        (101, "101 zahtevek"),
        (102, "102 zahtevka"),
    ],
)
def test_a_plural_has_as_many_forms_as_its_language(count, said):
    with speaking("sl"):
        assert words.tickets(count) == said


@pytest.mark.parametrize(("count", "said"), [(0, "0 tickets"), (1, "1 ticket"), (2, "2 tickets")])
def test_english_has_two_forms(count, said):
    assert words.tickets(count) == said


@pytest.mark.parametrize(
    ("tag", "found"),
    [
        ("sl", "sl"),
        ("sl-SI", "sl"),
        ("SL_si", "sl"),
        ("en", "en"),
        ("en-GB", "en"),
        ("tlh", None),
        ("", None),
        (None, None),
    ],
)
def test_a_tag_is_served_by_the_nearest_language_there_is(tag, found):
    assert nearest_language(tag) == found
    with speaking(tag) as language:
        assert language == spoken() == (found or "en")


def test_what_nobody_translated_is_said_in_english():
    with speaking("sl"):
        assert tickets.skip() == "Skip"


def test_languages_are_those_with_a_catalogue_and_english():
    assert "sl" in languages()
    assert languages()[0] == "en"


def test_a_language_calls_itself_by_its_own_name():
    assert [words.language(tag) for tag in ("en", "sl")] == ["English", "slovenščina"]


def test_speaking_inside_speaking_comes_back_to_the_outer_language():
    with speaking("sl"):
        with speaking(None):
            assert tickets.claim() == "Claim"
        assert tickets.claim() == "Prevzemi"
