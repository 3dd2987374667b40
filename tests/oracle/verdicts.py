"""What ought to become of a clock that is excluded or judged anew (semantics, sections 6 and 7)."""

from tests.oracle.shelf import Shelf, doer


def exclude(shelf: Shelf, at: int, line: dict) -> None:
    """A miss is left out of the count."""
    clock = shelf.number(line["metric"], line["cycle"])
    breached = clock.breached(at) if clock is not None else None
    if breached is None:
        shelf.paths["excluded where there is no such miss"] += 1
        return
    shelf.paths[f"a miss is excluded while {'open' if clock.is_open else 'stopped'}"] += 1
    clock.reason = "excluded"
    clock.withdraw(breached, doer(line), line.get("reason") or "excluded")
    if clock.is_open:
        clock.stop(at, None)


def judge_anew(shelf: Shelf, at: int, line: dict) -> None:
    """A stopped clock is judged by its level and calendar as in force at another instant."""
    clock = shelf.number(line["metric"], line["cycle"])
    if clock is None or clock.is_open or clock.reason is not None or clock.target is None:
        shelf.paths["reprocessed where no such clock has stopped"] += 1
        return
    end_of_second_us = line["as_of"] * 1_000_000 + 999_999
    promise = shelf.past.promise(clock.promise.name, end_of_second_us)
    target = promise.target(clock.metric, clock.priority) if promise else None
    if target is None:
        shelf.paths["reprocessed where nothing was promised then"] += 1
        return
    breached = clock.breached(at)
    clock.promise, clock.target = promise, target
    shelf.judge_anew(clock, at, breached)
    turned = f"{_word(breached)} before, {_word(clock.breached(at))} after"
    shelf.paths[f"reprocessed: {turned}"] += 1


def _word(breached: int | None) -> str:
    return "met" if breached is None else "missed"
