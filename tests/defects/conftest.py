"""The worlds the defects are played in: those of the desk, of delivery and of Slack."""

from tests.delivery.conftest import world
from tests.slack.conftest import bot, callbacks, program
from tests.usecases.conftest import team

__all__ = ["bot", "callbacks", "program", "team", "world"]


def pytest_configure(config):
    config.addinivalue_line(
        "markers", "defect(number, seen_in): the row of docs/defects.md it stands against"
    )
