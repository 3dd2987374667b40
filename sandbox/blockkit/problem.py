"""What is wrong with a payload, and where.

The wording is Slack's own, as it stands in `response_metadata.messages` of a refusal, so that a
developer who meets a message here knows it again in production.
"""

from collections.abc import Iterator
from typing import NamedTuple


class Problem(NamedTuple):
    """One thing Slack would refuse, at a JSON pointer into the arguments of the call."""

    pointer: str
    text: str

    def __str__(self) -> str:
        return f"[ERROR] {self.text} [json-pointer:{self.pointer}]"


Problems = Iterator[Problem]


def at(pointer: str, *steps: object) -> str:
    """The pointer that leads on from `pointer` by keys and indexes (RFC 6901)."""
    return pointer + "".join(
        "/" + str(step).replace("~", "~0").replace("/", "~1") for step in steps
    )
