"""What is said of a message that Slack does not take, to who wrote it and to a ticket's agents."""

from collections.abc import Mapping
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _

_archived: Final = later("the channel is archived. Unarchive it, and it goes out by itself.")
_deactivated: Final = later(
    "that account is deactivated in Slack. Reach them another way, or send it again once they "
    "are back."
)
_unreachable: Final = later(
    "apps cannot write to that person. Reach them another way, or have an admin of Slack allow it, "
    "and send it again."
)
_restricted: Final = later(
    "apps may not write there. Have an admin of Slack allow it, and send it again."
)
_uninvited: Final = later("I am not in that channel. Invite me there, and it goes out by itself.")
_too_long: Final = later("it is too long for Slack. Write it again in shorter messages.")
_other: Final = later(
    "Slack refuses it. Send it again; if that is refused as well, reach them another way."
)

_closed_team: Final = later(
    "they cannot be written to here right now. Send it again later, or tell them another way."
)
_absent_app: Final = later("I cannot reach them right now. It goes out by itself once I can.")
_unreached: Final = later("they cannot be reached in Slack. Tell them another way.")

_AGENTS_READ: Final[Mapping[str, Sentence]] = {
    "is_archived": _archived,
    "is_inactive": _archived,
    "user_disabled": _deactivated,
    "user_not_found": _deactivated,
    "account_inactive": _deactivated,
    "cannot_dm_bot": _unreachable,
    "messages_tab_disabled": _unreachable,
    "user_not_visible": _unreachable,
    "no_access": _restricted,
    "posting_to_channel_denied": _restricted,
    "restricted_action": _restricted,
    "restricted_action_read_only_channel": _restricted,
    "restricted_action_thread_only_channel": _restricted,
    "restricted_action_thread_locked": _restricted,
    "channel_not_found": _uninvited,
    "no_permission": _uninvited,
    "not_in_channel": _uninvited,
    "msg_too_long": _too_long,
}
_OTHERS_READ: Final[Mapping[Sentence, Sentence]] = {
    _archived: _closed_team,
    _restricted: _closed_team,
    _deactivated: _unreached,
    _unreachable: _unreached,
    _uninvited: _absent_app,
}
"""The same for who does not know where the team reads, and can change nothing there."""


def to_author(number: int, place: str, why: str) -> str:
    """A message did not arrive: why, and the remedy."""
    return _("*Not delivered* to {place}, on *#{number}*: {why}\n*Your text:*").format(
        number=number, place=place, why=why
    )


def to_agents(number: int, place: str, why: str, author: str) -> str:
    """The same for the thread of the ticket's card."""
    return _("*Not delivered* to {place}, on *#{number}*: {why}\n*{author} wrote:*").format(
        number=number, place=place, why=why, author=author
    )


def the_team() -> str:
    """Where a requester's words go."""
    return _("the team")


def why(error: str) -> str:
    """Why Slack does not take a message, and what who asked can do."""
    sentence = _AGENTS_READ.get(error, _other)
    return _OTHERS_READ.get(sentence, sentence)()


def why_for_agents(error: str) -> str:
    """Why Slack does not take a message, and what to do, with Slack's own word for it."""
    sentence = _AGENTS_READ.get(error, _other)
    return f"{sentence()} (`{error}`)"


def refused(error: str) -> str:
    """Above a text that Slack does not take, with Slack's own word for it."""
    return _(":warning: This was not delivered, Slack refuses it (`{error}`):").format(error=error)


def waits(channel_id: str, error: str) -> str:
    """Above a text that waits until we are invited."""
    return _(
        ":warning: This is not delivered yet: I am not in {channel} (`{error}`). "
        "Invite me there within a day and it goes out by itself:"
    ).format(channel=f"<#{channel_id}>", error=error)


def unsaid(sentence: str) -> str:
    """That an alarm could not be said."""
    return f":warning: {sentence}"


def after_all(number: int) -> str:
    """What such a message becomes once it arrived."""
    return _("What was written on *#{number}* is delivered now.").format(number=number)


def on_card(count: int) -> str:
    """The line of a card."""
    return ngettext(
        "*Not delivered:* {count} message, see the thread",
        "*Not delivered:* {count} messages, see the thread",
        count,
    ).format(count=count)


def send_again() -> str:
    """The button."""
    return _("Send again")


def sent_again(number: int) -> str:
    """That it is on its way once more."""
    return _("I send it again. If Slack still refuses it, I will tell you: *#{number}*.").format(
        number=number
    )


def is_there(number: int) -> str:
    """That nothing has to be sent again."""
    return _("It is delivered already, on *#{number}*; I did not send it twice.").format(
        number=number
    )


def is_on_its_way(number: int) -> str:
    """That it was just sent again."""
    return _("It is on its way already, on *#{number}*; I did not send it twice.").format(
        number=number
    )


def is_unknown() -> str:
    """That a button names nothing that can be sent."""
    return _("There is nothing to send again here: it was edited away or deleted.")
