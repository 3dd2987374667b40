"""Nobody takes the last admin away: then nobody could define what is promised any more."""

from collections.abc import Iterator

from bot.config.check import Finding
from bot.usecases.ground.admins import admins, admins_under
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.identities import by_ids
from bot.wording import administration as sentences
from sla_core.configuration import Configuration


def no_admin_left(work: Transaction, wanted: Configuration) -> Iterator[Finding]:
    """That there would be no admin any more; who never had one is configured by the file."""
    if wanted.options.admins == work.configuration.options.admins or not admins(work):
        return
    named = by_ids(work, Configuration(options=wanted.options)).options.admins
    if not admins_under(work, named):
        yield Finding(("admins",), sentences.last_admin())
