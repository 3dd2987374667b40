"""What somebody can fill in and search, and the shortcuts that open forms."""

import json
from collections.abc import Iterator, Mapping
from typing import Final

from bot.slack.act.forms import KINDS
from bot.slack.draw.blocks import actions as ids
from tests.slack.deed import FORMS, MENUS, SHORTCUTS, Act, Deed, filled
from tests.slack.desk_of_roles import OPEN, RATED, Case
from tests.slack.roles import ADMIN, Role
from tests.slack.stage import Stage
from tests.slack.verdicts import Judge, changed, offered, opened

EVENTS: Final = changed()
_FORMS: Final[Mapping[str, Mapping[str, object]]] = {
    ids.REPLY_FORM: {"text": "Hello"},
    ids.NOTE_FORM: {"text": "Psst"},
    ids.RESOLVE_FORM: {"text": ""},
    ids.PENDING_FORM: {"until": None},
    ids.HOLD_FORM: {"until": None},
    ids.ASSIGN_FORM: {"to": "UEVA"},
    ids.PRIORITY_FORM: {"to": ("high",)},
    ids.DEPARTMENT_FORM: {"to": ("Billing",)},
    ids.LEVEL_FORM_OF_TICKET: {"to": ("Standard",)},
    ids.CUSTOMER_FORM: {"to": ("Acme",)},
    ids.TAGS_FORM: {"tags": "mango"},
    ids.FIELD_FORM: {"name": ("plan",), "value": "free"},
    ids.MERGE_FORM: {"into": "{into}"},
}
_TICKET: Final = {"subject": "Printer", "text": "", "department": ("Support",)}
_LEVEL: Final = {"name": "Gold", "calendar": ("24x7",), "first_reply": "1h", "next_reply": ""}
_LEVELS: Final[Mapping[str, tuple[str, Mapping[str, object]]]] = {
    ids.LEVEL_FORM: ("/sla level new", _LEVEL),
    ids.LEVEL_EDIT_FORM: ("/sla level edit Spare", {"first_reply": "7h"}),
    ids.LEVEL_ARCHIVE_FORM: ("/sla level archive Spare", {}),
}
_PARTS: Final[Mapping[str, Mapping[str, object]]] = {
    ids.LEVEL_ALERT_FORM: {"when": ("breach",), "roles": ["channel"]},
    ids.LEVEL_PRIORITY_FORM: {"metric": ("resolution",), "priority": ("high",), "time": "8h"},
}
_FREE: Final = frozenset({ids.TICKET_FORM, ids.EDITOR_CONFIRM_FORM, *_LEVELS, *_PARTS})
"""The forms that are about no ticket."""
_MISS: Final = "{n} first_reply 1"
_REVIEW: Final = {"severity": ("major",), "cause": ("outage",)}


def forms() -> Iterator[Deed]:
    """Each form, opened and sent."""
    for form, values in _FORMS.items():
        opens = _offered(form), opened(form)
        yield _form(form, (opens, (_sent(form, "{n}", values), EVENTS)))
    confirmed = _sent(ids.MERGE_CONFIRMED_FORM, "{n} {into} -", {}), EVENTS
    yield _form(ids.MERGE_CONFIRMED_FORM, (confirmed,))
    review = _sent(ids.REVIEW_FORM, _MISS, _REVIEW)
    yield _form(ids.REVIEW_FORM, ((review, changed("reviews", "reviewed_by")),))
    comment = _sent(ids.RATING_FORM, "{n}", {"text": "Thanks"}), EVENTS
    yield _form(ids.RATING_FORM, (comment,), RATED)
    ticket = _sent(ids.TICKET_FORM, "", _TICKET), EVENTS
    yield _form(ids.TICKET_FORM, ((_offered(ids.TICKET_FORM), opened(ids.TICKET_FORM)), ticket))
    for form, (line, values) in _LEVELS.items():
        sent = _begun_and_sent(line, form, values), changed("config_revisions", "changed_by")
        yield _form(form, ((_offered(form, "Spare"), opened(form)), sent))
    for form, values in _PARTS.items():
        yield _form(form, ((_part_sent(form, values), opened(ids.LEVEL_FORM)),))
    confirmed = _confirmed, changed("config_revisions", "changed_by")
    yield _form(ids.EDITOR_CONFIRM_FORM, (confirmed,))


def _form(form: str, ways: tuple[tuple[Act, Judge], ...], state: str = OPEN) -> Deed:
    return Deed(
        FORMS, f"{KINDS[form].title()} `{form}`", f"form:{form}", ways, state, form in _FREE
    )


def _offered(form: str, text: str = "") -> Act:
    def press(stage: Stage, role: Role, case: Case) -> None:
        value = json.dumps({"form": form, "text": text, "number": case.number})
        stage.presses(role, ids.OPEN_FORM, value)

    return press


def _sent(form: str, metadata: str, values: Mapping[str, object]) -> Act:
    def send(stage: Stage, role: Role, case: Case) -> None:
        typed = {
            name: filled(value, case) if isinstance(value, str) else value
            for name, value in values.items()
        }
        stage.submits(role, form, filled(metadata, case), **typed)

    return send


def _begun_and_sent(line: str, form: str, values: Mapping[str, object]) -> Act:
    """A form of the configuration is begun by who may, and sent."""

    def send(stage: Stage, role: Role, case: Case) -> None:
        stage.submits(role, form, stage.begins(role, line), **values)

    return send


def _part_sent(form: str, values: Mapping[str, object]) -> Act:
    def send(stage: Stage, role: Role, case: Case) -> None:
        draft = stage.begins(role, "/sla level new")
        stage.submits(role, form, json.dumps([draft, -1, ""]), **values)

    return send


def _confirmed(stage: Stage, role: Role, case: Case) -> None:
    """A change that clocks run under: what it comes to was counted for who may."""
    admin = role if role.told.get("is_admin") else ADMIN
    draft = stage.begins(admin, "/sla level edit Urgent SLA")
    stage.submits(admin, ids.LEVEL_EDIT_FORM, draft, first_reply="5h")
    stage.forgets()
    stage.submits(role, ids.EDITOR_CONFIRM_FORM, draft, running=("keep",))


_MENUS: Final[Mapping[tuple[str, str], str]] = {
    (ids.TICKET_FORM, "department"): "department",
    (ids.TICKET_FORM, "customer"): "customer",
    (ids.TICKET_FORM, "field_"): "field_plan",
    (ids.DEPARTMENT_FORM, "to"): "to",
    (ids.LEVEL_FORM_OF_TICKET, "to"): "to",
    (ids.CUSTOMER_FORM, "to"): "to",
    (ids.FIELD_FORM, "name"): "name",
    (ids.LEVEL_FORM, "calendar"): "calendar",
    (ids.LEVEL_EDIT_FORM, "calendar"): "calendar",
    (ids.LEVEL_ALERT_FORM, "groups_to"): "groups_to",
}
"""The field of each searched menu of a form, as Slack names it."""


def menus() -> Iterator[Deed]:
    """Each menu that is searched."""
    for (form, menu), block_id in _MENUS.items():
        name, search = f"`{form}` · `{menu}`", _searched(form, block_id)
        yield Deed(MENUS, name, f"menu:{form}.{menu}", ((search, offered),), OPEN, form in _FREE)
    asked = ids.CHOOSE_DEPARTMENT
    way = (lambda stage, role, case: stage.searches_departments(role)), offered
    yield Deed(MENUS, f"`{asked}`", f"options:{asked}", (way,), is_of_nothing=True)


def _searched(form: str, block_id: str) -> Act:
    def search(stage: Stage, role: Role, case: Case) -> None:
        metadata = "" if form in _FREE else str(case.number)
        stage.searches(role, form, block_id, metadata, "Support")

    return search


def shortcuts() -> Iterator[Deed]:
    """Both shortcuts."""
    opens = opened(ids.TICKET_FORM)
    for name, entry, act in (
        ("Open a ticket `open_ticket`", ids.OPEN_TICKET, _shortcut),
        ("Open a ticket, on a message `open_ticket_here`", ids.OPEN_TICKET_HERE, _shortcut_here),
    ):
        yield Deed(SHORTCUTS, name, f"shortcut:{entry}", ((act, opens),), is_of_nothing=True)


def _shortcut(stage: Stage, role: Role, case: Case) -> None:
    stage.uses_shortcut(role, ids.OPEN_TICKET)


def _shortcut_here(stage: Stage, role: Role, case: Case) -> None:
    message = {"type": "message", "user": "UEVA", "text": "Slow again", "ts": "1772430002.000100"}
    stage.uses_shortcut(role, ids.OPEN_TICKET_HERE, message)
