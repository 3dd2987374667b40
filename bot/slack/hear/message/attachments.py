"""The attachments of a message: forwarded messages, and those that apps add.

Slack calls all of it attachments. The preview of a link that stands in the words is none of it.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.slack.hear.message.block_texts import words_of
from bot.slack.hear.message.shared_files import SharedFile, files_of
from bot.wording.markup import escape

Json = Mapping[str, Any]

DEEPEST: Final = 3
"""How many messages may stand in one another; what is forwarded may have been forwarded before."""
PREVIEWS: Final = (
    *("is_msg_unfurl", "is_reply_unfurl", "is_thread_root_unfurl", "is_app_unfurl"),
    *("app_unfurl_url", "from_url", "original_url"),
)
"""What Slack writes at the preview of a link, and at a forwarded message as well."""
LINKS: Final = ("from_url", "title_link", "author_link", "image_url", "thumb_url")
"""Where something that is attached leads, the best first."""
NO_PREVIEW: Final = "[no preview available]"


@dataclass(frozen=True, slots=True)
class Attachment:
    """A message within a message: its text in Slack's markup, who wrote it, where it stands.

    `author` is what Slack calls them; their id is only known of people.
    """

    text: str
    author_id: str = ""
    author: str = ""
    link: str = ""
    files: tuple[SharedFile, ...] = ()

    def is_same(self, other: "Attachment") -> bool:
        """Whether both say the same, whatever is known of their files by now."""
        is_same_text = (self.text, self.link) == (other.text, other.link)
        return is_same_text and are_same(self.files, other.files)


def are_same(some: tuple[SharedFile, ...], others: tuple[SharedFile, ...]) -> bool:
    """Whether these are the same files in the same order."""
    pairs = zip(some, others, strict=False)
    return len(some) == len(others) and all(one.is_same(other) for one, other in pairs)


def attached_to(message: Json, words: str, depth: int = DEEPEST) -> Iterator[Attachment]:
    """All that a message of these words carries, what it carries in turn behind it."""
    attachments = message.get("attachments")
    for attachment in attachments if isinstance(attachments, list) and depth else ():
        if not isinstance(attachment, Mapping) or (words.strip() and _is_preview(attachment)):
            continue
        yield _attached(attachment)
        yield from attached_to(attachment, "", depth - 1)


def _is_preview(attachment: Json) -> bool:
    """Whether it shows no more than where a link of the words leads."""
    return not attachment.get("is_share") and any(attachment.get(name) for name in PREVIEWS)


def _attached(attachment: Json) -> Attachment:
    files = files_of(attachment)
    link = next(filter(None, map(attachment.get, LINKS)), "")
    return Attachment(
        text=_text(attachment) or ("" if files else _fallback(attachment)),
        author_id=str(attachment.get("author_id") or ""),
        author=str(attachment.get("author_name") or attachment.get("author_subname") or ""),
        link=escape(str(link)),
        files=files,
    )


def _text(attachment: Json) -> str:
    """Its words in the order in which Slack shows them."""
    blocks = [attachment.get("blocks"), *_blocks_of_messages(attachment)]
    is_forward = bool(attachment.get("is_share"))
    parts = [
        _word(attachment, "pretext"),
        _word(attachment, "title"),
        words_of(_word(attachment, "text"), blocks),
        *_fields(attachment),
        "" if is_forward else _word(attachment, "footer"),
    ]
    return "\n".join(part for part in parts if part.strip())


def _word(attachment: Json, name: str) -> str:
    value = attachment.get(name)
    return value if isinstance(value, str) else ""


def _blocks_of_messages(attachment: Json) -> Iterator[Any]:
    """The blocks of a message that was forwarded."""
    messages = attachment.get("message_blocks")
    for message in messages if isinstance(messages, list) else ():
        if isinstance(message, Mapping) and isinstance(message.get("message"), Mapping):
            yield message["message"].get("blocks")


def _fields(attachment: Json) -> Iterator[str]:
    fields = attachment.get("fields")
    for field in fields if isinstance(fields, list) else ():
        if isinstance(field, Mapping):
            yield ": ".join(filter(None, (_word(field, "title"), _word(field, "value"))))


def _fallback(attachment: Json) -> str:
    """What stands for it where nothing else can be shown."""
    fallback = _word(attachment, "fallback")
    return "" if fallback == NO_PREVIEW else fallback
