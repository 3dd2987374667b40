"""A plugin of pytest that writes down which tests failed of what, and whose code they tested.

For ``test_mutations``, which runs some of these tests on a copy of the code with a rule broken.
"""

import json
from importlib import import_module
from pathlib import Path

import pytest

PACKAGES = ("sla_core", "bot")


def pytest_addoption(parser):
    parser.addoption("--verdicts", help="the file to write them to, as JSON")


class Verdicts:
    """Of each test, by name, the first words of every case that failed; none where all passed."""

    def __init__(self):
        self.failures = {}

    def pytest_runtest_logreport(self, report):
        name = report.location[2].partition("[")[0]
        words = self.failures.setdefault(name, [])
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            words.append(f"{report.when}: {crash.message if crash else report.longrepr}")

    def pytest_sessionfinish(self, session):
        places = {name: import_module(name).__file__ for name in PACKAGES}
        found = {"packages": places, "failures": self.failures}
        Path(session.config.getoption("--verdicts")).write_text(json.dumps(found), encoding="utf-8")


def pytest_configure(config: pytest.Config):
    config.addinivalue_line("markers", "defect(number, seen_in): as in the conftest beside this")
    config.pluginmanager.register(Verdicts())
