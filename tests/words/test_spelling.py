"""What phones and pastes type is read as a keyboard has it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.words.spelling import (
    duration_in,
    named,
    number_in,
    seen,
    spelled,
    unquoted,
    value_in,
)

TYPED = {
    "en dash": ("\u201315m", "-15m"),
    "minus sign": ("\u221215m", "-15m"),
    "non-breaking hyphen": ("no\u2011reply", "no-reply"),
    "full-width hyphen": ("\uff0dold", "-old"),
    "double quotes": ("\u201cCustomer Care\u201d", '"Customer Care"'),
    "low quotes": ("\u201eCustomer Care\u201c", '"Customer Care"'),
    "guillemets": ("\u00abCustomer Care\u00bb", '"Customer Care"'),
    "single quotes": ("\u2018Customer Care\u2019", "'Customer Care'"),
    "numero sign": ("\u21166", "#6"),
    "full-width digits": ("\uff14\uff12", "42"),
    "full-width letters": ("\uff23laim", "Claim"),
    "full-width signs": ("dept\uff1a\uff33upport\uff0b\uff03\uff1d", "dept:Support+#="),
    "non-breaking space": ("claim\u00a042", "claim 42"),
    "narrow space": ("14:00\u202fUTC", "14:00 UTC"),
    "ideographic space": ("claim\u300042", "claim 42"),
    "zero width": ("\u200bclaim\u2060 \ufeff42\u200d", "claim 42"),
    "direction": ("\u202eclaim\u2069", "claim"),
    "soft hyphen": ("cla\u00adim", "claim"),
}


@pytest.mark.parametrize(("typed", "meant"), TYPED.values(), ids=TYPED)
def test_words_are_read_as_a_keyboard_has_them(typed, meant):
    assert spelled(typed) == meant


def test_nothing_becomes_markup_of_slack():
    assert spelled("\uff1c!channel\uff1e\uff06amp;") == "\uff1c!channel\uff1e\uff06amp;"


def test_what_joins_letters_of_persian_and_parts_of_an_emoji_stays():
    for joined in (
        "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
        "\U0001f469\u200d\U0001f4bb",
    ):
        assert seen(joined) == joined


def test_numbers_are_counted_in_any_digits():
    assert number_in(" \u2212\uff11\uff12.5 ") == "-12.5"
    assert number_in("\u0664\u0662") == "42"


@pytest.mark.parametrize(
    ("typed", "known", "found"),
    [
        ("support", ["Support", "Billing"], "Support"),
        ("Ann's\u00a0Bakery", ["Ann\u2019s Bakery"], "Ann\u2019s Bakery"),
        ("gold - fast", ["Gold \u2013 fast", "Gold"], "Gold \u2013 fast"),
        ("\uff27old ", ["Gold"], "Gold"),
        ("Gold\u200b", ["Gold\u200b", "Gold"], "Gold\u200b"),
        ("a-b", ["a\u2013b", "a\u2212b"], None),
        ("silver", ["Gold"], None),
    ],
)
def test_a_name_is_found_however_it_is_spelled_and_the_very_name_first(typed, known, found):
    assert named(typed, known) == found


QUOTES = [
    ('"', '"'),
    ("'", "'"),
    ("\u201c", "\u201d"),
    ("\u201e", "\u201c"),
    ("\u201d", "\u201d"),
    ("\u00ab", "\u00bb"),
    ("\u00ab\u00a0", "\u00a0\u00bb"),
    ("\u00bb", "\u00ab"),
    ("\u2018", "\u2019"),
    ("\u201a", "\u2018"),
    ("\u2039", "\u203a"),
    ("\u300c", "\u300d"),
    ("\u300e", "\u300f"),
    ("\uff02", "\uff02"),
    ("\u200b\u201c", "\u201d\u200b"),
    (" '\u201c", "\u201d' "),
]
"""How quotes open and close: English, German, French, Danish, Swedish, Japanese, nested."""
bare = st.text(
    st.characters(categories=["L", "N"], exclude_characters="\u02bc"), min_size=1
).flatmap(
    lambda word: st.sampled_from([word, f"{word} & {word}", f"{word}'s", f"{word}\u2019s bakery"])
)


@given(bare, st.sampled_from(QUOTES))
def test_a_value_in_quotes_of_any_kind_is_the_same_as_the_bare_one(value, quotes):
    typed = value.join(quotes)
    assert unquoted(typed) == value
    assert value_in(typed) == value_in(value)
    assert named(typed, [value, "\u2318"]) == value


@pytest.mark.parametrize("typed", ['"a" and "b"', "'90s", "the boys'", 'Screen 19"', "a", ""])
def test_quotes_that_enclose_nothing_stay_in_a_value(typed):
    assert unquoted(f" {typed} ") == typed


def test_an_open_quote_hides_no_name():
    assert named("\u00abAcme", ["Acme"]) == "Acme"


def test_a_name_may_have_quotes_itself():
    assert named('"Gold"', ['"Gold"', "Gold"]) == '"Gold"'
    assert named("Gold", ['"Gold"']) == '"Gold"'


@pytest.mark.parametrize(
    "typed", ["1h30m", "\u201c1h30m\u201d", "1h 30m", "1H30M.", " \uff11h\u00a030m "]
)
def test_a_duration_is_read_with_blanks_quotes_and_a_point_behind(typed):
    assert duration_in(typed) == "1h30m"
