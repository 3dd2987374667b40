"""Everything the core refuses, as one tree.

    SlaError
    ├── CalendarError     a calendar that cannot be built, or asked beyond what dates can hold
    ├── LevelError        a level whose targets or options make no promise
    ├── RuleError         a condition or an action that cannot be decided
    ├── ConfigurationError  a name that stands for nothing
    └── TimelineError     a timeline that tells no story
        └── IllegalEvent  one event that is wrong by itself

``problem`` names what is wrong, ``facts`` are what it is about, ``field`` is the part at fault.
``str(error)`` says it in English, for logs and the terminal: in lower case, with what to do, and
without the place, as who reads a file adds file and line. Who shows it to others says it in words
of their own.
"""

from collections.abc import Mapping
from datetime import date
from typing import ClassVar

Fact = str | int | date | tuple[str, ...]


class SlaError(ValueError):
    """What the core refuses."""

    ENGLISH: ClassVar[Mapping[str, str]] = {
        "no_duration": "give a duration such as 30s, 45m, 1h30m or 8h",
        "days": "a day has no fixed number of business hours: give hours, such as 8h",
        "unknown_grouping": "cannot group by {name!r}: use one of {known}",
        "day_out_of_range": "{day} is out of range: give a day of the years {first} to {last}",
        "backward_range": "the range ends before it begins: swap `from` and `to`",
    }
    """Each problem, with blanks for its facts."""

    def __init__(self, problem: str, *, field: str | None = None, **facts: Fact) -> None:
        super().__init__(problem)
        self.problem = problem
        self.field = field
        self.facts: Mapping[str, Fact] = facts

    def __str__(self) -> str:
        return self.ENGLISH[self.problem].format(**self.blanks)

    @property
    def blanks(self) -> dict[str, str | int | date]:
        """The facts as a sentence holds them: of several names a list with commas."""
        return {
            name: ", ".join(fact) if isinstance(fact, tuple) else fact
            for name, fact in self.facts.items()
        }


class CalendarError(SlaError):
    """A calendar that cannot be built, or an instant beyond the years 2 to 9998."""

    ENGLISH: ClassVar[Mapping[str, str]] = {
        "window_beyond_the_day": "a window lies between 00:00 and 24:00",
        "empty_window": (
            "a window that ends when it starts is empty: for a whole day write 00:00-24:00"
        ),
        "unknown_country": "unknown country {name!r}: use an ISO code such as SI",
        "unknown_subdivision": "{country} has no subdivision {name!r}: use one of {known}",
        "unknown_category": "{country} has no holiday category {name!r}: use one of {known}",
        "backward_closure": "a closure ends after it starts",
        "empty_opening": "the opening on {day} has no hours: give hours, or declare a closure",
        "two_openings": "{day} has two openings: give one with all its hours",
        "no_week": "a week has seven days",
        "never_open": "the calendar never opens: give weekly hours, such as mon-fri 09:00-17:00",
        "unknown_time_zone": (
            "unknown time zone {name!r}: use an IANA name such as Europe/Ljubljana"
        ),
        "negative_time": "business time is added forwards: give 0 seconds or more",
        "instant_out_of_range": "an instant lies between the years {first} and {last}",
    }


class LevelError(SlaError):
    """A level whose targets, alerts or options cannot be promised."""

    ENGLISH: ClassVar[Mapping[str, str]] = {
        "no_target": "a target names at least one time",
        "short_target": "a target is at least one second",
        "unknown_target": "unknown priority {name!r}: use {known} or default",
        "no_metric": "a level promises at least one metric",
        "unknown_metric": "unknown metric {name!r}: use one of {known}",
        "unknown_status": "unknown status {name!r}: use one of {known}",
        "unknown_reopen_mode": "unknown reopen mode {name!r}: use one of {known}",
        "unknown_change_mode": "unknown change mode {name!r}: use one of {known}",
        "no_alert_point": "an alert is at 75%, -15m, breach or +1h",
        "share_out_of_range": "a share lies between 1% and 99%",
        "short_alert": "times and repeats of an alert are at least 1",
        "many_repeats": "an alert repeats {most} times at most",
        "early_repeat": "only an alert after the breach repeats",
        "no_quiet": "quiet hours end when they start",
        "unknown_calendar": "there is no calendar {name!r}",
        "unreachable_target": (
            "the largest target is not reached within 5 years on calendar {calendar!r}: "
            "give a shorter one, or more hours"
        ),
        "level_taken": "there is a level {name!r} already",
    }


class RuleError(SlaError):
    """A rule whose conditions or actions cannot be decided."""

    ENGLISH: ClassVar[Mapping[str, str]] = {
        "unknown_occasion": "unknown occasion {name!r}: use {known}",
        "unknown_priority": "unknown priority {name!r}: use one of {known}",
        "unknown_status": "unknown status {name!r}: use one of {known}",
        "unknown_condition": "unknown condition {name!r}: use one of {known} or field.NAME",
        "unknown_operator": "{name!r} has no operator {operator!r}: use one of {known}, is_set",
        "no_texts": "give a text or a list of texts",
        "several_texts": "`is` compares with one text: use `in` for a list",
        "no_pattern": "{pattern!r} is no pattern: {reason}",
        "long_pattern": "a pattern has {most} characters at most: write a shorter one",
        "large_pattern": ("the pattern {pattern!r} would take too long: repeat fewer times"),
        "no_flag": "give true or false",
        "no_priority": "give one of {known}",
        "no_instant": "give a date such as 2026-03-02, or an instant: 2026-03-02T08:55:00+01:00",
        "no_season": "give two days such as [11-20, 01-06], month and day: every year",
        "no_duration": "give a duration such as 30m",
        "no_number": "give a whole number from 0",
        "several_numbers": "give one number: use `in` for several",
        "rule_taken": "there is a rule {name!r} already",
        "too_many_rules": "there are {most} rules at most: archive one first",
    }


class ConfigurationError(SlaError):
    """A configuration in which a name stands for nothing, or for two things."""

    ENGLISH: ClassVar[Mapping[str, str]] = {"unknown_calendar": "there is no calendar {name!r}"}


class TimelineError(SlaError):
    """A timeline that tells no story: no creation, two of them, or something before it."""

    ENGLISH: ClassVar[Mapping[str, str]] = {
        "not_created_once": (
            "ticket {ticket!r} is created once, before anything else happens to it"
        ),
        "not_created_first": "ticket {ticket!r} has nothing before its `created`",
    }


class IllegalEvent(TimelineError):
    """An event that is wrong by itself: an unknown type or key, or a value of the wrong kind."""

    ENGLISH: ClassVar[Mapping[str, str]] = {
        "no_event": "not an event: give an object with ticket, at and type",
        "missing_key": "`{key}` is missing in a `{kind}` event",
        "unknown_key": "`{key}` is no key of a `{kind}` event: its own keys are {known}",
        "unknown_word": "`{key}` is {value}: give one of {known}",
        "no_name": "`{key}` is {value}: give a name",
        "no_source": "`{key}` is {value}: give a lower-case name such as email",
        "no_text": "`{key}` is {value}: give text or null",
        "no_texts": "`{key}` is {value}: give a list of texts",
        "no_instant": "`{key}` is {value}: give an instant such as 2026-03-02T08:55:00+01:00",
        "instant_out_of_range": "`{key}` is {value}: give an instant of the years 3 to 9997",
        "no_object": "`{key}` is {value}: give an object",
        "no_flag": "`{key}` is {value}: give true or false",
        "no_count": "`{key}` is {value}: give a whole number from 1",
        "no_number": "`{key}` is {value}: give a whole number",
        "needless_until": "only `pending` and `on_hold` take an `until`",
        "backward_until": "`until` lies after `at`, or it is left out",
        "late_message": "`message_at` does not lie after `at`",
    }
