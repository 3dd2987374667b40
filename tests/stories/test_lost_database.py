"""Somebody deletes the database of a bot at work: it says so, ends, and does not begin anew."""

import pytest

from bot.demo.processes import punctual, ran

END_S = 20.0


@pytest.mark.parametrize("is_http", [False, True], ids=["socket", "http"])
def test_a_bot_whose_database_is_deleted_says_so_and_stops(begin_sandbox, is_http):
    pair = begin_sandbox(is_http=is_http)
    pair.start_bot()
    database = pair.folder / "punctual.db"
    database.unlink()
    assert pair.bot.process.wait(END_S) == 1
    said = pair.bot.last_words()
    assert said.startswith(f"the database {database} was deleted while Punctual was running")
    assert f"or remove {database}.exists to begin anew" in said
    assert not database.with_name("punctual.db-wal").exists()
    assert "Traceback" not in pair.bot.said.read_text()

    again = ran(punctual("serve"), pair.folder, pair.environment())
    assert again.returncode == 1
    assert f"the database {database} is gone: put a backup back" in again.stderr
    assert not database.exists() or database.stat().st_size == 0  # a thread may have connected
