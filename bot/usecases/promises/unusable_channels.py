"""Channels a department needs and the bot cannot use: archived, or without the bot. Admins hear it.

Each is told once for a configuration: in a direct message to the admin who made it, or to all
admins where nobody of Slack did.
"""

from dataclasses import dataclass

import structlog

from bot import wording
from bot.keys.messages import out_of_reach_key
from bot.store import outbox
from bot.store.outbox import POST, Outgoing
from bot.usecases.ground.admins import admins, is_admin
from bot.usecases.ground.department_channels import NamedChannel, named_channels
from bot.usecases.ground.languages import language_of
from bot.usecases.ground.transaction import Work
from bot.usecases.promises.calendar_data import PUNCTUAL
from sla_core.configuration import Revision

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class OutOfReach:
    """A channel that cannot be used: `archived`, `left` (the bot is not in it) or `unknown`."""

    named: NamedChannel
    called: str
    why: str


def out_of_reach(work: Work) -> list[OutOfReach]:
    """The channels that departments name and the bot cannot read or write in."""
    found = []
    work.directory.learn_channels(each.name for each in named_channels(work))
    for named in named_channels(work):
        channel_id = work.directory.channel_id(named.name)
        channel = None if channel_id is None else work.directory.channel(channel_id)
        if channel is None:
            found.append(OutOfReach(named, named.name.removeprefix("#"), "unknown"))
        elif channel.is_archived or not channel.is_member:
            why = "archived" if channel.is_archived else "left"
            found.append(OutOfReach(named, channel.name, why))
    return found


def say_out_of_reach(work: Work) -> None:
    """Tell admins, once for each such channel and configuration, and the log every time."""
    for each in out_of_reach(work):
        log.warning(
            "a channel of a department cannot be used",
            department=each.named.department,
            channel=each.called,
            why=each.why,
        )
        for admin_id in _told(work):
            _tell(work, admin_id, each)


def _told(work: Work) -> list[str]:
    made = _made_by_people(work)
    made_by = made[-1].by if made else None
    if made_by is not None and is_admin(work, made_by):
        return [made_by]
    return admins(work)


def _made_by_people(work: Work) -> list[Revision]:
    """The revisions that are not ours: what we look up is no other configuration."""
    return [each for each in work.history.revisions if each.by != PUNCTUAL]


def _tell(work: Work, admin_id: str, found: OutOfReach) -> None:
    named = found.named
    sentence = wording.intake.OUT_OF_REACH[found.why, named.is_intake]
    speech = work.speech.in_language(language_of(work, admin_id))
    made = max((each.number for each in _made_by_people(work)), default=0)
    cause = f"{named.name}:{found.why}:{made}:{admin_id}"
    message = Outgoing(
        key=out_of_reach_key(named.department, cause),
        lane=admin_id,
        method=POST,
        payload=speech.line(sentence, channel=found.called, department=named.department),
        created_at=work.now,
    )
    outbox.put(work.connection, work.workspace_id, message)
