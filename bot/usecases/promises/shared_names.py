"""Addresses of the configuration that more than one has: they grant nothing, and admins hear it."""

from bot import wording
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import outbox
from bot.store.outbox import POST, Outgoing
from bot.usecases.ground.admins import admins
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.identities import waiting_names
from bot.views.sentences import Line
from bot.views.waiting_names import SHARED


def say_shared(work: Transaction) -> None:
    """Tell all admins of each such address, once."""
    shared = {name.written: name for name in waiting_names(work) if name.why == SHARED}
    for admin_id in admins(work) if shared else ():
        speech = speech_to(work, admin_id)
        for name in shared.values():
            facts = {"name": name.written, "place": name.place, "ids": ", ".join(name.bearers)}
            message = Outgoing(
                key=str(MessageKey.of(KeyKind.SHARED_NAME, name.written, admin_id)),
                lane=admin_id,
                method=POST,
                payload=speech.payload(Line(wording.identities.shared, facts)),
                created_at=work.now,
            )
            outbox.put(*work.scope, message)
