"""Departments, customers and their groups: their forms, and how they are read aloud."""

from collections.abc import Mapping, Sequence
from typing import Final

from bot.wording.language import Sentence, later, ngettext
from bot.wording.language import gettext as _

# --- the form of a department ---------------------------------------------------------------------

department_title: Final = later("Department")
new_department: Final = later("New department")
name: Final = later("Name")
intake_channels: Final = later("Channels where requests come in")
channels_hint: Final = later("In a private channel invite me: type /invite @punctual there")
alert_channel: Final = later("Channel for cards and alerts")
alert_channel_hint: Final = later("Left out: alerts go to the leads alone")
level: Final = later("Level")
level_hint: Final = later("What is promised where no rule says more. Left out: the default level")
private: Final = later("Private")
private_box: Final = later("Only its own people and admins read its tickets")
fields_head: Final = later("*Fields*, which the form of a new ticket asks for")
add_field: Final = later("Add a field")
one_channel: Final = later("Choose one channel only.")
others: Final = later("Named as well, and nobody I know")
others_hint: Final = later("With commas between them. They wait, or are ids: delete what is wrong")

PEOPLE: Final[Mapping[str, Sentence]] = {
    "leads": later("Leads"),
    "managers": later("Managers"),
    "agents": later("Agents"),
    "users": later("People"),
    "admins": later("Admins beside those of Slack"),
    "to": later("People"),
}
GROUPS: Final[Mapping[str, Sentence]] = {
    "leads": later("Leads: user groups"),
    "managers": later("Managers: user groups"),
    "agents": later("Agents: user groups"),
    "admins": later("Admins: user groups"),
}
CHANNELS: Final[Mapping[str, Sentence]] = {
    "intake_channels": intake_channels,
    "alert_channel": alert_channel,
    "channels": later("Their channels"),
    "to": later("Channels"),
}

# --- a field --------------------------------------------------------------------------------------

field_title: Final = later("Field")
field_type: Final = later("What is filled in")
field_options: Final = later("Choices")
field_options_hint: Final = later("For a choice only: one a line")
field_required: Final = later("Required")
field_required_box: Final = later("A new ticket is not taken without it")
no_field_name: Final = later("Give the field a name.")
no_options: Final = later("Give its choices, one a line.")
options_of_none: Final = later("Only a choice has choices: delete them, or choose *One of some*.")
TYPES: Final[Mapping[str, Sentence]] = {
    "text": later("A text"),
    "number": later("A number"),
    "choice": later("One of some"),
}


def field_taken(field: str) -> str:
    """Another field of the department has the name."""
    return _("There is a field {field} already: change that one.").format(field=field)


def field_line(field: str, kind: str, options: str, *, required: bool) -> str:
    """A field in a line; the texts are escaped already."""
    line = _("{field}: {kind}").format(field=field, kind=kind)
    if options:
        line = _("{line} ({options})").format(line=line, options=options)
    return _("{line}, required").format(line=line) if required else line


# --- the forms of customers and their groups ------------------------------------------------------

customer_title: Final = later("Customer")
new_customer: Final = later("New customer")
customer_group: Final = later("Group")
customer_group_hint: Final = later("Its level holds where the customer has none")
domains: Final = later("Domains of their addresses")
domains_hint: Final = later("Such as acme.example, with commas between them")
customer_level_hint: Final = later("What is promised to them where no rule says more")
group_title: Final = later("Customer group")
new_group: Final = later("New customer group")


def no_domain(domain: str) -> str:
    """It is no domain of addresses."""
    return _(
        "{domain} is no domain: give what stands behind the @ of their addresses, such as "
        "acme.example."
    ).format(domain=domain)


# --- read aloud -----------------------------------------------------------------------------------

no_departments: Final = later("There are no departments yet.")
no_customers: Final = later("There are no customers yet.")
nobody: Final = later("nobody")
hidden: Final = later("Private: its own people and admins alone read more.")
is_private: Final = later("Private: its own people and admins alone read its tickets.")
no_intake: Final = later("Requests come in by direct message and `/ticket new` only.")
default_level: Final = later("It promises the default level.")
known_by_nothing: Final = later("Nothing tells a request of theirs: agents choose them by hand.")


def none_like(like: str) -> str:
    """Nothing is called so."""
    return _("Nothing here is called {like}.").format(like=like)


def departments(count: int) -> str:
    """A number of departments."""
    return ngettext("{count} department", "{count} departments", count).format(count=count)


def customers(count: int) -> str:
    """A number of customers."""
    return ngettext("{count} customer", "{count} customers", count).format(count=count)


def customer_groups(count: int) -> str:
    """A number of groups of customers."""
    return ngettext("{count} customer group", "{count} customer groups", count).format(count=count)


def search_hint(command: str) -> str:
    """How one finds one among many."""
    return _("To find one: `/sla {command}` and a part of its name.").format(command=command)


def intake_line(channels: str) -> str:
    """Where requests come in."""
    return _("Requests come in by {channels}.").format(channels=channels)


def alerts_line(channel: str | None) -> str:
    """Where cards and alerts stand."""
    if channel is None:
        return _("It has no channel for alerts: they go to the leads alone.")
    return _("Cards and alerts stand in {channel}.").format(channel=channel)


def people_line(leads: str, managers: str, agents: str) -> str:
    """Who works in it."""
    return _("Leads: {leads}. Managers: {managers}. Agents: {agents}.").format(
        leads=leads, managers=managers, agents=agents
    )


def promises(level_name: str) -> str:
    """What is promised by it."""
    return _("It promises {level}.").format(level=level_name)


def asks_for(fields: str) -> str:
    """The fields of its own."""
    return _("It asks for {fields}.").format(fields=fields)


def known_by(ways: Sequence[str]) -> str:
    """How a request is known to be a customer's."""
    return _("A request is theirs by {ways}.").format(ways=", ".join(ways))


def by_channels(channels: str) -> str:
    """It was written in one of these channels."""
    return _("the channel ({channels})").format(channels=channels)


def by_people(people: str) -> str:
    """One of these people asked."""
    return _("the person ({people})").format(people=people)


def by_domains(names: str) -> str:
    """Who asked has an address in one of these domains."""
    return _("the domain of the address ({domains})").format(domains=names)


def of_group(group: str) -> str:
    """The group of a customer."""
    return _("Group: {group}.").format(group=group)


def open_tickets(count: int) -> str:
    """What becomes of the open tickets of a department that is archived."""
    return ngettext(
        "{count} ticket of it is open: only its assignee and admins can work on it then, so "
        "move or resolve it first.",
        "{count} tickets of it are open: only their assignees and admins can work on them then, "
        "so move or resolve them first.",
        count,
    ).format(count=count)
