"""The audit log: what is said of its entries, of what was asked for, and of its proof."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _
from bot.wording.refusals import or_a_few

WAYS: Final[Mapping[str, Sentence]] = {
    "command": later("command"),
    "mention": later("mention of the bot"),
    "message": later("message"),
    "emoji": later("emoji"),
    "button": later("button"),
    "form": later("form"),
    "terminal": later("terminal"),
    "file": later("file"),
    "rule": later("rule"),
    "sweep": later("passing of time"),
    "punctual": later("Punctual itself"),
}
"""Through what something was done."""
admins_only: Final = later("The audit log is for workspace admins. Ask one of them, please.")
nothing: Final = later("The audit log has no such entry.")
one_kind: Final = later("Ask for one kind of thing at a time.")
previous_page: Final = later("Newer")
next_page: Final = later("Older")


def head(total: int, page: int, pages: int, zone: str) -> str:
    """How many entries there are, and which of them are shown."""
    return ngettext(
        "{total} entry of the audit log, page {page} of {pages} (days in {zone})",
        "{total} entries of the audit log, page {page} of {pages} (days in {zone})",
        total,
    ).format(total=total, page=page, pages=pages, zone=zone)


def more_values(count: int) -> str:
    """That not all of what changed is shown."""
    return ngettext("and {count} more value", "and {count} more values", count).format(count=count)


def announced(count: int) -> str:
    """What stands above the file that was asked for."""
    return ngettext(
        "The audit log you asked for: {count} entry. The file is in this thread.",
        "The audit log you asked for: {count} entries. The file is in this thread.",
        count,
    ).format(count=count)


def sending(count: int) -> str:
    """What who asks for a file is told at once."""
    return ngettext(
        "I send you {count} entry as a file, in a direct message.",
        "I send you {count} entries as a file, in a direct message.",
        count,
    ).format(count=count)


def no_person(written: str) -> str:
    """That nobody is called so."""
    return _(
        "I do not know who {name} is: mention them, such as `by:@ana`, or give their e-mail "
        "address; `by:punctual` is what I did myself."
    ).format(name=written)


def no_ticket(written: str) -> str:
    """That this is no ticket's number."""
    return _("`{written}` is no ticket: give its number, such as `ticket:42`.").format(
        written=written
    )


def no_kind(written: str, known: Iterable[str]) -> str:
    """That nothing of the kind is in the log, and which was meant or which there are."""
    return or_a_few(
        written,
        known,
        _("Nothing is of the kind `{name}`. Did you mean {meant}?"),
        _("Nothing is of the kind `{name}`. There are: {names}."),
    )


def backward(since: str, until: str) -> str:
    """That a time ends before it begins."""
    return _("`until:{until}` lies before `since:{since}`.").format(since=since, until=until)


# --- the proof, at the terminal: operators read it in English ---------------------------------

_WHY: Final[Mapping[str, str]] = {
    "altered": "is not as it was written",
    "missing": "is missing",
    "disorder": "stands at another place than it was written",
    "forged": "was not written by Punctual",
    "cut": "and all after it are cut off",
    "removed": "and all after it are gone: the chain was removed",
    "not_as_signed": "is not the one that was signed off",
    "sign_off_missing": "was signed off, and the sign-off is gone",
    "sign_off_altered": "is not as it was written",
    "signature": "is not signed with this PUNCTUAL_SECRET_KEY",
    "unknown": "is not among those of this database",
}
_WHY_OF_EVENTS: Final[Mapping[str, str]] = {
    "altered": "is not as it was written, or {events} of the timeline, which it made",
    "event_missing": "made {events} of the timeline, gone from it",
    "event_forged": "is the last, and {events} of the timeline was written by nobody",
}


def broken(chain: str, seq: int, why: str, events: Sequence[int]) -> str:
    """Where a chain breaks first, and how."""
    which = f"sign-off {seq}" if chain == "sign-offs" else f"{chain}: entry {seq}"
    if not events:
        return f"{which} {_WHY[why]}"
    listed = f"event{'s' if len(events) > 1 else ''} {', '.join(map(str, events))}"
    return f"{which} {_WHY_OF_EVENTS[why].format(events=listed)}"


def proved(entries: int, chains: int, erased: int) -> str:
    """That all is as it was written."""
    texts = f"; {erased} texts of people were erased" if erased else ""
    return f"every link holds: {entries} entries in {chains} chains{texts}"


def signed_off(number: int, at: str, hash_: str, *, is_signed: bool) -> str:
    """Which sign-off is the newest, to be kept where nobody changes it."""
    how = "signed" if is_signed else "not signed: set PUNCTUAL_SECRET_KEY"
    return f"sign-off {number} of {at}, {how}: {hash_}"


def never_signed_off() -> str:
    """That a cut end would not be found yet."""
    return "nothing is signed off yet: `punctual serve` does it once a day"


def count_of_broken(count: int) -> str:
    """How many chains do not hold."""
    return "1 chain does not hold" if count == 1 else f"{count} chains do not hold"
