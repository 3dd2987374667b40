"""Addresses of the configuration that more than one has: they grant nothing, and admins hear it."""

from bot import wording
from bot.keys.messages import shared_name_key
from bot.store import outbox
from bot.store.outbox import POST, Outgoing
from bot.usecases.ground.admins import admins
from bot.usecases.ground.languages import language_of
from bot.usecases.ground.transaction import Work
from bot.usecases.promises.identities import waiting_names
from bot.views.waiting_names import SHARED


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
