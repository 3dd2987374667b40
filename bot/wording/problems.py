"""What the core refuses, as who uses Slack reads it; logs and the terminal have its own English."""

import re
from collections.abc import Mapping
from typing import Final

from bot.wording.language import Sentence, later
from sla_core.errors import (
    CalendarError,
    ConfigurationError,
    IllegalEvent,
    LevelError,
    RuleError,
    SlaError,
    TimelineError,
)

SENTENCES: Final[Mapping[type[SlaError], Mapping[str, Sentence]]] = {
    SlaError: {
        "no_duration": later("give a duration such as 30s, 45m, 1h30m or 8h"),
        "days": later("a day has no fixed number of business hours: give hours, such as 8h"),
        "unknown_grouping": later("cannot group by '{name}': use one of {known}"),
        "day_out_of_range": later(
            "{day} is out of range: give a day of the years {first} to {last}"
        ),
        "backward_range": later("the range ends before it begins: swap `from` and `to`"),
    },
    CalendarError: {
        "window_beyond_the_day": later("a window lies between 00:00 and 24:00"),
        "empty_window": later(
            "a window that ends when it starts is empty: for a whole day write 00:00-24:00"
        ),
        "unknown_country": later("unknown country '{name}': use an ISO code such as SI"),
        "unknown_subdivision": later("{country} has no subdivision '{name}': use one of {known}"),
        "unknown_category": later("{country} has no holiday category '{name}': use one of {known}"),
        "backward_closure": later("a closure ends after it starts"),
        "empty_opening": later(
            "the opening on {day} has no hours: give hours, or declare a closure"
        ),
        "two_openings": later("{day} has two openings: give one with all its hours"),
        "no_week": later("a week has seven days"),
        "never_open": later(
            "the calendar never opens: give weekly hours, such as mon-fri 09:00-17:00"
        ),
        "unknown_time_zone": later(
            "unknown time zone '{name}': use an IANA name such as Europe/Ljubljana"
        ),
        "negative_time": later("business time is added forwards: give 0 seconds or more"),
        "instant_out_of_range": later("an instant lies between the years {first} and {last}"),
    },
    LevelError: {
        "no_target": later("a target names at least one time"),
        "short_target": later("a target is at least one second"),
        "unknown_target": later("unknown priority '{name}': use {known} or default"),
        "no_metric": later("a level promises at least one metric"),
        "unknown_metric": later("unknown metric '{name}': use one of {known}"),
        "unknown_status": later("unknown status '{name}': use one of {known}"),
        "unknown_reopen_mode": later("unknown reopen mode '{name}': use one of {known}"),
        "unknown_change_mode": later("unknown change mode '{name}': use one of {known}"),
        "no_alert_point": later("an alert is at 75%, -15m, breach or +1h"),
        "share_out_of_range": later("a share lies between 1% and 99%"),
        "short_alert": later("times and repeats of an alert are at least 1"),
        "many_repeats": later("an alert repeats {most} times at most"),
        "early_repeat": later("only an alert after the breach repeats"),
        "no_quiet": later("quiet hours end when they start"),
        "unknown_calendar": later("there is no calendar '{name}'"),
        "unreachable_target": later(
            "the largest target is not reached within 5 years on calendar '{calendar}': give "
            "a shorter one, or more hours"
        ),
        "level_taken": later("there is a level '{name}' already"),
    },
    RuleError: {
        "unknown_occasion": later("unknown occasion '{name}': use {known}"),
        "unknown_priority": later("unknown priority '{name}': use one of {known}"),
        "unknown_status": later("unknown status '{name}': use one of {known}"),
        "unknown_condition": later("unknown condition '{name}': use one of {known} or field.NAME"),
        "unknown_operator": later(
            "'{name}' has no operator '{operator}': use one of {known}, is_set"
        ),
        "no_texts": later("give a text or a list of texts"),
        "several_texts": later("`is` compares with one text: use `in` for a list"),
        "no_pattern": later("'{pattern}' is no pattern: {reason}"),
        "long_pattern": later("a pattern has {most} characters at most: write a shorter one"),
        "large_pattern": later("the pattern '{pattern}' would take too long: repeat fewer times"),
        "no_flag": later("give true or false"),
        "no_priority": later("give one of {known}"),
        "no_instant": later(
            "give a date such as 2026-03-02, or an instant: 2026-03-02T08:55:00+01:00"
        ),
        "no_season": later("give two days such as [11-20, 01-06], month and day: every year"),
        "no_duration": later("give a duration such as 30m"),
        "no_number": later("give a whole number from 0"),
        "several_numbers": later("give one number: use `in` for several"),
        "rule_taken": later("there is a rule '{name}' already"),
        "too_many_rules": later("there are {most} rules at most: archive one first"),
    },
    ConfigurationError: {
        "unknown_calendar": later("there is no calendar '{name}'"),
    },
    TimelineError: {
        "not_created_once": later(
            "ticket '{ticket}' is created once, before anything else happens to it"
        ),
        "not_created_first": later("ticket '{ticket}' has nothing before its `created`"),
    },
    IllegalEvent: {
        "no_event": later("not an event: give an object with ticket, at and type"),
        "missing_key": later("`{key}` is missing in a `{kind}` event"),
        "unknown_key": later("`{key}` is no key of a `{kind}` event: its own keys are {known}"),
        "unknown_word": later("`{key}` is {value}: give one of {known}"),
        "no_name": later("`{key}` is {value}: give a name"),
        "no_source": later("`{key}` is {value}: give a lower-case name such as email"),
        "no_text": later("`{key}` is {value}: give text or null"),
        "no_texts": later("`{key}` is {value}: give a list of texts"),
        "no_instant": later(
            "`{key}` is {value}: give an instant such as 2026-03-02T08:55:00+01:00"
        ),
        "instant_out_of_range": later("`{key}` is {value}: give an instant of the years 3 to 9997"),
        "no_object": later("`{key}` is {value}: give an object"),
        "no_flag": later("`{key}` is {value}: give true or false"),
        "no_count": later("`{key}` is {value}: give a whole number from 1"),
        "no_number": later("`{key}` is {value}: give a whole number"),
        "needless_until": later("only `pending` and `on_hold` take an `until`"),
        "backward_until": later("`until` lies after `at`, or it is left out"),
        "late_message": later("`message_at` does not lie after `at`"),
    },
}
"""The same problems as the core's, each with the same blanks."""


def sentence(error: SlaError) -> str:
    """The problem and its remedy, in lower case, without the place."""
    return _said(type(error), error.problem, error.blanks)


def read_back(kind: str, english: str) -> str:
    """The sentence of a problem that was written down in the core's English; that, if unknown."""
    for refused, problems in SENTENCES.items():
        for problem in problems if refused.__name__ == kind else ():
            match = _pattern(refused.ENGLISH[problem]).fullmatch(english)
            if match is not None:
                return _said(refused, problem, match.groupdict())
    return english


def _said(refused: type[SlaError], problem: str, blanks: Mapping[str, object]) -> str:
    return SENTENCES[refused][problem]().format(**blanks)


def _pattern(english: str) -> re.Pattern[str]:
    """What finds the facts in a sentence of the core's English, quotes around them left out."""
    blank = r"\\\{(\w+)(!r)?\\\}"
    return re.compile(re.sub(blank, _blank, re.escape(english)), re.DOTALL)


def _blank(match: re.Match[str]) -> str:
    quote = "['\"]" if match[2] else ""
    return f"{quote}(?P<{match[1]}>.*?){quote}"
