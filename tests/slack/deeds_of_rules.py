"""What somebody can do to rules in forms: their commands, presses, forms and menus."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from bot.slack.act.forms import KINDS
from bot.slack.draw.blocks import actions as ids
from tests.slack.deed import BUTTONS, COMMANDS, FORMS, MENUS, Act, Deed
from tests.slack.desk_of_roles import Case
from tests.slack.roles import ADMIN, Role
from tests.slack.stage import Stage
from tests.slack.verdicts import Judge, changed, offered, offered_form, opened

_OPENING: Final[Mapping[str, tuple[str, str]]] = {
    "/sla rule new": ("", ids.RULE_NEW_FORM),
    "/sla rule edit": ("Second rule", ids.RULE_EDIT_FORM),
    "/sla rule copy": ("Second rule", ids.RULE_NEW_FORM),
}
_SENT: Final[Mapping[str, tuple[str, Mapping[str, object]]]] = {
    ids.RULE_NEW_FORM: (
        "/sla rule new",
        {"name": "Third rule", "when": ["created"], "level": ["Standard"], "flags": ["active"]},
    ),
    ids.RULE_EDIT_FORM: ("/sla rule edit Second rule", {"level": ["Standard"]}),
    ids.RULE_ARCHIVE_FORM: ("", {}),
}
_CONDITION: Final = {
    "field": ("tags",),
    "operator_tags": ("contains",),
    "search_tag": ["mango"],
}


def rule_deeds() -> Iterator[Deed]:
    """All of them."""
    yield from _commands()
    yield from _buttons()
    yield from _forms()
    yield from _menus()


def _commands() -> Iterator[Deed]:
    for words, (rest, form) in _OPENING.items():
        line = f"{words} {rest}".strip()
        ways = (_typed(line), opened(form)), (_addressed(line), offered_form)
        yield Deed(COMMANDS, f"`{words}`", f"command:{words}", ways, is_of_nothing=True)


def _typed(line: str) -> Act:
    return lambda stage, role, case: stage.command(role, line)


def _addressed(line: str) -> Act:
    return lambda stage, role, case: stage.mentions(role, line)


def _buttons() -> Iterator[Deed]:
    action_id = f"{ids.EDITOR_ADD}_conditions"
    way = _presses_add, opened(ids.RULE_CONDITION_FORM)
    yield Deed(
        BUTTONS, f"Add a group `{action_id}`", f"action:{action_id}", (way,), is_of_nothing=True
    )


def _presses_add(stage: Stage, role: Role, case: Case) -> None:
    draft = stage.begins(role, "/sla rule new")
    action_id = f"{ids.EDITOR_ADD}_conditions"
    stage.presses_in_form(role, ids.RULE_NEW_FORM, draft, action_id, "add:conditions:0")


def _forms() -> Iterator[Deed]:
    for form, (line, values) in _SENT.items():
        sent = _begun_and_sent(line, form, values), changed("config_revisions", "changed_by")
        yield _form(form, (_offered(form), opened(form)), sent)
    yield _form(ids.RULE_CONDITION_FORM, (_sends_a_condition, opened(ids.RULE_NEW_FORM)))


def _form(form: str, *ways: tuple[Act, Judge]) -> Deed:
    name = f"{KINDS[form].title()} `{form}`"
    return Deed(FORMS, name, f"form:{form}", ways, is_of_nothing=True)


def _offered(form: str) -> Act:
    def press(stage: Stage, role: Role, case: Case) -> None:
        stage.presses(role, ids.OPEN_FORM, json.dumps({"form": form, "text": "Second rule"}))

    return press


def _begun_and_sent(line: str, form: str, values: Mapping[str, object]) -> Act:
    def send(stage: Stage, role: Role, case: Case) -> None:
        draft = stage.begins(role, line) if line else _begun_by_button(stage, role, form)
        stage.submits(role, form, draft, **values)

    return send


def _begun_by_button(stage: Stage, role: Role, form: str) -> str:
    """The form as an admin opens it; who may not has seen that of one."""
    admin = role if role.told.get("is_admin") else ADMIN
    stage.presses(admin, ids.OPEN_FORM, json.dumps({"form": form, "text": "Second rule"}))
    [*_, view] = [each["view"] for each in stage.bot.slack.of("views.update")]
    stage.forgets()
    return str(view["private_metadata"])


def _sends_a_condition(stage: Stage, role: Role, case: Case) -> None:
    draft = stage.begins(role, "/sla rule new")
    metadata = json.dumps([draft, -1, "0"])
    stage.submits(role, ids.RULE_CONDITION_FORM, metadata, **_CONDITION)


def _menus() -> Iterator[Deed]:
    forms = (ids.RULE_NEW_FORM, ids.RULE_EDIT_FORM, ids.RULE_CONDITION_FORM)
    for form, name in ((each, name) for each in forms for name in KINDS[each].menus):
        way = _searched(form, name), offered
        row = f"`{form}` · `{name}`"
        yield Deed(MENUS, row, f"menu:{form}.{name}", (way,), is_of_nothing=True)


def _searched(form: str, name: str) -> Act:
    return lambda stage, role, case: stage.searches(role, form, name, "", "Support")
