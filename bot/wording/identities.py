"""The people and places a configuration names: those not known yet, and those lost."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _

_UNKNOWN: Final[Mapping[str, Sentence]] = {
    "address": later(
        "{place}: {name} waits and grants nothing: no member of this workspace has this address "
        "yet. Correct it, write their Slack id, or wait until they have joined."
    ),
    "handle": later(
        "{place}: {name} waits and grants nothing: I see no user group of this handle. Correct it, "
        "or write the group's id; on Slack's free plan there are no groups."
    ),
    "channel": later(
        "{place}: {name} waits: I see no channel of this name. Invite me if it is private, or "
        "write its id."
    ),
}
_shared: Final = later(
    "{place}: {name} grants nothing: {ids} have this address. Write the id of the one you mean."
)
_outside: Final = later(
    "{place}: {name} grants nothing: who has this address is no member of this workspace ({ids}), "
    "but a guest, of another company, a bot, or gone."
)
_made: Final = later(
    "{place}: {name} waits: it was made since by {ids}, who is no admin. Look at it, and apply the "
    "configuration again to take it."
)
_NO_SUCH_ID: Final[Mapping[str, Sentence]] = {
    "person": later(
        "{place}: {name} stands for nobody: I know no member of this id. Look for a mistyped "
        "letter (*Copy member ID* in their profile), or write their e-mail address."
    ),
    "group": later(
        "{place}: {name} stands for nobody: I see no active user group of this id. Correct it, or "
        "write the group's handle; on Slack's free plan there are no groups."
    ),
    "channel": later(
        "{place}: {name} stands for nothing: I see no channel of this id. Correct it, invite me if "
        "it is private, or unarchive it."
    ),
}
_no_staff: Final = later(
    "{place}: {name} grants nothing: who has this id is no member of this workspace, but a guest, "
    "of another company, a bot, or gone. Write somebody of your staff, or make them a member."
)
_lost: Final = later(
    "{place}: {name} means nobody any more, as anybody may take a display name. {advice}"
)


def waiting(place: str, name: str, why: str, ids: Sequence[str]) -> str:
    """That a name grants nothing, and what to do.

    Why is `unknown`, `shared`, `outside` or `made`; of an id it is `no_such_id` or `no_staff`.
    """
    facts = {"place": place, "name": name, "ids": ", ".join(ids)}
    if why == "shared":
        return _shared().format(**facts)
    if why == "made":
        return _made().format(**facts)
    if why == "outside":
        return _outside().format(**facts)
    if why == "no_staff":
        return _no_staff().format(**facts)
    if why == "no_such_id":
        return _NO_SUCH_ID[_kind(name)]().format(**facts)
    return _UNKNOWN[_form(name)]().format(**facts)


def _form(name: str) -> str:
    if "@" in name[1:]:
        return "address"
    return "handle" if name.startswith("@") else "channel"


def _kind(written_id: str) -> str:
    return {"S": "group", "C": "channel", "G": "channel"}.get(written_id[:1], "person")


def lost_name(place: str, name: str, ways: Sequence[str]) -> str:
    """That a display name means nobody any more, and what to write for those who bore it."""
    if not ways:
        advice = _("Write an e-mail address or an id instead, and apply it.")
    else:
        advice = _("For who bore it write {ways}, and apply it.").format(ways=", ".join(ways))
    return _lost().format(place=place, name=name, advice=advice)


def lost(names: str, count: int) -> str:
    """What an admin is told of display names that were taken out of the configuration."""
    return ngettext(
        "The configuration named somebody by a display name, which anybody may take. It means "
        "nobody any more, and grants nothing: {names}. App Home says whom to write instead.",
        "The configuration named people by {count} display names, which anybody may take. They "
        "mean nobody any more, and grant nothing: {names}. App Home says whom to write instead.",
        count,
    ).format(names=names, count=count)


def shared(name: str, place: str, ids: str) -> str:
    """What an admin is told of an address that several have."""
    return _shared().format(name=name, place=place, ids=ids)
