"""What delivery makes of alarms when they go out: several are one, one leads to its late card."""

from collections.abc import Callable, Sequence

from bot.slack.draw.blocks.alert import leading_to
from bot.slack.draw.blocks.digest import digest
from bot.slack.draw.blocks.elements import Payload
from bot.usecases.ground.languages import language_of_workspace
from bot.usecases.ground.transaction import Program
from bot.views.speech import MessagePlace
from bot.wording.language import speaking
from bot.wording.times import read_by_many


def digest_for(program: Program) -> Callable[[Sequence[str]], Payload]:
    """The digest of a workspace, in its language as it is when the digest is made."""

    def draw(lines: Sequence[str]) -> Payload:
        with program.look() as work:
            language = language_of_workspace(work)
        with speaking(language), read_by_many():
            return digest(lines)

    return draw


def link_for(program: Program, domain: str | None) -> Callable[[Payload, MessagePlace], Payload]:
    """The way from an alarm that went out before its card to the card, in the same language."""

    def link(payload: Payload, card: MessagePlace) -> Payload:
        with program.look() as work:
            language = language_of_workspace(work)
        with speaking(language):
            return leading_to(payload, card, domain)

    return link
