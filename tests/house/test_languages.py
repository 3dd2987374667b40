"""Whose language is spoken, over the sandbox: what Slack tells of a person is taken over."""

import pytest

from bot.wording.language import also_reading
from tests.house.marks import tries
from tests.house.reading import text_of
from tests.wording.conftest import slovenian_folder

__all__ = ["slovenian_folder"]

SUPPORT = "C0SUPPORT"


@pytest.fixture
def slovenian(slovenian_folder):
    with also_reading(slovenian_folder):
        yield


@tries("event:user_change", "command:/ticket show")
def test_a_person_who_changes_slacks_language_is_spoken_to_in_it(house, slovenian):
    carla = house.member("carla")
    house.slack.post("user", id=carla.id, locale="sl-SI")
    house.settle()
    ts = carla.says(SUPPORT, "Printer burns")
    assert "Hvala. To je zdaj zahtevek *#1*" in str(house.thread(SUPPORT, ts))
    assert "Claim" in text_of(house.posted("card:1"))
    assert "Zahtevka #99 tu ni." in text_of(carla.asks(SUPPORT, "/ticket show 99"))
