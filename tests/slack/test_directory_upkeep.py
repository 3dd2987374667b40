"""The directory is read until Slack has told all of it, and then once a day."""

import pytest

from bot.slack.directory_upkeep import A_DAY_S, DirectoryUpkeep


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
