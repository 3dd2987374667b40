"""Values in commands as phones and pastes type them: in quotes of any kind, with other signs."""

import json

import pytest

from bot.slack.draw.blocks import actions as ids
from bot.store import tickets
from bot.usecases.ground.timelines import load


@pytest.fixture
def printer(bot):
    """Ticket 1 of Carla, which Ana has."""
    bot.writes("UCARLA", "Printer burns")
    bot.command("UANA", "/ticket", "claim 1")
    return bot


@pytest.mark.parametrize(
    ("typed", "answered"),
    [
        ('level 1 "Urgent SLA"', "Urgent SLA"),
        ("level 1 \u201cUrgent SLA\u201d", "Urgent SLA"),
        ("priority 1 \u2018high\u2019", "High"),
        ("priority \u21161 \u00abhigh\u00bb", "High"),
        ("dept 1 \u201eBilling\u201c", "Billing"),
        ("customer 1 \u00abnone\u00bb", "no customer"),
        ("show \u21161", "Printer burns"),
        ("show \u2116\u00a01", "Printer burns"),
        ("list \u00abdept:Support\u00bb", "Printer burns"),
        ("\u00ablist\u00bb mine", "Printer burns"),
    ],
)
def test_a_value_in_quotes_is_understood(printer, typed, answered):
    printer.command("UANA", "/ticket", typed)
    assert answered in printer.answered()
    assert "There is no" not in printer.answered()
    assert "Did you mean" not in printer.answered()


@pytest.mark.parametrize(
    ("typed", "tags"),
    [
        ("+\u00abvip\u00bb", ("vip",)),
        ('+"billing issue"', ("billing issue",)),
        ('\u00abbilling issue\u00bb, +x \u2013"none"', ("billing issue", "x")),
        ("\u201c+vip +old\u201d", ("vip", "old")),
        ("+\u2018Ann\u2019s\u2019", ("Ann's",)),
        ('"vip', ("vip",)),
        ('+"a, b"', ("a", "b")),
        ("#vip,#old", ("vip", "old")),
    ],
)
def test_a_tag_is_the_same_however_it_is_quoted(printer, typed, tags):
    printer.command("UANA", "/ticket", f"tag 1 {typed}")
    assert printer.ticket().tags == tags


@pytest.mark.parametrize(
    "off", ["\u2013vip", "-\u00abvip\u00bb", "\u2212\u201cVIP\u201d", '"-vip"']
)
def test_a_tag_is_taken_off_however_it_is_quoted(printer, off):
    printer.command("UANA", "/ticket", "tag 1 +vip")
    printer.command("UANA", "/ticket", f"tag 1 {off}")
    assert printer.ticket().tags == ()


@pytest.mark.parametrize("nothing", ["+", '""', "+#", "\u00ab\u00bb"])
def test_a_sign_without_a_tag_is_asked_about(printer, nothing):
    printer.command("UANA", "/ticket", f"tag 1 {nothing}")
    assert "Which tags?" in printer.answered()


def test_the_form_has_the_tags_of_the_command(printer):
    printer.command("UANA", "/ticket", "tag 1 +vip +old")
    typed = '\u00abvip\u00bb, +"billing issue", \u2018\u2019'
    printer.submits("UANA", ids.TAGS_FORM, "1", tags=typed)
    assert printer.ticket().tags == ("vip", "billing issue")


def test_a_tag_that_is_too_long_is_told_at_its_field_of_the_form(printer):
    response = printer.submits("UANA", ids.TAGS_FORM, "1", tags="x" * 81)
    assert "at most 80 characters" in json.loads(response.body)["errors"]["tags"]


@pytest.mark.parametrize("tag", ["vip", '"vip"', "\u00abvip\u00bb", "\u2018VIP\u2019", "#vip"])
def test_a_list_of_a_tag_is_the_same_however_it_is_quoted(printer, tag):
    printer.command("UANA", "/ticket", "tag 1 +\u00abvip\u00bb")
    printer.command("UANA", "/ticket", f"list tag:{tag}")
    assert "Printer burns" in printer.answered()


@pytest.mark.parametrize(
    "typed",
    [
        "product=\u00abCheckout\u00bb",
        "\u201cproduct=Checkout\u201d",
        "\u201cproduct\u201d=\u2018Checkout\u2019",
        '"product = "Checkout"',
    ],
)
def test_a_field_is_the_same_however_it_is_quoted(printer, typed):
    printer.command("UANA", "/ticket", f"field 1 {typed}")
    assert "product is Checkout now" in printer.answered()
    with printer.program.look() as work:
        assert load(work, 1).replayed(work).ticket.fields == {"product": "Checkout"}


def test_the_form_of_a_level_is_filled_with_the_bare_name(printer):
    printer.command("UADA", "/sla", "level new \u00abGold\u00bb")
    opened = str(printer.slack.of("views.update")[-1]["view"])
    assert "Gold" in opened
    assert "\u00ab" not in opened


def test_a_mention_is_understood_with_a_dash_behind_it_and_in_its_word(printer):
    printer.writes("UANA", "<@UBOT> \u2013 no\u2013reply 1", channel="CSLA")
    assert "#1" in printer.whispered()["text"]


def test_a_list_by_a_value_with_blanks_is_no_request_where_one_is_alone_with_the_bot(printer):
    printer.writes("UANA", "list dept:\u00abCustomer Care\u00bb", channel="D1", channel_type="im")
    with printer.program.look() as work:
        assert tickets.get(work.connection, "T1", 2) is None
