"""What people are called, for where a mention would ping them."""

from collections.abc import Callable, Iterable

from bot import wording
from bot.views.speech import Person


class Names:
    """The names of people by id, looked up once; shared by the directory and the speech."""

    def __init__(self, find: Callable[[str], Person | None] | None = None) -> None:
        self._find = find
        self._names: dict[str, str] = {}

    def learn(self, known: Iterable[Person]) -> None:
        """Remember what these people are called."""
        self._names.update({person.id: person.real_name or person.name for person in known})

    def of(self, person_id: str | None) -> str:
        """The name of a person; what is no known id is shown as it is."""
        if person_id is None:
            return wording.words.nobody()
        if person_id not in self._names and self._find is not None:
            person = self._find(person_id)
            self.learn([] if person is None else [person])
        return self._names.get(person_id, person_id)
