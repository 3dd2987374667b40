"""What somebody can do with departments, customers, roles and settings: change them admins alone.

A form is begun first by who may, as what it is about stands in the database; then it is pressed or
sent by everybody.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from bot.slack.act.forms import KINDS
from bot.slack.draw.blocks import actions as ids
from tests.slack.deed import BUTTONS, COMMANDS, FORMS, MENUS, Act, Deed
from tests.slack.verdicts import answered, changed, offered, offered_form, opened

_COMMANDS: Final[Mapping[str, str]] = {
    "department new": ids.DEPARTMENT_NEW_FORM,
    "department edit Billing": ids.DEPARTMENT_EDIT_FORM,
    "department copy Billing": ids.DEPARTMENT_NEW_FORM,
    "department archive Billing": ids.DEPARTMENT_ARCHIVE_FORM,
    "customer new": ids.CUSTOMER_NEW_FORM,
    "customer edit Acme": ids.CUSTOMER_EDIT_FORM,
    "customer archive Acme": ids.CUSTOMER_ARCHIVE_FORM,
    "group new": ids.GROUP_NEW_FORM,
    "group edit VIP": ids.GROUP_EDIT_FORM,
    "group archive VIP": ids.GROUP_ARCHIVE_FORM,
    "settings": ids.SETTINGS_FORM,
}
"""Each command with the name behind it, and the form that opens."""
_READ_ALOUD: Final = ("departments", "customers", "roles")
_SAVED: Final[Mapping[str, tuple[str, Mapping[str, object]]]] = {
    ids.DEPARTMENT_NEW_FORM: ("department new", {"name": "Desk"}),
    ids.DEPARTMENT_EDIT_FORM: ("department edit Billing", {"level": ["Standard"]}),
    ids.DEPARTMENT_ARCHIVE_FORM: ("department archive Billing", {}),
    ids.CUSTOMER_NEW_FORM: ("customer new", {"name": "Lumen"}),
    ids.CUSTOMER_EDIT_FORM: ("customer edit Acme", {"others_domains": "lumen.example"}),
    ids.CUSTOMER_ARCHIVE_FORM: ("customer archive Acme", {}),
    ids.GROUP_NEW_FORM: ("group new", {"name": "Gold"}),
    ids.GROUP_EDIT_FORM: ("group edit VIP", {"level": ["Standard"]}),
    ids.GROUP_ARCHIVE_FORM: ("group archive VIP", {}),
    ids.SETTINGS_FORM: ("settings", {"language": ("de",)}),
}
"""Each form with the command that begins it and what is filled in; sent, it is saved."""
_PARTS: Final[Mapping[str, tuple[str, str, str, Mapping[str, object]]]] = {
    ids.DEPARTMENT_FIELD_FORM: (
        *("department new", ids.DEPARTMENT_NEW_FORM, "fields"),
        {"name": "floor", "type": ("number",)},
    ),
    ids.DIGEST_FORM: (
        *("settings", ids.SETTINGS_FORM, "digests"),
        {"every": ("day",), "on": ("mon",), "others_to": "ana@example.com"},
    ),
}
"""Each second view with what begins the form below, that form, its list, and what is filled in."""


def editor_commands() -> Iterator[Deed]:
    """Each command that opens a form or reads aloud."""
    for line, form in _COMMANDS.items():
        ways = (_typed(line), opened(form)), (_addressed(line), offered_form)
        yield _command(_words(line), ways)
    for line in _READ_ALOUD:
        yield _command(line, ((_typed(line), answered), (_addressed(line), answered)))


def _words(line: str) -> str:
    """The words of a command without the name of an item behind them."""
    return " ".join(word for word in line.split() if word.islower())


def _command(words: str, ways: tuple) -> Deed:
    return Deed(COMMANDS, f"`/sla {words}`", f"command:/sla {words}", ways, is_of_nothing=True)


def _typed(line: str) -> Act:
    return lambda stage, role, case: stage.command(role, f"/sla {line}")


def _addressed(line: str) -> Act:
    return lambda stage, role, case: stage.mentions(role, f"/sla {line}")


def editor_buttons() -> Iterator[Deed]:
    """Each button that adds a part."""
    for below, (line, form, part, _) in _PARTS.items():
        action_id = f"{ids.EDITOR_ADD}_{part}"
        way = _pressed(line, form, action_id, f"add:{part}:"), opened(below)
        name = f"Add to the {part} `{action_id}`"
        yield Deed(BUTTONS, name, f"action:{action_id}", (way,), is_of_nothing=True)


def _pressed(line: str, form: str, action_id: str, value: str) -> Act:
    return lambda stage, role, case: stage.presses_in_form(
        role, form, stage.begins(role, f"/sla {line}"), action_id, value
    )


def editor_forms() -> Iterator[Deed]:
    """Each form, begun and sent."""
    for form, (line, values) in _SAVED.items():
        yield _form(form, (_sent(form, line, values), changed("config_revisions", "changed_by")))
    for form, (line, below, _, values) in _PARTS.items():
        yield _form(form, (_part_sent(form, line, values), opened(below)))


def _form(form: str, way: tuple) -> Deed:
    name = f"{KINDS[form].title()} `{form}`"
    return Deed(FORMS, name, f"form:{form}", (way,), is_of_nothing=True)


def _sent(form: str, line: str, values: Mapping[str, object]) -> Act:
    return lambda stage, role, case: stage.submits(
        role, form, stage.begins(role, f"/sla {line}"), **values
    )


def _part_sent(form: str, line: str, values: Mapping[str, object]) -> Act:
    return lambda stage, role, case: stage.submits(
        role, form, json.dumps([stage.begins(role, f"/sla {line}"), -1, ""]), **values
    )


def editor_menus() -> Iterator[Deed]:
    """Each searched menu."""
    for form in (*_SAVED, *_PARTS):
        for menu in KINDS[form].menus:
            field = f"{menu}x" if menu.endswith("_") else menu
            name, way = f"`{form}` · `{menu}`", (_searched(form, field), offered)
            yield Deed(MENUS, name, f"menu:{form}.{menu}", (way,), is_of_nothing=True)


def _searched(form: str, field: str) -> Act:
    return lambda stage, role, case: stage.searches(role, form, field, "", "Support")
