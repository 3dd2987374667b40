"""Addresses of the configuration that more than one has: they grant nothing, and admins hear it."""

from bot import wording
from bot.store import outbox
from bot.store.outbox import POST, Outgoing
from bot.usecases.admins import admins
from bot.usecases.desk import Work
from bot.usecases.languages import language_of
from bot.usecases.promises.identities import waiting_names
from bot.usecases.promises.waiting import SHARED
from bot.usecases.speaking import shared_name_key


def say_shared(work: Work) -> None:
    """Tell all admins of each such address, once."""
    shared = {each.written: each for each in waiting_names(work) if each.why == SHARED}
    for admin_id in admins(work) if shared else ():
        speech = work.speech.in_language(language_of(work, admin_id))
        for each in shared.values():
            facts = {"name": each.written, "place": each.place, "ids": ", ".join(each.bearers)}
            message = Outgoing(
                key=shared_name_key(each.written, admin_id),
                lane=admin_id,
                method=POST,
                payload=speech.line(wording.identities.shared, **facts),
                created_at=work.now,
            )
            outbox.put(work.connection, work.workspace_id, message)
