"""What is picked and pressed in App Home alone: the language, help, the pages of one's requests."""

from collections.abc import Callable, Mapping
from typing import Final

from bot import wording
from bot.slack.act.commands.call import Call, Form
from bot.slack.act.commands.table import TABLES, help_for, start_form, started
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload, message
from bot.slack.draw.blocks.home import OPEN
from bot.slack.draw.blocks.requests import requests_shown
from bot.slack.hear.typed_text import whole_number
from bot.usecases.ground.languages import choose_language, language_of
from bot.usecases.promises.new_calendar_data import take_in
from bot.usecases.requesters.requests import requests
from bot.wording import words
from bot.wording.language import speaking
from bot.wording.markup import escape


def _choose_language(call: Call) -> Payload:
    language = None if call.text == OPEN else call.text
    choose_language(call.work, call.user_id, language)
    with speaking(language_of(call.work, call.user_id)):
        if language is None:
            return message(wording.home.language_left_open())
        return message(wording.home.language_chosen(words.language(language)))


def _help(call: Call) -> Payload:
    return help_for(call, tuple(TABLES))


def _requests(call: Call) -> Payload:
    page = requests(call.work, call.user_id, whole_number(call.text) or 1)
    blocks = requests_shown(page, call.names, call.domain)
    return message(wording.requesters.your_requests(), blocks)


def _take_calendar_data(call: Call) -> Payload:
    calendars = take_in(call.work, call.user_id)
    if not calendars:
        return message(wording.calendar_data.nothing_new())
    return message(wording.calendar_data.taken_in([escape(name) for name in calendars]))


CLICKS: Final[Mapping[str, Callable[[Call], Payload | None]]] = {
    ids.CHOOSE_LANGUAGE: _choose_language,
    ids.HELP: _help,
    ids.TAKE_CALENDAR_DATA: _take_calendar_data,
    ids.REQUESTS_BACK: _requests,
    ids.REQUESTS_ON: _requests,
    **{ids.STARTS[words]: started for words in ids.STARTS if words not in ids.START_FORMS},
}
OPENERS: Final[Mapping[str, Callable[[str], Form | None]]] = {
    ids.STARTS[words]: start_form for words in ids.START_FORMS
}
