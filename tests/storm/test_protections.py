"""Each protection of the storm can be switched off: what another takes the place of is there."""

import importlib

import pytest

from tests.storm import protections
from tests.storm.protections import PROTECTIONS

PATCHED = [name for name in PROTECTIONS if name != "monotonic"]


@pytest.mark.parametrize("name", PATCHED)
def test_what_a_protection_is_switched_off_at_is_there(name, monkeypatch):
    places = []
    monkeypatch.setattr(protections, "_patch", lambda place, what, _: places.append((place, what)))
    PROTECTIONS[name].switch_off()
    assert places
    for place, what in places:
        module, _, holder = place.partition(":")
        owner = importlib.import_module(module)
        assert callable(getattr(getattr(owner, holder) if holder else owner, what))


def test_the_metronome_that_waits_for_the_wall_clock_takes_the_place_of_the_bots_own():
    assert importlib.import_module("bot.service").Metronome is not None
