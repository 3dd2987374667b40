"""Fifty who claim one ticket at the same moment, through the use case, on both databases."""

import threading
from concurrent.futures import ThreadPoolExecutor

from bot.errors import UserFacingError
from bot.store import audit, events, people, tickets
from bot.usecases.tickets import claim, merge
from tests.usecases.conftest import Team, person, team

__all__ = ["team"]

COUNT = 50


def with_agents(team: Team) -> list[str]:
    """Fifty agents of Support, who are on its roster by their names."""
    ids = [f"UAGENT{number:02}" for number in range(COUNT)]
    with team.program.work() as work:
        for id_ in ids:
            found = person(id_, f"{id_.lower()}@example.com", team.clock.now())
            people.save(work.connection, "T1", found)
    return ids


def at_once(count, work):
    """Run `work(number)` in threads that start together; return the results."""
    barrier = threading.Barrier(count)

    def started(number):
        barrier.wait(timeout=30)
        return work(number)

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(started, range(count)))


def test_of_fifty_who_claim_at_once_one_wins_and_the_others_are_told_who_and_when(team):
    ids = with_agents(team)
    team.configure_agents(ids)
    team.writes("UCARLA", "Printer burns")

    def claims(number):
        try:
            with team.program.work() as work:
                claim(work, 1, ids[number], team.clock.now())
        except UserFacingError as refusal:
            return str(refusal)
        return "won"

    answers = at_once(COUNT, claims)
    with team.program.look() as work:
        here = work.connection, "T1"
        winner = tickets.get(*here, 1).assignee
        kept = [each.type for each in events.of(*here, 1)]
        entries = audit.listing(*here, "ticket:1")
    assert answers.count("won") == 1
    assert answers[ids.index(winner)] == "won"
    told = [each for each in answers if each.startswith(f"<@{winner}> has had ticket #1 since ")]
    assert len(told) == COUNT - 1
    assert kept.count("assigned") == 1
    done = [(each.action, each.actor) for each in entries]
    assert done == [("claim", winner), ("create", "UCARLA")]


def test_two_who_merge_the_same_tickets_into_each_other_at_once_do_it_once(team):
    team.writes("UCARLA", "Printer burns")
    team.writes("UDAN", "The same, again")

    def merges(number):
        try:
            with team.program.work() as work:
                merge(work, number + 1, 2 - number, "UANA", team.clock.now())
        except UserFacingError as refusal:
            return str(refusal)
        return "done"

    answers = sorted(at_once(2, merges))
    assert answers.count("done") == 1
    assert "went into" in next(each for each in answers if each != "done")
