"""What phones and pastes type is read as a keyboard has it."""

import pytest

from bot.spelling import named, number_in, seen, spelled

TYPED = {
    "en dash": ("\u201315m", "-15m"),
    "minus sign": ("\u221215m", "-15m"),
    "non-breaking hyphen": ("no\u2011reply", "no-reply"),
    "full-width hyphen": ("\uff0dold", "-old"),
    "double quotes": ("\u201cCustomer Care\u201d", '"Customer Care"'),
    "low quotes": ("\u201eCustomer Care\u201c", '"Customer Care"'),
    "guillemets": ("\u00abCustomer Care\u00bb", '"Customer Care"'),
    "single quotes": ("\u2018Customer Care\u2019", "'Customer Care'"),
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
