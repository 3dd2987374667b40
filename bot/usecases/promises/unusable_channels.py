"""Channels a department needs and the bot cannot use: archived, or without the bot. Admins hear it.

Each is told once for a configuration: in a direct message to the admin who made it, or to all
admins where nobody of Slack did.
"""

from dataclasses import dataclass

import structlog

from bot import wording
from bot.keys.kinds import KeyKind
from bot.keys.messages import MessageKey
from bot.store import outbox
from bot.store.outbox import POST, Outgoing
from bot.usecases.ground.admins import admins, is_admin
from bot.usecases.ground.department_channels import NamedChannel, named_channels
from bot.usecases.ground.languages import speech_to
from bot.usecases.ground.transaction import Transaction
from bot.usecases.promises.calendar_data import PUNCTUAL
from bot.views.sentences import Line
from sla_core.configuration import Revision

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A channel that cannot be used: `archived`, `left` (the bot is not in it) or `unknown`."""

    named: NamedChannel
    called: str
    why: str


def out_of_reach(work: Transaction) -> list[OutOfReach]:
    """The channels that departments name and the bot cannot read or write in."""
    channels = []
    work.directory.learn_channels(channel.name for channel in named_channels(work))
    for named in named_channels(work):
        channel_id = work.directory.channel_id(named.name)
        channel = None if channel_id is None else work.directory.channel(channel_id)
        if channel is None:
            channels.append(OutOfReach(named, named.name.removeprefix("#"), "unknown"))
        elif channel.is_archived or not channel.is_member:
            why = "archived" if channel.is_archived else "left"
            channels.append(OutOfReach(named, channel.name, why))
    return channels


def say_out_of_reach(work: Transaction) -> None:
    """Tell admins, once for each such channel and configuration, and the log every time."""
    for channel in out_of_reach(work):
        log.warning(
            "a channel of a department cannot be used",
            department=channel.named.department,
            channel=channel.called,
            why=channel.why,
        )
        for admin_id in _told(work):
            _tell(work, admin_id, channel)


def _told(work: Transaction) -> list[str]:
    revisions = _made_by_people(work)
    made_by = revisions[-1].by if revisions else None
    if made_by is not None and is_admin(work, made_by):
        return [made_by]
    return admins(work)


def _made_by_people(work: Transaction) -> list[Revision]:
    """The revisions that are not ours: what we look up is no other configuration."""
    return [revision for revision in work.history.revisions if revision.by != PUNCTUAL]


def _tell(work: Transaction, admin_id: str, channel: OutOfReach) -> None:
    named = channel.named
    sentence = wording.intake.OUT_OF_REACH[channel.why, named.is_intake]
    facts = {"channel": channel.called, "department": named.department}
    number = max((revision.number for revision in _made_by_people(work)), default=0)
    cause = named.name, channel.why, number, admin_id
    message = Outgoing(
        key=str(MessageKey.of(KeyKind.OUT_OF_REACH, named.department, *cause)),
        lane=admin_id,
        method=POST,
        payload=speech_to(work, admin_id).payload(Line(sentence, facts)),
        created_at=work.now,
    )
    outbox.put(*work.scope, message)
