"""The real app with a small team, on a fresh database of each kind."""

import pytest

from bot.config.document import read
from bot.config.history import HistoryReader
from bot.jobs.inbox_worker import InboxWorker
from bot.slack.act.dispatch import Dispatch
from bot.slack.connect.app import build_app
from bot.slack.draw.speech import speech_for
from bot.store import channels, people
from bot.store.channels import Channel
from bot.store.people import Person
from bot.usecases.consequences.order import IN_ORDER
from bot.usecases.ground.transaction import Program
from bot.usecases.promises.configuration import apply_configuration
from tests import prepared
from tests.slack.fakes import BOT, TEAM, AtOnce, Bot, Callbacks, FakeSlack, deps_for
from tests.team import EMAILS

CONFIG = """
version: 1
calendars:
  office:
    time_zone: Europe/Ljubljana
    hours: {mon-fri: ["09:00-17:00"]}
departments:
  Support:
    intake_channels: ["#support"]
    alert_channel: "#sla-alerts"
    leads: [lea@example.com]
    agents: [ana@example.com, bob@example.com]
  Billing:
    intake_channels: ["#billing"]
    alert_channel: "#sla-alerts"
    agents: [cid@example.com]
customers:
  Acme & Sons: {group: VIP, domains: [acme.example]}
levels:
  Standard: {targets: {first_reply: 4h, next_reply: 8h, resolution: 40h}}
  Urgent SLA: {calendar: office, targets: {first_reply: 1h, next_reply: 30m}}
default_level: Standard
rules:
  - name: Tag URGENT
    if: [{tags: {contains: URGENT}}]
    then: {level: Urgent SLA}
"""

CHANNELS = {"CSUPPORT": "support", "CBILLING": "billing", "CSLA": "sla-alerts"}


def person(id_: str, email: str, at, **more) -> Person:
    name = email.partition("@")[0]
    values = {
        "id": id_,
        "name": name,
        "real_name": name.title(),
        "email": email,
        "time_zone": "Europe/Ljubljana",
        "is_admin": id_ == "UADA",
        "is_bot": False,
        "is_guest": False,
        "is_stranger": False,
        "is_deleted": False,
        "seen_at": at,
    }
    return Person(**values | more)


@pytest.fixture
def callbacks():
    heard = Callbacks()
    yield heard
    heard.close()


@pytest.fixture
def program(db, clock) -> Program:
    """Support (Ana, Bob, Lea leading) and Billing (Cid); Ada is admin; Carla of Acme, and Dan."""
    speech = speech_for(db, TEAM, "example")
    program = Program(db, clock, TEAM, BOT, speech, HistoryReader(), lambda: None, IN_ORDER)
    prepared.begin(("a desk in Slack", clock.now()), db, lambda: _furnish(program))
    return program


def _furnish(program: Program) -> None:
    with program.work() as work:
        for id_, email in EMAILS.items():
            people.save(work.connection, TEAM, person(id_, email, work.now))
        for id_, name in CHANNELS.items():
            channels.save(work.connection, TEAM, Channel(id_, name, False, True, False, work.now))
    with program.work() as work:
        apply_configuration(work, read(CONFIG, "sla.yml", work.now_s).configuration, "UADA")


@pytest.fixture
def bot(program, clock, callbacks) -> Bot:
    slack, talking = FakeSlack(), AtOnce()
    deps = deps_for(program, slack, talking)
    hearing = Dispatch(program, slack, talking)
    worker = InboxWorker(program, hearing)
    return Bot(build_app(deps), deps, program, slack, callbacks, worker, clock)
