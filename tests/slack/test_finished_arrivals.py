"""What came in is forgotten: how to answer once it is answered, all of it after a while."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from bot.slack.draw.blocks import actions as ids
from bot.slack.hear.finished_arrivals import remove_finished_arrivals
from bot.store.tables import inbox

KEEP = timedelta(days=30)


def rows(bot):
    with bot.program.database.reading() as connection:
        asked = select(inbox.c.kind, inbox.c.state, inbox.c.payload).order_by(inbox.c.id)
        return [tuple(row) for row in connection.execute(asked)]


@pytest.fixture
def asked(bot):
    bot.writes("UCARLA", "My printer burns")
    return bot


def test_a_response_url_is_forgotten_once_it_is_used(asked):
    asked.command("UANA", "/ticket", "claim 1")
    asked.command("UANA", "/ticket", "claim 99")
    asked.clicks("UANA", ids.RESOLVE, "1")
    asked.clicks("UANA", ids.RESOLVE, "1")
    assert len(asked.callbacks.posted) == 4
    assert [state for _, state, _ in rows(asked)] == ["done"] * 5
    assert asked.callbacks.url not in str(rows(asked))


def test_finished_arrivals_are_removed_after_a_while_looked_at_once_an_hour(asked):
    asked.command("UANA", "/ticket", "claim 1")
    asked.command("UANA", "/ticket", "show 1")
    for hours, left in ((0, 3), (30 * 24, 3), (0, 3), (1, 1)):
        asked.clock.move(hours=hours)
        remove_finished_arrivals(asked.program, KEEP)
        assert len(rows(asked)) == left, hours
