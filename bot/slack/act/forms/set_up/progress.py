"""How far somebody is in the set-up: what stands in its fields, its steps, and its test."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Self

from bot import wording
from bot.errors import UserFacingError
from bot.slack.act.forms.kind import Submission, Values
from bot.usecases.ground.transaction import Transaction
from bot.usecases.intake.trial_tickets import SET_UP, TICKET
from bot.usecases.promises import form_drafts
from bot.usecases.promises.first_desk import STEPS
from bot.usecases.promises.form_drafts import FormDraft


@dataclass(frozen=True, slots=True)
class Progress:
    """The values of all fields, the steps to be done, and the one that is shown.

    At a step behind the last all of it is in force, and what is left is to try it out: `ticket` is
    the number of the test, `department` where it is opened, with which `tags`.
    """

    fields: Mapping[str, Any] = field(default_factory=dict)
    steps: tuple[str, ...] = ()
    at: int = 0
    department: str | None = None
    tags: tuple[str, ...] = ()
    ticket: int | None = None

    @classmethod
    def of(cls, kept: Mapping[str, Any]) -> Self:
        """What was kept."""
        return cls(
            fields=kept.get("fields", {}),
            steps=tuple(step for step in kept.get("steps", ()) if step in STEPS),
            at=int(kept.get("at", 0)),
            department=kept.get("department"),
            tags=tuple(kept.get("tags", ())),
            ticket=kept.get(TICKET),
        )

    @property
    def kept(self) -> dict[str, Any]:
        """The same as JSON."""
        return {
            "fields": dict(self.fields),
            "steps": list(self.steps),
            "at": self.at,
            "department": self.department,
            "tags": list(self.tags),
            TICKET: self.ticket,
        }

    @property
    def is_saved(self) -> bool:
        """Whether all steps are done."""
        return self.at >= len(self.steps)

    def text(self, name: str) -> str:
        """What stands in a field of text, without blanks around it."""
        value = self.fields.get(name)
        return value.strip() if isinstance(value, str) else ""

    def list(self, name: str) -> list[str]:
        """What is chosen in a field of several."""
        value = self.fields.get(name)
        return [str(each) for each in value] if isinstance(value, list | tuple) else []

    def typed(self, values: Values) -> Self:
        """The same with what stands in the fields of a step now."""
        return replace(self, fields={**self.fields, **values})

    def step_to(self, at: int) -> Self:
        """The same at another step."""
        return replace(self, at=max(0, min(at, len(self.steps))))


def metadata_of(draft: FormDraft, at: int) -> str:
    """What a view carries: which form it is, and which step of it."""
    return json.dumps([draft.id, at])


def progress_of(work: Transaction, submitted: Submission) -> tuple[FormDraft, Progress]:
    """The form that a view is of, at its step, with what stands in its fields now.

    Nothing that anybody could have written into the view is trusted.
    """
    try:
        draft_id, at = json.loads(submitted.metadata)
        at = int(at)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise UserFacingError(wording.editors.gone()) from None
    draft = form_drafts.of_form(work, submitted.user_id, str(draft_id), SET_UP)
    progress = Progress.of(draft.content)
    if progress.is_saved:
        return draft, progress
    return draft, progress.step_to(min(at, len(progress.steps) - 1)).typed(submitted.values)


def keep(work: Transaction, draft: FormDraft, progress: Progress) -> FormDraft:
    """Keep how far it is."""
    return form_drafts.keep(work, draft, progress.kept)
