"""What somebody can do with calendars and with the set-up of a desk: change them admins alone."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from bot.slack.act.forms import KINDS
from bot.slack.draw.blocks import actions as ids
from tests.slack.deed import BUTTONS, COMMANDS, FORMS, MENUS, Act, Deed
from tests.slack.desk_of_roles import Case
from tests.slack.roles import ADMIN, Role
from tests.slack.stage import Stage
from tests.slack.verdicts import Judge, answered, changed, offered, offered_form, opened

_OPENING: Final[Mapping[str, str]] = {
    "calendar new": ids.CALENDAR_NEW_FORM,
    "calendar edit Desk": ids.CALENDAR_EDIT_FORM,
    "calendar copy Desk": ids.CALENDAR_NEW_FORM,
    "calendar archive Desk": ids.CALENDAR_ARCHIVE_FORM,
    "setup": ids.SETUP_TEST_FORM,
    "closure": ids.CLOSURE_FORM,
}
_SENT: Final[Mapping[str, tuple[str, Mapping[str, object]]]] = {
    ids.CALENDAR_NEW_FORM: ("calendar new", {"name": "Shop", "hours": "mon 09:00-10:00"}),
    ids.CALENDAR_EDIT_FORM: ("calendar edit Desk", {"hours": "mon 09:00-10:00"}),
    ids.CALENDAR_ARCHIVE_FORM: ("calendar archive Desk", {}),
}
_PARTS: Final[Mapping[str, tuple[str, Mapping[str, object]]]] = {
    ids.CALENDAR_CLOSURE_FORM: ("closures", {"from_date": ("2026-12-24",)}),
    ids.CALENDAR_OPENING_FORM: ("openings", {"date": ("2026-12-24",), "hours": "09:00-10:00"}),
}
_REVISED: Final = changed("config_revisions", "changed_by")


def set_up_deeds() -> Iterator[Deed]:
    """All of them."""
    yield from _commands()
    yield from _buttons()
    yield from _forms()
    yield from _menus()


def _commands() -> Iterator[Deed]:
    for line, form in _OPENING.items():
        ways = (_typed(line), opened(form)), (_addressed(line), offered_form)
        yield _of(COMMANDS, f"`/sla {_words(line)}`", f"command:/sla {_words(line)}", *ways)
    ways = (_typed("calendars"), answered), (_addressed("calendars"), answered)
    yield _of(COMMANDS, "`/sla calendars`", "command:/sla calendars", *ways)


def _words(line: str) -> str:
    return " ".join(word for word in line.split() if word.islower())


def _of(section: str, name: str, entry: str, *ways: tuple[Act, Judge]) -> Deed:
    return Deed(section, name, entry, ways, is_of_nothing=True)


def _typed(line: str) -> Act:
    return lambda stage, role, case: stage.command(role, f"/sla {line}")


def _addressed(line: str) -> Act:
    return lambda stage, role, case: stage.mentions(role, f"/sla {line}")


# --- buttons --------------------------------------------------------------------------------------


def _buttons() -> Iterator[Deed]:
    for form, (part, _) in _PARTS.items():
        action_id = f"{ids.EDITOR_ADD}_{part}"
        act = _pressed("calendar new", ids.CALENDAR_NEW_FORM, action_id, f"add:{part}:")
        name = f"Add to the {part} `{action_id}`"
        yield _of(BUTTONS, name, f"action:{action_id}", (act, opened(form)))
    preview = f"{ids.EDITOR_PRESS}_preview"
    act = _pressed("calendar new", ids.CALENDAR_NEW_FORM, preview, "preview")
    way = act, opened(ids.CALENDAR_NEW_FORM)
    yield _of(BUTTONS, f"Preview a calendar `{preview}`", f"action:{preview}", way)
    act = _pressed("setup", ids.SETUP_FORM, ids.SETUP_BACK, ids.SETUP_BACK)
    way = act, opened(ids.SETUP_TEST_FORM)
    yield _of(BUTTONS, f"A step back `{ids.SETUP_BACK}`", f"action:{ids.SETUP_BACK}", way)
    for words, form in (("settings", ids.SETTINGS_FORM), ("setup", ids.SETUP_TEST_FORM)):
        action_id = ids.STARTS[words]
        way = _started(action_id, words), opened(form)
        yield _of(BUTTONS, f"Start with {words} `{action_id}`", f"action:{action_id}", way)


def _pressed(line: str, form: str, action_id: str, value: str) -> Act:
    return lambda stage, role, case: stage.presses_in_form(
        role, form, stage.begins(role, f"/sla {line}"), action_id, value
    )


def _started(action_id: str, words: str) -> Act:
    return lambda stage, role, case: stage.presses(role, action_id, words)


# --- forms ----------------------------------------------------------------------------------------


def _forms() -> Iterator[Deed]:
    for form, (line, values) in _SENT.items():
        yield _form(form, (_sent(form, line, values), _REVISED))
    for form, (_, values) in _PARTS.items():
        yield _form(form, (_part_sent(form, values), opened(ids.CALENDAR_NEW_FORM)))
    yield _form(ids.CLOSURE_FORM, (_closes(ids.CLOSURE_FORM), opened(ids.CLOSURE_CONFIRM_FORM)))
    yield _form(ids.CLOSURE_CONFIRM_FORM, (_closes(ids.CLOSURE_CONFIRM_FORM), _REVISED))
    yield _form(ids.SETUP_FORM, (_sets_up, _REVISED))
    yield _form(ids.SETUP_TEST_FORM, (_tries_out, changed()))
    yield _form(ids.SETUP_ERASE_FORM, (_erases, changed("audit")))


def _form(form: str, way: tuple[Act, Judge]) -> Deed:
    return _of(FORMS, f"{KINDS[form].title()} `{form}`", f"form:{form}", way)


def _sent(form: str, line: str, values: Mapping[str, object]) -> Act:
    def send(stage: Stage, role: Role, case: Case) -> None:
        draft = stage.begins(role, f"/sla {line}")
        stage.submits(role, form, draft, **values)
        if _is_admin(role) and form == ids.CALENDAR_EDIT_FORM:  # asked first what it comes to
            stage.submits(role, ids.EDITOR_CONFIRM_FORM, draft)

    return send


def _closes(form: str) -> Act:
    """Fill the form in; the confirmation is sent once its impact was counted."""

    def send(stage: Stage, role: Role, case: Case) -> None:
        draft = stage.begins(role, "/sla closure")
        if form == ids.CLOSURE_FORM or _is_admin(role):
            stage.submits(role, ids.CLOSURE_FORM, draft, from_date=("2026-12-24",))
        if form == ids.CLOSURE_CONFIRM_FORM:
            stage.submits(role, form, draft)

    return send


def _part_sent(form: str, values: Mapping[str, object]) -> Act:
    def send(stage: Stage, role: Role, case: Case) -> None:
        draft = stage.begins(role, "/sla calendar new")
        stage.submits(role, form, json.dumps([draft, -1, ""]), **values)

    return send


def _sets_up(stage: Stage, role: Role, case: Case) -> None:
    """A desk that lacks its hours."""
    if _is_admin(role):
        draft = stage.begins(role, "/sla calendar archive Desk")
        stage.submits(role, ids.CALENDAR_ARCHIVE_FORM, draft)
    stage.submits(role, ids.SETUP_FORM, stage.begins(role, "/sla setup"), hours="mon 09:00-10:00")


def _tries_out(stage: Stage, role: Role, case: Case) -> None:
    stage.submits(role, ids.SETUP_TEST_FORM, stage.begins(role, "/sla setup"))


def _erases(stage: Stage, role: Role, case: Case) -> None:
    draft = stage.begins(role, "/sla setup")
    if _is_admin(role):
        stage.submits(role, ids.SETUP_TEST_FORM, draft)
    stage.submits(role, ids.SETUP_ERASE_FORM, draft)


def _is_admin(role: Role) -> bool:
    return bool(role.told.get("is_admin"))


# --- menus ----------------------------------------------------------------------------------------


def _menus() -> Iterator[Deed]:
    for form in (
        ids.CALENDAR_NEW_FORM,
        ids.CALENDAR_EDIT_FORM,
        ids.SETUP_FORM,
        ids.CLOSURE_FORM,
    ):
        for name in KINDS[form].menus:
            act = _searched_part(form) if name == "subdivision" else _searched(form, name)
            yield _of(MENUS, f"`{form}` · `{name}`", f"menu:{form}.{name}", (act, offered))


def _searched(form: str, name: str) -> Act:
    return lambda stage, role, case: stage.searches(role, form, name, "", "Support")


def _searched_part(form: str) -> Act:
    """The parts of the country that stands in the form."""

    def search(stage: Stage, role: Role, case: Case) -> None:
        draft = stage.begins(role if _is_admin(role) else ADMIN, "/sla calendar edit Desk")
        stage.searches(role, form, "subdivision", draft, "Support")

    return search
