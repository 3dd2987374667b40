"""The directory is read until Slack has told all of it, and then once a day."""

import pytest

from bot.slack.hear.directory.upkeep import A_DAY_S, PATIENCE, DirectoryUpkeep
from bot.usecases.promises.directory_changes import note_listed


@pytest.mark.parametrize(
    ("outcomes", "rests"),
    [
        ([True], [A_DAY_S]),
        ([False, False, True, False], [1, 2, A_DAY_S, 1]),
        ([False] * 8, [1, 2, 4, 8, 16, 32, 60, 60]),
    ],
    ids=["at once", "with patience", "for a long time"],
)
def test_it_is_tried_again_until_it_succeeds(outcomes, rests):
    left = list(outcomes)
    upkeep = DirectoryUpkeep(None, None, lambda *_: left.pop(0))
    assert [upkeep.run_once() for _ in outcomes] == rests


def test_nothing_is_known_before_it_was_read_once(program):
    upkeep = DirectoryUpkeep(program, None, lambda *_: True)
    assert not upkeep.is_known()
    upkeep.run_once()
    assert upkeep.is_known()


def test_what_a_process_before_was_told_is_known(program):
    note_listed(program)
    assert DirectoryUpkeep(program, None, lambda *_: False).is_known()


def test_work_goes_on_without_what_slack_does_not_tell(program):
    upkeep = DirectoryUpkeep(program, None, lambda *_: False)
    for _ in range(PATIENCE):
        assert not upkeep.is_known()
        upkeep.run_once()
    assert upkeep.is_known()
