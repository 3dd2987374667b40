"""An item that is made in Slack: no less comes of it than of one in a file that is applied."""

import pytest

from bot.config.items import to_json
from bot.config.preview import line_of
from bot.config.problems import ConfigRefused
from bot.errors import UserFacingError
from bot.store import audit, channels
from bot.store import tickets as stored_tickets
from bot.store.channels import Channel
from bot.usecases.promises import items
from bot.usecases.promises.items import ItemKey
from bot.usecases.sweep.sweep import sweep
from sla_core.configuration import Level, Target
from tests.usecases.conftest import CONFIG
from tests.usecases.test_reprojection import clock_row, configured

GOLD = Level("Gold", {"first_reply": Target(1800)})
KEYS = {"targets": {"first_reply": "30m"}}
KEY = ItemKey("level", "Gold")
URGENT = ItemKey("level", "Urgent SLA")
WITHOUT_URGENT = CONFIG.replace(
    "  Urgent SLA: {targets: {first_reply: 1h, next_reply: 30m}}\n", ""
).replace("then: {level: Urgent SLA}", "then: {priority: urgent}")
LOOKED_AT_IN_TIME = """
  - name: Late
    when: [time]
    if: [{untouched_for: {above: 5h}}]
    then: {add_tags: [late]}
"""


def makes(team, keys=KEYS, key=KEY, by="UADA", **more):
    with team.program.work() as work:
        return items.save(work, key, keys, by, "level form", **more)


def archives(team, key=KEY, by="UADA", **more):
    with team.program.work() as work:
        items.archive(work, key, by, "level archive", **more)


def entries(team, limit):
    with team.program.look() as work:
        found = audit.listing(work.connection, "T1", limit=limit)
    return [(each.action, each.subject, each.before, each.after) for each in reversed(found)]


def revisions(team):
    with team.program.look() as work:
        return len(work.history.revisions)


def loud(*to):
    alerts = [
        {"at": "75%", "to": ["channel", "assignee"]},
        {"at": "breach", "to": ["channel", "leads"]},
        {"at": "+1h", "to": list(to)},
    ]
    return {**KEYS, "alerts": alerts}


def test_a_new_level_is_a_revision_and_stands_in_the_audit(team):
    said = makes(team)
    assert (said.waiting, said.notes) == ((), ())
    with team.program.look() as work:
        newest = work.history.revisions[-1]
        assert work.configuration.level("gold") == GOLD
    assert (newest.kind, newest.name, newest.by, newest.moves_running) == (
        *("level", "Gold", "UADA"),
        False,
    )
    assert entries(team, 1) == [("level form", "level:Gold", None, to_json("level", GOLD))]


def test_what_is_saved_as_it_was_is_no_revision(team):
    makes(team)
    before = revisions(team)
    makes(team)
    assert revisions(team) == before


def test_tickets_look_at_it_as_at_a_file(team):
    configured(team, CONFIG + LOOKED_AT_IN_TIME)
    team.clock.move(seconds=1)
    team.writes("UCARLA", "Printer")
    team.clock.move(minutes=1)
    makes(team)
    with team.program.look() as work:
        row = stored_tickets.get(work.connection, "T1", 1)
    assert row.wake_at == team.clock.now()


def test_a_level_that_no_clock_stands_on_needs_no_counting(team):
    with team.program.look() as work:
        assert not items.has_clocks(work, items.looked_at(work, KEY, KEYS))
        assert not items.has_clocks(work, items.looked_at(work, URGENT, KEYS))
    team.writes("UCARLA", "Printer #URGENT")
    with team.program.look() as work:
        wanted = items.looked_at(work, URGENT, KEYS)
        assert items.has_clocks(work, wanted)
        assert items.counted(work, wanted).running == 1


def test_clocks_under_a_removed_level_of_its_name_are_told_and_keep_their_promise(team):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=1)
    configured(team, WITHOUT_URGENT, moves=False)
    team.clock.move(minutes=1)
    key = ItemKey("level", "urgent sla")
    with team.program.look() as work:
        wanted = items.looked_at(work, key, KEYS)
        assert items.has_clocks(work, wanted)
        numbers = items.counted(work, wanted).numbers
    makes(team, key=key, numbers=numbers)
    assert clock_row(team).target_seconds == 3600
    (level, clocks) = entries(team, 2)
    assert level[:2] == ("level form", "level:urgent sla")
    assert clocks[:2] == ("level form", "clocks")
    assert (clocks[3]["moves_running"], clocks[3]["running"]) == (False, 1)


@pytest.mark.parametrize(("moves", "seconds"), [(True, 1800), (False, 3600)])
def test_running_clocks_move_where_it_is_asked_for(team, moves, seconds):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=1)
    makes(team, key=URGENT, moves_running=moves)
    sweep(team.program)
    assert clock_row(team).target_seconds == seconds


@pytest.mark.parametrize(("ends", "state"), [(True, "cancelled"), (False, "running")])
def test_clocks_of_what_is_archived_end_or_go_on(team, ends, state):
    team.writes("UCARLA", "Printer #URGENT")
    team.clock.move(minutes=1)
    text = CONFIG.replace("then: {level: Urgent SLA}", "then: {priority: urgent}")
    configured(team, text, moves=False)
    team.clock.move(minutes=1)
    archives(team, URGENT, ends_running=ends)
    sweep(team.program)
    with team.program.look() as work:
        assert work.configuration.level("Urgent SLA") is None
    assert clock_row(team).state == state


def test_what_others_name_is_not_archived(team):
    with pytest.raises(ConfigRefused):
        archives(team, URGENT)
    with team.program.look() as work:
        assert work.configuration.level("Urgent SLA") is not None


@pytest.mark.parametrize("by", ["UANA", "ULEA", "UCARLA"])
def test_only_admins_save_and_archive(team, by):
    for act in (makes, archives):
        with pytest.raises(UserFacingError, match="Only workspace admins"):
            act(team, by=by)


def test_names_that_are_nobody_yet_are_told(team):
    said = makes(team, loud("nobody@example.com", "lea@example.com"))
    assert [(each.place, each.written, each.why) for each in said.waiting] == [
        ("levels.Gold.alerts.to", "nobody@example.com", "unknown")
    ]
    with team.program.look() as work:
        alert = work.configuration.level("Gold").alerts[-1]
        known = work.configuration.level("Gold").alerts[:-1]
    assert alert.to == ("nobody@example.com", "ULEA")
    assert [each.to for each in known] == [("channel", "assignee"), ("channel", "leads")]


def test_names_of_other_items_are_left_to_who_applies_the_file(team):
    configured(team, CONFIG.replace("#sla-alerts", "#later", 1))
    with team.program.work() as work:
        made = Channel("CLATER", "later", False, True, False, work.now, made_by="UDAN")
        channels.save(work.connection, "T1", made)
    team.clock.move(seconds=1)
    makes(team)
    with team.program.look() as work:
        assert work.configuration.department("Support").alert_channel == "#later"


def test_what_a_file_would_be_warned_of_is_told(team):
    keys = {**loud("managers"), "targets": {"chat_reply": "1m"}}
    places = {each.place for each in makes(team, keys).notes}
    assert places == {
        *("departments.Support.managers", "departments.Billing.managers"),
        "levels.Gold.targets.chat_reply",
    }


def test_what_is_said_of_the_configuration_anyway_is_not_said_again(team):
    configured(team, CONFIG.replace("Acme: {group: VIP,", "Acme: {group: Other,"))
    assert makes(team).notes == ()


def test_a_configuration_that_a_file_manages_is_left_to_it(team):
    makes(team)
    configured(
        team,
        CONFIG.replace("levels:\n", "levels:\n  Gold: {targets: {first_reply: 1h}}\n")
        + "managed_by: file\n",
    )
    for act in (makes, archives):
        with pytest.raises(UserFacingError, match="managed_by: file"):
            act(team)


def test_an_item_that_is_not_there_is_said_so(team):
    with team.program.look() as work:
        for ask in (items.name_of, items.keys_of, items.without):
            with pytest.raises(UserFacingError, match="There is no level Nowhere"):
                ask(work, ItemKey("level", "Nowhere"))
        assert items.name_of(work, ItemKey("level", "STANDARD")) == "Standard"


def test_the_second_of_two_sees_that_the_first_changed_it(team):
    with team.program.look() as work:
        shown = items.keys_of(work, URGENT)
        assert not items.changed_by_others(work, URGENT, shown)
        assert not items.changed_by_others(work, KEY, None)
    makes(team, key=URGENT)
    makes(team)
    with team.program.look() as work:
        assert items.changed_by_others(work, URGENT, shown)
        assert items.changed_by_others(work, KEY, None)
        wanted = items.looked_at(work, URGENT, shown)
        lines = items.difference(work.configuration, wanted.configuration)
    assert "targets.first_reply 30m → 1h" in " ".join(map(line_of, lines))
