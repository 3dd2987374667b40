"""Where tickets come from: the questions before one opens, and the news of later edits."""

from collections.abc import Callable, Mapping
from typing import Final

from bot.wording.language import gettext as _
from bot.wording.language import later

which_department: Final = later(
    "Thank you, I have that. Who should take care of it? Choose, and I open a ticket."
)
no_departments: Final = later(
    "No department takes requests here yet. Ask a workspace admin to add one, please."
)
choose_department: Final = later("Choose a department")
nothing_asked: Final = later("I do not find your message any more. Please write it again.")
not_yours_to_choose: Final = later("Only who wrote the message can choose.")
not_in_this_thread: Final = later(
    "Nobody reads what is written below that message. "
    "Write to me outside of threads, and it becomes a request."
)
cannot_be_answered: Final = later("Nobody would read the answers: choose somebody who is here.")
emoji_needs_department: Final = later(
    "Which department is it for? Use the shortcut *Open a ticket* on the message: it asks."
)
message_gone: Final = later(
    "I do not find the message this form began with. Use the shortcut once more, please."
)
not_from_this_message: Final = later(
    "You cannot open a ticket from this message. Use `/ticket new`, and say what it is about."
)


def already_open(number: int) -> str:
    """That a message is a ticket already."""
    return _("This is ticket *#{number}* already.").format(number=number)


def ask_again(fields: str) -> str:
    """That a department asks for more than the form showed when it was sent."""
    return _("This department also asks for: {fields}. Choose it again to see that.").format(
        fields=fields
    )


def edited(author: str, text: str) -> str:
    """What a message says now that somebody changed it."""
    return _("*{author}* edited a message. It says now:\n{text}").format(author=author, text=text)


def deleted(author: str) -> str:
    """That a message was deleted; what it said stays in the ticket's history."""
    return _("A message of *{author}* was deleted. It stays in the ticket's history.").format(
        author=author
    )


def chosen(department: str) -> str:
    """Who takes care of a request, once that was chosen."""
    return _("{department} takes care of it.").format(department=department)


def follows(number: int) -> str:
    """Which closed ticket a new one goes on from."""
    return _("This goes on from ticket #{number}, which is closed.").format(number=number)


def _intake_archived(channel: str, department: str) -> str:
    return _(
        "#{channel} is archived, so {department} gets no requests from there. "
        "Unarchive it, or name another intake channel."
    ).format(channel=channel, department=department)


def _alerts_archived(channel: str, department: str) -> str:
    return _(
        "#{channel} is archived, so {department} sees neither its cards nor its alerts. "
        "Unarchive it, or name another alert channel."
    ).format(channel=channel, department=department)


def _intake_left(channel: str, department: str) -> str:
    return _(
        "I am not in #{channel}, so {department} gets no requests from there. "
        "Invite me there: `/invite @punctual`."
    ).format(channel=channel, department=department)


def _alerts_left(channel: str, department: str) -> str:
    return _(
        "I am not in #{channel}, so {department} sees neither its cards nor its alerts. "
        "Invite me there: `/invite @punctual`."
    ).format(channel=channel, department=department)


def _intake_unknown(channel: str, department: str) -> str:
    return _(
        "I do not see #{channel}, so {department} gets no requests from there. "
        "Check the name; a private channel is seen once I am invited: `/invite @punctual`."
    ).format(channel=channel, department=department)


def _alerts_unknown(channel: str, department: str) -> str:
    return _(
        "I do not see #{channel}, so {department} sees neither its cards nor its alerts. "
        "Check the name; a private channel is seen once I am invited: `/invite @punctual`."
    ).format(channel=channel, department=department)


OUT_OF_REACH: Final[Mapping[tuple[str, bool], Callable[..., str]]] = {
    ("archived", True): _intake_archived,
    ("archived", False): _alerts_archived,
    ("left", True): _intake_left,
    ("left", False): _alerts_left,
    ("unknown", True): _intake_unknown,
    ("unknown", False): _alerts_unknown,
}
"""What an admin reads, by why a channel cannot be used and whether requests come in there."""
