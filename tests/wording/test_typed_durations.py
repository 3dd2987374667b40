"""Durations as people write them, in English and in the words of another language."""

import pytest

from bot.wording.language import also_reading, speaking
from bot.wording.typed_durations import typed_duration
from scripts.messages import compiled, template, updated
from sla_core.errors import SlaError
from tests.wording.conftest import ROOT, SLOVENIAN

H, M = 3600, 60
UNITS = """
msgid "h, hr, hrs, hour, hours"
msgstr "h, ura, uri, ure, ur"

msgid "m, min, mins, minute, minutes"
msgstr "min, minuta, minuti, minute, minut"

msgid "d, day, days, business day, business days"
msgstr "d, dan, dneva, dni"
"""


@pytest.fixture
def slovenian(tmp_path):
    """A catalogue with the words of units in it."""
    file = tmp_path / "sl/LC_MESSAGES/punctual.mo"
    file.parent.mkdir(parents=True)
    sentences = template(ROOT / "bot/wording")
    file.write_bytes(compiled(updated((SLOVENIAN + UNITS).encode(), sentences)))
    with also_reading(tmp_path), speaking("sl"):
        yield


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("1h", H),
        ("1 h", H),
        ("1 hour", H),
        ("2 hours", 2 * H),
        ("2 HRS", 2 * H),
        ("4h 30m", 4 * H + 30 * M),
        ("4h30m", 4 * H + 30 * M),
        ("4 hours and 30 minutes", 4 * H + 30 * M),
        ("4 h, 30 min", 4 * H + 30 * M),
        ("4 h & 30 min", 4 * H + 30 * M),
        ("90 min", 90 * M),
        ("90 mins.", 90 * M),
        ("1.5h", 90 * M),
        ("1,5 h", 90 * M),
        ("0.25 hours", 15 * M),
        ("0.1 min", 6),
        ("30s", 30),
        ("45 seconds", 45),
        ("0 min", 0),
        ("\uff11\uff10 min", 10 * M),
        ("30\u00a0m", 30 * M),
        ("\u00ab4h\u00bb", 4 * H),
        ("26h 5m 1s", 26 * H + 5 * M + 1),
    ],
)
def test_what_people_write_is_understood(typed, seconds):
    assert typed_duration(typed) == seconds


@pytest.mark.parametrize(
    "typed",
    ["1d", "2 days", "1 day 2 hours", "3 business days", "1 week", "2w", "1.5 days", "1 Day"],
)
def test_days_and_weeks_are_refused_with_the_reason(typed):
    with pytest.raises(SlaError) as refused:
        typed_duration(typed)
    assert refused.value.problem == "days"


@pytest.mark.parametrize(
    "typed",
    [
        *("", " ", "h", "4", "4x", "soon", "-1h", "1h-", "1h x", "h1", "1..5h", "1e3h", "4h 30"),
        *("0.0001 s", "1.00001h", "9999999999h", "1h;;2", "\x00", "9" * 5000, "1h " * 2000 + "x"),
    ],
)
def test_what_is_no_duration_is_refused(typed):
    with pytest.raises(SlaError) as refused:
        typed_duration(typed)
    assert refused.value.problem == "no_duration"


@pytest.mark.parametrize(
    ("typed", "seconds"),
    [
        ("2 uri", 2 * H),
        ("1 ura 30 minut", 90 * M),
        ("1,5 ure", 90 * M),
        ("90 MINUT", 90 * M),
        ("4h 30m", 4 * H + 30 * M),
        ("30 s", 30),
    ],
)
@pytest.mark.usefixtures("slovenian")
def test_another_language_has_its_own_words_beside_the_short_ones(typed, seconds):
    assert typed_duration(typed) == seconds


@pytest.mark.usefixtures("slovenian")
def test_days_are_refused_in_the_words_of_another_language():
    with pytest.raises(SlaError) as refused:
        typed_duration("2 dneva")
    assert refused.value.problem == "days"


def test_the_words_of_another_language_are_its_own():
    with pytest.raises(SlaError):
        typed_duration("2 uri")
