"""Whose language is spoken: a person's choice, else the workspace's, else what Slack knows."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot import wording
from bot.errors import UserFacingError
from bot.store import people, preferences
from bot.usecases.ground.transaction import Desk, Work
from bot.wording.language import ENGLISH, languages, nearest_language, speaking
from bot.wording.times import read_by


def language_of(work: Work, person_id: str | None) -> str:
    """The language a person reads; English where there is no translation into any of theirs."""
    if person_id is None:
        return language_of_workspace(work)
    key = work.connection, work.workspace_id, person_id
    person = people.get(*key)
    wanted = (
        preferences.get(*key).language,
        work.configuration.options.language,
        None if person is None else person.locale,
    )
    return next(filter(None, map(nearest_language, wanted)), ENGLISH)


def language_of_workspace(work: Work) -> str:
    """The language of what many people read together."""
    return nearest_language(work.configuration.options.language) or ENGLISH


@contextmanager
def addressing(work: Work, person_id: str) -> Iterator[None]:
    """Say everything to one person while this lasts: in their language, times in their zone."""
    person = people.get(work.connection, work.workspace_id, person_id)
    zone = None if person is None else person.time_zone
    with speaking(language_of(work, person_id)), read_by(zone, work.now):
        yield


def language_at(desk: Desk, person_id: str) -> str:
    """The language a person reads, where no transaction is open yet."""
    with desk.look() as work:
        return language_of(work, person_id)


def choose_language(work: Work, person_id: str, language: str | None) -> None:
    """Keep the language a person chose; None leaves it to the workspace and Slack again."""
    if language is not None and language not in languages():
        raise UserFacingError(wording.refusals.no_language(language, languages()))
    key = work.connection, work.workspace_id, person_id
    preferences.save(*key, replace(preferences.get(*key), language=language))
