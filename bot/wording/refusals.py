"""Why something was not done, and what to do instead: the texts of `UserFacingError` in Slack."""

from collections.abc import Iterable
from typing import Final

from bot.wording.language import gettext as _
from bot.wording.language import later
from bot.wording.suggestions import nearest
from bot.words.spelling import value_in

MOST_NAMED: Final = 12
"""So many names are all listed."""
HANDFUL: Final = 5
"""Of more, these."""

went_wrong: Final = later("Something went wrong on my side, and it is in my log. Please try again.")
agents_only: Final = later(
    "That is for the agents of a department. "
    "You can open a ticket and see your own: `/ticket help`."
)
admins_only: Final = later(
    "Only workspace admins define levels and rules. Ask one of them, please."
)
no_agent: Final = later("You are not an agent of any department, so nothing waits for you.")
which_ticket: Final = later("Which ticket? Give its number, such as `#42`.")
which_other: Final = later("Into which ticket? Write it such as `merge #42 into #17`.")
which_tags: Final = later("Which tags? Write `+vip` to put one on and `-old` to take one off.")
what_text: Final = later("There is no text: write it after the ticket's number.")
no_subject: Final = later("A ticket needs a subject: say in a few words what it is about.")
past: Final = later("That time has passed already: give one that is still to come.")
elsewhere: Final = later("I work for another workspace. Write to me there, please.")
_OFFERED: Final = later("The command without a name offers all of them in a form.")
unknown_you: Final = later("Slack has not told me who you are yet. Try again in a minute.")


def failed(reference: str) -> str:
    """That an arrival failed for good, with what the log knows it by."""
    return _("That went wrong on my side, and nothing was changed (reference {reference}).").format(
        reference=reference
    )


def no_ticket(number: int) -> str:
    """That there is no such ticket."""
    return _("There is no ticket #{number} here.").format(number=number)


def unreadable(number: int) -> str:
    """That nothing can be done with a ticket."""
    return _(
        "I cannot read what was written down of ticket #{number}, so I can do nothing with it. "
        "Its department is told, and it goes on once that is mended."
    ).format(number=number)


def level_unreadable(number: int, level: str) -> str:
    """That nothing can be done with a ticket, as its level cannot be read."""
    return _(
        "I cannot read the level {level} in my configuration, so the promises of ticket #{number} "
        "stand still and I can do nothing with it. Its department is told. It goes on once an "
        "admin puts the configuration in force again with `punctual config apply FILE --yes`."
    ).format(number=number, level=level)


def not_their_agent(number: int, department: str | None) -> str:
    """That only those who answer a ticket may do this."""
    if department is None:
        return _("Only the agents of ticket #{number} (no department) can do that.").format(
            number=number
        )
    return _("Only the agents of ticket #{number} ({department}) can do that.").format(
        number=number, department=department
    )


def your_own(number: int) -> str:
    """That who asked does not answer."""
    return _("You asked for ticket #{number} yourself, so another agent answers it.").format(
        number=number
    )


def not_yours_to_read(number: int) -> str:
    """That a ticket is for others' eyes."""
    return _("Ticket #{number} is not yours to read.").format(number=number)


def yours_already(number: int) -> str:
    """That the claimer has it."""
    return _("Ticket #{number} is yours already.").format(number=number)


def taken(number: int, who: str, since: str) -> str:
    """Who has a ticket, and since when."""
    return _("{who} has had ticket #{number} since {since}.").format(
        who=who, number=number, since=since
    )


def no_priority(name: str, known: Iterable[str]) -> str:
    """That there is no such priority, and which was meant or which there are."""
    return or_nearest(
        name,
        known,
        _("There is no priority {name}. Did you mean `{meant}`?"),
        _("There is no priority {name}. There are: {names}."),
    )


def no_level(name: str, known: Iterable[str]) -> str:
    """That there is no such level, and which was meant or which there are."""
    return or_a_few(
        name,
        known,
        _("There is no level {name}. Did you mean {meant}?"),
        _("There is no level {name}. There are: {names}."),
        hint=_OFFERED(),
    )


def no_customer(name: str, known: Iterable[str]) -> str:
    """That there is no such customer, and which was meant or which there are."""
    return or_a_few(
        name,
        [*known, "none"],
        _("There is no customer {name}. Did you mean {meant}?"),
        _("There is no customer {name}. There are: {names}."),
        hint=_OFFERED(),
    )


def no_value(key: str, name: str, known: Iterable[str]) -> str:
    """That a filter has no such value, and which was meant or which there are."""
    return or_a_few(
        name,
        known,
        _("No ticket has `{key}:{name}`. Did you mean {meant}?"),
        _("No ticket has `{key}:{name}`. There are: {names}."),
        key=key,
    )


def away(number: int, status: str) -> str:
    """That a ticket was put away as spam, or deleted."""
    if status == "spam":
        return _("Ticket #{number} is spam: restore it first.").format(number=number)
    return _("Ticket #{number} is deleted: restore it first.").format(number=number)


def settled(number: int, status: str) -> str:
    """That a ticket has to be reopened first."""
    if status == "closed":
        return _("Ticket #{number} is closed: reopen it first.").format(number=number)
    return _("Ticket #{number} is resolved: reopen it first.").format(number=number)


def settled_already(number: int, status: str) -> str:
    """That a ticket is resolved, or closed, already."""
    if status == "closed":
        return _("Ticket #{number} is closed already.").format(number=number)
    return _("Ticket #{number} is resolved already.").format(number=number)


def no_conversation(number: int) -> str:
    """That there is nowhere to reply."""
    return _("Ticket #{number} has no conversation: its department has no intake channel.").format(
        number=number
    )


def no_department(name: str, known: Iterable[str], *, has_form: bool = False) -> str:
    """That there is no such department, and which was meant or which there are.

    `has_form` where the command offers all of them when none is named.
    """
    names = list(known)
    if not names:
        return _("There is no department {name}, and no other yet.").format(name=name)
    return or_a_few(
        name,
        names,
        _("There is no department {name}. Did you mean {meant}?"),
        _("There is no department {name}. There are: {names}."),
        hint=_OFFERED() if has_form else "",
    )


def no_metric(name: str, known: Iterable[str]) -> str:
    """That there is no such metric, and which was meant or which there are."""
    return or_nearest(
        name,
        known,
        _("There is no metric `{name}`. Did you mean `{meant}`?"),
        _("There is no metric `{name}`. There are: {names}."),
    )


def no_grouping(name: str, known: Iterable[str]) -> str:
    """That nothing is grouped by this, and by what it is."""
    return or_nearest(
        name,
        known,
        _("I cannot group by `{name}`: did you mean {meant}?"),
        _("I cannot group by `{name}`: use one of {names}"),
    )


def no_filter(said: str, known: Iterable[str]) -> str:
    """That there is no such filter, and which was meant or which there are."""
    return or_nearest(
        said,
        known,
        _("I do not know the filter `{name}`: did you mean {meant}?"),
        _("I do not know the filter `{name}`: use one of {names}"),
    )


def or_nearest(name: str, known: Iterable[str], near: str, far: str, **facts: str) -> str:
    """One of two sentences: with the name that was likely meant, or with all there are."""
    names = list(known)
    suggestion = nearest(value_in(name), names)
    pattern = far if suggestion is None else near
    return pattern.format(name=name, meant=suggestion, names=", ".join(names), **facts)


def or_a_few(
    name: str, known: Iterable[str], near: str, far: str, hint: str = "", **facts: str
) -> str:
    """The same of names that may be many: then with the first few, and a hint how to see all."""
    names = list(known)
    suggestion = nearest(value_in(name), names)
    if suggestion is not None or len(names) <= MOST_NAMED:
        return or_nearest(name, names, near, far, **facts)
    few = _("{names} and {count} more").format(
        names=", ".join(names[:HANDFUL]), count=len(names) - HANDFUL
    )
    return f"{far.format(name=name, names=few, **facts)} {hint}".strip()


def no_language(name: str, known: Iterable[str]) -> str:
    """That there is no translation into this language, and into which there is."""
    return _("There is no translation for `{name}`. There are: {names}.").format(
        name=name, names=", ".join(known)
    )


def filter_of_agents(key: str) -> str:
    """That only agents filter by this, and what everybody can filter by."""
    return _(
        "Only agents can list by `{name}`. You can list your own tickets by `overdue`, "
        "`unassigned`, `dept:X`, `status:X` and `source:X`."
    ).format(name=key)


def empty_filter(key: str) -> str:
    """That nothing stands behind a filter's name."""
    return _("`{key}:` is empty: write what it should be behind it.").format(key=key)


def ambiguous_number(verb: str, number: int, own: int) -> str:
    """That a number may be a ticket or the first word of a text."""
    return _(
        "Is {number} a ticket, or your first word? "
        "Write `{verb} #{number} …` for ticket #{number}, "
        "or `{verb} #{own} {number} …` for this one."
    ).format(verb=verb, number=number, own=own)


def bad_day(text: str) -> str:
    """That a date was not understood."""
    return _("`{text}` is no date: write it such as `from:2026-03-01`.").format(text=text)


def bad_until(text: str) -> str:
    """That a time was not understood, and which ones are."""
    return _(
        "I do not understand the time `{text}`. Give one such as `2h`, `1h30m`, `14:00`, "
        "`tomorrow`, `tomorrow 9:00`, `monday 9:00`, `2026-03-05`, `2026-03-05 14:00` "
        "or `2026-03-05T14:00+01:00`."
    ).format(text=text)


def past_until(text: str) -> str:
    """That a time lies in the past."""
    return _("`{text}` has passed already: give a time that is still to come.").format(text=text)


def too_far(text: str, years: range) -> str:
    """That a day lies where no calendar of ours goes."""
    return _("`{text}` is too far away: give a day between {first} and {last}.").format(
        text=text, first=years[0], last=years[-1]
    )


def too_long_text(length: int, most: int) -> str:
    """That a text is longer than Slack takes."""
    return _(
        "That is {length:,} characters, and Slack takes {most:,}: send it in parts, please."
    ).format(length=length, most=most)
