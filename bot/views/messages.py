"""A message as a person wrote it, with all that it contains, whoever showed it to us."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Message:
    """What a human wrote, where and when; ``at`` is the message's own time.

    ``text`` is all that it contains: behind the words what was forwarded, and a line for each file.
    ``links`` lead there, and ``subject`` says what it is about where its own words do not.
    ``is_form`` when a listed bot wrote it, for the person it names.
    """

    channel_id: str
    ts: str
    thread_ts: str | None
    user_id: str
    text: str
    at: datetime
    subject: str = ""
    links: tuple[str, ...] = ()
    is_form: bool = False

    @property
    def is_direct(self) -> bool:
        """Whether it was written to the bot alone."""
        return self.channel_id.startswith("D")

    @property
    def root(self) -> str:
        """The ``ts`` of the first message of its thread, which may be itself."""
        return self.thread_ts or self.ts

    @property
    def event_id(self) -> str:
        """What tells it from all other messages in a timeline."""
        return f"{self.channel_id}:{self.ts}"
