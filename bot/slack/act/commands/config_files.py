"""`/sla config`: the whole configuration as a file, taken and given."""

from typing import Final

from bot.slack.act.commands.call import ADMINS, Call, Command, Form, require
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.elements import Payload, message
from bot.slack.draw.blocks.offers import form_offer
from bot.usecases.reports.config_files import ask_for_file
from bot.wording import commands as texts
from bot.wording import config_file, forms
from sla_core.instants import to_us


def _export(call: Call) -> Payload:
    ask_for_file(call.work, call.user_id, to_us(call.at))
    return message(config_file.sending())


def _offer(what: str) -> Command:
    def offer(call: Call) -> Payload:
        require(ADMINS, call.work, call.user_id)
        return form_offer(forms.offer(), config_file.title(), ids.CONFIG_FORM, what)

    def form(text: str) -> Form:
        return Form(ids.CONFIG_FORM, what)

    return Command(f"config {what}".strip(), "", _SENTENCES[what], ADMINS, offer, form)


_SENTENCES: Final = {
    "": texts.config,
    "check": texts.config_check,
    "diff": texts.config_diff,
    "apply": texts.config_apply,
}
CONFIG_COMMANDS: Final = (
    *map(_offer, _SENTENCES),
    Command("config export", "", texts.config_export, ADMINS, _export),
)
