"""The form of a new level, read like one of the configuration file."""

import re
from collections.abc import Mapping
from typing import Any, Final

from bot import wording
from bot.config.levels import read_level
from bot.config.parts import Part
from bot.config.problems import ConfigProblem, ConfigRefused
from bot.config.reading import tree_of
from bot.slack.blocks import actions as ids
from bot.slack.blocks.elements import Payload, escaped
from bot.slack.blocks.forms import level_form
from bot.slack.blocks.menus import Choices, named_each
from bot.slack.commands.call import Form
from bot.slack.forms.kind import FieldErrors, FormKind, Searching, Submitted
from bot.usecases.changes.access import require_admin
from bot.usecases.ground.transaction import Work
from bot.usecases.promises import suggestions
from bot.usecases.promises.identities import names_refused
from bot.usecases.promises.levels import save_new_level
from bot.words.spelling import (
    duration_in,
    seen,
    unquoted,
    value_in,
)
from sla_core.configuration import Configuration, Level
from sla_core.errors import LevelError
from sla_core.tickets.vocabulary import METRICS

_ALERT: Final = re.compile(
    r"(?P<at>\S+)\s+to\s+(?P<to>.+?)"
    r"(?:\s+for\s+(?P<metrics>[\w, ]+?))?"
    r"(?:\s+repeat\s+(?P<repeat>\d+))?"
    r"(?P<escalate>\s+escalate)?",
    re.IGNORECASE,
)


def _level_view(work: Work, user_id: str, form: Form) -> Payload:
    require_admin(work, user_id)
    return level_form(suggestions.calendars(work, user_id)[0], form.text)


def _calendars_offered(work: Work, wanted: Searching) -> Choices:
    return named_each(suggestions.calendars(work, wanted.user_id))


def _checked_level(work: Work, submitted: Submitted) -> Level:
    require_admin(work, submitted.user_id)
    level = level_of(submitted)
    _check_names(work, level)
    if work.configuration.level(level.name) is not None:
        raise FieldErrors({"name": wording.forms.level_taken(level.name)})
    try:
        work.configuration.check_promise(level, work.now_s)
    except LevelError as error:
        raise FieldErrors(
            {_field(error.field or "name"): wording.forms.problem(error.problem)}
        ) from error
    return level


def _check_names(work: Work, level: Level) -> None:
    """Refuse display names at their field, with what to write instead."""
    wrong = names_refused(work.directory, Configuration(levels={level.name.casefold(): level}))
    if wrong:
        raise FieldErrors({"alerts": wording.forms.problem(wrong[0].text)})


def _save_level(work: Work, submitted: Submitted) -> str:
    level = _checked_level(work, submitted)
    save_new_level(work, level, submitted.user_id)
    return wording.forms.saved_level(escaped(level.name))


def level_of(submitted: Submitted) -> Level:
    """The level a form describes, read like one of the configuration file."""
    name = unquoted(seen(submitted.text("name")))
    if not name:
        raise FieldErrors({"name": wording.forms.no_level_name()})
    written: dict[str, Any] = {
        "calendar": submitted.choice("calendar"),
        "targets": {
            each: _target(each, submitted.words(each)) for each in METRICS if submitted.words(each)
        },
        "pause_on": submitted.choices("pause_on"),
        "reopen": submitted.choice("reopen") or "resume",
        "on_change": submitted.choice("on_change") or "carry",
        "alerts": _alerts(submitted.words("alerts")),
    }
    if not written["targets"]:
        raise FieldErrors({"first_reply": wording.forms.no_target()})
    try:
        return read_level(name, Part(tree_of(written), "the form"))
    except ConfigRefused as refused:
        raise FieldErrors(_by_field(refused.problems)) from refused


def _target(metric: str, written: str) -> Any:
    """`4h`, or `urgent 1h, high 4h, default 8h` as a mapping by priority."""
    parts = [value_in(part).replace(":", " ").split(maxsplit=1) for part in written.split(",")]
    if len(parts) == 1 and not (len(parts[0]) > 1 and parts[0][0].isalpha()):
        return written
    if any(len(part) != 2 for part in parts):  # noqa: PLR2004 a priority and a time
        raise FieldErrors({metric: wording.forms.bad_target()})
    return {value_in(priority).casefold(): duration_in(time) for priority, time in parts}


def _alerts(written: str) -> list[dict[str, Any]]:
    return [_alert(line.strip()) for line in written.splitlines() if line.strip()]


def _alert(line: str) -> dict[str, Any]:
    found = _ALERT.fullmatch(line)
    if found is None:
        raise FieldErrors({"alerts": wording.forms.bad_alert(line)})
    alert: dict[str, Any] = {"at": found["at"], "to": _listed(found["to"])}
    if found["metrics"]:
        alert["metrics"] = [each.replace(" ", "_").casefold() for each in _listed(found["metrics"])]
    if found["repeat"]:
        alert["repeat"] = int(found["repeat"])
    return alert | ({"escalate": True} if found["escalate"] else {})


def _listed(text: str) -> list[str]:
    return [unquoted(each) for each in text.split(",") if unquoted(each)]


def _by_field(problems: tuple[ConfigProblem, ...]) -> dict[str, str]:
    """The problems of a level by the field each stands in, the first of each."""
    found: dict[str, str] = {}
    for problem in problems:
        found.setdefault(_field(problem.key), wording.forms.problem(problem.text))
    return found


def _field(key: str) -> str:
    """The field of a key such as `targets.first_reply` or `alerts[2].at`."""
    steps = re.split(r"[.\[]", key)
    if steps[0] == "targets":
        return steps[1] if len(steps) > 1 and steps[1] in METRICS else "first_reply"
    return steps[0] if steps[0] in LEVEL_FIELDS else "name"


LEVEL_FIELDS: Final = frozenset({"name", "calendar", "pause_on", "reopen", "on_change", "alerts"})

FORMS: Final[Mapping[str, FormKind]] = {
    ids.LEVEL_FORM: FormKind(
        "name",
        wording.forms.level_title,
        _level_view,
        _checked_level,
        _save_level,
        menus={"calendar": _calendars_offered},
    ),
}
