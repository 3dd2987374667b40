"""What delivery makes of alarms when they go out: several are one, one leads to its late card."""

from collections.abc import Callable, Sequence

from bot.slack.blocks.alert import leading_to
from bot.slack.blocks.digest import digest
from bot.slack.blocks.elements import Payload
from bot.store.outbox import MessagePlace
from bot.usecases.ground.languages import language_of_workspace
from bot.usecases.ground.transaction import Desk
from bot.wording.language import speaking
from bot.wording.times import read_by_many


def digest_for(desk: Desk) -> Callable[[Sequence[str]], Payload]:
    """The digest of a workspace, in its language as it is when the digest is made."""

    def made(lines: Sequence[str]) -> Payload:
        with desk.look() as work:
            language = language_of_workspace(work)
        with speaking(language), read_by_many():
            return digest(lines)

    return made


def link_for(desk: Desk, domain: str | None) -> Callable[[Payload, MessagePlace], Payload]:
    """The way from an alarm that went out before its card to the card, in the same language."""

    def led(payload: Payload, card: MessagePlace) -> Payload:
        with desk.look() as work:
            language = language_of_workspace(work)
        with speaking(language):
            return leading_to(payload, card, domain)

    return led
