"""Every condition with every operator of it: a ticket that matches, and one that does not."""

from typing import NamedTuple

import pytest

from sla_core.calendars import compiled
from sla_core.configuration import Customer, named
from sla_core.configuration.conditions import Condition
from sla_core.configuration.facts import FIELD_KINDS, LATER_FIELDS, Facts, kind_of
from sla_core.configuration.inputs import FIELDS, INPUTS, inputs_of
from sla_core.configuration.operators import OPERATORS
from sla_core.configuration.rule import Actions, Rule
from sla_core.errors import RuleError
from sla_core.instants import MICROSECONDS
from sla_core.rules.explanation import tried
from sla_core.rules.observation import RecordedFacts
from sla_core.rules.walk import decide_new, facts_of_new, matches
from tests.sla_core.builders import HOUR, MESSAGE, MINUTE, REPLY, definition, events, when
from tests.sla_core.decisions import lines_of, under


class Ticket(NamedTuple):
    """A creation on Monday at 09:00, what happened then, and when it is looked at."""

    own: dict
    happened: tuple = ()
    until: str = "mon 09:00"
    presence: str | None = None


def ticket(*happened, until="mon 09:00", presence=None, **own):
    return Ticket(own, happened, until, presence)


class Seen(RecordedFacts):
    """Presence as it was asked for, where the timeline has none."""

    def __init__(self, presence):
        super().__init__()
        self.presence = presence

    def assignee_status(self, assignee, since_us, at_us):
        return self.presence


def looked_at(of, *conditions):
    """The rule of these conditions alone, as it was tried on a ticket."""
    found = Rule("R", Actions(note="x"), (conditions,), ("changed",))
    history = under(found, customers=named([Customer("Acme", group="VIP"), Customer("Beta")]))
    first, *later = events(lines_of(*of.happened, **of.own))
    kept = sorted([first, *decide_new(first, history.latest), *later], key=lambda one: one.at_us)
    at_us = when(of.until) * MICROSECONDS
    (walk,) = tried("T1", kept, history.latest, Seen(of.presence), at_us, history)
    (shown,) = walk.rules
    return shown


PRINTER, NONE = ticket(subject="The Printer"), ticket()
CLAIM, RELEASE = ("mon 09:10", "assigned", {"to": "ana"}), ("mon 10:00", "assigned", {"to": None})
ASSIGNED = ticket(CLAIM, until="mon 09:10")
SAID = ticket(("mon 09:20", MESSAGE, {"text": "VPN is down", "actor": "dan"}), until="mon 09:20")
ANSWERED = ticket(("mon 09:30", REPLY, {"text": "On it", "actor": "ana"}), until="mon 09:30")
GOLD, FREE = ticket(fields={"plan": "Gold"}), ticket(fields={"plan": "free"})
SPAM = ticket(("mon 09:30", "status", {"to": "spam"}), until="mon 12:00")
REOPENED = ticket(
    ("mon 10:00", "status", {"to": "resolved"}), ("mon 11:00", "status", {"to": "open"}),
    until="mon 11:00",
)  # fmt: skip
RESOLVED = ticket(("mon 10:00", "status", {"to": "resolved"}), until="mon 10:00")
BREACHED = ticket(until="tue 09:00:01")  # its first reply was due on Monday at 17:00
AT_TEN, AT_ELEVEN = ticket(until="mon 10:00"), ticket(until="mon 11:00")
OVER = ticket(until="tue 10:00")  # an hour of the office over


def of_text(name, yes, no, *, value, other, part, start):
    """The operators of text: ``value`` is what ``yes`` has, ``part`` and ``start`` are of it."""
    return {
        (name, "is"): (value.upper(), [yes], [no]),
        (name, "is_not"): (value.upper(), [no], [yes]),
        (name, "in"): ([other, value.swapcase()], [yes], [no]),
        (name, "not_in"): (["x-y-z", value], [no], [yes]),
        (name, "contains"): (["x-y-z", part], [yes], [no]),
        (name, "not_contains"): (part, [no], [yes]),
        (name, "starts_with"): (start, [yes], [no]),
        (name, "matches"): (f"^{start}.*{part[-1]}", [yes], [no]),
    }


def of_lengths(name, long, short, bound_s):
    """``long`` is above, ``short`` below; what just reaches the bound is neither."""
    return {
        (name, "above"): (bound_s, [long], [short, NONE]),
        (name, "below"): (bound_s, [short], [long]),
        (name, "older_than"): (bound_s, [long], [short]),
        (name, "within_last"): (bound_s, [short], [long]),
    }


def of_counts(name, none, one):
    return {
        (name, "is"): (1, [one], [none]),
        (name, "is_not"): (1, [none], [one]),
        (name, "in"): ((1, 3), [one], [none]),
        (name, "not_in"): ((1, 3), [none], [one]),
        (name, "above"): (0, [one], [none]),
        (name, "below"): (1, [none], [one]),
    }


def of_instants(name, at_nine, at_ten):
    """Two tickets with the instant at 09:00 and at 10:00 of Monday the 2nd, both looked at late."""
    return {
        (name, "before"): ("2026-03-02T11:00:00+01:00", [at_nine], [at_ten]),
        (name, "after"): ("2026-03-02T09:00:00Z", [at_ten], [at_nine]),
        (name, "older_than"): (2 * HOUR, [at_nine], [at_ten]),
        (name, "within_last"): (2 * HOUR, [at_ten], [at_nine]),
        (name, "in_season"): (["11-20", "03-02"], [at_nine, at_ten], []),
    }


EARLY, LATE = ticket(until="mon 11:30"), Ticket({"at": "mon 10:00"}, (), "mon 11:30")
TOUCHED = ticket(("mon 10:00", MESSAGE, {"actor": "carla"}), until="mon 11:30")
CHANNEL = ticket(referrer_url="https://example.com/Shop/cart")
TABLE = {
    **of_text("subject", PRINTER, ticket(subject="Screen"), value="The Printer", other="x",
              part="rint", start="the"),
    **of_text("source", ticket(source="form"), ticket(source="slack"), value="form", other="api",
              part="or", start="fo"),
    **of_text("status", ANSWERED, NONE, value="answered", other="spam", part="swer", start="ans"),
    **of_text("referrer_url", CHANNEL, ticket(referrer_url="https://example.com/help"),
              value="https://example.com/shop/cart", other="x", part="/shop/",
              start="https://example.com/s"),
    **of_text("last_message", SAID, ANSWERED, value="VPN is down", other="x", part="is", start="v"),
    **of_text("last_message.by", ANSWERED, SAID, value="ana", other="bob", part="na", start="an"),
    **of_text("department", ticket(department="Support"), ticket(department="Sales"),
              value="Support", other="x", part="port", start="sup"),
    **of_text("assignee", ASSIGNED, ticket(("mon 09:10", "assigned", {"to": "bob"}),
                                           until="mon 09:10"),
              value="ana", other="eve", part="na", start="an"),
    **of_text("assignee_status", ASSIGNED._replace(presence="away"),
              ASSIGNED._replace(presence="active"), value="away", other="left", part="wa",
              start="aw"),
    **of_text("customer_group", ticket(customer="Acme"), ticket(customer_group="Basic"),
              value="VIP", other="x", part="ip", start="v"),
    **of_text("customer", ticket(customer="Acme"), ticket(customer="Beta"), value="Acme",
              other="x", part="cm", start="ac"),
    **of_text("level", NONE, ticket(("mon 09:01", "level", {"to": "Fast"}), until="mon 09:01"),
              value="Slow", other="x", part="lo", start="sl"),
    **of_text("business_hours", NONE, ticket(until="mon 18:00"), value="in", other="x", part="n",
              start="i"),
    **of_text("field.plan", GOLD, FREE, value="Gold", other="x", part="ol", start="go"),
    ("tags", "contains"): (
        ["x", "vip"], [ticket(tags=["a", "VIP"])], [ticket(tags=["VIPs"]), NONE]),
    ("tags", "not_contains"): ("vip", [ticket(tags=["VIPs"]), NONE], [ticket(tags=["VIP"])]),
    ("priority", "is"): ("high", [ticket(priority="high")], [NONE]),
    ("priority", "is_not"): ("high", [NONE], [ticket(priority="high")]),
    ("priority", "in"): (["high", "low"], [ticket(priority="low")], [NONE]),
    ("priority", "not_in"): (["high", "low"], [NONE], [ticket(priority="low")]),
    ("priority", "above"): ("normal", [ticket(priority="high"), ticket(priority="urgent")], [NONE]),
    ("priority", "below"): ("high", [NONE, ticket(priority="low")], [ticket(priority="high")]),
    ("deleted", "is"): (
        True, [ticket(("mon 09:30", "deleted"), until="mon 09:30")], [NONE, SPAM]),
    ("deleted", "is_not"): (
        True, [NONE, SPAM], [ticket(("mon 09:30", "deleted"), until="mon 09:30")]),
    ("from_invitation", "is"): (True, [ticket(from_invitation=True)], [NONE]),
    ("from_invitation", "is_not"): (True, [NONE], [ticket(from_invitation=True)]),
    **of_instants("created_at", EARLY, LATE),
    **of_instants("changed_at", EARLY, TOUCHED),
    **of_lengths("unassigned_for", AT_ELEVEN, ticket(CLAIM, RELEASE, until="mon 10:30"), HOUR),
    **of_lengths("waiting_for", AT_ELEVEN, ticket(until="mon 09:45"), HOUR),
    **of_lengths("untouched_for", AT_ELEVEN, TOUCHED._replace(until="mon 10:30"), HOUR),
    # eight hours on the first reply: seven are left at ten o'clock, two at three
    ("due_in", "above"): (6 * HOUR, [AT_TEN], [ticket(until="mon 15:00"), RESOLVED]),
    ("due_in", "below"): (6 * HOUR, [ticket(until="mon 15:00")], [AT_TEN]),
    ("due_in", "older_than"): (6 * HOUR, [AT_TEN], [ticket(until="mon 15:00")]),
    ("due_in", "within_last"): (6 * HOUR, [ticket(until="mon 15:00")], [AT_TEN]),
    ("overdue_by", "above"): (30 * MINUTE, [OVER], [BREACHED, NONE]),
    ("overdue_by", "below"): (30 * MINUTE, [BREACHED], [OVER, NONE]),
    ("overdue_by", "older_than"): (30 * MINUTE, [OVER], [BREACHED, NONE]),
    ("overdue_by", "within_last"): (30 * MINUTE, [BREACHED], [OVER, NONE]),
    **of_counts("breaches", NONE, BREACHED),
    **of_counts("reopens", NONE, REOPENED),
}  # fmt: skip
TABLE["unassigned_for", "above"] = (HOUR, [AT_ELEVEN], [AT_TEN, ASSIGNED])
LACKING = {
    "tags": (ticket(tags=["a"]), NONE),
    "subject": (PRINTER, NONE),
    "last_message": (SAID, NONE),
    "last_message.by": (ANSWERED, ticket(("mon 09:20", REPLY, {"actor": None}), until="mon 09:20")),
    "referrer_url": (CHANNEL, NONE),
    "department": (ticket(department="Sales"), NONE),
    "assignee": (ASSIGNED, NONE),
    "assignee_status": (ASSIGNED._replace(presence="active"), ASSIGNED),
    "customer": (ticket(customer="Acme"), NONE),
    "customer_group": (ticket(customer="Acme"), ticket(customer="Beta")),
    "level": (NONE, ticket(("mon 09:01", "level", {"to": None}), until="mon 09:01")),
    "field.plan": (GOLD, NONE),
    "unassigned_for": (NONE, ASSIGNED),
    "waiting_for": (NONE, ANSWERED),
    "untouched_for": (NONE, SPAM),
    "from_invitation": (ticket(from_invitation=False), NONE),
    "due_in": (NONE, RESOLVED),
    "overdue_by": (OVER, NONE),
}
"""A ticket that has a value, and one that has none; every other field always has one."""
ALWAYS_SET = sorted({*FIELD_KINDS} - LACKING.keys())
TABLE |= {
    (name, "is_set"): (True, [has], [lacks]) for name, (has, lacks) in LACKING.items()
}  # fmt: skip
TABLE |= {(name, "is_set"): (True, [NONE], []) for name in ALWAYS_SET}

NAMES = [*FIELD_KINDS, "field.plan"]
TRIES = [
    (name, operator, wanted, of, expected)
    for (name, operator), (wanted, yes, no) in TABLE.items()
    for expected, tickets in ((True, yes), (False, no))
    for of in tickets
]


def test_the_table_has_every_operator_of_every_field():
    assert {*TABLE} == {
        (name, operator) for name in NAMES for operator in (*OPERATORS[kind_of(name)], "is_set")
    }
    with_both = {key for key, (_, yes, no) in TABLE.items() if yes and no}
    alike = {(name, "is_set") for name in ALWAYS_SET}  # no ticket is without a status
    seasons = {("created_at", "in_season"), ("changed_at", "in_season")}  # see below
    assert {*TABLE} - with_both == alike | seasons


@pytest.mark.parametrize(
    ("name", "operator", "wanted", "of", "expected"),
    TRIES,
    ids=[f"{name} {operator} {wanted} {expected}" for name, operator, wanted, _, expected in TRIES],
)
def test_a_condition_on_a_ticket(name, operator, wanted, of, expected):
    wanted = tuple(wanted) if isinstance(wanted, list) else wanted
    condition = Condition(name, operator, wanted)
    ((shown,),) = looked_at(of, condition).groups
    assert (shown.holds, looked_at(of, condition).outcome) == (
        expected,
        "matches" if expected else "fails",
    )
    if not of.happened and name not in LATER_FIELDS and name != "level":
        (first,) = events(lines_of(**of.own))
        if of.until == of.own.get("at", "mon 09:00"):
            history = under(customers=named([Customer("Acme", group="VIP"), Customer("Beta")]))
            new = facts_of_new(first, history.latest)
            assert matches(Rule("R", Actions(stop=True), ((condition,),)), new) is expected


@pytest.mark.parametrize(("has", "lacks"), LACKING.values(), ids=LACKING)
def test_what_is_not_set_matches_is_set_false(has, lacks, request):
    name = request.node.callspec.id
    condition = Condition(name, "is_set", wanted=False)
    assert looked_at(lacks, condition).outcome == "matches"
    assert looked_at(has, condition).outcome == "fails"


# --- dates and seasons --------------------------------------------------------------------------


def on(day, time="12:00"):
    return Ticket({"at": f"{day}T{time}:00Z"}, (), f"{day}T{time}:00+00:00")


@pytest.mark.parametrize(
    ("operator", "wanted", "yes", "no"),
    [
        ("in_season", ("11-20", "01-06"), ["2025-11-20", "2025-12-31", "2026-01-06", "2030-12-01"],
         ["2025-11-19", "2026-01-07", "2026-06-01"]),
        ("in_season", ("06-01", "08-31"), ["2026-06-01", "2027-08-31"],
         ["2026-05-31", "2026-09-01", "2026-01-01"]),
        ("in_season", ("02-29", "02-29"), ["2028-02-29"], ["2027-02-28", "2027-03-01"]),
        ("in_season", ("03-02", "03-02"), ["2026-03-02"], ["2026-03-01", "2026-03-03"]),
        ("before", "2026-03-02", ["2026-03-01", "2025-12-31"], ["2026-03-02", "2026-03-03"]),
        ("after", "2026-03-02", ["2026-03-03"], ["2026-03-02", "2026-03-01"]),
    ],
)  # fmt: skip
def test_days(operator, wanted, yes, no):
    condition = Condition("created_at", operator, wanted)
    assert [looked_at(on(day), condition).outcome for day in yes] == ["matches"] * len(yes)
    assert [looked_at(on(day), condition).outcome for day in no] == ["fails"] * len(no)


def test_a_day_begins_and_ends_by_the_zone_of_the_hours():
    oslo = compiled(definition(zone="Europe/Oslo"))  # an hour ahead of UTC in winter

    def holds(operator, wanted, instant):
        condition = Condition("created_at", operator, wanted)
        return condition.holds(Facts({"created_at": when(instant)}, when(instant), oslo))

    assert holds("before", "2026-03-02", "2026-03-01T22:59:59+00:00")
    assert not holds("before", "2026-03-02", "2026-03-01T23:00:00+00:00")
    assert not holds("after", "2026-03-02", "2026-03-02T22:59:59+00:00")
    assert holds("after", "2026-03-02", "2026-03-02T23:00:00+00:00")
    assert holds("in_season", ("03-02", "03-02"), "2026-03-01T23:00:00+00:00")
    assert not holds("in_season", ("03-02", "03-02"), "2026-03-02T23:00:00+00:00")


@pytest.mark.parametrize(
    ("operator", "wanted", "says"),
    [
        ("in_season", ("11-20",), "give two days such as"),
        ("in_season", ("11-20", "13-01"), "give two days such as"),
        ("in_season", ("11-20", "02-30"), "give two days such as"),
        ("in_season", ("20.11.", "06.01."), "give two days such as"),
        ("in_season", "11-20", "give two days such as"),
        ("before", "2026-02-30", "give a date such as"),
        ("before", "1066-10-14", "give a date such as"),
        ("after", ("2026-03-02",), "give a date such as"),
    ],
)
def test_a_day_that_is_none_is_refused(operator, wanted, says):
    with pytest.raises(RuleError, match=says):
        Condition("created_at", operator, wanted)


# --- what forms ask -----------------------------------------------------------------------------

SAMPLES = {
    "search": "Acme", "text": "x", "pattern": "x+", "number": 2, "duration": HOUR,
    "date": "2026-03-02", "season": ("11-20", "01-06"), "flag": True,
}  # fmt: skip


def test_forms_know_every_field():
    assert {*FIELDS} == {*FIELD_KINDS}
    assert all(len(about.offered) for about in FIELDS.values())


@pytest.mark.parametrize("name", [*FIELDS, "field.plan"])
def test_what_a_form_offers_makes_a_condition(name):
    about = inputs_of(name)
    for operator in about.offered:
        asked = about.of(operator)
        assert asked.kind in INPUTS
        wanted = asked.choices[0] if asked.kind == "menu" else SAMPLES[asked.kind]
        several = asked.takes_several and asked.kind in ("menu", "search", "text", "number")
        condition = Condition(name, operator, (wanted, wanted) if several else wanted)
        assert condition.takes_duration is (asked.kind == "duration")


def test_is_set_is_offered_where_a_ticket_may_have_no_value():
    assert {name for name, about in FIELDS.items() if "is_set" in about.offered} == {*LACKING} - {
        "field.plan"
    }


def test_a_declared_field_is_asked_for_as_it_was_declared():
    choice = inputs_of("field.plan", {"type": "choice", "options": ["free", "gold"]})
    assert (choice.of("in").kind, choice.of("in").choices) == ("menu", ("free", "gold"))
    assert choice.offered == ("is", "is_not", "in", "not_in", "is_set")
    assert inputs_of("field.seats", {"type": "number"}).of("is").kind == "number"
    assert inputs_of("field.note", {"type": "text"}).of("matches").kind == "pattern"
    assert inputs_of("field.note").of("contains").takes_several
    with pytest.raises(RuleError, match="unknown condition 'colour'"):
        inputs_of("colour")


@pytest.mark.parametrize(
    ("pattern", "says"),
    [
        ("(", "is no pattern"),
        (r"(a)\1", "is no pattern"),
        ("a" * 201, "200 characters at most"),
        ("(?:a{1000}){1000}", "would take too long"),
        (r"\pL{200}x", "would take too long"),
        (r"(?:.*){0,1000}z", "would take too long"),
    ],
)
def test_a_hostile_pattern_is_refused(pattern, says):
    with pytest.raises(RuleError, match=says):
        Condition("subject", "matches", pattern)


def test_a_pattern_looks_at_the_beginning_of_a_long_text():
    condition = Condition("last_message", "matches", "end$|ends")
    assert (
        looked_at(ticket(text="x" * 3_990 + "ends" + "x" * 50_000), condition).outcome == "matches"
    )
    assert looked_at(ticket(text="x" * 4_000 + "ends"), condition).outcome == "fails"
