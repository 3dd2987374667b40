"""What people are told when something cannot be done: one line each, never a traceback."""

from bot.wording.markup import Markup


class UserFacingError(Exception):
    """The only text a person sees: what is wrong, where, and what to do, in one line.

    `markup` says the same with our own mentions and instants in it, escaped, for where Slack shows
    them.
    """

    def __init__(self, text: str, markup: Markup | None = None) -> None:
        super().__init__(text)
        self.markup = markup

    @property
    def shown(self) -> str:
        """The text as Slack is to show it: its markup, or plain text."""
        return str(self) if self.markup is None else self.markup


class NotYet(Exception):
    """What an arrival is about may still come: it is looked at again soon, and nobody is told."""


class BrokenTimeline(UserFacingError):
    """A ticket cannot be read or replayed: nothing can be done with it until that is mended.

    `reason` is for the log.
    """

    def __init__(self, number: int, reason: str, text: str) -> None:
        super().__init__(text)
        self.number = number
        self.reason = reason


class UnreadableLevel(BrokenTimeline):
    """A ticket was under a level that cannot be read: its promises stand still until it can.

    `level` is its name, `revision` the number of the revision of the configuration that is to
    blame.
    """

    def __init__(self, number: int, reason: str, text: str, level: str, revision: int) -> None:
        super().__init__(number, reason, text)
        self.level = level
        self.revision = revision


class SettingsError(UserFacingError):
    """The environment cannot be used as it is: exit code 2."""


class Unavailable(UserFacingError):
    """Nothing is wrong here, and it cannot be done now: exit code 1."""
