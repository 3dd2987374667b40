"""What somebody can press and pick in messages and in App Home."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from bot.slack.draw.blocks import actions as ids
from tests.slack.deed import BUTTONS, Act, Deed, filled
from tests.slack.desk_of_roles import HELD, OPEN, RATED, RESOLVED, Case
from tests.slack.roles import Role
from tests.slack.stage import Stage
from tests.slack.verdicts import Judge, answered, changed, counted, explained, listed, opened, shown

EVENTS: Final = changed()


@dataclass(frozen=True, slots=True)
class Button:
    """What one of our buttons, or menus of messages, is called, carries and does."""

    called: str
    value: str
    judge: Judge
    state: str = OPEN
    is_picked: bool = False
    is_of_nothing: bool = False


def _form_button(form: str, called: str) -> Button:
    return Button(called, "{n}", opened(form))


_BUTTONS: Final[Mapping[str, Button]] = {
    ids.CLAIM: Button("Claim", "{n}", EVENTS),
    ids.RESOLVE: Button("Resolve", "{n}", EVENTS),
    ids.REOPEN: Button("Reopen", "{n}", EVENTS, RESOLVED),
    ids.NO_REPLY: Button("No reply needed", "{n}", EVENTS),
    ids.RAISE_PRIORITY: Button("Raise priority", "{n}", EVENTS),
    ids.REPLY: _form_button(ids.REPLY_FORM, "Reply"),
    ids.NOTE: _form_button(ids.NOTE_FORM, "Note"),
    ids.PENDING: _form_button(ids.PENDING_FORM, "Pending"),
    ids.HOLD: _form_button(ids.HOLD_FORM, "On hold"),
    ids.ASSIGN: _form_button(ids.ASSIGN_FORM, "Reassign"),
    ids.SOLVE: _form_button(ids.RESOLVE_FORM, "Resolve with an answer"),
    ids.ACKNOWLEDGE: Button("Acknowledge", "{n} first_reply 1 15", EVENTS, is_picked=True),
    ids.SNOOZE: Button("Snooze", "{n} resolution 1 15", EVENTS, is_picked=True),
    ids.ESCALATE: Button("Escalate", "{n}", EVENTS, HELD),
    ids.MERGE: Button("Merge as it was read", "{n} {into} -", EVENTS),
    ids.SEND_AGAIN: Button("Send again", "{n} {refused}", changed("audit", "actor")),
    ids.WHY: Button("Why?", "{n}", explained),
    ids.REVIEW: Button("Review a miss", "{n} first_reply 1", opened(ids.REVIEW_FORM)),
    ids.REVIEW_BACK: Button("Reviews, the page before", "1 all", counted),
    ids.REVIEW_ON: Button("Reviews, the next page", "1 all", counted),
    ids.AUDIT_BACK: Button("Audit log, newer entries", "1 ", answered, is_of_nothing=True),
    ids.AUDIT_ON: Button("Audit log, older entries", "2 ", answered, is_of_nothing=True),
    ids.EXCLUSION_GRANT: Button("Leave a miss out", "{exclusion}", EVENTS),
    ids.EXCLUSION_REFUSE: Button("Let a miss count", "{exclusion}", changed("audit", "actor")),
    ids.FOLLOW_UP_DONE: Button("Follow-up done", "{follow_up}", changed("audit", "actor")),
    ids.SKIP: Button("Skip", "", shown),
    ids.PAGE_BACK: Button("Tickets, the page before", "1 ", listed),
    ids.PAGE_ON: Button("Tickets, the next page", "1 ", listed),
    ids.SOLVED_YES: Button("Solved: yes", "{n}", changed("outbox", ""), RESOLVED),
    ids.SOLVED_NO: Button("Solved: no", "{n}", EVENTS, RESOLVED),
    ids.RATES[5]: Button("Rated good", "{n}", EVENTS, RESOLVED),
    ids.RATES[3]: Button("Rated all right", "{n}", EVENTS, RESOLVED),
    ids.RATES[1]: Button("Rated bad", "{n}", EVENTS, RESOLVED),
    ids.RATE_COMMENT: Button("Comment on the rating", "{n}", opened(ids.RATING_FORM), RATED),
    ids.REQUESTS_BACK: Button("One's requests, the page before", "1", listed),
    ids.REQUESTS_ON: Button("One's requests, the next page", "1", listed),
    ids.CHOOSE_LANGUAGE: Button(
        "Language", "en", changed("preferences", "person_id"), is_picked=True, is_of_nothing=True
    ),
    ids.TAKE_CALENDAR_DATA: Button("Take new holidays in", "", answered, is_of_nothing=True),
    ids.HELP: Button("Help", ids.HELP, answered, is_of_nothing=True),
    **{
        ids.STARTS[words]: Button(f"Start with {words}", words, answered, is_of_nothing=True)
        for words in ids.STARTS
        if words not in ids.START_FORMS
    },
    ids.STARTS["level new"]: Button(
        "Start with level new", "level new", opened(ids.LEVEL_FORM), is_of_nothing=True
    ),
    ids.OPEN_THREAD: Button("Open thread", "", answered, is_of_nothing=True),
    **{
        action_id: Button(
            called,
            json.dumps({"form": form, "text": "Spare"}).replace("{", "{{").replace("}", "}}"),
            opened(shown_form),
            is_of_nothing=True,
        )
        for action_id, called, form, shown_form in (
            (ids.OPEN_TO_EDIT, "Edit an item", ids.LEVEL_EDIT_FORM, ids.LEVEL_EDIT_FORM),
            (ids.OPEN_TO_COPY, "Copy an item", ids.LEVEL_COPY_FORM, ids.LEVEL_FORM),
            (ids.OPEN_TO_ARCHIVE, "Archive an item", *[ids.LEVEL_ARCHIVE_FORM] * 2),
        )
    },
    ids.OPEN_FORM: Button(
        "Open a form",
        json.dumps({"form": ids.TICKET_FORM, "text": ""}).replace("{", "{{").replace("}", "}}"),
        opened(ids.TICKET_FORM),
        is_of_nothing=True,
    ),
}


def buttons() -> Iterator[Deed]:
    """Each button, and each menu of a message."""
    for action_id, button in _BUTTONS.items():
        yield Deed(
            BUTTONS,
            f"{button.called} `{action_id}`",
            f"action:{action_id}",
            ((_pressed(action_id, button), button.judge),),
            button.state,
            button.is_of_nothing,
            is_of_many=button.judge is counted,
        )
    name, entry = f"Which department `{ids.CHOOSE_DEPARTMENT}`", f"action:{ids.CHOOSE_DEPARTMENT}"
    yield Deed(BUTTONS, name, entry, ((_chosen_department, EVENTS),))
    yield Deed(
        BUTTONS,
        "A choice in an open form `value`",
        "action:value",
        (
            (
                lambda stage, role, case: stage.chooses(role, ids.TICKET_FORM),
                opened(ids.TICKET_FORM),
            ),
        ),
        is_of_nothing=True,
    )


_IN_FORMS: Final[Mapping[str, tuple[str, str, str]]] = {
    ids.EDITOR_LINE: ("Change a line of a form", "remove:alerts:0", ids.LEVEL_FORM),
    f"{ids.EDITOR_ADD}_alerts": ("Add an alert", "add:alerts:", ids.LEVEL_ALERT_FORM),
    f"{ids.EDITOR_ADD}_priorities": (
        *("Add a time for a priority", "add:priorities:", ids.LEVEL_PRIORITY_FORM),
    ),
    f"{ids.EDITOR_PRESS}_more": ("More settings", "more", ids.LEVEL_FORM),
    f"{ids.EDITOR_PRESS}_over": ("Start over", "over", ids.LEVEL_FORM),
}
"""What can be pressed in the forms of items of the configuration, and which form is shown then."""


def presses_in_forms() -> Iterator[Deed]:
    """Each button of the forms of items of the configuration."""
    for action_id, (called, value, form) in _IN_FORMS.items():
        ways = ((_pressed_in_form(action_id, value), opened(form)),)
        name = f"{called} `{action_id}`"
        yield Deed(BUTTONS, name, f"action:{action_id}", ways, is_of_nothing=True)


def _pressed_in_form(action_id: str, value: str) -> Act:
    def press(stage: Stage, role: Role, case: Case) -> None:
        draft = stage.begins(role, "/sla level new")
        stage.presses_in_form(role, ids.LEVEL_FORM, draft, action_id, value)

    return press


def _pressed(action_id: str, button: Button) -> Act:
    return lambda stage, role, case: stage.presses(
        role, action_id, filled(button.value, case), is_picked=button.is_picked
    )


def _chosen_department(stage: Stage, role: Role, case: Case) -> None:
    channel, ts = case.asked
    stage.presses(
        role, ids.CHOOSE_DEPARTMENT, "Support", is_picked=True, channel_id=channel, thread_ts=ts
    )
