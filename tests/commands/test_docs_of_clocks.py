"""The example in docs/clocks.md is what `punctual why` says, to the letter."""

import json
import re
from datetime import datetime
from pathlib import Path

import pytest

from bot.config.history import HistoryReader
from bot.slack.draw.speech import SlackSpeech
from bot.usecases.changes.recording import record
from bot.usecases.consequences.order import IN_ORDER
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Program
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.promises.configuration import apply_configuration
from sla_core.tickets.event_lines import event_from
from tests.config.files import read_text
from tests.conftest import FakeClock

PAGE = Path(__file__).resolve().parents[2] / "docs" / "clocks.md"


def block(language):
    """What stands in the page's one block of a language."""
    [found] = re.findall(rf"```{language}\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return found


@pytest.fixture
def example(db, punctual, monkeypatch):
    """`punctual` beside a desk at which all happened that the page tells."""
    monkeypatch.setenv("DATABASE_URL", db.url)
    created, *happened = [json.loads(line) for line in block("json").splitlines()]
    at, who = datetime.fromisoformat(created["at"]), created["actor"]
    program = Program(
        db, FakeClock(at), "T1", "UBOT", SlackSpeech(), HistoryReader(), lambda: None, IN_ORDER
    )
    with program.work() as work:
        apply_configuration(work, read_text(block("yaml")).configuration, "UADA")
    with program.work() as work:
        open_ticket(work, NewTicket(who, who, at, created["subject"]))
    with program.work() as work:
        record(work, load(work, 1), [event_from(line, seq=0) for line in happened])
    return punctual


def test_the_worked_example_is_what_why_says(example):
    said = "\n".join(line.rstrip() for line in example("why", "1").out.rstrip().splitlines())
    assert said == block("text").rstrip()
