"""What there is to say about a configuration, and where."""

from dataclasses import dataclass

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something to say about a configuration, and the path of keys to where it stands."""

    path: Path
    text: str

    @property
    def place(self) -> str:
        """The keys to it, as people see them."""
        return place_of(self.path)


def place_of(path: Path) -> str:
    """A path of keys as people see it, without the numbers in it: `departments.Support.leads`."""
    return ".".join(key for key in path if isinstance(key, str))
