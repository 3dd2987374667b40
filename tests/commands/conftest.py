"""Commands run as from a shell, in a folder and an environment of their own."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from bot.cli import run
from bot.config.history import HistoryReader
from bot.slack.draw.speech import SlackSpeech
from bot.usecases.changes.recording import record
from bot.usecases.consequences.order import IN_ORDER
from bot.usecases.ground.timelines import load
from bot.usecases.ground.transaction import Program
from bot.usecases.intake.new_tickets import NewTicket, open_ticket
from bot.usecases.promises.configuration import apply_configuration
from sla_core.instants import to_us
from sla_core.tickets.events import AgentReply, StatusSet
from tests.config.files import read_text
from tests.conftest import FakeClock

PROMISES = """
    version: 1
    calendars: {office: {time_zone: UTC, hours: {mon-fri: ["09:00-12:00", "13:00-17:00"]}}}
    departments: {Support: {agents: [UANA]}}
    levels:
      Standard: {calendar: office, targets: {first_reply: 1h, resolution: 8h}}
    default_level: Standard
    """
MONDAY = datetime(2024, 1, 8, 11, tzinfo=UTC)


@dataclass(frozen=True)
class Answer:
    """What a command came to: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


@pytest.fixture
def punctual(tmp_path, monkeypatch, capsys):
    """Runs a command; nothing of this machine's environment is known to it."""
    monkeypatch.chdir(tmp_path)
    for name in ("SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_CLIENT_ID", "DATABASE_URL"):
        monkeypatch.delenv(name, raising=False)

    def command(*arguments):
        capsys.readouterr()
        code = run(arguments)
        said = capsys.readouterr()
        return Answer(code, said.out, said.err)

    return command


@pytest.fixture
def help_desk(db, punctual, monkeypatch):
    """`punctual` beside a database with a ticket that was answered 30 minutes after it came."""
    monkeypatch.setenv("DATABASE_URL", db.url)
    clock = FakeClock(MONDAY)
    program = Program(
        db, clock, "T1", "UBOT", SlackSpeech(), HistoryReader(), lambda: None, IN_ORDER
    )
    with program.work() as work:
        apply_configuration(work, read_text(PROMISES).configuration, "UADA")
    with program.work() as work:
        open_ticket(work, NewTicket("UCARLA", "UCARLA", MONDAY, "=Printer", tags=("vip",)))
    answered = to_us(clock.move(minutes=90))
    with program.work() as work:
        events = [
            AgentReply(at_us=answered, actor="UANA"),
            StatusSet(at_us=answered, to="resolved", actor="UANA"),
        ]
        record(work, load(work, 1), events)
    return punctual
