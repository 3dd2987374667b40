"""What people are called, for where a mention would ping them."""

from collections.abc import Iterable

from bot.store.people import Person

NOBODY = "nobody"


class Names:
    """The names of everybody known, by id; shared by the directory and the speech."""

    def __init__(self, people: Iterable[Person] = ()) -> None:
        self._names: dict[str, str] = {}
        self.learn(people)

    def learn(self, people: Iterable[Person]) -> None:
        """Remember what these people are called."""
        self._names.update({each.id: each.real_name or each.name for each in people})

    def of(self, person_id: str | None) -> str:
        """The name of a person; what is no known id is shown as it is."""
        if person_id is None:
            return NOBODY
        return self._names.get(person_id, person_id)
