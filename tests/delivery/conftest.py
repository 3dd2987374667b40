"""A world for delivery: a database, a Slack that can fail, and who carries between them."""

from dataclasses import dataclass
from typing import Any

import pytest

from bot.delivery.deliverer import Deliverer
from bot.delivery.settings import DeliverySettings
from bot.store import outbox
from bot.store.outbox import Outgoing
from tests.delivery.fakes import FakeSlack, drain

WS = "T1"


@dataclass
class World:
    db: Any
    slack: FakeSlack
    clock: Any
    settings: DeliverySettings

    def deliverer(self, db=None, **more):
        return Deliverer(db or self.db, self.slack, self.clock, self.settings, **more)

    def put(self, key, text=None, lane="C1", method="chat.postMessage", **given):
        payload = given.pop("payload", {"text": text or key})
        message = Outgoing(key, lane, method, payload, self.clock.now(), **given)
        with self.db.writing() as connection:
            return outbox.put(connection, WS, message)

    def run(self):
        return self.deliverer().run_once()

    def drain(self, limit_s=3600):
        drain(self.deliverer(), self.clock, limit_s)

    def row(self, key):
        with self.db.reading() as connection:
            return outbox.get(connection, WS, key)

    def place(self, key):
        with self.db.reading() as connection:
            return outbox.message_of(connection, WS, key)

    def methods(self):
        return [method for method, _ in self.slack.calls]


@pytest.fixture
def world(db, clock):
    return World(db, FakeSlack(clock), clock, DeliverySettings(workers=1))
