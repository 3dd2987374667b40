"""Roles and settings of the workspace: the form, the parts of it, and how they are read aloud."""

from collections.abc import Mapping
from typing import Final

from bot.wording.language import Sentence, later
from bot.wording.language import gettext as _

# --- the form of the settings ---------------------------------------------------------------------

settings_title: Final = later("Settings")
default_level: Final = later("Default level")
default_level_hint: Final = later("Promised where neither rule nor department says more")
time_zone: Final = later("Time zone of reports")
time_zone_hint: Final = later("Search by a city, such as Ljubljana")
no_time_zone: Final = later("Choose a time zone.")
language: Final = later("Language")
language_open: Final = later("Each in their own, English in channels")
admins_hint: Final = later("Admins and owners of the workspace in Slack always are")
emoji_open: Final = later("Emoji that opens a ticket")
emoji_no_reply: Final = later("Emoji for “no reply needed”")
emoji_resolve: Final = later("Emoji that resolves a ticket")
emoji_hint: Final = later("Its name, such as ticket; left out: none does it")
no_emoji: Final = later("Give the name of one emoji, such as ticket.")
bots: Final = later("Bots that may open tickets")
other_bots: Final = later("Other bots, by id")
other_bots_hint: Final = later("Ids such as B0123ABCD, with commas between them")
digests_head: Final = later("*Digests*, sent by themselves")
add_digest: Final = later("Add a digest")

EMOJI: Final[Mapping[str, Sentence]] = {
    "open": emoji_open,
    "no_reply": emoji_no_reply,
    "resolve": emoji_resolve,
}


def last_admin() -> str:
    """Why the last admin stays."""
    return _(
        "Nobody would be an admin any more, and nobody could change anything here: name one who "
        "stays."
    )


# --- a digest -------------------------------------------------------------------------------------

digest_title: Final = later("Digest")
every: Final = later("How often")
on_day: Final = later("On which day")
on_day_hint: Final = later("Only of one that comes every week")
at_time: Final = later("At what time")
department: Final = later("Of which department")
department_hint: Final = later("Left out: of all")
no_digest_readers: Final = later("Choose at least one who gets it.")
EVERY: Final[Mapping[str, Sentence]] = {
    "day": later("Every day"),
    "week": later("Every week"),
    "month": later("Every month, on the first"),
}
WEEKDAYS: Final[Mapping[str, Sentence]] = {
    "mon": later("Monday"),
    "tue": later("Tuesday"),
    "wed": later("Wednesday"),
    "thu": later("Thursday"),
    "fri": later("Friday"),
    "sat": later("Saturday"),
    "sun": later("Sunday"),
}


def digest_line(when: str, at: str, to: str, about: str | None) -> str:
    """A digest in a line; the names are escaped already."""
    if about is None:
        return _("{when} at {at} to {to}, of all departments").format(when=when, at=at, to=to)
    return _("{when} at {at} to {to}, of {department}").format(
        when=when, at=at, to=to, department=about
    )


def weekly(day: str) -> str:
    """Every week on a day."""
    return _("Every week on {day}").format(day=day)


# --- roles, read aloud ----------------------------------------------------------------------------

roles_head: Final = later("*Admins*, who define what is promised")
no_admins: Final = later("Nobody is an admin as far as I know: set `PUNCTUAL_ADMIN`.")
by_slack: Final = later("admin or owner of this workspace in Slack")
by_environment: Final = later("named by `PUNCTUAL_ADMIN` where I run")
named: Final = later("named")
waits: Final = later("not known yet, grants nothing")
change_admins: Final = later("Change admins")
change_settings: Final = later("Change settings")
ROLES: Final[Mapping[str, Sentence]] = {
    "leads": later("Leads"),
    "managers": later("Managers"),
    "agents": later("Agents"),
}


def named_by(by: str, when: str) -> str:
    """By whom somebody was named, and when; the name is escaped already."""
    return _("named by {by}, {when}").format(by=by, when=when)


def member_of(group: str, how: str) -> str:
    """Somebody has a role as a member of a user group, which was named so."""
    return _("member of {group}, which is {how}").format(group=group, how=how)


def everybody_of(group: str, members: str) -> str:
    """A user group that has a role, with its members."""
    return _("everybody of {group} ({members})").format(group=group, members=members)


def person_line(name: str, reasons: str) -> str:
    """Who has a role, and why."""
    return _("{name}: {reasons}").format(name=name, reasons=reasons)


def holders(names: str, how: str) -> str:
    """Some who have a role, and how they came by it."""
    return _("{names}, {how}").format(names=names, how=how)


def role_line(role: str, holders: str) -> str:
    """Who has a role in a department."""
    return _("{role}: {holders}").format(role=role, holders=holders)


# --- settings, read aloud -------------------------------------------------------------------------

own_languages: Final = later("Everybody reads their own language, and channels English.")
no_default: Final = later("No level is promised by default.")
no_digests: Final = later("No digests are sent by themselves.")
slack_admins_only: Final = later("Nobody is an admin beside those of Slack.")


def default_is(level: str) -> str:
    """What is promised by default."""
    return _("By default {level} is promised.").format(level=level)


def zone_is(zone: str) -> str:
    """The zone of reports."""
    return _("Reports and digests go by the time in {zone}.").format(zone=zone)


def language_is(name: str) -> str:
    """The language of channels."""
    return _("Language: {language}.").format(language=name)


def emoji_does(purpose: str, emoji: str) -> str:
    """What an emoji does."""
    return _("{purpose}: :{emoji}:").format(purpose=purpose, emoji=emoji)


def admins_are(names: str) -> str:
    """Who is named as admin."""
    return _("Admins beside those of Slack: {names}.").format(names=names)


def bots_are(names: str) -> str:
    """Which bots may open tickets."""
    return _("Bots that may open tickets: {names}.").format(names=names)
