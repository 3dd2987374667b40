"""Learns who and what there is: from the news of Slack's events, and by asking for one of them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import structlog

from bot.delivery.ports import SlackPort
from bot.slack.draw.names import Names
from bot.slack.draw.speech import SlackSpeech
from bot.slack.hear.directory.descriptions import channel_of, group_of, person_of
from bot.slack.hear.slack_calls import ask
from bot.usecases.ground.transaction import Program
from bot.usecases.promises.directory_changes import (
    Person,
    change_channel,
    is_channel_known,
    keep_channels,
    keep_group,
    keep_new_channel,
    keep_people,
    stranger,
)
from bot.usecases.promises.first_contact import resolve_waiting

Json = Mapping[str, Any]
log = structlog.get_logger(__name__)

WITH_LOCALE: Final = {"include_locale": True}
"""Slack tells of whose language somebody uses only when asked."""


def learn_person(program: Program, slack: SlackPort, person_id: str) -> None:
    """Ask Slack who somebody is and keep it; one Slack does not tell of is kept as a stranger.

    Raises `SlackAway` when Slack cannot be asked now.
    """
    answer = ask(slack, "users.info", {"user": person_id, **WITH_LOCALE})
    if answer.ok:
        person = person_of(answer.data["user"], program.workspace_id, program.clock.now())
    else:
        log.warning("slack does not tell who this is", person=person_id, error=answer.error)
        person = stranger(person_id, program.clock.now())
    meet(program, person)


def meet(program: Program, person: Person) -> None:
    """Keep somebody as Slack describes them now; they may be who the configuration waits for."""
    save_people(program, [person])
    resolve_waiting(program)


def assume_stranger(program: Program, person_id: str) -> None:
    """Keep somebody as a stranger; Slack is asked again when something of theirs comes later."""
    save_people(program, [stranger(person_id, program.clock.now())])


def save_people(program: Program, known: Sequence[Person]) -> None:
    """Keep people as Slack describes them, and what they are called."""
    keep_people(program, known)
    names_of(program).learn(known)


def learn_channel(program: Program, slack: SlackPort, channel_id: str) -> None:
    """Ask Slack what a channel is and keep it; of one it does not show us we are no member."""
    answer = ask(slack, "conversations.info", {"channel": channel_id})
    if answer.ok:
        keep_channels(program, [channel_of(answer.data["channel"], program.clock.now())])
        resolve_waiting(program)
    else:
        change_channel(program, channel_id, is_member=False)


def learn_new_channel(program: Program, slack: SlackPort, channel_id: str) -> None:
    """Ask Slack what a channel is, if nobody knows; not of direct conversations."""
    if not (channel_id.startswith("D") or is_channel_known(program, channel_id)):
        learn_channel(program, slack, channel_id)


def meet_channel(program: Program, made: Json) -> None:
    """Keep a channel that was made, if it is not known yet."""
    keep_new_channel(program, channel_of(made, program.clock.now()))


def learn_group(program: Program, subteam: Json) -> None:
    """Keep a user group as Slack tells of it; where its members are left out, those known stay."""
    has_members = subteam.get("users") is not None
    keep_group(program, group_of(subteam, program.clock.now()), has_members=has_members)


def names_of(program: Program) -> Names:
    """The names the desk's speech uses."""
    speech = program.speech
    return speech.names if isinstance(speech, SlackSpeech) else Names()


def domain_of(program: Program) -> str | None:
    """The workspace's domain, for links to threads."""
    speech = program.speech
    return speech.domain if isinstance(speech, SlackSpeech) else None
