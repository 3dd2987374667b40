"""The history of levels and calendars as it ought to be looked up, and the promises it makes."""

from dataclasses import dataclass
from itertools import groupby

from tests.oracle.calendar import Business, Plan, business_of

ALWAYS = Plan("UTC", (((0, 1440),),) * 7)
NO_LEVEL_PAUSES = {
    "resolution": ("answered", "pending", "on_hold"),
    "periodic_update": ("pending", "on_hold"),
}


@dataclass(frozen=True)
class Promise:
    """A level with its revision, and the calendar with its revision that it counts on."""

    name: str
    number: int
    level: dict
    calendar: str
    calendar_number: int
    plan: Plan
    business: Business

    def target(self, metric: str, priority: str) -> int | None:
        target = self.level["targets"].get(metric)
        if isinstance(target, dict):
            return target.get(priority, target.get("default"))
        return target

    def counts_as(self, other: "Promise") -> bool:
        """Whether it counts on the same calendar, by its name and by its hours."""
        return (self.calendar, self.plan) == (other.calendar, other.plan)

    def pauses(self, metric: str, status: str) -> bool:
        return status in self.level["pause_on"].get(metric, ())


@dataclass(frozen=True)
class Past:
    """Every edit of levels and calendars, in order, as dictionaries.

    Their keys: ``number``, ``at_us``, ``kind`` (level or calendar), ``name``, ``value`` (None:
    gone) and ``moves``. The tables of business time reach from one instant to another.
    """

    edits: tuple[dict, ...]
    from_s: int
    to_s: int

    def in_force(self, kind: str, name: str, at_us: int) -> tuple[int, dict | Plan | None]:
        """The number and value of an item; what came first holds for the time before as well."""
        at_us = max(at_us, self.edits[0]["at_us"])
        found = 0, (ALWAYS if (kind, name.lower()) == ("calendar", "24x7") else None)
        for edit in self.edits:
            if edit["at_us"] <= at_us and _is(edit, kind, name):
                found = edit["number"], edit["value"]
        return found

    def promise(self, name: str | None, at_us: int) -> Promise | None:
        if name is None:
            return None
        number, level = self.in_force("level", name, at_us)
        return None if level is None else self._made(name, number, level, at_us)

    def _made(self, name: str, number: int, level: dict, at_us: int) -> Promise:
        calendar = level["calendar"].lower()
        calendar_number, plan = self.in_force("calendar", calendar, at_us)
        business = business_of(plan, self.from_s, self.to_s)
        return Promise(name.lower(), number, level, calendar, calendar_number, plan, business)

    def steps(self) -> list[tuple[int, list[dict]]]:
        """The edits of each instant at which there are some, in order."""
        return [
            (at_us, list(edits)) for at_us, edits in groupby(self.edits, lambda edit: edit["at_us"])
        ]

    def moved(self, promise: Promise, at_us: int, edits: list[dict]) -> Promise | None:
        """Where the edits of one instant take a clock: as far as those do that move clocks."""
        levels = [each for each in edits if each["moves"] and _is(each, "level", promise.name)]
        if levels and levels[-1]["value"] is None:
            return None
        number, level = promise.number, promise.level
        if levels:
            number, level = levels[-1]["number"], levels[-1]["value"]
        if level["calendar"].lower() != promise.calendar:
            return self._made(promise.name, number, level, at_us)
        calendar_number, plan = promise.calendar_number, promise.plan
        for edit in edits:
            if edit["moves"] and _is(edit, "calendar", promise.calendar):
                calendar_number, plan = edit["number"], edit["value"]
        business = business_of(plan, self.from_s, self.to_s)
        return Promise(
            promise.name, number, level, promise.calendar, calendar_number, plan, business
        )


def _is(edit: dict, kind: str, name: str) -> bool:
    return edit["kind"] == kind and edit["name"].lower() == name.lower()


def pauses(promise: Promise | None, metric: str, status: str) -> bool:
    """Whether a clock stands still in a status, under a promise or under none."""
    if promise is None:
        return status in NO_LEVEL_PAUSES.get(metric, ())
    return promise.pauses(metric, status)
