"""What is picked and pressed in App Home alone: the language, help, the pages of one's requests."""

from collections.abc import Callable, Mapping
from typing import Final

from bot import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import Payload, message
from bot.slack.blocks.home import OPEN
from bot.slack.blocks.requests import requests_shown
from bot.slack.commands.call import Call
from bot.slack.commands.table import TABLES, help_for
from bot.slack.parsing import whole_number
from bot.usecases.ground.languages import choose_language, language_of
from bot.usecases.requesters.requests import requests
from bot.wording import words
from bot.wording.language import speaking


def _choose_language(call: Call) -> Payload:
    chosen = None if call.text == OPEN else call.text
    choose_language(call.work, call.user_id, chosen)
    with speaking(language_of(call.work, call.user_id)):
        if chosen is None:
            return message(wording.home.language_left_open())
        return message(wording.home.language_chosen(words.language(chosen)))


def _help(call: Call) -> Payload:
    return help_for(call, tuple(TABLES))


def _requests(call: Call) -> Payload:
    found = requests(call.work, call.user_id, whole_number(call.text) or 1)
    shown = requests_shown(found, call.names, call.domain)
    return message(wording.requesters.your_requests(), shown)


CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {
    ids.CHOOSE_LANGUAGE: _choose_language,
    ids.HELP: _help,
    ids.REQUESTS_BACK: _requests,
    ids.REQUESTS_ON: _requests,
}
