"""Where the configuration is kept in a file, no form, button or command changes a piece of it."""

from pathlib import Path

import pytest

from bot.config.history import newest_revision
from bot.slack.act.commands.call import ADMINS
from bot.slack.act.commands.sla import SLA
from bot.slack.act.forms import KINDS
from bot.slack.act.forms.editors.table import BY_FORM, EDITORS
from bot.slack.draw.blocks import actions as ids
from tests.house.forms_of_items import SUPPORT, opened
from tests.house.reading import text_of
from tests.house.standing import PROMISES

KEPT = PROMISES.read_text(encoding="utf-8") + "\nmanaged_by: file\n"
NAMES = {
    "level": "Standard",
    "department": "Support",
    "customer": "Acme",
    "group": "VIP",
    "rule": "Tag URGENT",
    "calendar": "office",
}
READING = {"audit", "config", "config check", "config diff", "config apply", "config export"}
"""The commands for admins that change no piece of the configuration."""
CHANGING = [command for command in SLA if command.who == ADMINS and command.words not in READING]


@pytest.fixture
def kept(house):
    house.configure(KEPT)
    object.__setattr__(house.program, "config_file", Path("/etc/punctual/sla.yml"))
    return house


def revision(house):
    house.settle()
    with house.program.look() as work:
        return newest_revision(work.history)


def line_of(command):
    noun, _, verb = command.words.partition(" ")
    name = "all" if verb == "ready-made" else "" if verb == "new" else NAMES.get(noun, "")
    return f"/sla {command.words} {name}".strip()


def test_every_command_says_where_the_file_is_and_changes_nothing(kept):
    before = revision(kept)
    ada = kept.member("ada")
    for command in CHANGING:
        line = line_of(command)
        opens = command.form(line.removeprefix(f"/sla {command.words}").strip()) is not None
        told = text_of(opened(kept, line) if opens else ada.asks(SUPPORT, line))
        assert "managed_by: file" in told, line
        assert "/etc/punctual/sla.yml" in told, line
        if opens:
            ada.closes(ada.top_form()["id"])
    assert revision(kept) == before


def test_a_form_that_was_open_before_is_not_saved(house):
    forms = {}
    for line in ("settings", "level edit Standard", "rule new", "customer new"):
        forms[line] = opened(house, f"/sla {line}")
        house.member("ada").closes(forms[line]["id"])
    form = opened(house, "/sla level edit Standard")
    house.configure(KEPT)
    before = revision(house)
    answer = house.member("ada").submits(form["id"], {"first_reply": {"value": "1h"}})
    assert "managed_by: file" in str(answer.get("errors") or answer.get("view"))
    assert revision(house) == before


def test_every_form_of_the_configuration_is_one_of_an_editor_or_takes_a_file():
    """What a new form has to be, so that the one rule holds for it."""
    words = ("level", "department", "customer", "settings", "rule", "calendar", "editor", "config")
    of_tickets = {name for name in KINDS if name.startswith("ticket_")}
    ours = {name for name in KINDS if name.startswith(words)} - of_tickets
    parts = {part.callback_id for editor in EDITORS for part in editor.parts.values()}
    others = {
        name
        for editor in EDITORS
        for name in (editor.copy_callback_id, editor.archive_callback_id, editor.new_callback_id)
    }
    files = {ids.CONFIG_FORM, ids.CONFIG_APPLY_FORM}
    known = {*BY_FORM, *parts, *others, *files, ids.EDITOR_CONFIRM_FORM}
    assert ours <= known, sorted(ours - known)
