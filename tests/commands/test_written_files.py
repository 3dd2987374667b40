"""Files that commands write: all of it or nothing, readable by whom the person wants."""

import os
from stat import S_IMODE

import pytest

from bot.commands.options import written


@pytest.fixture(params=[0o022, 0o077, 0o002], ids=oct)
def umask(request):
    before = os.umask(request.param)
    yield request.param
    os.umask(before)


def write(path):
    with written(str(path)) as out:
        out.write("ticket\n")
    return S_IMODE(path.stat().st_mode)


def test_a_new_file_may_be_read_as_the_umask_says(tmp_path, umask):
    assert write(tmp_path / "log.csv") == 0o666 & ~umask
    assert [each.name for each in tmp_path.iterdir()] == ["log.csv"]


def test_a_file_that_was_there_is_read_by_whom_it_was_before(tmp_path, umask):
    path = tmp_path / "log.csv"
    path.write_text("old")
    path.chmod(0o640)
    assert write(path) == 0o640
    assert path.read_text() == "ticket\n"


def test_what_was_not_written_whole_leaves_what_was_there(tmp_path):
    path = tmp_path / "log.csv"
    path.write_text("old")

    def broken():
        with written(str(path)) as out:
            out.write("half")
            raise RuntimeError("no")

    with pytest.raises(RuntimeError, match="no"):
        broken()
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == ["log.csv"]
