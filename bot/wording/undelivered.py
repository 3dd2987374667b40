"""What is said of a message that Slack does not take, to who wrote it and to a ticket's agents."""

from collections.abc import Mapping
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _

_archived: Final = later("the channel is archived.")
_deactivated: Final = later("who it is for has no account in Slack any more.")
_unreachable: Final = later("who it is for cannot be written to by an app.")
_restricted: Final = later("apps may not write there.")
_uninvited: Final = later("I am not in that channel. Invite me there, and it goes out by itself.")
_WHY: Final[Mapping[str, Sentence]] = {
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
    "msg_too_long": later("it is too long for Slack."),
}


def to_author(number: int, error: str) -> str:
    """That what somebody wrote did not arrive, and why."""
    return _("What you wrote on *#{number}* was not delivered: {why} It says:").format(
        number=number, why=why(error)
    )


def to_agents(number: int, author: str, error: str) -> str:
    """The same for the thread of the ticket's card."""
    return _("What {author} wrote on *#{number}* was not delivered: {why} It says:").format(
        number=number, author=author, why=why(error)
    )


def why(error: str) -> str:
    """Why Slack does not take a message, with Slack's own word for it."""
    known = _WHY.get(error)
    reason = _("Slack refuses it.") if known is None else known()
    return f"{reason} (`{error}`)"


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
