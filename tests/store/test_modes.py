"""Only its owner may read a database, and what lies beside it."""

import os
from stat import S_IMODE

import pytest

from bot.store.engine import Database
from bot.store.lock import sweeping
from bot.store.modes import make_private, opened_private


def mode_of(path):
    return S_IMODE(path.stat().st_mode)


@pytest.fixture(autouse=True)
def usual_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def test_all_that_a_database_makes_is_its_owners_alone(tmp_path):
    database = Database.open(f"sqlite:///{tmp_path / 'p.db'}")
    database.migrate()
    with sweeping(database), database.writing():
        made = {path.name: mode_of(path) for path in tmp_path.iterdir()}
    database.dispose()
    assert {"p.db", "p.db.lock", "p.db.exists"} <= made.keys()
    assert set(made.values()) == {0o600}


def test_files_that_others_could_read_are_narrowed(tmp_path):
    path = tmp_path / "p.db"
    Database.open(f"sqlite:///{path}").dispose()
    beside = [tmp_path / f"p.db{suffix}" for suffix in ("-journal", ".lock")]
    for each in (path, *beside):
        each.touch()
        each.chmod(0o664)
    database = Database.open(f"sqlite:///{path}")
    with sweeping(database):
        assert [mode_of(each) for each in (path, *beside) if each.exists()] == [0o600] * 3
    database.dispose()


def test_a_file_that_is_there_keeps_what_is_in_it(tmp_path):
    path = tmp_path / "p.db"
    path.write_text("mine")
    make_private(path)
    with open(path, "a", opener=opened_private) as file:
        file.write(" still")
    assert path.read_text() == "mine still"
    assert mode_of(path) == 0o600
