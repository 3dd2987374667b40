"""What is promised, and the history of it."""

import pytest

from sla_core.calendars import always
from sla_core.configuration import (
    ALWAYS,
    DEFAULT_ALERTS,
    AlertPoint,
    Configuration,
    ConfigurationHistory,
    Customer,
    CustomerGroup,
    Department,
    Level,
    Revision,
    Target,
    WorkspaceOptions,
    named,
    revisions_of,
)
from sla_core.configuration.rule import Actions, Rule
from sla_core.errors import ConfigurationError, LevelError
from sla_core.rules.observation import Observation, RecordedFacts
from sla_core.rules.walk import facts_of_new
from sla_core.tickets.ticket import Ticket
from tests.sla_core.builders import (
    HOUR,
    OFFICE,
    configuration,
    created,
    definition,
    events,
    history,
    level,
    when,
)

NOW_S = when("mon 09:00")


# --- targets ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("target", "urgent", "low", "largest"),
    [
        pytest.param(Target(HOUR), HOUR, HOUR, HOUR, id="for every priority"),
        pytest.param(Target(8, (("urgent", 2),)), 2, 8, 8, id="with one of its own"),
        pytest.param(Target(None, (("urgent", 2), ("high", 3))), 2, None, 3, id="for some only"),
        pytest.param(Target(1, (("low", 9),)), 1, 9, 9, id="longer than the default"),
    ],
)
def test_a_target_is_that_of_the_priority_else_the_default(target, urgent, low, largest):
    assert (target.seconds("urgent"), target.seconds("low")) == (urgent, low)
    assert target.largest_s == largest


@pytest.mark.parametrize(
    ("default", "by_priority", "says"),
    [
        (None, (), "names at least one time"),
        (0, (), "at least one second"),
        (5, (("high", 0),), "at least one second"),
        (5, (("huge", 1),), "unknown priority 'huge': use low, normal, high, urgent or default"),
    ],
)
def test_a_target_that_promises_nothing_is_refused(default, by_priority, says):
    with pytest.raises(LevelError, match=says) as refused:
        Target(default, by_priority)
    assert refused.value.field == "targets"


# --- alerts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({}, "at 75%, -15m, breach or"),
        ({"share_pct": 75, "breach": True}, "at 75%, -15m, breach or"),
        ({"share_pct": 0}, "between 1% and 99%"),
        ({"share_pct": 100}, "between 1% and 99%"),
        ({"before_s": 0}, "at least 1"),
        ({"before_s": -5}, "at least 1"),
        ({"after_s": 0}, "at least 1"),
        ({"after_s": 60, "repeat": 0}, "at least 1"),
        ({"share_pct": 75, "repeat": 0}, "at least 1"),
        ({"breach": True, "repeat": 2}, "only an alert after the breach repeats"),
    ],
)
def test_an_alert_at_no_point_is_refused(given, says):
    with pytest.raises(LevelError, match=says) as refused:
        AlertPoint(**given)
    assert refused.value.field == "alerts"


@pytest.mark.parametrize(
    "given",
    [{"share_pct": 1}, {"share_pct": 99}, {"before_s": 1}, {"breach": True},
     {"after_s": 1, "repeat": 3}],
)  # fmt: skip
def test_every_kind_of_point_has_its_place(given):
    assert AlertPoint(**given)


# --- levels -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "says", "field"),
    [
        ({"targets": {}}, "promises at least one metric", "targets"),
        ({"targets": {"first": Target(1)}}, "unknown metric 'first'", "targets"),
        ({"pause_on": {"first": frozenset()}}, "unknown metric 'first'", "pause_on"),
        (
            {"pause_on": {"resolution": frozenset({"asleep"})}}, "unknown status 'asleep'",
            "pause_on",
        ),
        ({"reopen": "again"}, "unknown reopen mode 'again'", "reopen"),
        ({"on_change": "drop"}, "unknown change mode 'drop'", "on_change"),
    ],
)  # fmt: skip
def test_a_level_that_cannot_be_kept_is_refused(given, says, field):
    with pytest.raises(LevelError, match=says) as refused:
        Level("X", **({"targets": {"resolution": Target(1)}} | given))
    assert refused.value.field == field


def test_a_level_left_to_its_defaults_runs_round_the_clock_and_carries():
    plain = Level("Plain", {"resolution": Target(HOUR)})
    assert (plain.calendar, plain.reopen, plain.on_change) == (ALWAYS, "resume", "carry")
    assert plain.alerts == DEFAULT_ALERTS
    assert plain.pauses("resolution", "answered")
    assert plain.pauses("periodic_update", "pending")
    assert not plain.pauses("periodic_update", "answered")
    assert not plain.pauses("first_reply", "pending")


def test_a_metric_without_a_target_has_none():
    assert level(resolution=HOUR).target_s("first_reply", "normal") is None


# --- names ------------------------------------------------------------------------------------

HOUSE = Configuration(
    calendars=named([OFFICE]),
    levels=named([level("Standard")]),
    departments=named([Department("Support")]),
    customers=named([Customer("Acme")]),
    customer_groups=named([CustomerGroup("VIP")]),
)


@pytest.mark.parametrize("what", ["level", "department", "customer", "customer_group"])
def test_names_are_looked_up_with_their_case_folded(what):
    name = {"level": "standard", "department": "SUPPORT", "customer": "aCME",
            "customer_group": "vip"}[what]  # fmt: skip
    assert getattr(HOUSE, what)(name).name.casefold() == name.casefold()
    assert getattr(HOUSE, what)("nobody") is None
    assert getattr(HOUSE, what)(None) is None


def test_a_calendar_is_compiled_and_24x7_always_exists():
    assert HOUSE.calendar("Office").definition == OFFICE
    assert HOUSE.calendar("24X7").definition == always()


def test_24x7_may_be_declared_otherwise():
    own = definition("mon 09:00-10:00", name="24x7")
    assert configuration(calendars=[own]).calendar("24x7").definition is own


def test_a_calendar_nobody_declared_is_refused():
    with pytest.raises(ConfigurationError, match="there is no calendar 'night'") as refused:
        HOUSE.calendar("night")
    assert refused.value.field == "calendar"


# --- hours ------------------------------------------------------------------------------------

NIGHT = definition("mon-fri 22:00-06:00", name="night")
BY_NIGHT = configuration(
    level("Standard"), level("Late", on="night"),
    calendars=[OFFICE, NIGHT],
    departments=named([
        Department("Guards", level="Late"), Department("Sales"), Department("Old", level="Gone"),
    ]),
)  # fmt: skip


@pytest.mark.parametrize(
    ("level_name", "department_name", "calendar_name"),
    [
        pytest.param("standard", "Guards", "office", id="the level's"),
        pytest.param(None, "guards", "night", id="else the department's"),
        pytest.param("Gone", "Guards", "night", id="also of a level that is gone"),
        pytest.param(None, "Sales", ALWAYS, id="of a department without a level"),
        pytest.param(None, "Old", ALWAYS, id="of a department whose level is gone"),
        pytest.param(None, "Nobody's", ALWAYS, id="of a department that is only text"),
        pytest.param(None, None, ALWAYS, id="of nothing"),
    ],
)
def test_a_ticket_goes_by_the_hours_of_its_level_else_its_department_else_all(
    level_name, department_name, calendar_name
):
    hours = BY_NIGHT.hours(level_name, department_name)
    assert hours is BY_NIGHT.calendar(calendar_name)


@pytest.mark.parametrize("department_name", ["Guards", "Sales", "Old", "Nobody's", None])
@pytest.mark.parametrize("level_name", ["Standard", "Late", "Gone", None])
def test_rules_count_in_the_same_hours(level_name, department_name):
    (made,) = events(created(level=None, department=department_name))
    ticket = Ticket("T1", level=level_name, department=department_name)
    outside = RecordedFacts()
    seen = Observation(ticket, made, made, (), made.at_us, BY_NIGHT, outside)
    assert seen.calendar is BY_NIGHT.hours(level_name, department_name)
    assert facts_of_new(made, BY_NIGHT).calendar is BY_NIGHT.hours(None, department_name)


# --- promises ---------------------------------------------------------------------------------


def test_promises_that_are_reached_pass():
    configured = configuration()
    configured.check_promise(level(resolution=400 * HOUR), NOW_S)
    configured.check_promise(level("Other", on=ALWAYS), NOW_S)


def test_a_level_on_a_calendar_nobody_declared_is_refused():
    with pytest.raises(LevelError, match="there is no calendar 'night'") as refused:
        configuration().check_promise(level(on="night"), NOW_S)
    assert refused.value.field == "calendar"


def test_a_largest_target_not_reached_within_five_years_is_refused():
    rare = definition("mon 09:00-09:01", name="rare")
    slow = level("Slow", on="rare", resolution={"low": 5 * HOUR, "default": 60})
    with pytest.raises(LevelError, match="is not reached within 5 years") as refused:
        configuration(calendars=[rare]).check_promise(slow, NOW_S)
    assert refused.value.field == "targets"


# --- history ----------------------------------------------------------------------------------

RULES = (Rule("R", Actions(level="Standard")),)
OPTIONS = WorkspaceOptions(default_level="Standard")
WHOLE = Configuration(
    HOUSE.calendars, HOUSE.levels, RULES, HOUSE.departments, HOUSE.customers,
    HOUSE.customer_groups, OPTIONS,
)  # fmt: skip


def test_a_configuration_is_made_again_of_its_revisions():
    made = revisions_of(WHOLE, at_s=0, first_number=5)
    assert [each.number for each in made] == list(range(5, 5 + len(made)))
    assert ConfigurationHistory(made).latest == WHOLE


def test_a_configuration_that_always_was_is_in_force_at_any_instant():
    assert ConfigurationHistory.of(WHOLE).at(when("1900-01-01T00:00Z")) == WHOLE


def changes(*given):
    return ConfigurationHistory(
        Revision(number, when(at), kind, name, value)
        for number, (at, kind, name, value) in enumerate(given, 1)
    )


def test_a_revision_is_in_force_from_its_instant_on():
    one, two = level(first_reply=HOUR), level(first_reply=2 * HOUR)
    under = changes(
        ("mon 09:00", "level", "Standard", one), ("mon 10:00", "level", "Standard", two)
    )
    assert under.at(when("mon 09:59:59")).level("Standard") is one
    assert under.at(when("mon 10:00")).level("Standard") is two


def test_what_was_configured_first_holds_for_the_time_before_it_as_well():
    one = level(first_reply=HOUR, on=ALWAYS)
    two = level(first_reply=2 * HOUR, on=ALWAYS)
    under = changes(
        ("mon 09:00", "level", "Standard", one), ("mon 10:00", "level", "Standard", two)
    )
    before = when("mon 08:00")
    assert under.at(before).level("Standard") is one
    assert under.level_in_force("Standard", before).level is one
    assert ConfigurationHistory([]).at(before).levels == {}


def test_revisions_count_in_order_of_their_instant_then_of_their_number():
    one, two = level(first_reply=HOUR), level(first_reply=2 * HOUR)
    late_first = [
        Revision(2, when("mon 09:00"), "level", "Standard", two),
        Revision(1, when("mon 09:00"), "level", "Standard", one),
    ]
    assert ConfigurationHistory(late_first).latest.level("Standard") is two


@pytest.mark.parametrize(
    ("kind", "name", "value", "field"),
    [
        ("calendar", "Office", OFFICE, "calendars"),
        ("level", "Standard", level(), "levels"),
        ("department", "Support", Department("Support"), "departments"),
        ("customer", "Acme", Customer("Acme"), "customers"),
        ("customer_group", "VIP", CustomerGroup("VIP"), "customer_groups"),
        ("rules", "rules", RULES, "rules"),
        ("workspace", "workspace", OPTIONS, "options"),
    ],
)
def test_an_item_comes_and_goes(kind, name, value, field):
    there = changes(("mon 09:00", kind, name, value))
    gone = changes(("mon 09:00", kind, name, value), ("mon 10:00", kind, name.upper(), None))
    assert getattr(there.latest, field) != getattr(Configuration(), field)
    assert gone.latest == Configuration()


def test_a_level_in_force_names_its_revision_and_its_calendars():
    under = changes(
        ("mon 09:00", "calendar", "Office", OFFICE),
        ("mon 09:00", "level", "Standard", level()),
        ("mon 10:00", "calendar", "office", definition("mon 09:00-10:00")),
        ("mon 11:00", "level", "STANDARD", level(first_reply=HOUR)),
    )
    found = [
        under.level_in_force("standard", when(at)) for at in ("mon 09:00", "mon 10:00", "mon 11:00")
    ]
    assert [(each.level_revision, each.calendar_revision) for each in found] == [
        (2, 1),
        (2, 3),
        (4, 3),
    ]
    assert under.level_in_force("standard", when("mon 10:30")) is found[1]


def test_round_the_clock_has_no_revision():
    found = history(level(on=ALWAYS)).level_in_force("Standard", NOW_S)
    assert found.calendar_revision == 0
    assert found.calendar.definition == always()


@pytest.mark.parametrize("name", [None, "nobody's"])
def test_no_level_is_in_force_without_a_name_that_stands_for_one(name):
    assert history(level()).level_in_force(name, NOW_S) is None
