"""The configuration as a file in Slack: given, checked, compared, applied."""

from dataclasses import replace

import pytest

from bot.config.history import newest_revision
from bot.store import people
from tests.house.forms_of_items import SUPPORT, filled, opened, shown
from tests.house.marks import tries
from tests.house.reading import text_of
from tests.house.standing import PROMISES

TEXT = PROMISES.read_text(encoding="utf-8")
FASTER = TEXT.replace("first_reply: 4h", "first_reply: 2h", 1)
assert FASTER != TEXT


@pytest.fixture
def ada(house):
    return house.member("ada")


def sent(house, text, what, line="/sla config", name="sla.yml"):
    """What stands in the place of the form once a file was sent with it."""
    ada, form = house.member("ada"), opened(house, line)
    file_id = ada.uploads(name, text)
    ada.submits(form["id"], {**filled(what=what), "file": {"value": [file_id]}})
    house.settle()
    return ada.top_form()


def target(house):
    house.settle()
    with house.program.look() as work:
        return work.configuration.level("Standard").target_s("first_reply", "normal")


def revision(house):
    with house.program.look() as work:
        return newest_revision(work.history)


@tries("command:/sla config", "form:config_file", "form:config_apply")
def test_a_file_is_applied_once_it_was_seen_what_it_changes(house, ada):
    house.member("carla").says(SUPPORT, "Printer burns")
    house.settle()
    form = sent(house, FASTER, "apply")
    told = text_of(form)
    assert "sla.yml changes 1 thing:" in told
    assert "Level Standard: “First reply” is 2h instead of 4h." in told
    assert "clocks run" in told or "clock runs" in told
    assert target(house) == 4 * 3600
    ada.submits(form["id"], filled(running="move"))
    house.settle()
    assert "sla.yml is in force: 1 item changed." in text_of(ada.top_form())
    assert target(house) == 2 * 3600


def test_who_may_not_is_asked_again_when_the_file_is_applied(house, ada):
    form = sent(house, FASTER, "apply")
    before = revision(house)
    with house.program.work() as work:
        known = people.get(*work.scope, "U0ADA")
        people.save(*work.scope, replace(known, is_admin=False))
    ada.submits(form["id"], {})
    house.settle()
    assert revision(house) == before


def test_what_was_shown_holds_only_for_its_revision(house, ada):
    form = sent(house, FASTER, "apply")
    house.configure(TEXT.replace("report_time_zone: Europe/Ljubljana", "report_time_zone: UTC"))
    ada.submits(form["id"], {})
    house.settle()
    assert "changed meanwhile" in text_of(ada.top_form())
    assert target(house) == 4 * 3600


@tries("command:/sla config check")
def test_all_that_is_wrong_is_said_with_line_and_column(house):
    wrong = "version: 1\nlevels:\n  A: {targets: {first_reply: 2d}}\n  B: {colour: red}\n"
    told = text_of(sent(house, wrong, "check", "/sla config check"))
    assert "3 things are wrong with sla.yml" in told
    for place in ("line 3, column 17", "line 4, column 3", "line 4, column 7"):
        assert place in told, told


def test_a_wrong_file_changes_nothing(house):
    before = revision(house)
    told = text_of(sent(house, FASTER + "\nnonsense: 1\n", "apply"))
    assert "1 thing is wrong with sla.yml" in told
    assert revision(house) == before


@tries("command:/sla config diff", "command:/sla config apply")
def test_the_form_says_what_the_command_asked_for(house):
    for what in ("diff", "apply"):
        assert shown(opened(house, f"/sla config {what}"))["what"] == what


def test_a_sound_file_is_said_to_be_one(house):
    assert "sla.yml can be applied" in text_of(sent(house, TEXT, "check"))


def test_a_file_that_says_what_is_in_force_changes_nothing(house):
    for what in ("diff", "apply"):
        assert "Nothing to change" in text_of(sent(house, TEXT, what))


def test_what_a_file_would_change_is_said_and_not_done(house):
    assert "sla.yml changes 1 thing" in text_of(sent(house, FASTER, "diff"))
    assert target(house) == 4 * 3600


@tries("command:/sla config export")
def test_the_configuration_comes_as_a_file_and_applied_again_changes_nothing(house, ada):
    assert "I send you" in text_of(ada.asks(SUPPORT, "/sla config export"))
    house.move(seconds=10)
    announced = house.posted(next(iter(house.keys("config_file:U0ADA:"))))
    messages = ada.reads(announced["channel"], announced["ts"])
    [file_id] = [file["id"] for each in messages for file in each.get("files") or []]
    file = house.world.workspace.files[file_id]
    assert file.name == "sla.yml"
    assert "Nothing to change" in text_of(sent(house, file.content.decode(), "apply"))


def test_the_form_gives_the_file_as_well(house, ada):
    ada.submits(opened(house, "/sla config")["id"], filled(what="export"))
    house.move(seconds=10)
    assert "in a direct message" in text_of(ada.top_form())
    assert len(list(house.keys("config_file:U0ADA:"))) == 1


def test_a_form_without_a_file_says_so_at_the_field(house, ada):
    answer = ada.submits(opened(house, "/sla config")["id"], filled(what="diff"))
    assert "Choose a file" in answer["errors"]["file"]


@pytest.mark.parametrize("name", ["ana", "lea", "carla"])
@pytest.mark.parametrize("line", ["config", "config check", "config export"])
def test_only_admins_have_files(house, name, line):
    member = house.member(name)
    told = (
        member.asks(SUPPORT, f"/sla {line}")
        if line == "config export"
        else opened(house, f"/sla {line}", name)
    )
    assert "admins" in text_of(told)


def test_a_file_is_the_way_in_where_pieces_are_read_only(house, ada):
    kept = TEXT + "\nmanaged_by: file\n"
    house.configure(kept)
    form = sent(house, kept.replace("first_reply: 4h", "first_reply: 2h", 1), "apply")
    ada.submits(form["id"], {})
    house.settle()
    assert target(house) == 2 * 3600


def test_without_the_scope_it_is_said_what_to_do(house):
    house.slack.post("scopes", remove=["files:read"])
    house.expected.append("missing_scope")
    assert "files:read" in text_of(sent(house, TEXT, "diff"))


def test_home_says_that_the_file_differs_and_how_to_apply_it(house, tmp_path, ada):
    path = tmp_path / "sla.yml"
    path.write_text(TEXT, encoding="utf-8")
    object.__setattr__(house.program, "config_file", path)
    assert str(path) not in text_of(ada.opens_home())
    path.write_text(FASTER, encoding="utf-8")
    house.move(minutes=2)
    told = text_of(ada.home())
    assert f"`{path}` differs in 1 item from the configuration in force" in told
    assert "/sla config apply" in told
    form = sent(house, FASTER, "apply")
    ada.submits(form["id"], {})
    house.settle()
    assert "is in force" in text_of(ada.top_form())
    house.move(minutes=2)
    assert str(path) not in text_of(ada.opens_home())
