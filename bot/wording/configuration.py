"""What is to be put right in a configuration: under a field of a form, in App Home, in a terminal.

In lower case, without the place. What begins with a verb is about the value that stands there.
"""

from collections.abc import Collection, Iterable, Mapping
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _
from bot.wording.suggestions import advice

a_list: Final = later("a list")
a_mapping: Final = later("a mapping")
nothing: Final = later("empty")
"""What stands somewhere, inside a sentence."""

blank: Final = later("is blank: give text")
blank_name: Final = later("a name is not blank")
no_time: Final = later("is nothing: give at least 1s, or leave it out")
no_keys: Final = later("is empty: give its keys, or remove it")
no_readers: Final = later("is empty: name who hears of it, or remove the alert")
no_quiet: Final = later("ends when it starts: give two times, or leave it out")
auto: Final = later("`auto` gives the choice back to the rules: give the level another name")
no_chats: Final = later(
    "in Slack, nothing opens chats or calls yet: only `simulate` runs this clock"
)
_UNKNOWN: Final[Mapping[str, Sentence]] = {
    "metric": later("there is no metric {name}: {advice}"),
    "priority": later("there is no priority {name}: {advice}"),
}
_LAST_MINUTE: Final[Mapping[str, Sentence]] = {
    "closed": later("the last minute of the date is closed: if you mean midnight, write 24:00"),
    "open": later("the last minute of the date is open: if you mean midnight, write 24:00"),
}
_UNHEARD: Final[Mapping[str, Sentence]] = {
    "leads": later(
        "has no alert_channel: its tickets have no card, and alerts go to its first lead"
    ),
    "managers": later(
        "has no alert_channel: its tickets have no card, and alerts go to its first manager"
    ),
    "nobody": later("has no alert_channel: its tickets have no card, and nobody hears its alerts"),
}
_UNDECLARED: Final[Mapping[str, Sentence]] = {
    "department": later("department {name} is not declared in this file: taken as plain text"),
    "customer": later("customer {name} is not declared in this file: taken as plain text"),
    "customer_group": later(
        "customer group {name} is not declared in this file: taken as plain text"
    ),
    "field": later("field {name} is not declared in this file: taken as plain text"),
}


# --- values ---------------------------------------------------------------------------------


def give_keys(shown: str) -> str:
    """That keys are wanted."""
    return _("is {shown}: give keys and values").format(shown=shown)


def give_text(shown: str) -> str:
    """That a text is wanted."""
    return _("is {shown}: give text, in quotes if need be").format(shown=shown)


def give_flag(shown: str) -> str:
    """That true or false is wanted."""
    return _("{shown} is neither true nor false: give one of the two").format(shown=shown)


def give_count(shown: str) -> str:
    """That a number is wanted."""
    return _("is {shown}: give a whole number from 1").format(shown=shown)


def give_two_times(shown: str) -> str:
    """That the two ends of a span are wanted."""
    return _("is {shown}: give two times, such as 09:00-17:00").format(shown=shown)


def no_unit(written: str) -> str:
    """That a duration lacks its unit."""
    return _("{written} has no unit: give 30s, 45m, 1h30m or 8h").format(written=written)


def no_duration(written: str, why: str) -> str:
    """That something is no duration, and why."""
    return _("{written} is no duration: {why}").format(written=written, why=why)


def no_time_of_day(written: str) -> str:
    """That something is no time of day."""
    return _("{written} is no time of day: give one from 00:00 to 24:00").format(written=written)


def no_time_of_an_alert(written: str) -> str:
    """That an alert has no such time."""
    return _("{written} is no time of an alert: give 75%, -15m, breach or +1h").format(
        written=written
    )


def unknown(name: str, known: Iterable[str], kind: str | None = None) -> str:
    """That a word means nothing, and which was meant or which there are."""
    hint = advice(name, known)
    if kind is not None:
        return _UNKNOWN[kind]().format(name=name, advice=hint)
    return _("there is no {name}: {advice}").format(name=name, advice=hint)


def unknown_key(name: str, known: Iterable[str]) -> str:
    """That a key means nothing, and which was meant or which there are."""
    return _("there is no such key: {advice}").format(advice=advice(name, known))


def too_many_rules(most: int) -> str:
    """That there are more rules than are walked."""
    return _("is one rule too many: there are {most} at most").format(most=most)


def never_both(one: str, other: str) -> str:
    """That no ticket can meet a group, by two of its conditions."""
    return _("no ticket ever meets this group: {one}, and {other}").format(one=one, other=other)


def in_shadow(above: str) -> str:
    """That a rule never decides, because of one above it."""
    return _(
        "never decides: whatever it matches, rule {above} above it matches first, and stops"
    ).format(above=above)


def missing_key(name: str) -> str:
    """That a key is needed."""
    return _("`{name}` is missing: add it").format(name=name)


def same_name(first: str, line: int | None) -> str:
    """That a name is taken, and where."""
    if line is None:
        return _("has the name of {first}, as names ignore case: rename one of them").format(
            first=first
        )
    return _(
        "has the name of {first} on line {line}, as names ignore case: rename one of them"
    ).format(first=first, line=line)


# --- between the items ----------------------------------------------------------------------


def no_level(name: str, known: Collection[str]) -> str:
    """That there is no such level, and which was meant or which there are."""
    if not known:
        return _("there is no level {name}: declare one under levels").format(name=name)
    return _("there is no level {name}: {advice}").format(name=name, advice=advice(name, known))


def no_calendar(name: str, known: Collection[str]) -> str:
    """That there is no such calendar, and which was meant or which there are."""
    return _("there is no calendar {name}: {advice}").format(name=name, advice=advice(name, known))


def unreachable(calendar: str) -> str:
    """That a target asks for more than a calendar has."""
    return _("not reached within 5 years on calendar {calendar}: give less, or more hours").format(
        calendar=calendar
    )


def has_another_owner(channel: str, owner: str) -> str:
    """That an intake channel is another department's."""
    return _("{channel} is an intake channel of {owner} already: leave it to one of them").format(
        channel=channel, owner=owner
    )


def without_channels(names: str, more: int) -> str:
    """That departments have no channel in Slack; `more` of them are not named."""
    departments = _("{names} and {count} more").format(names=names, count=more) if more else names
    return _(
        "neither intake_channels nor alert_channel for {departments}: requests come by form, "
        "shortcut and direct message alone, tickets have no card, and alerts go to the first lead, "
        "else to the first manager, else to nobody"
    ).format(departments=departments)


def no_translation(language: str) -> str:
    """That a language is not spoken."""
    return _("there is no translation for {language}: English is spoken").format(language=language)


def last_minute(state: str) -> str:
    """That the last minute of a date is open or closed, which nobody means."""
    return _LAST_MINUTE[state]()


def no_alert_channel(instead: str) -> str:
    """That a department has no channel for alerts, and who hears them: leads, managers, nobody."""
    return _UNHEARD[instead]()


def alerts_to_nobody(role: str) -> str:
    """That a department has nobody of a role who is alerted."""
    return _("alerts go to {role}, and there is nobody: name them, or alert somebody else").format(
        role=role
    )


def overheard(channel: str, department: str) -> str:
    """That who asks can read the notes of agents."""
    return _(
        "{channel} is an intake channel of {department}: who asks there can read the notes of "
        "agents; give the cards their own channel"
    ).format(channel=channel, department=department)


def shared_alert_channel(others: str) -> str:
    """That others read what is private."""
    return _(
        "is the alert channel of {others} as well, whose people read it: give it its own"
    ).format(others=others)


def private_digest(department: str, channel: str) -> str:
    """That a digest of a private department goes nowhere else."""
    return _(
        "{department} is private, so nothing is sent to {channel}: send it to its alert channel, "
        "or to people"
    ).format(department=department, channel=channel)


def undeclared(kind: str, name: str) -> str:
    """That a name is only text."""
    return _UNDECLARED[kind]().format(name=name)


# --- names of people ------------------------------------------------------------------------

_a_bot_instead: Final = later("write its id (B…), or that of its app (A…)")
_INSTEAD: Final[Mapping[tuple[bool, bool], Sentence]] = {
    (False, False): later("write an e-mail address or a Slack id (U…)"),
    (True, False): later(
        "write an e-mail address or a Slack id (U…), or a user group's id (S…) or @handle"
    ),
    (True, True): later(
        "write an e-mail address or a Slack id (U…), or a user group's id (S…) or @handle, or a "
        "#channel"
    ),
}
"""By whether a group, and a channel, may stand there as well."""


def name_of_a_bot(written: str) -> str:
    """That a bot is not named by its name, and what to write instead."""
    return _("{name} is the name of a bot, which anybody may take: {advice}").format(
        name=written, advice=_a_bot_instead()
    )


def display_name(written: str, meant: str, *, groups: bool, channels: bool) -> str:
    """That nobody is named by a display name; `meant` says what to write, where that is known."""
    instead = meant or _INSTEAD[groups, channels]()
    return _("{name} is a display name, which anybody may take: {advice}").format(
        name=written, advice=instead
    )


def write_one_of(ways: list[str]) -> str:
    """What to write for those who go by a display name; empty where nobody does."""
    if not ways:
        return ""
    if len(ways) == 1:
        return _("write {way}").format(way=ways[0])
    return ngettext(
        "{count} person goes by it, write one of {ways}",
        "{count} people go by it, write one of {ways}",
        len(ways),
    ).format(count=len(ways), ways="; ".join(ways))


def either_way(address: str, id_: str) -> str:
    """The two ways to write one person."""
    return _("{address} or {id}").format(address=address, id=id_)
