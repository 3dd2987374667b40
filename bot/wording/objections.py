"""What stands against a change of a ticket: how it stands already, who cannot have it, bad values.

They are texts of `UserFacingError`, as the refusals are.
"""

from collections.abc import Collection, Iterable

from bot.wording import words
from bot.wording.language import gettext as _
from bot.wording.refusals import or_a_few


def merged(number: int, into: int) -> str:
    """That a ticket went into another."""
    return _("Ticket #{number} went into #{into}: go on there.").format(number=number, into=into)


def merge_itself(number: int) -> str:
    """That a ticket cannot go into itself."""
    return _("Ticket #{number} cannot go into itself: name another one.").format(number=number)


def merge_closed(number: int) -> str:
    """That a ticket is closed, so that no other goes into it."""
    return _("Ticket #{number} is closed, so nothing can go into it: reopen it first.").format(
        number=number
    )


def nobodys(number: int) -> str:
    """That nobody has a ticket."""
    return _("Nobody has ticket #{number}: it can be claimed.").format(number=number)


def has_already(number: int, who: str) -> str:
    """Who has a ticket already."""
    return _("{who} has ticket #{number} already.").format(who=who, number=number)


def has_left(who: str) -> str:
    """That somebody is no longer here."""
    return _("{who} has left the workspace, and can take no ticket.").format(who=who)


def no_agent_of(who: str, number: int, department: str | None) -> str:
    """That somebody does not answer a ticket, so that they cannot have it."""
    if department is None:
        return _("Only an agent can have ticket #{number}, and {who} is none.").format(
            number=number, who=who
        )
    return _("Only an agent of {department} can have ticket #{number}, and {who} is none.").format(
        department=department, number=number, who=who
    )


def asked_it(who: str, number: int) -> str:
    """That who asked cannot have the ticket as well."""
    return _("{who} asked for ticket #{number}, so another agent answers it.").format(
        who=who, number=number
    )


def no_person(name: str) -> str:
    """That nobody, or more than one, is called this."""
    return _(
        "I do not know who {name} is, as a name may be anybody's: mention them, such as "
        "`assign #42 @ana`, or give their e-mail address."
    ).format(name=name)


def no_agent(name: str) -> str:
    """That a display name does not say whose clocks are meant."""
    return _(
        "I do not know who {name} is, as a name may be anybody's: mention them, or give their "
        "e-mail address."
    ).format(name=name)


def nothing_open(number: int) -> str:
    """That nobody waits for an answer."""
    return _("Nobody waits for an answer on ticket #{number}.").format(number=number)


def has_priority(number: int, priority: str) -> str:
    """That a ticket has this priority."""
    return _("The priority of ticket #{number} is {priority} already.").format(
        number=number, priority=words.priority(priority)
    )


def in_department(number: int, department: str) -> str:
    """That a ticket is in this department."""
    return _("Ticket #{number} is with {department} already.").format(
        number=number, department=department
    )


def has_customer(number: int, customer: str | None) -> str:
    """That a ticket is this customer's, or nobody's."""
    if customer is None:
        return _("Ticket #{number} belongs to no customer already.").format(number=number)
    return _("Ticket #{number} belongs to {customer} already.").format(
        number=number, customer=customer
    )


def same_tags(number: int, tags: Collection[str]) -> str:
    """That tags stay as they are, and which they are."""
    if not tags:
        return _("That changes nothing: ticket #{number} has no tags.").format(number=number)
    return _("That changes nothing: the tags of ticket #{number} are {tags}.").format(
        number=number, tags=", ".join(tags)
    )


def long_tag(most: int) -> str:
    """That a tag is too long."""
    return _("A tag has at most {most} characters.").format(most=most)


def which_field(name: int, value: int) -> str:
    """How a custom field is given a value."""
    return _(
        "Write it as `field #42 name=value`, with up to {name} characters for the name "
        "and {value} for the value."
    ).format(name=name, value=value)


def field_required(name: str) -> str:
    """That a field is never empty."""
    return _("The field {name} is needed: give it a value.").format(name=name)


def field_number(name: str, text: str) -> str:
    """That a field holds numbers."""
    return _("The field {name} holds a number of up to 16 digits, and `{text}` is none.").format(
        name=name, text=text
    )


def field_choice(field: str, text: str, options: Iterable[str]) -> str:
    """That a field holds one of some values, and which was meant or which there are."""
    return or_a_few(
        text,
        options,
        _("`{name}` is no choice for {field}. Did you mean {meant}?"),
        _("`{name}` is no choice for {field}. There are: {names}."),
        field=field,
    )


def not_away(number: int, status: str) -> str:
    """That there is nothing to restore, and how the ticket stands."""
    return _(
        "Ticket #{number} is neither spam nor deleted, so there is nothing to restore: {status}."
    ).format(number=number, status=words.status(status))


def not_resolved(number: int, status: str) -> str:
    """That there is nothing to reopen, and how the ticket stands."""
    return _("Ticket #{number} is not resolved, so there is nothing to reopen: {status}.").format(
        number=number, status=words.status(status)
    )
