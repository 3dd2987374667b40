"""A storm as one message: a line for each of several alarms that came at once."""

from collections.abc import Iterator, Sequence

from bot import wording
from bot.slack.blocks.marks import SECTION, Payload, message, section


def digest(lines: Sequence[str]) -> Payload:
    """The message; its lines are escaped already, and none is left out."""
    head = wording.alerts.digest(len(lines))
    paragraphs = [section(each) for each in _paragraphs(lines)]
    return message("\n".join([head, *lines]), [section(f"*{head}*"), *paragraphs])


def _paragraphs(lines: Sequence[str]) -> Iterator[str]:
    """The lines in as few paragraphs as hold them."""
    paragraph = ""
    for line in lines:
        if paragraph and len(paragraph) + 1 + len(line) > SECTION:
            yield paragraph
            paragraph = ""
        paragraph = f"{paragraph}\n{line}" if paragraph else line
    if paragraph:
        yield paragraph
