"""What was filled into a form: checked before the ack, so that errors stand at the field.

It is checked again when it is done.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.config.levels import read_level
from bot.config.parts import Part
from bot.config.problems import ConfigProblem, ConfigRefused
from bot.config.reading import tree_of
from bot.errors import UserFacingError
from bot.slack import wording
from bot.slack.blocks import actions as ids
from bot.slack.blocks.marks import moment
from bot.slack.parsing import ticket_number
from bot.usecases import opening, tickets
from bot.usecases.access import is_admin, is_agent_somewhere, require_admin, require_agent
from bot.usecases.desk import Work
from bot.usecases.levels import save_new_level
from bot.usecases.opening import NewTicket
from bot.usecases.recording import load
from sla_core.configuration import Level
from sla_core.errors import LevelError
from sla_core.tickets.vocabulary import METRICS, PRIORITIES

Values = Mapping[str, Any]

_ALERT: Final = re.compile(
    r"(?P<at>\S+)\s+to\s+(?P<to>.+?)"
    r"(?:\s+for\s+(?P<metrics>[\w, ]+?))?"
    r"(?:\s+repeat\s+(?P<repeat>\d+))?"
    r"(?P<escalate>\s+escalate)?",
    re.IGNORECASE,
)


class FieldErrors(Exception):
    """What is wrong with a form, by the field where it is shown."""

    def __init__(self, errors: Mapping[str, str]) -> None:
        super().__init__("; ".join(errors.values()))
        self.errors = dict(errors)


@dataclass(frozen=True, slots=True)
class Submitted:
    """A form as it was sent: what it was about, its values by field, by whom and when."""

    callback_id: str
    user_id: str
    metadata: str
    values: Values
    at: datetime


@dataclass(frozen=True, slots=True)
class Kind:
    """A form: its first field, what checks it, what does it; `do` returns the sentence to show."""

    first_field: str
    title: str
    check: Callable[[Work, Submitted], object]
    do: Callable[[Work, Submitted], str]


def values_of(state: Mapping[str, Any]) -> dict[str, Any]:
    """The plain values of a view's state by field: texts, chosen values, lists of them, or None."""
    found: dict[str, Any] = {}
    for field, actions in state.get("values", {}).items():
        for element in actions.values():
            found[field] = _value(element)
    return found


def _value(element: Mapping[str, Any]) -> Any:
    if "selected_options" in element:
        return [option["value"] for option in element["selected_options"] or []]
    if "selected_option" in element:
        option = element["selected_option"]
        return None if option is None else option["value"]
    return element.get("selected_user", element.get("value"))


def check(work: Work, submitted: Submitted) -> None:
    """Raise `FieldErrors` for what cannot be done as it stands."""
    kind = KINDS[submitted.callback_id]
    try:
        kind.check(work, submitted)
    except UserFacingError as refusal:
        raise FieldErrors({kind.first_field: str(refusal)}) from refusal


def do(work: Work, submitted: Submitted) -> str:
    """Do what the form asks and return the sentence that says so."""
    try:
        return KINDS[submitted.callback_id].do(work, submitted)
    except FieldErrors as wrong:
        raise UserFacingError(str(wrong)) from wrong


def _new_ticket(work: Work, submitted: Submitted) -> NewTicket:
    values, by = submitted.values, submitted.user_id
    subject = _text(values, "subject")
    if not subject:
        raise FieldErrors({"subject": "Say in a few words what it is about."})
    if values.get("priority") not in (*PRIORITIES, None):
        raise FieldErrors({"priority": f"There is no priority {values['priority']}."})
    if (
        work.configuration.departments
        and work.configuration.department(values.get("department")) is None
    ):
        raise FieldErrors({"department": "Choose who should take care of it."})
    requester = values.get("requester") or by
    may_name = is_agent_somewhere(work, by) or is_admin(work, by)
    if requester != by and not may_name:
        raise FieldErrors({"subject": "Only agents open tickets for somebody else."})
    return NewTicket(
        requester=requester,
        by=by,
        at=submitted.at,
        subject=subject,
        text=_text(values, "text"),
        department=values.get("department"),
        priority=values.get("priority") or "normal",
        customer=values.get("customer") if may_name else None,
        tags=tuple(
            tag.strip().lstrip("#") for tag in _text(values, "tags").split(",") if tag.strip(" #")
        ),
        source="slack",
    )


def _open_ticket(work: Work, submitted: Submitted) -> str:
    view = opening.open_ticket(work, _new_ticket(work, submitted))
    due = [clock.due_at for clock in view.open_clocks if clock.due_at is not None]
    return wording.opened(view.number, moment(min(due)) if due else None)


def _replied_to(work: Work, submitted: Submitted) -> int:
    number = ticket_number(submitted.metadata)
    if number is None:
        raise FieldErrors({"text": wording.WHICH_TICKET})
    require_agent(work, load(work, number), submitted.user_id)
    if not _text(submitted.values, "text"):
        raise FieldErrors({"text": wording.WHAT_TEXT})
    return number


def _reply(work: Work, submitted: Submitted) -> str:
    number = _replied_to(work, submitted)
    text = _text(submitted.values, "text")
    tickets.reply(work, number, submitted.user_id, text, submitted.at)
    return wording.done("Your reply is on its way to", number)


def _checked_level(work: Work, submitted: Submitted) -> Level:
    require_admin(work, submitted.user_id)
    level = level_of(submitted.values)
    if work.configuration.level(level.name) is not None:
        raise FieldErrors({"name": f"There is a level {level.name} already: choose another name."})
    try:
        work.configuration.check_promise(level, work.now_s)
    except LevelError as error:
        raise FieldErrors({_field(error.field or "name"): _told(error.problem)}) from error
    return level


def _save_level(work: Work, submitted: Submitted) -> str:
    level = _checked_level(work, submitted)
    save_new_level(work, level, submitted.user_id)
    return wording.saved_level(level.name)


def level_of(values: Values) -> Level:
    """The level a form describes, read like one of the configuration file."""
    name = _text(values, "name")
    if not name:
        raise FieldErrors({"name": "Give the level a name."})
    written: dict[str, Any] = {
        "calendar": values.get("calendar"),
        "targets": {each: _target(each, values) for each in METRICS if _text(values, each)},
        "pause_on": values.get("pause_on") or [],
        "reopen": values.get("reopen") or "resume",
        "on_change": values.get("on_change") or "carry",
        "alerts": _alerts(_text(values, "alerts")),
    }
    if not written["targets"]:
        raise FieldErrors({"first_reply": "Promise at least one thing."})
    try:
        return read_level(name, Part(tree_of(written), "the form"))
    except ConfigRefused as refused:
        raise FieldErrors(_by_field(refused.problems)) from refused


def _target(metric: str, values: Values) -> Any:
    """`4h`, or `urgent 1h, high 4h, default 8h` as a mapping by priority."""
    written = _text(values, metric)
    parts = [part.replace(":", " ").split() for part in written.split(",")]
    if len(parts) == 1 and not (len(parts[0]) > 1 and parts[0][0].isalpha()):
        return written
    if any(len(part) != 2 for part in parts):  # noqa: PLR2004 a priority and a time
        raise FieldErrors({metric: f"I do not understand this. {wording.TARGET_HINT}."})
    return {priority.casefold(): time for priority, time in parts}


def _alerts(written: str) -> list[dict[str, Any]]:
    return [_alert(line.strip()) for line in written.splitlines() if line.strip()]


def _alert(line: str) -> dict[str, Any]:
    found = _ALERT.fullmatch(line)
    if found is None:
        raise FieldErrors({"alerts": f"I do not understand the line: {line}"})
    alert: dict[str, Any] = {"at": found["at"], "to": _listed(found["to"])}
    if found["metrics"]:
        alert["metrics"] = [each.replace(" ", "_").casefold() for each in _listed(found["metrics"])]
    if found["repeat"]:
        alert["repeat"] = int(found["repeat"])
    return alert | ({"escalate": True} if found["escalate"] else {})


def _listed(text: str) -> list[str]:
    return [each.strip() for each in text.split(",") if each.strip()]


def _by_field(problems: tuple[ConfigProblem, ...]) -> dict[str, str]:
    """The problems of a level by the field each stands in, the first of each."""
    found: dict[str, str] = {}
    for problem in problems:
        found.setdefault(_field(problem.key), _told(problem.text))
    return found


def _told(problem: str) -> str:
    """A problem of the configuration file as a sentence under a field."""
    return (
        f"This {problem}"
        if problem.startswith(("is ", "has ", "ends "))
        else (problem[:1].upper() + problem[1:])
    )


def _field(key: str) -> str:
    """The field of a key such as `targets.first_reply` or `alerts[2].at`."""
    steps = re.split(r"[.\[]", key)
    if steps[0] == "targets":
        return steps[1] if len(steps) > 1 and steps[1] in METRICS else "first_reply"
    return steps[0] if steps[0] in LEVEL_FIELDS else "name"


LEVEL_FIELDS: Final = frozenset({"name", "calendar", "pause_on", "reopen", "on_change", "alerts"})

KINDS: Final[Mapping[str, Kind]] = {
    ids.TICKET_FORM: Kind("subject", wording.TICKET_FORM_TITLE, _new_ticket, _open_ticket),
    ids.REPLY_FORM: Kind("text", "Reply", _replied_to, _reply),
    ids.LEVEL_FORM: Kind("name", wording.LEVEL_FORM_TITLE, _checked_level, _save_level),
}


def _text(values: Values, field: str) -> str:
    written = values.get(field)
    return written.strip() if isinstance(written, str) else ""
