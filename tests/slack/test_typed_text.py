"""Text as Slack sends it, and times as people write them."""

from datetime import UTC, datetime

import pytest

from bot.errors import UserFacingError
from bot.slack.act.times_written import parse_until
from bot.slack.hear.typed_text import (
    AddressedText,
    addressed,
    after_mention,
    are_filters,
    filters,
    first_word,
    plain_text,
    ticket_number,
)

NOW = datetime(2026, 3, 4, 9, 30, tzinfo=UTC)  # a Wednesday, 10:30 in Ljubljana


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("a &amp;&lt;b&gt; c", "a &<b> c"),
        ("&amp;lt;", "&lt;"),
        ("<@U1> and <@U1|ana>", "@name-U1 and @ana"),
        ("<#C1|general> <#C2>", "#general #C2"),
        (
            "<!here> <!channel|@channel> <!subteam^S1|@team> <!subteam^S1>",
            "@here @channel @team @subteam",
        ),
        ("<https://a.example>", "https://a.example"),
        ("<https://a.example|here>", "here (https://a.example)"),
        ("<mailto:a@b.example|a@b.example>", "a@b.example"),
        ("  x  ", "x"),
    ],
)
def test_markup_is_read_as_people_see_it(text, read):
    assert plain_text(text, lambda person_id: f"name-{person_id}") == read


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("<@UBOT> help", "help"),
        ("  <@UBOT|punctual>: help", "help"),
        ("<@UBOT>", ""),
        ("\u200b<@UBOT>\u00a0\u2060help", "help"),
        ("<@UBOTX> help", None),
        ("<@UBOT> \u2013 no\u2013reply", "no\u2013reply"),
        ("<@UBOT> - help", "help"),
        ("hi <@UBOT>", None),
        ("", None),
    ],
)
def test_a_message_addresses_the_bot_only_at_its_beginning(text, rest):
    assert after_mention(text, "UBOT") == rest


@pytest.mark.parametrize(
    ("word", "number"),
    [
        *(("42", 42), ("#42", 42), ("<#C1|42>", 42), ("4.2", None), ("-4", None), ("", None)),
        *(("#1.", 1), ("1,", 1), ("#1:", 1), ("<#C1|42>.", 42), ("#1;", None), ("#1.a", None)),
        *(("\uff03\uff14\uff12", 42), ("\u200b#4\u200b2\u2060", 42), ("42\u00a0", None)),
        *(("\u21166", 6), ("\u21166.", 6)),
        *(("\u00ab42\u00bb", 42), ("\u2018#42\u2019,", 42), ("(42)", 42), ("`#42`", 42)),
    ],
)
def test_a_ticket_number(word, number):
    assert ticket_number(word) == number


def test_a_word_keeps_a_token_whole():
    assert first_word(" <@U1|Ana K> rest of it ") == ("<@U1|Ana K>", "rest of it")
    assert first_word("") == ("", "")
    assert first_word("<") == ("<", "")


@pytest.mark.parametrize(
    "written",
    [
        'dept:"Customer Care"',
        "dept:“Customer Care”",
        "dept:„Customer Care“",
        "dept:«\u00a0Customer Care\u00a0»",
        "dept:'Customer Care'",
        "dept:‘Customer Care’",
        "dept：“Customer　Care”",
        "de\u200bpt:“Customer\u00a0Care”",
        "«dept:Customer Care»",
        "'dept:Customer Care'",
    ],
)
def test_quotes_of_every_kind_hold_a_filter_together(written):
    assert filters(f"{written} ｍine", {"mine": "mine"}, {"dept": "dept"}) == {
        "dept": "Customer Care",
        "mine": "yes",
    }


def test_an_apostrophe_ends_no_quotes():
    found = filters("customer:‘Ann’s Bakery’ tag:'a'", {}, {"customer": "c", "tag": "t"})
    assert found == {"c": "Ann's Bakery", "t": "a"}
    assert filters("tag:'a' ‘customer:Ann’s Bakery’", {}, {"customer": "c", "tag": "t"}) == found
    assert filters("customer:O’Brien", {}, {"customer": "c"}) == {"c": "O'Brien"}


def test_quotes_may_hold_several_filters_together():
    for typed in ("«mine dept:Support»", "«dept:Support mine»"):
        found = filters(typed, {"mine": "mine"}, {"dept": "dept"})
        assert found == {"mine": "yes", "dept": "Support"}


@pytest.mark.parametrize(
    ("text", "are"),
    [
        ("mine dept:«Customer Care»", True),
        ("", True),
        ("«mine dept:Support»", True),
        ("«dept:Customer Care»", True),
        ("of what we need: paper", False),
        ("«please»", False),
    ],
)
def test_what_is_nothing_but_filters_is_known_from_a_sentence(text, are):
    assert are_filters(text, {"mine"}) == are


def test_the_sign_of_a_number_may_stand_apart_where_no_text_follows():
    assert addressed("\u2116 6 high", "priority", None, takes_text=False) == AddressedText(
        6, "high"
    )
    assert addressed("# 6 heading", "note", 7, takes_text=True) == AddressedText(7, "# 6 heading")


def test_a_number_with_a_point_begins_a_list_in_a_thread():
    def read(text, own):
        return addressed(text, "reply", own, takes_text=True)

    assert read("#1. Done", 7) == AddressedText(1, "Done")
    assert read("1. Restart it", None) == AddressedText(1, "Restart it")
    assert read("1. Restart it", 7) == AddressedText(7, "1. Restart it")
    with pytest.raises(UserFacingError, match="your first word"):
        read("1 Restart it", 7)


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("2h", datetime(2026, 3, 4, 11, 30, tzinfo=UTC)),
        ("1h30m", datetime(2026, 3, 4, 11, tzinfo=UTC)),
        ("1h 30m", datetime(2026, 3, 4, 11, tzinfo=UTC)),
        ("14:00", datetime(2026, 3, 4, 13, tzinfo=UTC)),
        ("9:00", datetime(2026, 3, 5, 8, tzinfo=UTC)),  # 9:00 has passed today
        ("tomorrow", datetime(2026, 3, 5, 8, tzinfo=UTC)),
        ("Tomorrow at 9:15", datetime(2026, 3, 5, 8, 15, tzinfo=UTC)),
        ("until tomorrow 9:15", datetime(2026, 3, 5, 8, 15, tzinfo=UTC)),
        ("today 23:00", datetime(2026, 3, 4, 22, tzinfo=UTC)),
        ("monday 8:00", datetime(2026, 3, 9, 7, tzinfo=UTC)),
        ("wed", datetime(2026, 3, 11, 8, tzinfo=UTC)),  # a week on, not today
        ("2026-03-30", datetime(2026, 3, 30, 7, tzinfo=UTC)),  # summer time by then
        ("2026-03-05 14:00", datetime(2026, 3, 5, 13, tzinfo=UTC)),
        ("2026-03-05T14:00", datetime(2026, 3, 5, 13, tzinfo=UTC)),
        ("2026-03-05T14:00+05:00", datetime(2026, 3, 5, 9, tzinfo=UTC)),
        ("\u201c2h\u201d", datetime(2026, 3, 4, 11, 30, tzinfo=UTC)),
        ("2 h.", datetime(2026, 3, 4, 11, 30, tzinfo=UTC)),
        ("«tomorrow 9:15»", datetime(2026, 3, 5, 8, 15, tzinfo=UTC)),
        ("２ｈ", datetime(2026, 3, 4, 11, 30, tzinfo=UTC)),
        ("Until\u00a0tomorrow 9:15\u200b", datetime(2026, 3, 5, 8, 15, tzinfo=UTC)),
        ("2026\u201303\u201105 14：00", datetime(2026, 3, 5, 13, tzinfo=UTC)),
        ("2026-03-05T14:00Z", datetime(2026, 3, 5, 14, tzinfo=UTC)),
    ],
)
def test_a_time_is_read_in_the_writers_zone(text, at):
    assert parse_until(text, NOW, "Europe/Ljubljana") == at


@pytest.mark.parametrize(
    "text", ["soon", "25:00", "tomorrow 9", "9am", "2d", "2026-13-01", "", "today 99:00", "h", "0x"]
)
def test_a_time_nobody_understands_is_refused_with_what_is(text):
    with pytest.raises(UserFacingError, match="I do not understand the time"):
        parse_until(text, NOW, "UTC")


@pytest.mark.parametrize("text", ["0m", "2026-03-04 09:00", "today 8:00", "2026-01-01"])
def test_a_time_that_has_passed_is_refused(text):
    with pytest.raises(UserFacingError, match="has passed already"):
        parse_until(text, NOW, "UTC")


@pytest.mark.parametrize("zone", ["America/New_York", "Asia/Tokyo"])
@pytest.mark.parametrize("text", ["9999-12-31 23:59", "9999-12-31", "2200-01-01 00:00"])
def test_a_time_no_calendar_reaches_is_refused(text, zone):
    with pytest.raises(UserFacingError, match="too far away: give a day between 1971 and 2199"):
        parse_until(text, NOW, zone)


def test_a_zone_nobody_knows_is_utc():
    assert parse_until("14:00", NOW, "Mars/Base").hour == 14
    assert parse_until("14:00", NOW, None).hour == 14


def test_an_hour_that_the_change_to_summer_skips_is_the_one_after_it():
    # 02:30 does not exist on 2026-03-29 in Ljubljana: 03:30 there, 01:30 UTC.
    assert parse_until("2026-03-29 02:30", NOW, "Europe/Ljubljana").hour == 1
