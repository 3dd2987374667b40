"""A file is exported and applied again: nothing changes. And all of it is applied, or nothing."""

from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings

from bot.config import ConfigRefused
from bot.config.document import _configuration  # the promises of random levels are not the claim
from bot.config.history import newest_revision
from bot.config.parts import Part
from bot.config.tree import parsed
from bot.errors import UserFacingError
from bot.usecases.promises.config_export import exported
from bot.usecases.promises.configuration import apply_configuration, changes_to
from bot.usecases.promises.file_changes import apply_text, read_for
from tests.config.strategies import configurations

slowly = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


class Undone(Exception):
    """Ends a transaction whose work is not kept."""


@slowly
@given(configurations())
def test_what_is_exported_and_applied_again_changes_nothing(team, configuration):
    with suppress(Undone), team.program.work() as work:
        apply_configuration(work, configuration, "UADA")
        del work.history
        before = newest_revision(work.history)
        text = exported(work)
        again = _configuration(Part(parsed(text, "sla.yml"), "sla.yml"))
        assert changes_to(work, again) == []
        assert apply_configuration(work, again, "UADA") == 0
        del work.history
        assert newest_revision(work.history) == before
        raise Undone


@pytest.fixture
def admin(team):
    return admin_of(team)


def admin_of(team):
    with team.program.work() as work:
        options = replace(work.configuration.options, admins=("UANA",))
        apply_configuration(work, replace(work.configuration, options=options), "UANA")
    return "UANA"


def standing(team):
    with team.program.look() as work:
        return newest_revision(work.history), exported(work)


def test_a_file_with_one_problem_changes_nothing(team, admin):
    revision, text = before = standing(team)
    with pytest.raises(ConfigRefused), team.program.work() as work:
        apply(work, f"{text}language: de\nnonsense: 1\n", admin, revision)
    assert standing(team) == before


def test_a_file_holds_only_for_the_revision_it_was_shown_for(team, admin):
    revision, text = before = standing(team)
    with pytest.raises(UserFacingError, match="changed meanwhile"), team.program.work() as work:
        apply(work, f"{text}language: de\n", admin, revision - 1)
    assert standing(team) == before


def test_who_is_no_admin_applies_and_checks_no_file(team):
    revision, text = standing(team)
    for does in (
        lambda work: apply(work, text, "UBOB", revision),
        lambda work: read_for(work, text, "sla.yml", "UBOB"),
    ):
        with pytest.raises(UserFacingError, match="admins"), team.program.work() as work:
            does(work)


def apply(work, text, by, revision):
    return apply_text(
        work, text, "sla.yml", by, revision=revision, moves_running=False, numbers=None
    )
