"""How Punctual is, for leads and admins: hearing, queues, lateness, and gaps."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _
from bot.wording.words import duration, messages

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

WHY_HELD_BACK: Final[Mapping[str, Sentence]] = {
    "clock": later("this machine's clock cannot be relied on"),
    "unread": later("what was written in Slack has to be read first"),
    "next": later("nobody has looked at it yet"),
}

REMEDIES: Final[Mapping[str, Sentence]] = {
    **dict.fromkeys(
        ("invalid_auth", "not_authed", "token_expired", "token_revoked"),
        later("Put a valid bot token into SLACK_BOT_TOKEN and start me again."),
    ),
    "account_inactive": later(
        "The app was removed or the workspace closed: install it again, put its bot token into "
        "SLACK_BOT_TOKEN and start me again."
    ),
    "accesslimited": later(
        "Slack does not take calls from this network: allow its address in Slack."
    ),
    "two_factor_setup_required": later("An administrator has to set up two factors in Slack."),
    **dict.fromkeys(
        ("missing_scope", "not_allowed_token_type", "team_access_not_granted"),
        later("Reinstall the app from app_manifest.yml."),
    ),
    **dict.fromkeys(
        ("method_deprecated", "deprecated_endpoint"), later("Install a newer Punctual.")
    ),
    "message_limit_exceeded": later("The workspace has used up the messages of its plan."),
}
"""The remedy of an outage, by Slack's word."""
_look_at_network: Final = later(
    "I try again every 10 s; look at the network, the proxy and https://slack-status.com."
)
_wait: Final = later("Slack or its administrators have to end it; there is nothing to do here.")

LACKS: Final[Mapping[str, Sentence]] = {
    "app_mentions:read": later("mentions of me are not heard"),
    "channels:history": later("public channels are not read"),
    "channels:join": later("I cannot join channels by myself"),
    "channels:read": later("public channels are not known"),
    "chat:write": later("I cannot write"),
    "chat:write.customize": later("replies do not carry their author's name"),
    "commands": later("no slash command reaches me"),
    "dnd:read": later("rules do not know whether an assignee is away"),
    "files:read": later(
        "files of people of other companies have neither name nor link; `/sla config` is off"
    ),
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


def names_wait(count: int) -> str:
    """How many names of the configuration stand for nobody."""
    return ngettext(
        "{count} name of the configuration stands for nobody:",
        "{count} names of the configuration stand for nobody:",
        count,
    ).format(count=count)


def hearing(state: str, since: str, reason: str, count: int = 0, off_s: int = 0) -> str:
    """Whether Slack is heard; `since` and `reason` are empty where there is none.

    So many messages (`count`) were read since that nobody had heard. Our clock is `off_s` ahead.
    """
    if state == "clock_off":
        return _clock_off().format(off=clock_off_by(off_s), since=since)
    if state == "heard" and count:
        return ngettext(
            "Back, connected to Slack since {since}: {count} message was read that I had missed.",
            "Back, connected to Slack since {since}: {count} messages were read that I had missed.",
            count,
        ).format(since=since, count=count)
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
    "clock_doubted": later(
        "I cannot rely on this machine's clock since {since} ({reason}): until Slack's next answer "
        "tells me the time, nothing is announced or decided."
    ),
    "nobody": later("Nobody listens since {since}: start `punctual serve`."),
    "never": later("Nobody has listened to Slack yet: start `punctual serve`."),
}


_clock_off: Final = later(
    "This machine's clock is {off} since {since}: until it is set right, nothing is announced or "
    "decided. With PostgreSQL it is the clock of the database's machine."
)


def clock_off_by(off_s: int) -> str:
    """By how much our clock is wrong, and in which direction; `off_s` is how far it is ahead."""
    if off_s > 0:
        return _("{off} ahead of Slack's").format(off=duration(off_s))
    return _("{off} behind Slack's").format(off=duration(off_s))


still_heard: Final = later("What people write still reaches me.")
"""Behind an outage, while events come in."""


def outage(scope: str, error: str, since: str) -> str:
    """An outage: since when, with which word, and its remedy."""
    sentence = _OUTAGES[scope]() if scope in _OUTAGES else _refuses_method()
    return sentence.format(method=scope, error=error, since=since, remedy=remedy(error))


def remedy(error: str) -> str:
    """The remedy of a word with which Slack, or who answers in its place, refuses everything."""
    if error in REMEDIES:
        return REMEDIES[error]()
    is_word = error.replace("_", "").isalnum()
    is_network = not is_word or error in ("unreachable", "service_unavailable")
    return _look_at_network() if is_network else _wait()


_OUTAGES: Final[Mapping[str, Sentence]] = {
    "saying": later("Slack takes nothing I say since {since}: {error}. {remedy}"),
    "reading": later("Slack does not let me read anything since {since}: {error}. {remedy}"),
}
_refuses_method: Final = later("Slack refuses {method} since {since}: {error}. {remedy}")


def to_read(channels: int, threads: int, since: str) -> str:
    """What waits to be read."""
    return ngettext(
        "{channels}, {threads} to be read, since {since}.",
        "{channels}, {threads} to be read, the oldest since {since}.",
        channels + threads,
    ).format(
        channels=ngettext("{count} channel", "{count} channels", channels).format(count=channels),
        threads=ngettext("{count} thread", "{count} threads", threads).format(count=threads),
        since=since,
    )


def refused(place: str, error: str, since: str) -> str:
    """That Slack does not let us read somewhere."""
    return _("Slack refuses {place} since {since}: `{error}`").format(
        place=place, error=error, since=since
    )


def refused_alike(count: int, error: str, since: str) -> str:
    """That Slack does not let us read in several places, for one reason."""
    return ngettext(
        "Slack refuses {count} conversation since {since}: `{error}`",
        "Slack refuses {count} conversations, the first since {since}: `{error}`",
        count,
    ).format(count=count, error=error, since=since)


def came(count: int, since: str) -> str:
    """What came in and is not worked off."""
    return ngettext(
        "{count} arrival is not worked off yet, since {since}.",
        "{count} arrivals are not worked off yet, the oldest since {since}.",
        count,
    ).format(count=count, since=since)


def to_say(method: str, count: int, since: str) -> str:
    """What waits to be said by one method, alarms apart."""
    return ngettext(
        "{what} to be said, since {since}.", "{what} to be said, the oldest since {since}.", count
    ).format(what=_counted(method, count), since=since)


def _counted(method: str, count: int) -> str:
    if method == "chat.postMessage":
        return messages(count)
    if method == "chat.update":
        pattern = ngettext(
            "{count} edit of a card or message", "{count} edits of cards and messages", count
        )
    elif method == "views.publish":
        pattern = ngettext("{count} App Home", "{count} App Homes", count)
    elif method == "reactions.add":
        pattern = ngettext("{count} emoji", "{count} emoji", count)
    else:
        pattern = ngettext("{count} other call", "{count} other calls", count)
    return pattern.format(count=count)


def held_back(count: int, since: str, why: str) -> str:
    """How many tickets have something due that is not announced or done, and why."""
    return ngettext(
        "{count} ticket has something due since {since} that waits: {why}.",
        "{count} tickets have something due that waits, the oldest since {since}: {why}.",
        count,
    ).format(count=count, since=since, why=WHY_HELD_BACK[why]())


def set_aside(count: int) -> str:
    """How much is set aside, and what to do."""
    return ngettext(
        "{count} thing cannot be read and is set aside; all else goes on. "
        "`punctual status` names it and says why.",
        "{count} things cannot be read and are set aside; all else goes on. "
        "`punctual status` names them and says why.",
        count,
    ).format(count=count)


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
