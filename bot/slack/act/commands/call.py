"""One call of a command: who asks, where, when, and what stands behind the command's words."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot import wording
from bot.errors import UserFacingError
from bot.slack.draw.blocks.elements import Payload
from bot.slack.draw.names import Names
from bot.slack.hear.typed_text import AddressedText, addressed, plain_text, plain_with_ids
from bot.usecases.changes.access import is_admin, is_agent_or_admin
from bot.usecases.ground.transaction import Transaction
from bot.views.speech import Person
from bot.wording.language import Sentence

EVERYONE: Final = "everyone"
AGENTS: Final = "agents"
ADMINS: Final = "admins"


@dataclass(frozen=True, slots=True)
class ClickPlace:
    """Where something was clicked: a message, perhaps in a thread, or a view."""

    channel_id: str | None = None
    message_ts: str | None = None
    thread_ts: str | None = None
    view_id: str | None = None
    is_ephemeral: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """What a command or a click is given: its text, or the value that was pressed or picked.

    `at` is when it counts from, `own` the ticket of the thread, `place` where it was clicked,
    `arrival_id` the row of the inbox that brought it. `beside` is what else the message contains
    that it was written in, as plain text: it goes where a text goes.
    """

    work: Transaction
    user_id: str
    at: datetime
    text: str
    names: Names
    domain: str | None = None
    own: int | None = None
    place: ClickPlace = ClickPlace()
    arrival_id: int | None = None
    beside: str = ""

    @property
    def person(self) -> Person | None:
        """Who asks, as Slack last described them."""
        return self.work.directory.person(self.user_id)

    def plain(self, text: str | None = None) -> str:
        """The text, or another one, without Slack's markup."""
        return plain_text(self.text if text is None else text, self.names.of)

    def plain_with_ids(self) -> str:
        """The text without Slack's markup, who is mentioned in it by id: `@U0ANA`."""
        return plain_with_ids(self.text)

    def ticket(self, verb: str, *, takes_text: bool = False) -> AddressedText:
        """Which ticket is meant, and the rest as plain text."""
        marked = self.marked_ticket(verb, takes_text=takes_text)
        beside = self.beside if takes_text else ""
        return AddressedText(
            marked.number, "\n".join(filter(None, [self.plain(marked.rest), beside]))
        )

    def marked_ticket(self, verb: str, *, takes_text: bool = False) -> AddressedText:
        """Which ticket is meant, and the rest with Slack's markup, for who is mentioned in it."""
        return addressed(self.text, verb, self.own, takes_text=takes_text)


Run = Callable[[Call], Payload]


@dataclass(frozen=True, slots=True)
class Form:
    """A form to open: which one, what is in it already, and for which ticket.

    `about` is the key of an arrival that is kept for it: the message a shortcut was used on.
    """

    callback_id: str
    text: str = ""
    number: int | None = None
    about: str = ""
    channel_id: str | None = None
    """Where the command was typed that opens it."""


def no_form(text: str) -> Form | None:
    """A command that never needs a form."""
    return None


@dataclass(frozen=True, slots=True)
class Command:
    """A row of the table: its words, those that may follow, its deed, and for whom.

    Without `run` it shows the help. `form` says which form it opens for a text, if any: a slash
    command opens it at once. `group` is the heading under which the help lists it; `examples` may
    follow its words, `more` is the rest of its help.
    """

    words: str
    arguments: str
    sentence: Sentence
    who: str
    run: Run | None = None
    form: Callable[[str], Form | None] = no_form
    group: Sentence | None = None
    examples: tuple[str, ...] = ()
    more: Sentence | None = None
    for_requesters: str | None = None
    """What may follow for who is no agent, where that is less."""

    def usage(self, *, is_agent: bool) -> str:
        """Its words with what may follow."""
        is_less = self.for_requesters is not None and not is_agent
        arguments = self.for_requesters if is_less else self.arguments
        return f"{self.words} {arguments}".strip()


def may(who: str, work: Transaction, user_id: str) -> bool:
    """Whether a person is among those a command is for; its use case asks again."""
    if who == EVERYONE:
        return True
    return is_admin(work, user_id) if who == ADMINS else is_agent_or_admin(work, user_id)


def require(who: str, work: Transaction, user_id: str) -> None:
    """Refuse those a command is not for, kindly."""
    if not may(who, work, user_id):
        raise UserFacingError(
            wording.refusals.admins_only() if who == ADMINS else wording.refusals.agents_only()
        )
