"""The files of a message: what they are called and where one opens them.

Of files that people of another company share Slack shows a stub with no more than an id; who wants
to know asks for the rest, which needs a scope of its own.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from bot.delivery.ports import Answer
from bot.slack.draw.blocks.elements import unlinked

Json = Mapping[str, Any]
Asking = Callable[[str, dict[str, Any]], Answer]
"""Calls a method of Slack with these arguments, and returns its answer, refusals too."""

ADDRESSES: Final = ("://", "www.", "@")
"""What in a name makes Slack find an address."""
UNNAMED: Final = "file"
STUB: Final = "check_file_info"
GONE: Final = "tombstone"
"""The mode of a file that was deleted."""


@dataclass(frozen=True, slots=True)
class SharedFile:
    """A file; `is_stub` while Slack tells no more of it than its id."""

    name: str
    link: str = ""
    file_id: str = ""
    is_stub: bool = False

    def line(self) -> str:
        """The file as a line of text; in its name Slack finds no address to lead to."""
        is_address_like = any(sign in self.name for sign in ADDRESSES)
        name = unlinked(self.name) if is_address_like else self.name
        return f"[{name}] {self.link}".rstrip()

    def is_same(self, other: "SharedFile") -> bool:
        """Whether both are one file, as far as their ids tell; one may be a stub of it."""
        if self.file_id and other.file_id:
            return self.file_id == other.file_id
        return (self.name, self.link) == (other.name, other.link)


def files_of(carrier: Json) -> tuple[SharedFile, ...]:
    """The files that a message or an attachment carries, but for those that were deleted."""
    return tuple(_files(carrier.get("files")))


def _files(files: Any) -> Iterator[SharedFile]:
    for file in files if isinstance(files, list) else ():
        if isinstance(file, Mapping) and file.get("mode") != GONE:
            yield _file(file)


def _file(file: Json) -> SharedFile:
    link = file.get("permalink") or file.get("external_url") or file.get("url_private")
    return SharedFile(
        name=str(file.get("name") or file.get("title") or UNNAMED),
        link=str(link or ""),
        file_id=str(file.get("id") or ""),
        is_stub=file.get("file_access") == STUB,
    )


def ask_files(asking: Asking, stubs: Iterable[SharedFile]) -> dict[str, SharedFile]:
    """What Slack tells of files it showed stubs of, by their id; none of those it does not show."""
    files = {}
    for stub in stubs:
        answer = asking("files.info", {"file": stub.file_id})
        if answer.ok:
            file = _file(answer.data.get("file") or {})
            files[stub.file_id] = replace(file, file_id=stub.file_id, is_stub=False)
    return files
