"""Who may do what: every deed as every role, beside the table of docs/security.md."""

import shutil
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import event

from bot.store import workspaces
from bot.store.engine import Database
from tests.conftest import FakeClock
from tests.slack.deeds import DEEDS, NO_DEEDS, everything_heard
from tests.slack.desk_of_roles import DeskOfRoles
from tests.slack.fakes import BOT, TEAM, Callbacks
from tests.slack.roles import ROLES
from tests.slack.stage import Stage
from tests.slack.verdicts import NO, NOT_ASKED, WORDS, Unclear, is_silence, word_of

PAGE = Path(__file__).parents[2] / "docs" / "security.md"
COLUMNS = [each.name for each in ROLES]


def table():
    """The cells of the table of docs/security.md, by section, row and column."""
    found, section, columns = {}, "", []
    text = PAGE.read_text(encoding="utf-8").partition("## Who may do what\n")[2]
    for line in text.partition("\n## ")[0].splitlines():
        if line.startswith("### "):
            section, columns = line.removeprefix("### "), []
        elif section and line.startswith("|") and not line.startswith("|---"):
            name, *cells = (each.strip() for each in line.strip("|").split("|"))
            if not columns:
                columns = cells
                continue
            assert (section, name) not in {each[:2] for each in found}, f"{name} stands twice"
            found |= {(section, name, of): w for of, w in zip(columns, cells, strict=True)}
    return found


@pytest.fixture(scope="module")
def stage(sqlite_template, tmp_path_factory):
    """One app and one database for all deeds; each is undone before the next."""
    path = tmp_path_factory.mktemp("matrix") / "punctual.db"
    shutil.copy(sqlite_template, path)
    database, clock = Database.open(f"sqlite:///{path}"), FakeClock(BEGINS_AT)
    event.listen(database.engine, "connect", _hasty)
    with database.writing() as connection:
        names = {"id": TEAM, "name": "Example", "domain": "example"}
        bot = {"bot_user_id": BOT, "bot_id": "BBOT", "installed_at": clock.now()}
        workspaces.save(connection, workspaces.Workspace(**names, **bot))
    callbacks = Callbacks()
    yield Stage(DeskOfRoles(database, clock), callbacks)
    callbacks.close()
    database.dispose()


BEGINS_AT = datetime(2026, 3, 2, 8, tzinfo=UTC)


def _hasty(connection, _record):
    """No power fails in between: what a disk keeps is not asked here."""
    connection.execute("PRAGMA synchronous = OFF")


def measured(stage, deed, role):
    """The word that a cell has to say, every way of doing it alike; nobody hears what bots say."""
    heard = [each for each in _ways(stage, deed, role) if not is_unheard(each)]
    words = {word_of(outcomes, is_for_all=deed.is_for_all) for outcomes in heard}
    if len(words) > 1:
        raise Unclear(f"its ways differ: {heard}")
    return words.pop() if words else NO


def is_unheard(outcomes):
    """Whether nothing came of it, before whomever's ticket."""
    return set(outcomes.values()) == {None}


def _ways(stage, deed, role):
    meets = role.meets[:1] if deed.is_of_nothing else role.meets
    for act, judge in deed.ways:
        yield {each: _outcome(stage, deed, role, each, act, judge) for each in meets}


def _outcome(stage, deed, role, meets, act, judge):
    case = stage.world.case(role, meets, deed.state)
    act(stage, role, case)
    seen = stage.seen()
    return None if role.is_bot and is_silence(seen) else judge(seen, role, case)


def test_all_that_is_heard_has_a_deed():
    known = {each.entry for each in DEEDS} | NO_DEEDS.keys()
    missing = sorted(everything_heard() - known)
    add = (
        "add each to tests/slack/deeds_of_*.py, with a way to do it, and a row to docs/security.md"
    )
    assert missing == [], add


def test_nothing_is_a_deed_that_is_not_heard():
    known = {each.entry for each in DEEDS} | NO_DEEDS.keys()
    assert sorted(known - everything_heard()) == []


def test_each_deed_has_its_row_and_each_row_its_deed():
    deeds = [(each.section, each.name) for each in DEEDS]
    rows = {row[:2] for row in table()}
    assert [name for name, count in Counter(deeds).items() if count > 1] == []
    assert sorted(set(deeds) - rows) == [], "add these rows to docs/security.md"
    assert sorted(rows - set(deeds)) == [], (
        "of these rows there is no deed in tests/slack/deeds_of_*.py"
    )


def test_each_row_has_every_role_in_a_word_that_is_explained():
    cells = table()
    assert {row[2] for row in cells} == set(COLUMNS)
    assert len(cells) == len(DEEDS) * len(COLUMNS)
    assert set(cells.values()) <= set(WORDS)


@pytest.mark.parametrize("deed", DEEDS, ids=lambda deed: f"{deed.section}: {deed.name}")
def test_each_role_may_do_what_the_table_says(stage, deed):
    cells, wrong = table(), {}
    for role in ROLES:
        expected = cells[deed.section, deed.name, role.name]
        word = measured(stage, deed, role) if deed.concerns(role) else NOT_ASKED
        if word != expected:
            wrong[role.name] = f"{word}, and the table says {expected}"
    assert wrong == {}
    assert stage.world.is_as_before
