"""What people are called, for where a mention would ping them."""

from collections.abc import Callable, Iterable

from bot import wording
from bot.store import people
from bot.store.engine import Database
from bot.store.people import Person


class Names:
    """The names of people by id, looked up once; shared by the directory and the speech."""

    def __init__(self, find: Callable[[str], Person | None] | None = None) -> None:
        self._find = find
        self._names: dict[str, str] = {}

    @classmethod
    def in_database(cls, database: Database, workspace_id: str) -> "Names":
        """The names of the people of a workspace."""

        def find(person_id: str) -> Person | None:
            with database.reading() as connection:
                return people.get(connection, workspace_id, person_id)

        return cls(find)

    def learn(self, known: Iterable[Person]) -> None:
        """Remember what these people are called."""
        self._names.update({each.id: each.real_name or each.name for each in known})

    def of(self, person_id: str | None) -> str:
        """The name of a person; what is no known id is shown as it is."""
        if person_id is None:
            return wording.words.nobody()
        if person_id not in self._names and self._find is not None:
            found = self._find(person_id)
            self.learn([] if found is None else [found])
        return self._names.get(person_id, person_id)
