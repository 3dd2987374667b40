"""What somebody can do with the configuration as a file: admins alone take and give it."""

from collections.abc import Iterator
from typing import Final

from bot.config.history import newest_revision
from bot.slack.act.forms import KINDS
from bot.slack.draw.blocks import actions as ids
from bot.usecases.promises import form_drafts
from bot.usecases.promises.config_export import exported
from tests.slack.deed import COMMANDS, FORMS, Act, Deed
from tests.slack.desk_of_roles import Case
from tests.slack.roles import ADMIN, Role
from tests.slack.stage import Stage
from tests.slack.verdicts import changed, offered_form, opened, put

EXPORTED: Final = put("config_file:")
_OPENING: Final = ("config", "config check", "config diff", "config apply")


def config_file_deeds() -> Iterator[Deed]:
    """Each command and each form."""
    for words in _OPENING:
        ways = (_typed(words), opened(ids.CONFIG_FORM)), (_addressed(words), offered_form)
        yield _command(words, ways)
    ways = tuple((way("config export"), EXPORTED) for way in (_typed, _addressed))
    yield _command("config export", ways)
    yield _form(ids.CONFIG_FORM, (_asked, EXPORTED))
    yield _form(ids.CONFIG_APPLY_FORM, (_applied, changed("config_revisions", "changed_by")))


def _command(words: str, ways: tuple) -> Deed:
    return Deed(COMMANDS, f"`/sla {words}`", f"command:/sla {words}", ways, is_of_nothing=True)


def _form(form: str, way: tuple) -> Deed:
    name = f"{KINDS[form].title()} `{form}`"
    return Deed(FORMS, name, f"form:{form}", (way,), is_of_nothing=True)


def _typed(words: str) -> Act:
    return lambda stage, role, case: stage.command(role, f"/sla {words}")


def _addressed(words: str) -> Act:
    return lambda stage, role, case: stage.mentions(role, f"/sla {words}")


def _asked(stage: Stage, role: Role, case: Case) -> None:
    """Send the form that asks for the present configuration."""
    stage.submits(role, ids.CONFIG_FORM, what=("export",))


def _applied(stage: Stage, role: Role, case: Case) -> None:
    """Apply a file that was shown; who may not has seen that of an admin."""
    stage.forgets()
    owner = role if role.told.get("is_admin") else ADMIN
    with stage.world.program.quiet_work() as work:
        text = f"{exported(work)}language: de\n"
        content = {"text": text, "counted_at": newest_revision(work.history), "numbers": None}
        name = "sla.yml"
        draft = form_drafts.begin(work, owner.user_id, form_drafts.FILE, name, content)
    stage.submits(role, ids.CONFIG_APPLY_FORM, draft.id)
