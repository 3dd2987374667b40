"""Whose language is spoken: a person's choice, else the workspace's, else what Slack knows.

Messages are made by the speech to who reads them.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from bot import wording
from bot.errors import UserFacingError
from bot.store import people, preferences
from bot.usecases.ground.transaction import Program, Transaction
from bot.views.speech import ReadAlone, Speech
from bot.wording.language import ENGLISH, languages, nearest_language, speaking
from bot.wording.times import read_by


def language_of(work: Transaction, person_id: str | None) -> str:
    """The language a person reads; English where there is no translation into any of theirs."""
    if person_id is None:
        return language_of_workspace(work)
    key = *work.scope, person_id
    person = people.get(*key)
    languages = (
        preferences.get(*key).language,
        work.configuration.options.language,
        None if person is None else person.locale,
    )
    return next(filter(None, map(nearest_language, languages)), ENGLISH)


def language_of_workspace(work: Transaction) -> str:
    """The language of what many people read together."""
    return nearest_language(work.configuration.options.language) or ENGLISH


@contextmanager
def addressing(work: Transaction, person_id: str) -> Iterator[None]:
    """Say everything to one person while this lasts: in their language, times in their zone."""
    with speaking(language_of(work, person_id)), read_by(_zone_name_of(work, person_id), work.now):
        yield


def speech_to(work: Transaction, person_id: str | None) -> Speech:
    """Return what makes messages to a person: in their language."""
    return work.program.speech.for_reader(language_of(work, person_id))


def speech_to_one_alone(work: Transaction, person_id: str) -> Speech:
    """Return the same for what nobody else reads: times are in their zone."""
    alone = ReadAlone(_zone_name_of(work, person_id), work.now)
    return work.program.speech.for_reader(language_of(work, person_id), alone)


def language_at(program: Program, person_id: str) -> str:
    """The language a person reads, where no transaction is open yet."""
    with program.look() as work:
        return language_of(work, person_id)


def choose_language(work: Transaction, person_id: str, language: str | None) -> None:
    """Keep the language a person chose; None leaves it to the workspace and Slack again."""
    if language is not None and language not in languages():
        raise UserFacingError(wording.refusals.no_language(language, languages()))
    key = *work.scope, person_id
    preferences.save(*key, replace(preferences.get(*key), language=language))


def _zone_name_of(work: Transaction, person_id: str) -> str | None:
    person = people.get(*work.scope, person_id)
    return None if person is None else person.time_zone
