"""Departments, customers and their groups, as one reads them aloud, with what admins do to them."""

from collections.abc import Iterator, Sequence
from typing import Final

from bot import wording
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.department_editor import field_sentence
from bot.slack.draw.blocks.elements import (
    Block,
    Payload,
    actions,
    context,
    escaped,
    joined,
    listed_groups,
    message,
    section,
)
from bot.slack.draw.blocks.offers import form_button, item_buttons
from bot.views.administration import CustomerGroupView, CustomerView, DepartmentView
from bot.wording import words

NAMES: Final = 10
"""So many people, channels or domains are named in a sentence; of the others how many."""
NAME: Final = 150
MANY: Final = 10
"""From so many on it is said how one finds one among them."""


def departments_shown(
    departments: Sequence[DepartmentView], like: str, *, to_admin: bool
) -> Payload:
    """Every department; for an admin with what can be done with it."""
    texts = wording.departments
    new = _new(texts.new_department(), ids.DEPARTMENT_NEW_FORM) if to_admin else []
    if not departments:
        nothing = texts.none_like(like) if like else texts.no_departments()
        return message(escaped(nothing), [section(escaped(nothing)), *new])
    head = texts.departments(len(departments))
    hint = _hint("departments", len(departments))
    groups = [[section(_department(each)), *_buttons(each, to_admin)] for each in departments]
    return message(head, listed_groups([section(f"*{head}*"), *hint, *new], groups))


def _new(label: str, *forms: str) -> list[Block]:
    return [actions(*(form_button(label, form) for form in forms))]


def _hint(command: str, count: int) -> list[Block]:
    return [context(wording.departments.search_hint(command))] if count >= MANY else []


def _buttons(department: DepartmentView, to_admin: bool) -> list[Block]:  # noqa: FBT001
    forms = ids.DEPARTMENT_EDIT_FORM, ids.DEPARTMENT_COPY_FORM, ids.DEPARTMENT_ARCHIVE_FORM
    return [item_buttons(*forms, department.name)] if to_admin else []


def _department(department: DepartmentView) -> str:
    return joined([f"*{escaped(department.name, NAME)}*", *_sentences(department)])


def _sentences(department: DepartmentView) -> Iterator[str]:
    texts = wording.departments
    if department.is_hidden:
        yield texts.hidden()
        return
    intake = department.intake
    yield texts.intake_line(names(intake)) if intake else texts.no_intake()
    yield texts.alerts_line(None if department.alerts is None else escaped(department.alerts, NAME))
    roles = department.leads, department.managers, department.agents
    yield texts.people_line(*(names(people) for people in roles))
    level = department.level
    yield texts.promises(escaped(level, NAME)) if level else texts.default_level()
    if department.fields:
        fields = [field_sentence(field) for field in department.fields]
        yield texts.asks_for("; ".join(_cut(fields)))
    if department.private:
        yield texts.is_private()


def names(called: Sequence[str]) -> str:
    """Some names with commas between them, of text that is escaped here; nobody, where none is."""
    if not called:
        return wording.departments.nobody()
    return ", ".join(_cut([escaped(name, NAME) for name in called]))


def _cut(texts: list[str]) -> list[str]:
    beyond = len(texts) - NAMES
    return texts if beyond <= 0 else [*texts[:NAMES], words.more(beyond)]


# --- customers ------------------------------------------------------------------------------------


def customers_shown(
    groups: Sequence[CustomerGroupView],
    customers: Sequence[CustomerView],
    like: str,
    *,
    to_admin: bool,
) -> Payload:
    """Every group of customers, then every customer; for an admin with what can be done."""
    texts = wording.departments
    new = _new_customers() if to_admin else []
    if not (groups or customers):
        nothing = texts.none_like(like) if like else texts.no_customers()
        return message(escaped(nothing), [section(escaped(nothing)), *new])
    head = ", ".join([texts.customer_groups(len(groups)), texts.customers(len(customers))])
    hint = _hint("customers", len(customers))
    each = [*(_group(group, to_admin) for group in groups)]
    each += [_customer(customer, to_admin) for customer in customers]
    return message(head, listed_groups([section(f"*{head}*"), *hint, *new], each))


def _new_customers() -> list[Block]:
    texts = wording.departments
    customer = form_button(texts.new_customer(), ids.CUSTOMER_NEW_FORM)
    group = form_button(texts.new_group(), ids.GROUP_NEW_FORM)
    return [actions(customer, {**group, "action_id": ids.OPEN_TO_COPY})]


def _group(group: CustomerGroupView, to_admin: bool) -> list[Block]:  # noqa: FBT001
    texts = wording.departments
    lines = [
        f"*{escaped(group.name, NAME)}* ({wording.editors.KINDS['customer_group']()})",
        texts.customers(group.customers),
        *([texts.promises(escaped(group.level, NAME))] if group.level else []),
    ]
    forms = ids.GROUP_EDIT_FORM, "", ids.GROUP_ARCHIVE_FORM
    return [section(joined(lines)), *([item_buttons(*forms, group.name)] if to_admin else [])]


def _customer(customer: CustomerView, to_admin: bool) -> list[Block]:  # noqa: FBT001
    text = joined([f"*{escaped(customer.name, NAME)}*", *_customer_sentences(customer)])
    forms = ids.CUSTOMER_EDIT_FORM, "", ids.CUSTOMER_ARCHIVE_FORM
    return [section(text), *([item_buttons(*forms, customer.name)] if to_admin else [])]


def _customer_sentences(customer: CustomerView) -> Iterator[str]:
    texts = wording.departments
    ways = (
        (texts.by_channels, customer.channels),
        (texts.by_people, customer.users),
        (texts.by_domains, customer.domains),
    )
    known = [sentence(names(called)) for sentence, called in ways if called]
    yield texts.known_by(known) if known else texts.known_by_nothing()
    if customer.group:
        yield texts.of_group(escaped(customer.group, NAME))
    if customer.level:
        yield texts.promises(escaped(customer.level, NAME))
