"""The keys of messages about tickets, to people and to channels, each made in one place."""

from typing import Final

MOVED_AWAY: Final = "moved away"
"""What a card shows, by its mark, whose ticket its channel may not hold any more."""


def card_key(number: int) -> str:
    """The card of a ticket."""
    return f"card:{number}"


def moved_card_key(number: int, move: int) -> str:
    """The card of a ticket after it went to another channel for the first, second … time."""
    return f"card:{number}@{move}"


def is_card_key(key: str, number: int) -> bool:
    """Whether this is the key of a card of a ticket, the present one or one before."""
    return key == card_key(number) or key.startswith(f"card:{number}@")


def card_edit_key(number: int, version: str) -> str:
    """An edit of the card to what one version of the ticket looks like."""
    return f"card:{number}:{version}"


def conversation_key(number: int) -> str:
    """The root message of a conversation that the bot began."""
    return f"conversation:{number}"


def direct_key(number: int) -> str:
    """The root message of the requester's own thread, where the bot began it."""
    return f"dm:{number}"


def relay_key(number: int, source: str) -> str:
    """What was written on one side of a conversation, on the other one."""
    return f"relay:{number}:{source}"


def heard_key(number: int, source: str) -> str:
    """The line that tells agents of a message of the requester's side, or of a click."""
    return f"heard:{number}:{source}"


def away_key(person_id: str, period: int) -> str:
    """What a requester is told of hours in which nobody works, by when they end."""
    return f"away:{person_id}:{period}"


def reminder_key(number: int, since_s: int) -> str:
    """The reminder of a requester silent since a second."""
    return f"{reminder_prefix(number)}{since_s}"


def reminder_prefix(number: int) -> str:
    """What the keys of all reminders of a ticket begin with."""
    return f"reminder:{number}:"


def solved_key(number: int, seq: int) -> str:
    """The question whether it is solved, after the event that resolved the ticket."""
    return f"{solved_prefix(number)}{seq}"


def solved_prefix(number: int) -> str:
    """What the keys of all such questions of a ticket begin with."""
    return f"solved:{number}:"


def rating_key(number: int) -> str:
    """The question how it was: asked once of a ticket."""
    return f"rating:{number}"


def confirmation_key(number: int) -> str:
    """The answer to the request that opened a ticket."""
    return f"confirmation:{number}"


def home_key(person_id: str, cause: str) -> str:
    """An App Home as it was shown for a cause."""
    return f"home:{person_id}:{cause}"


def event_key(number: int, seq: int) -> str:
    """The message that shows one event of a ticket: a reply, a note."""
    return f"{event_prefix(number)}{seq}"


def event_prefix(number: int) -> str:
    """What the keys of all messages that show an event of a ticket begin with."""
    return f"event:{number}:"


def assigned_key(number: int, seq: int) -> str:
    """What an agent is told who was given a ticket."""
    return f"assigned:{number}:{seq}"


def merged_key(number: int) -> str:
    """What is said of a ticket that went into another."""
    return f"merged:{number}"


def notice_key(number: int, rule: str, cause: str) -> str:
    """What a rule tells people of a ticket for a cause; `#` and a number is an event's ``seq``."""
    return f"notice:{number}:{rule}:{cause}"


UNASKED: Final = ("reminder:", "notice:", "solved:")
"""What the keys begin with of all that the bot may say for no more than that time passed."""


def may_be_unasked(key: str) -> bool:
    """Whether a message may be one that the bot says for no more than that time passed.

    A reminder is, and what a rule tells unless it is for an event; the question whether a ticket is
    solved is where nobody but the bot resolved it.
    """
    cause = key.rpartition(" ")[2]
    is_for_an_event = cause.startswith("#") and cause[1:].isdigit()
    return key.startswith(UNASKED) and not is_for_an_event


def out_of_reach_key(department: str, cause: str) -> str:
    """What an admin is told of a channel that a department cannot use."""
    return f"out_of_reach:{department}:{cause}"


def lost_names_key(revision: int, admin_id: str) -> str:
    """What an admin is told of names that a revision of the configuration took out."""
    return f"lost_names:{revision}:{admin_id}"


def shared_name_key(written: str, admin_id: str) -> str:
    """What an admin is told of an address that more than one has."""
    return f"shared_name:{written}:{admin_id}"


def department_key(channel_id: str, ts: str) -> str:
    """The question who shall take care of what somebody wrote to the bot."""
    return f"department:{channel_id}:{ts}"


def follows_key(number: int) -> str:
    """What the card's thread is told of the closed ticket that a new one goes on from."""
    return f"follows:{number}"


def correction_key(number: int, channel_id: str, ts: str, version: str) -> str:
    """What the card's thread is told of a message that was changed or deleted."""
    return f"correction:{number}:{channel_id}:{ts}:{version}"


def alarms_prefix(number: int, metric: str) -> str:
    """What the keys of all alarms of the clocks of a metric begin with; the clock's follows."""
    return f"alarm:{number}:{metric}:"


def alarm_prefix(number: int, metric: str, clock_number: int) -> str:
    """What the keys of all alarms of one clock begin with."""
    return f"{alarms_prefix(number, metric)}{clock_number}:"


def point_prefix(number: int, metric: str, clock_number: int, point: str) -> str:
    """What the keys of one point of one clock begin with; the due version follows."""
    return f"{alarm_prefix(number, metric, clock_number)}{point}:"


def breach_prefix_beside(key: str) -> str:
    """What the keys of the breach of the clock begin with that an alarm's key is of."""
    return ":".join([*key.split(":")[:4], "breach", ""])


def corrected_key(key: str, stopped_s: int) -> str:
    """The edit of an alarm that told of a clock after it had stopped."""
    return f"{corrected_prefix(key)}{stopped_s}"


def corrected_prefix(key: str) -> str:
    """What the keys of all such edits of an alarm begin with."""
    return f"corrected:{key}:"


def elsewhere_key(key: str, channel_id: str) -> str:
    """An alarm in a channel other than that of the card; of the same clock, so of its prefix."""
    return f"{key}@{channel_id}"


def heeded_key(key: str, seq: int) -> str:
    """An edit of an alarm to what it shows since an event: that somebody took note of it."""
    return f"heeded:{key}:{seq}"


def closing_key(calendar: str, channel_id: str, closes: str) -> str:
    """What a channel is told before a calendar closes, by the instant of its closing."""
    return f"closing:{calendar}:{channel_id}:{closes}"


def escalated_key(number: int, seq: int) -> str:
    """What the card's thread is told of who put a ticket before all others."""
    return f"escalated:{number}:{seq}"
