"""What leads and admins read of how Punctual is: hearing, what waits, how late, what is missing."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _

title: Final = later("How I am")
nothing_to_read: Final = later("Nothing waits to be read in Slack.")
nothing_to_say: Final = later("Nothing waits to be said.")
nothing_came: Final = later("Everything that came in is worked off.")
no_alarms: Final = later("No alarm was said in the last day.")
nothing_set_aside: Final = later("Nothing is set aside.")
no_scope_missing: Final = later("No scope is missing.")
is_sparse: Final = later(
    "Slack allows this app about one call a minute for messages, so there are no looks in between: "
    "what was written while I did not hear is found slowly, and an alarm that I could not look "
    "after within a minute is said all the same."
)

CALLED: Final[Mapping[str, Sentence]] = {
    "alarm": later("warnings and breaches"),
    "chat.postMessage": later("messages"),
    "chat.update": later("edits of cards and messages"),
    "views.publish": later("App Homes"),
}
"""What waits to be said, by alarm or by the method that says it."""

WHY_LATE: Final[Mapping[str, Sentence]] = {
    "noticed": later("it was looked at late: I stood still, or had to read first"),
    "queued": later("it waited until others were said"),
    "refused": later("Slack did not take it at first"),
}

LACKS: Final[Mapping[str, Sentence]] = {
    "app_mentions:read": later("mentions of me are not heard"),
    "channels:history": later("public channels are not read"),
    "channels:join": later("I cannot join channels by myself"),
    "channels:read": later("public channels are not known"),
    "chat:write": later("I cannot write"),
    "chat:write.customize": later("replies do not carry their author's name"),
    "commands": later("no slash command reaches me"),
    "files:write": later("digests come without their files"),
    "groups:history": later("private channels are not read"),
    "groups:read": later("private channels are not known"),
    "im:history": later("direct messages are not read"),
    "im:read": later("direct messages that I missed are not looked for"),
    "im:write": later("I cannot begin direct messages"),
    "reactions:read": later("emoji do nothing"),
    "usergroups:read": later("user groups are not known"),
    "users:read": later("people are not known"),
    "users:read.email": later("people are not known by their e-mail address"),
}
"""What goes without, by the scope that is missing."""


def hearing(state: str, since: str, reason: str, messages: int = 0) -> str:
    """Whether Slack is heard; `since` and `reason` are empty where there is none.

    So many `messages` were read since that nobody had heard.
    """
    if state == "heard" and messages:
        return ngettext(
            "Back, connected to Slack since {since}: {count} message was read that I had missed.",
            "Back, connected to Slack since {since}: {count} messages were read that I had missed.",
            messages,
        ).format(since=since, count=messages)
    return _HEARING[state]().format(since=since, reason=reason)


_HEARING: Final[Mapping[str, Sentence]] = {
    "heard": later("Connected to Slack since {since}."),
    "doubted": later(
        "In doubt since {since} ({reason}): until all is read, alarms wait for a look at their "
        "own threads."
    ),
    "lost": later(
        "The connection to Slack is lost since {since}. I try again by myself; if it stays so, "
        "look at the network and at the app-level token."
    ),
    "by_http": later(
        "Slack calls me over HTTP since {since}; before each alarm I look for myself."
    ),
    "clock_off": later(
        "My clock is not Slack's since {since}: until it is, nothing is announced or decided. Set "
        "the clock of the machine, or of the database's, right."
    ),
    "nobody": later("Nobody listens since {since}: start `punctual serve`."),
    "never": later("Nobody has listened to Slack yet: start `punctual serve`."),
}


def to_read(channels: int, threads: int, since: str) -> str:
    """What waits to be read."""
    return _("{channels}, {threads} to be read, the oldest since {since}.").format(
        channels=ngettext("{count} channel", "{count} channels", channels).format(count=channels),
        threads=ngettext("{count} thread", "{count} threads", threads).format(count=threads),
        since=since,
    )


def refused(place: str, error: str, since: str) -> str:
    """That Slack does not let us read somewhere."""
    return _("Slack refuses {place} since {since}: `{error}`").format(
        place=place, error=error, since=since
    )


def came(count: int, since: str) -> str:
    """What came in and is not worked off."""
    return ngettext(
        "{count} arrival is not worked off yet, the oldest since {since}.",
        "{count} arrivals are not worked off yet, the oldest since {since}.",
        count,
    ).format(count=count, since=since)


def to_say(what: str, count: int, since: str) -> str:
    """What waits to be said of one kind."""
    return _("{count} {what}, the oldest since {since}").format(
        count=count, what=CALLED[what]() if what in CALLED else what, since=since
    )


def lateness(count: int, median: str, worst: str, ticket: int | None, why: str) -> str:
    """How late the alarms of the last day were."""
    whole = ngettext(
        "{count} alarm in the last day, {median} late in the median, {worst} at worst",
        "{count} alarms in the last day, {median} late in the median, {worst} at worst",
        count,
    ).format(count=count, median=median, worst=worst)
    if ticket is None:
        return _("{whole}: {why}.").format(whole=whole, why=WHY_LATE[why]())
    return _("{whole} (#{ticket}): {why}.").format(whole=whole, ticket=ticket, why=WHY_LATE[why]())


def set_aside(count: int) -> str:
    """How much is set aside, and what to do."""
    return ngettext(
        "{count} thing cannot be read and is set aside; all else goes on. "
        "`punctual status` names it and says why.",
        "{count} things cannot be read and are set aside; all else goes on. "
        "`punctual status` names them and says why.",
        count,
    ).format(count=count)


def item(kind: str, name: str, reason: str) -> str:
    """One thing that is set aside; its kind is a word of the program."""
    return _("{kind} {name}: {reason}").format(kind=kind, name=name, reason=reason)


def lacks(scope: str) -> str:
    """What goes without a scope."""
    effect = LACKS[scope]() if scope in LACKS else scope
    return _("`{scope}`: {effect}").format(scope=scope, effect=effect)


def reinstall(scopes: Sequence[str]) -> str:
    """That scopes are missing, and what to do."""
    return ngettext(
        "The installation lacks the scope {scopes}. Add it to the app under *OAuth & Permissions*, "
        "then *Reinstall to Workspace*.",
        "The installation lacks the scopes {scopes}. Add them to the app under "
        "*OAuth & Permissions*, then *Reinstall to Workspace*.",
        len(scopes),
    ).format(scopes=", ".join(f"`{scope}`" for scope in scopes))
