"""Whose language is spoken, through the real app: to one person, to a requester, to a channel."""

import json
from dataclasses import replace

import pytest

from bot.config.document import read
from bot.errors import UserFacingError
from bot.store import people
from bot.usecases.ground.languages import choose_language, language_of
from bot.usecases.promises.configuration import apply_configuration
from tests.slack.conftest import CONFIG, bot, callbacks, program
from tests.slack.fakes import TEAM, text_of

__all__ = ["bot", "callbacks", "program"]

pytestmark = pytest.mark.usefixtures("slovenian")


@pytest.fixture
def asked(bot):
    bot.writes("UCARLA", "Printer", ts="1772438400.000100")
    return bot


def chooses(bot, person_id, language):
    with bot.program.work() as work:
        choose_language(work, person_id, language)


def uses_slack_in(bot, person_id, locale):
    with bot.program.work() as work:
        known = people.get(work.connection, TEAM, person_id)
        people.save(work.connection, TEAM, replace(known, locale=locale))


def lives_in(bot, person_id, zone):
    with bot.program.work() as work:
        known = people.get(work.connection, TEAM, person_id)
        people.save(work.connection, TEAM, replace(known, time_zone=zone))


def configures(bot, language):
    with bot.program.work() as work:
        text = f"{CONFIG}language: {language}\n"
        apply_configuration(work, read(text, "sla.yml", work.now_s).configuration, "UADA")


def speaks(bot, person_id):
    with bot.program.look() as work:
        return language_of(work, person_id)


@pytest.mark.parametrize(
    ("chosen", "workspace", "locale", "spoken"),
    [
        (None, None, None, "en"),
        (None, None, "sl-SI", "sl"),
        (None, None, "ja-JP", "en"),
        (None, "sl", "en-US", "sl"),
        (None, "en", "sl-SI", "en"),
        ("en", "sl", "sl-SI", "en"),
        ("sl", "en", "en-US", "sl"),
        (None, "tlh", "sl-SI", "sl"),  # no such catalogue: on to the next
    ],
)
def test_a_persons_choice_goes_before_the_workspaces_and_that_before_slacks(
    bot, chosen, workspace, locale, spoken
):
    if chosen:
        chooses(bot, "UANA", chosen)
    if workspace:
        configures(bot, workspace)
    uses_slack_in(bot, "UANA", locale)
    assert speaks(bot, "UANA") == spoken


def test_a_choice_taken_back_leaves_it_to_the_others(bot):
    uses_slack_in(bot, "UANA", "sl-SI")
    chooses(bot, "UANA", "en")
    chooses(bot, "UANA", None)
    assert speaks(bot, "UANA") == "sl"


def test_a_language_without_a_catalogue_cannot_be_chosen(bot):
    with pytest.raises(UserFacingError, match=r"no translation for `tlh`\. There are: en, sl"):
        chooses(bot, "UANA", "tlh")


def test_an_answer_is_in_the_language_of_who_asked_and_the_card_in_the_workspaces(asked):
    chooses(asked, "UANA", "sl")
    asked.command("UANA", "/ticket", "claim 1")
    assert asked.answer()["text"] == "Zahtevek *#1* je zdaj vaš."
    assert "Claim" in text_of(asked.outgoing("card:1")[0].payload)


def test_a_card_speaks_the_workspaces_language_whoever_wrote(bot):
    configures(bot, "sl")
    chooses(bot, "UCARLA", "en")
    bot.writes("UCARLA", "Printer", ts="1772438400.000100")
    assert "Prevzemi" in text_of(bot.outgoing("card:1")[0].payload)


def test_a_confirmation_is_in_the_requesters_language(bot):
    uses_slack_in(bot, "UCARLA", "sl-SI")
    bot.writes("UCARLA", "Printer", ts="1772438400.000100")
    said = bot.outgoing("confirmation:1")[0].payload["text"]
    assert said.startswith("Hvala. To je zdaj zahtevek *#1*. Odgovor dobite do <!date^")


def test_a_refusal_is_in_the_language_of_who_is_refused(bot):
    chooses(bot, "UANA", "sl")
    bot.command("UANA", "/ticket", "show 99")
    assert bot.answer()["text"] == "Zahtevka #99 tu ni."


def test_what_one_person_alone_reads_has_the_times_of_their_zone(asked):
    lives_in(asked, "UBOB", "Asia/Tokyo")
    asked.command("UBOB", "/ticket", "show 1")
    assert "due Mon 21:00" in asked.answered()
    assert "<!date^" not in asked.answered()
    asked.command("UANA", "/ticket", "show 1")
    assert "due Mon 13:00" in asked.answered()


def test_who_has_no_known_zone_has_slack_show_the_times(asked):
    lives_in(asked, "UBOB", None)
    asked.command("UBOB", "/ticket", "show 1")
    assert "due <!date^" in asked.answered()


def test_what_many_read_is_left_to_slack_whoever_brought_it_about(asked):
    asked.command("UANA", "/ticket", "pending 1 14:00")
    assert "due <!date^" in text_of(asked.outgoing("card:1")[0].payload)


def test_help_is_in_the_readers_language(bot):
    chooses(bot, "UANA", "sl")
    bot.command("UANA", "/ticket", "help")
    assert "`/ticket claim 42` vam dodeli zahtevek." in bot.answered()
    bot.command("UBOB", "/ticket", "help")
    assert "`/ticket claim 42` makes a ticket yours." in bot.answered()


def test_a_form_is_in_the_language_of_who_opens_it(bot):
    chooses(bot, "UANA", "sl")
    bot.command("UANA", "/ticket", "new")
    [loading] = bot.slack.of("views.open")
    [shown] = bot.slack.of("views.update")
    assert loading["view"]["title"]["text"] == shown["view"]["title"]["text"] == "Nov zahtevek"
    assert text_of(loading["view"]).endswith("Trenutek, iščem.")
    assert shown["view"]["submit"]["text"] == "Odpri"


def test_what_is_wrong_with_a_field_is_told_in_the_language_of_who_filled_it_in(bot):
    chooses(bot, "UANA", "sl")
    response = bot.submits("UANA", "ticket_new", subject=" ")
    assert json.loads(response.body)["errors"] == {"subject": "Na kratko povejte, za kaj gre."}
