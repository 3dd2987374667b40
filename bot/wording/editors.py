"""The forms in which admins change what is promised: their buttons, questions and answers."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _

change: Final = later("Change")
edit: Final = later("Edit")
copy: Final = later("Copy")
up: Final = later("Move up")
down: Final = later("Move down")
remove: Final = later("Remove")
more: Final = later("More settings")
take: Final = later("Done")
start_over: Final = later("Start over")

KINDS: Final[Mapping[str, Sentence]] = {
    "level": later("level"),
    "calendar": later("calendar"),
    "rule": later("rule"),
    "department": later("department"),
    "customer": later("customer"),
    "customer_group": later("customer group"),
    "workspace": later("settings"),
}
"""What each kind of item is called inside a sentence."""

gone: Final = later(
    "This form was saved already, or it is older than a day. Open it anew: nothing was changed now."
)
changed_meanwhile: Final = later(
    "The configuration was changed after this was counted, so nothing was saved. Open the form "
    "again: what you typed is kept, and it is counted anew."
)
counting: Final = later(
    "Counting what this means for the clocks that run… You can close this: what you typed is kept."
)
running_question: Final = later("Clocks that run already")
no_clocks: Final = later("No running clock stands on it.")
no_name: Final = later("Give it a name.")

rename_hint: Final = later(
    "Under another name, whatever names it follows. Tickets keep the old name in their history"
)


def no_item(kind: str, name: str) -> str:
    """There is no such item."""
    return _("There is no {kind} {name}.").format(kind=KINDS[kind](), name=name)


def item(kind: str, name: str) -> str:
    """An item in a list; the settings have no name."""
    return _("the {kind} {name}").format(kind=KINDS[kind](), name=name).strip()


def taken(kind: str, name: str) -> str:
    """Another item has the name."""
    return _("There is a {kind} {name} already: choose another name, or edit that one.").format(
        kind=KINDS[kind](), name=name
    )


def keeps_name(kind: str, amount: int) -> str:
    """An item cannot be called otherwise while open tickets are under its name."""
    return ngettext(
        "{amount} open ticket is under this {kind} by its name, and would be without one: wait "
        "until it is resolved or move it, or copy the {kind} under the new name.",
        "{amount} open tickets are under this {kind} by its name, and would be without one: wait "
        "until they are resolved or move them, or copy the {kind} under the new name.",
        amount,
    ).format(amount=amount, kind=KINDS[kind]())


def continued(began: str) -> str:
    """The form holds what was typed before."""
    return _("Here is what you began {when} and did not save.").format(when=began)


def most_parts(most: int) -> str:
    """No more fit into a form."""
    return _("A form holds {most}. What is more is edited in the file.").format(most=most)


def more_in_the_file(amount: int) -> str:
    """More parts than a form shows."""
    return ngettext(
        "{amount} more is edited in the file.", "{amount} more are edited in the file.", amount
    ).format(amount=amount)


def wrong(problem: str) -> str:
    """What is wrong, above the field where it is; it is escaped already."""
    return _(":warning: {problem}").format(problem=problem)


def still_named(kind: str, name: str) -> str:
    """An item is not archived, as others name it; what they would lack follows."""
    return _(
        "The {kind} {name} is still used, so it was not archived. Take it out of these:"
    ).format(kind=KINDS[kind](), name=name)


def others_changed(name: str) -> str:
    """Somebody else changed the item meanwhile."""
    return _(
        "*{name} was changed by somebody else since you opened the form.* Saving puts yours in its "
        "place:"
    ).format(name=name)


def clocks_run(amount: int) -> str:
    """How many clocks run on what is changed."""
    return ngettext("{amount} clock runs on it.", "{amount} clocks run on it.", amount).format(
        amount=amount
    )


def if_moved(parts: Sequence[str]) -> str:
    """What moving the running clocks would come to."""
    return _("Moved to the new promise: {parts}.").format(parts=", ".join(parts))


def nothing_moves() -> str:
    """Moving them changes none of them."""
    return _("no due time moves")


def due_times_move(amount: int) -> str:
    """So many due times move."""
    return ngettext("{amount} due time moves", "{amount} due times move", amount).format(
        amount=amount
    )


def late_at_once(amount: int) -> str:
    """So many clocks breach at once."""
    return ngettext(
        "{amount} clock would be late at once", "{amount} clocks would be late at once", amount
    ).format(amount=amount)


def taken_back(amount: int) -> str:
    """So many misses are taken back."""
    return ngettext("{amount} miss is taken back", "{amount} misses are taken back", amount).format(
        amount=amount
    )


def ending(amount: int) -> str:
    """So many clocks end, as they have no target any more."""
    return ngettext(
        "{amount} clock ends without a target", "{amount} clocks end without a target", amount
    ).format(amount=amount)


def gaining(amount: int) -> str:
    """So many clocks get a target."""
    return ngettext("{amount} clock gets a target", "{amount} clocks get a target", amount).format(
        amount=amount
    )


only_new: Final = later("Keep their promise: only new tickets get this one")
running_too: Final = later("Move to it as well")
keep_running: Final = later("Go on under the promise they were given")
end_running: Final = later("End: they are cancelled")


def saved(kind: str, name: str) -> str:
    """It was saved; the name is escaped already."""
    if not name:
        return _("Saved: the {kind}.").format(kind=KINDS[kind]())
    return _("Saved: the {kind} *{name}*.").format(kind=KINDS[kind](), name=name)


def invite(channel: str) -> str:
    """A channel that the bot does not see; it is a mention already."""
    return _(
        "I do not see {channel}, so nothing happens there yet: invite me with "
        "`/invite @punctual`, typed in it."
    ).format(channel=channel)


def archived(kind: str, name: str) -> str:
    """It was archived; the name is escaped already."""
    return _("Archived: the {kind} *{name}*.").format(kind=KINDS[kind](), name=name)


def archive_question(kind: str, name: str) -> str:
    """Asks whether it is to be archived; the name is escaped already."""
    question = _("Archive the {kind} *{name}*?").format(kind=KINDS[kind](), name=name)
    return f"{question} {_ARCHIVED[kind]()}"


_ARCHIVED: Final[Mapping[str, Sentence]] = {
    "level": later("It is not chosen for any ticket any more. Reports keep it."),
    "calendar": later("No new promise stands on it. Reports keep it."),
    "rule": later("It decides about no ticket any more. Reports keep what it decided."),
    "department": later(
        "What is written in its channels opens no tickets any more. Its tickets and reports stay."
    ),
    "customer": later("New tickets are not known to be theirs. Their tickets and reports stay."),
    "customer_group": later("Its level is not promised any more. Tickets and reports keep it."),
}
"""What it means for what is to come."""

archive: Final = later("Archive")
