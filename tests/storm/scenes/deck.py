"""Which scenes a storm plays."""

from collections.abc import Sequence
from typing import Final

from tests.storm.scenes import deaths, network, slack, upsets
from tests.storm.trouble import Scene

DECK: Final[Sequence[tuple[Scene, int]]] = (
    (deaths.killed, 20),
    (deaths.killed_while_starting, 20),
    (deaths.killed_while_posting, 6),
    (deaths.answered_while_dead, 2),
    (deaths.answered_before_the_breach_while_dead, 1),
    (deaths.ended, 1),
    (network.cut_off, 12),
    (network.cut_off_and_killed, 5),
    (network.answered_while_cut_off, 1),
    (network.answered_behind_a_waiting_warning, 1),
    (network.fallen_silent, 2),
    (network.hard_to_come_back, 1),
    (network.replaced, 1),
    (slack.lost_while_catching_up, 3),
    (slack.lost_answers, 2),
    (slack.refusing, 1),
    (slack.limited, 1),
    (slack.muddled, 1),
    (upsets.set_back, 1),
    (upsets.set_ahead, 1),
    (upsets.set_ahead_while_a_breach_waits, 1),
    (upsets.started_an_hour_ahead, 1),
    (upsets.moved, 1),
)
"""How often each is in a deck, which is shuffled, played through, and shuffled again."""

LAST: Final[Sequence[Scene]] = (upsets.set_ahead, network.cut_off, network.fallen_silent_for_good)
"""After these nothing is started anew: what they break stays broken."""


def scene_named(name: str) -> Scene:
    """The scene of that name; KeyError if there is none."""
    return _ALL[name]


_ALL: Final[dict[str, Scene]] = {
    name: scene
    for room in (deaths, network, slack, upsets)
    for name, scene in vars(room).items()
    if getattr(scene, "__module__", "") == room.__name__
}
