"""Forms that are being filled in: kept for a day, for who opened them, and for nobody else."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.config.history import newest_revision
from bot.errors import UserFacingError
from bot.store import form_drafts as stored
from bot.store import people
from bot.usecases.promises import form_drafts
from tests.usecases.conftest import CONFIG
from tests.usecases.test_reprojection import configured

CONTENT = {"fields": {"name": "Žiga 🎈", "pause_on": ["pending"]}, "parts": {"alerts": []}}


def begins(team, name=None, by="UADA", kind="level", content=CONTENT):
    with team.program.work() as work:
        return form_drafts.begin(work, by, kind, name, content)


def found(team, draft, by="UADA", kinds=("level",)):
    with team.program.look() as work:
        return form_drafts.of_form(work, by, draft.id, *kinds)


def unfinished(team, name=None, by="UADA", kind="level"):
    with team.program.look() as work:
        return [each.id for each in form_drafts.unfinished(work, by, kind, name)]


def test_what_is_kept_comes_back_as_it_was(team):
    draft = begins(team, "Gold")
    assert found(team, draft) == draft
    with team.program.look() as work:
        assert draft.revision == newest_revision(work.history)


def test_what_changes_is_kept_from_then_on(team):
    draft = begins(team)
    team.clock.move(hours=20)
    with team.program.work() as work:
        changed = form_drafts.keep(work, draft, {"fields": {}})
    team.clock.move(hours=20)
    assert found(team, draft) == changed
    assert (changed.content, changed.id) == ({"fields": {}}, draft.id)


@pytest.mark.parametrize(("hours", "seconds", "is_there"), [(23, 3599, True), (24, 0, False)])
def test_a_form_is_there_for_a_day(team, hours, seconds, is_there):
    draft = begins(team)
    team.clock.move(hours=hours, seconds=seconds)
    assert unfinished(team) == ([draft.id] if is_there else [])
    if is_there:
        assert found(team, draft).id == draft.id
    else:
        with pytest.raises(UserFacingError, match="older than a day"):
            found(team, draft)


def test_forms_that_are_too_old_are_removed_when_another_is_begun(team):
    draft = begins(team)
    team.clock.move(hours=24, seconds=1)
    another = begins(team, "Gold")
    with team.program.look() as work:
        assert stored.find(work.connection, "T1", draft.id) is None
        assert stored.find(work.connection, "T1", another.id) is not None


def test_several_forms_stand_beside_each_other_the_last_touched_first(team):
    one = begins(team)
    team.clock.move(minutes=1)
    two = begins(team)
    assert unfinished(team) == [two.id, one.id]
    team.clock.move(minutes=1)
    with team.program.work() as work:
        form_drafts.keep(work, one, CONTENT)
    assert unfinished(team) == [one.id, two.id]
    with team.program.work() as work:
        form_drafts.forget(work, one)
    assert unfinished(team) == [two.id]


def test_a_form_is_of_its_item_and_kind(team):
    draft = begins(team, "Gold")
    assert unfinished(team, "Gold") == [draft.id]
    assert unfinished(team) == unfinished(team, "Silver") == []
    assert unfinished(team, "Gold", kind="calendar") == []
    with pytest.raises(UserFacingError):
        found(team, draft, kinds=("calendar", "rule"))


def test_a_form_is_not_another_admins(team):
    draft = begins(team)
    with team.program.work() as work:
        lea = people.get(work.connection, "T1", "ULEA")
        people.save(work.connection, "T1", replace(lea, is_admin=True))
    assert unfinished(team, by="ULEA") == []
    with pytest.raises(UserFacingError, match="saved already"):
        found(team, draft, by="ULEA")


@pytest.mark.parametrize("by", ["UANA", "ULEA", "UCARLA", "UNOBODY"])
def test_who_is_no_admin_keeps_no_form(team, by):
    with pytest.raises(UserFacingError, match="Only workspace admins"):
        begins(team, by=by)
    with pytest.raises(UserFacingError, match="Only workspace admins"):
        found(team, begins(team), by=by)


def test_where_a_file_manages_the_configuration_no_form_is_kept(team):
    draft = begins(team)
    configured(team, CONFIG + "managed_by: file\n")
    for act in (lambda: begins(team), lambda: found(team, draft)):
        with pytest.raises(UserFacingError, match="managed_by: file"):
            act()


def test_a_form_of_another_workspace_is_not_found(team):
    draft = begins(team)
    with team.program.look() as work:
        assert stored.find(work.connection, "T2", draft.id) is None
        assert stored.unfinished(work.connection, "T2", "UADA", "level", None) == []
    with team.program.work() as work:
        stored.forget(work.connection, "T2", draft.id)
        stored.forget_before(work.connection, "T2", work.now + timedelta(days=9))
    assert found(team, draft) == draft
