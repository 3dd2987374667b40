"""What a message contains: words, files, and the messages that were forwarded with it.

This is the one place that knows where in a message of Slack something may stand. It is kept as
JSON in the inbox, and read as people see it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, astuple, dataclass, replace
from typing import Any, Final

from bot.slack.hear.message.attachments import Attachment, are_same, attached_to
from bot.slack.hear.message.block_texts import words_of
from bot.slack.hear.message.shared_files import SharedFile, files_of
from bot.slack.hear.typed_text import Naming, plain_text
from bot.usecases.ground.subjects import first_line, says_something

Json = Mapping[str, Any]

CONTENTS: Final = ("text", "files", "attached")
"""The names under which it is kept; before there was the last, only text and files were."""
QUOTE: Final = "> "


@dataclass(frozen=True, slots=True)
class Contents:
    """What a message contains; `text` are its own words in Slack's markup."""

    text: str = ""
    files: tuple[SharedFile, ...] = ()
    attached: tuple[Attachment, ...] = ()

    @property
    def stubs(self) -> list[SharedFile]:
        """The files of which Slack tells more when asked."""
        files = [*self.files, *(file for item in self.attached for file in item.files)]
        return [file for file in files if file.is_stub and file.file_id]

    def knowing(self, known: Mapping[str, SharedFile]) -> "Contents":
        """The same with what is known of files by now, by their ids."""

        def learned(files: tuple[SharedFile, ...]) -> tuple[SharedFile, ...]:
            return tuple(known.get(file.file_id, file) for file in files)

        attached = tuple(replace(item, files=learned(item.files)) for item in self.attached)
        return replace(self, files=learned(self.files), attached=attached)

    def is_same(self, other: "Contents") -> bool:
        """Whether both say the same, whatever is known of their files by now."""
        pairs = zip(self.attached, other.attached, strict=False)
        return (
            self.text == other.text
            and are_same(self.files, other.files)
            and len(self.attached) == len(other.attached)
            and all(one.is_same(another) for one, another in pairs)
        )

    def as_json(self) -> dict[str, Any]:
        """What is kept of it."""
        return {
            "text": self.text,
            "files": [list(astuple(file)) for file in self.files],
            "attached": [
                {**asdict(item), "files": [list(astuple(file)) for file in item.files]}
                for item in self.attached
            ],
        }


@dataclass(frozen=True, slots=True)
class ReadableMessage:
    """What a message contains as people read it: plain words with a line for each file.

    `links` lead to its files and to what was forwarded; `subject` says what it is about where its
    own words do not.
    """

    words: str
    subject: str
    links: tuple[str, ...]


def contents_of(message: Json) -> Contents:
    """What a message contains, wherever in it Slack put that."""
    words = words_of(str(message.get("text") or ""), message.get("blocks"))
    return Contents(words, files_of(message), tuple(attached_to(message, words)))


def contents_in(payload: Json) -> Contents:
    """What a message contains that was kept."""
    attached = (
        Attachment(**{**item, "files": _kept_files(item)}) for item in payload.get("attached", ())
    )
    return Contents(payload["text"], _kept_files(payload), tuple(attached))


def _kept_files(payload: Json) -> tuple[SharedFile, ...]:
    return tuple(SharedFile(*file) for file in payload["files"])


def read(contents: Contents, name_of: Naming) -> ReadableMessage:
    """What a message contains, as people read it; the names of people as `name_of` has them."""
    text = plain_text(contents.text, name_of)
    quotes = [_Quote.of(item, name_of) for item in contents.attached]
    files = [*contents.files, *(file for item in contents.attached for file in item.files)]
    lines = [*([text] if text else []), *(line for quote in quotes for line in quote.lines())]
    links = [*(quote.link for quote in quotes), *(file.link for file in files)]
    return ReadableMessage(
        words="\n".join([*lines, *(file.line() for file in contents.files)]),
        subject="" if says_something(text) else _subject(quotes, files),
        links=tuple(dict.fromkeys(filter(None, links))),
    )


@dataclass(frozen=True, slots=True)
class _Quote:
    """Something attached, as people read it."""

    author: str
    link: str
    text: str
    files: tuple[SharedFile, ...]

    @classmethod
    def of(cls, item: Attachment, name_of: Naming) -> "_Quote":
        name = name_of(item.author_id) if item.author_id else ""
        is_known = name not in ("", item.author_id)
        author = plain_text(item.author, name_of)
        return cls(
            author=name if is_known else author or item.author_id,
            link=plain_text(item.link, name_of),
            text=plain_text(item.text, name_of),
            files=item.files,
        )

    def lines(self) -> Iterator[str]:
        """Who wrote it and where it stands, and below what it says."""
        head = f"{self.author}: {self.link}" if self.author and self.link else ""
        yield from filter(None, [head or self.author or self.link])
        lines = [*self.text.splitlines(), *(file.line() for file in self.files)]
        yield from ((QUOTE + line).rstrip() for line in lines)


def _subject(quotes: list[_Quote], files: list[SharedFile]) -> str:
    """What a message without words of its own is about; empty where there is nothing."""
    lines = (first_line(quote.text) for quote in quotes if says_something(quote.text))
    return next(lines, f"[{files[0].name}]" if files else "")
