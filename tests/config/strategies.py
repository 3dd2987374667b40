"""Whole configurations for hypothesis: anything an admin could have set, however odd."""

from datetime import date, datetime, time, timedelta

from hypothesis import strategies as st

from sla_core.calendars.definition import (
    DAYS,
    CalendarDefinition,
    Closure,
    HolidaySet,
    Opening,
    Window,
    week_of,
)
from sla_core.configuration import (
    Alert,
    AlertPoint,
    Configuration,
    Customer,
    CustomerGroup,
    Department,
    Digest,
    Level,
    Target,
    WorkspaceOptions,
    named,
)
from sla_core.configuration.conditions import Condition
from sla_core.configuration.digests import WEEKDAYS
from sla_core.configuration.rule import Actions, Notice, Rule
from sla_core.tickets.vocabulary import METRICS, PRIORITIES, STATUSES

TRICKY = (
    "NO",
    "22:00",
    "007",
    "1e3",
    "true",
    "~",
    "null",
    "- a",
    "#x",
    "a: b",
    "'",
    "*a",
    "<<",
    "é ",
    "?x",
    ":x",
    "-x",
    "[",
    "{a",
    "!x",
    "%x",
    "@x",
    "`x",
    "|",
    ">",
    "a #b",
    "a:",
    "?",
    "x,y",
    "\u2028",
)
words = st.sampled_from(TRICKY) | st.text(
    st.characters(exclude_categories=("Cs", "Cn")), min_size=1, max_size=12
)
texts = words.filter(lambda text: text.strip())
lists = st.lists(texts, max_size=3).map(tuple)
seconds = st.integers(1, 400_000)
days = st.dates(date(2000, 1, 1), date(2100, 1, 1))
minutes = st.integers(0, 1_439)
windows = (
    st.tuples(minutes, st.integers(0, 1_440))
    .filter(lambda span: span[0] != span[1])
    .map(lambda span: Window(span[0] * 60, span[1] * 60))
)
holiday_sets = st.builds(
    HolidaySet,
    st.sampled_from(["NO", "CN", "IS"]),
    half_days=st.none() | windows,
    make_up_days=st.booleans(),
) | st.just(HolidaySet("US", "CA", ("public",)))
some_windows = st.lists(windows, min_size=1, max_size=2).map(tuple)
midnights = days.map(lambda day: datetime.combine(day, time()))
local_times = days.map(lambda day: datetime.combine(day, time(9, 30)))


@st.composite
def closures(draw):
    starts = draw(local_times | midnights)
    length = timedelta(days=draw(st.integers(0, 3)), seconds=draw(st.integers(1, 3_600)))
    ends = starts + length
    return Closure(starts, draw(st.sampled_from([ends, ends.date()])), draw(st.just("") | texts))


@st.composite
def calendars(draw):
    week = week_of(draw(st.dictionaries(st.sampled_from(DAYS), some_windows, min_size=1)))
    openings = draw(
        st.lists(st.builds(Opening, days, some_windows, st.just("") | texts), max_size=2)
    )
    return CalendarDefinition(
        draw(texts),
        draw(st.sampled_from(["UTC", "Europe/Ljubljana", "Asia/Kathmandu"])),
        week,
        draw(st.none() | holiday_sets),
        tuple(draw(st.lists(closures(), max_size=2))),
        tuple({each.day: each for each in openings}.values()),
    )


by_priority = st.dictionaries(st.sampled_from(PRIORITIES), seconds, min_size=1).map(
    lambda times: tuple(times.items())
)
targets = st.builds(Target, seconds) | st.builds(Target, st.none() | seconds, by_priority)
points = st.one_of(
    st.builds(AlertPoint, share_pct=st.integers(1, 99)),
    st.builds(AlertPoint, before_s=seconds),
    st.just(AlertPoint(breach=True)),
    st.builds(AlertPoint, after_s=seconds, repeat=st.integers(1, 5)),
)
alerts = st.builds(
    Alert,
    points,
    st.lists(texts, min_size=1, max_size=2).map(tuple),
    st.frozensets(st.sampled_from(METRICS), max_size=2),
    st.booleans(),
)
pauses = st.dictionaries(
    st.sampled_from(METRICS), st.frozensets(st.sampled_from(STATUSES), max_size=3), max_size=3
)
quiet = st.tuples(minutes, minutes).filter(lambda span: span[0] != span[1])


def levels(calendar_names):
    return st.builds(
        Level,
        texts.filter(lambda name: name.casefold() != "auto"),
        st.dictionaries(st.sampled_from(METRICS), targets, min_size=1, max_size=3),
        calendar=st.sampled_from(["24x7", *calendar_names]),
        pause_on=pauses,
        reopen=st.sampled_from(["resume", "new_cycle", "ignore"]),
        on_change=st.sampled_from(["carry", "restart"]),
        alerts=st.lists(alerts, max_size=2).map(tuple),
        resolve_after_s=st.none() | seconds,
        close_after_s=st.none() | seconds,
        quiet_local_s=st.none() | quiet.map(lambda span: (span[0] * 60, span[1] * 60)),
    )


YEAR, YEAR_3 = date(2026, 1, 1), date(2028, 12, 31)
conditions = st.one_of(
    st.builds(Condition, st.just("subject"), st.sampled_from(["is", "starts_with"]), texts),
    st.builds(
        Condition,
        st.just("tags"),
        st.just("contains"),
        st.lists(texts, min_size=1, max_size=2).map(tuple),
    ),
    st.builds(Condition, st.just("priority"), st.just("above"), st.sampled_from(PRIORITIES)),
    st.builds(Condition, st.just("deleted"), st.just("is"), st.booleans()),
    st.builds(Condition, st.just("created_at"), st.just("older_than"), st.integers(0, 10**6)),
    st.builds(Condition, st.just("created_at"), st.just("before"), st.dates(YEAR, YEAR_3).map(str)),
    st.builds(Condition, st.just("changed_at"), st.just("in_season"), st.just(("11-20", "01-06"))),
    st.builds(Condition, texts.map("field.{}".format), st.just("is_set"), st.booleans()),
)
later_conditions = conditions | st.one_of(
    st.builds(
        Condition,
        st.sampled_from(["waiting_for", "due_in"]),
        st.sampled_from(["above", "below", "older_than"]),
        st.integers(0, 10**6),
    ),
    st.builds(
        Condition,
        st.sampled_from(["breaches", "reopens"]),
        st.just("in"),
        st.lists(st.integers(0, 9), min_size=1, max_size=2).map(tuple),
    ),
    st.builds(Condition, st.just("reopens"), st.just("above"), st.integers(0, 9)),
)
notices = st.builds(
    Notice, st.lists(texts, min_size=1, max_size=2, unique=True).map(tuple), st.none() | texts
)
groups = st.lists(conditions, min_size=1, max_size=3).map(tuple)
later_groups = st.lists(later_conditions, min_size=1, max_size=3).map(tuple)


def rules(level_names):
    actions = st.builds(
        Actions,
        level=st.sampled_from([None, *level_names]),
        priority=st.none() | st.sampled_from(PRIORITIES),
        department=st.none() | texts,
        add_tags=lists,
        remove_tags=lists,
        stop=st.just(True),
    )
    later = st.builds(
        Actions,
        level=st.sampled_from([None, *level_names]),
        status=st.none() | st.sampled_from(STATUSES),
        note=st.none() | texts,
        notify=st.none() | notices,
        escalate=st.just(True),
    )
    return st.builds(
        Rule, texts, actions, st.lists(groups, max_size=2).map(tuple), active=st.booleans()
    ) | st.builds(
        Rule,
        texts,
        later,
        st.lists(later_groups, max_size=2).map(tuple),
        st.sampled_from([("changed",), ("time",), ("time", "changed")]),
    )


fields = st.dictionaries(
    texts,
    st.just({"type": "text"})
    | st.just({"type": "choice", "options": ("free", "gold"), "required": True}),
    max_size=2,
)


@st.composite
def configurations(draw):
    some = named(draw(st.lists(calendars().filter(lambda each: each.name != "24x7"), max_size=2)))
    held = named(draw(st.lists(levels([each.name for each in some.values()]), max_size=2)))
    names = [level.name for level in held.values()]
    level = st.sampled_from([None, *names])
    departments = st.builds(
        Department, texts, lists, st.none() | texts, lists, lists, lists, level, fields
    )
    customers = st.builds(Customer, texts, st.none() | texts, lists, lists, lists, level)
    digests = st.builds(
        Digest,
        st.just("week"),
        st.lists(texts, min_size=1, max_size=3).map(tuple),
        st.none() | texts,
        st.integers(0, 1439).map(lambda minute: 60 * minute),
        st.sampled_from(WEEKDAYS),
    ) | st.builds(Digest, st.sampled_from(["day", "month"]), st.just(("#sla",)))
    options = WorkspaceOptions(
        draw(st.sampled_from(["UTC", "Europe/Ljubljana"])),
        draw(st.sampled_from(["slack", "file"])),
        draw(level),
        draw(st.dictionaries(st.sampled_from(["open", "resolve"]), st.just("tada"))),
        draw(lists),
        draw(st.sampled_from([None, "de", "pt-BR"])),
        tuple(draw(st.lists(digests, max_size=2))),
        draw(lists),
    )
    walked = draw(st.lists(rules(names), max_size=3, unique_by=lambda each: each.name.casefold()))
    return Configuration(
        calendars=some,
        levels=held,
        rules=tuple(walked),
        departments=named(draw(st.lists(departments, max_size=2))),
        customers=named(draw(st.lists(customers, max_size=2))),
        customer_groups=named(draw(st.lists(st.builds(CustomerGroup, texts, level), max_size=2))),
        options=options,
    )
