"""Several alarms that go out as one: what delivery makes of their lines."""

from collections.abc import Callable, Sequence

from bot.slack.blocks.digest import digest
from bot.slack.blocks.marks import Payload
from bot.usecases.desk import Desk
from bot.usecases.languages import language_of_workspace
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
