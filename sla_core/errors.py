"""Everything the core refuses, as one tree.

    SlaError
    ├── CalendarError     a calendar that cannot be built, or asked beyond what dates can hold
    ├── LevelError        a level whose targets or options make no promise
    ├── RuleError         a condition or an action that cannot be decided
    ├── ConfigurationError  a name that stands for nothing
    └── TimelineError     a timeline that tells no story
        └── IllegalEvent  one event that is wrong by itself

The text of each says what is wrong and what to do, in lower case, without the place: who reads a
file adds file and line, who reads a form adds the field. ``field`` names the part at fault.
"""


class SlaError(ValueError):
    """What the core refuses; ``str(error)`` is fit for the person who caused it."""

    def __init__(self, problem: str, *, field: str | None = None) -> None:
        super().__init__(problem)
        self.problem = problem
        self.field = field


class CalendarError(SlaError):
    """A calendar that cannot be built, or an instant beyond the years 2 to 9998."""


class LevelError(SlaError):
    """A level whose targets, alerts or options cannot be promised."""


class RuleError(SlaError):
    """A rule whose conditions or actions cannot be decided."""


class ConfigurationError(SlaError):
    """A configuration in which a name stands for nothing, or for two things."""


class TimelineError(SlaError):
    """A timeline that tells no story: no creation, two of them, or something before it."""


class IllegalEvent(TimelineError):
    """An event that is wrong by itself: an unknown type or key, or a value of the wrong kind."""
