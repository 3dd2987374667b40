"""Bots that are listed open tickets for the person they name; all others never do."""

import pytest

from bot.config.document import read
from bot.usecases.promises.configuration import apply_configuration
from tests.slack.conftest import CONFIG

FORM = {"bot_id": "B0FORMS", "subtype": "bot_message"}
PROFILE = {"bot_profile": {"app_id": "A0FORMS", "name": "Access request"}}


@pytest.fixture(params=["B0FORMS", "A0FORMS", "U0FORMBOT"])
def listed(bot, request):
    with bot.program.work() as work:
        promises = f"{CONFIG}\nintake_bots: ['{request.param}']\n"
        apply_configuration(work, read(promises, "sla.yml", work.now_s).configuration, "UADA")
    return bot


def fills_in(bot, text, **more):
    return bot.writes("U0FORMBOT", text, **{**FORM, **PROFILE, **more})


def test_a_listed_bot_opens_a_ticket_for_whom_it_names(listed):
    fills_in(listed, "New request by <@UCARLA|carla>: a printer, says <@UDAN>")
    ticket = listed.ticket()
    assert (ticket.requester, ticket.customer) == ("UCARLA", "Acme & Sons")
    assert ticket.subject == "New request by @carla: a printer, says @Dan"


def test_the_person_may_stand_in_the_blocks(listed):
    rich = {"type": "rich_text_section", "elements": [{"type": "user", "user_id": "UCARLA"}]}
    blocks = [
        {"type": "section", "text": {"type": "mrkdwn", "text": "A printer, please"}},
        {"type": "rich_text", "elements": [rich]},
    ]
    fills_in(listed, "", blocks=blocks)
    assert (listed.ticket().requester, listed.ticket().subject) == ("UCARLA", "A printer, please")


def test_an_agent_who_fills_in_the_form_asks_as_everybody_does(listed):
    fills_in(listed, "Request of <@UANA>")
    assert listed.ticket().requester == "UANA"


def test_two_forms_in_a_row_are_two_requests(listed):
    fills_in(listed, "A printer for <@UCARLA>")
    fills_in(listed, "A screen for <@UCARLA>")
    assert listed.ticket(2).subject == "A screen for @Carla"


def test_who_names_nobody_opens_nothing(listed):
    fills_in(listed, "Somebody wants a printer")
    fills_in(listed, "I, <@UBOT>, say so")
    assert listed.ticket() is None


def test_in_a_thread_and_elsewhere_a_listed_bot_says_nothing_of_weight(listed):
    ts = listed.writes("UCARLA", "Printer")
    before = listed.timeline()
    fills_in(listed, "<@UCARLA> was asked", thread_ts=ts)
    fills_in(listed, "<@UCARLA> in another channel", channel="CSLA")
    assert listed.timeline() == before
    assert listed.ticket(2) is None


def test_a_bot_that_is_not_listed_opens_nothing(bot):
    fills_in(bot, "Request of <@UCARLA>")
    assert bot.ticket() is None


def test_nobody_passes_for_a_listed_bot_by_its_name(listed):
    called = {"username": "B0FORMS", "bot_profile": {"app_id": "A9", "name": "U0FORMBOT"}}
    listed.writes("U9BOT", "Of <@UCARLA>", **{**FORM, **called, "bot_id": "B9"})
    assert listed.ticket() is None
