"""What a deed is: a row of the table, and every way to do it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from tests.slack.desk_of_roles import OPEN, Case
from tests.slack.roles import PRIVATE, Role
from tests.slack.stage import Stage
from tests.slack.verdicts import Judge

Act = Callable[[Stage, Role, Case], object]

COMMANDS, BUTTONS, FORMS = "Commands", "Buttons and menus of messages", "Forms"
MENUS, SHORTCUTS, MESSAGES = "Searched menus", "Shortcuts", "Messages and emoji"
HOME: Final = "App Home"
"""The sections of the table."""


@dataclass(frozen=True, slots=True)
class Deed:
    """A row of the table: the section and the words it stands under, and every way to do it.

    `state` is that of the ticket. One that is about no ticket (`is_of_nothing`) says nothing of
    private departments; one of many (`is_of_many`) counts or lists the tickets of all who ask.
    """

    section: str
    name: str
    entry: str
    ways: tuple[tuple[Act, Judge], ...]
    state: str = OPEN
    is_of_nothing: bool = False
    is_of_many: bool = False

    @property
    def is_for_all(self) -> bool:
        """Whether it is no question of whose ticket it is before."""
        return self.is_of_nothing or self.is_of_many

    def concerns(self, role: Role) -> bool:
        """Whether the deed is tried as a role."""
        return not (self.is_of_nothing and PRIVATE in role.meets)


def filled(text: str, case: Case) -> str:
    """A text in which the ticket, and what belongs to it, is put where its name stands."""
    beside = {"follow_up": case.follow_up, "exclusion": case.exclusion, "refused": case.refused}
    return text.format(n=case.number, into=case.into, department=case.department, **beside)
