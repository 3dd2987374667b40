"""A start that cannot be: one line that says what and what to do, exit 2, no traceback."""

import socket

import pytest

from bot.demo.processes import HOST, clean_environment, punctual, ran
from bot.demo.team import secrets
from bot.store.engine import Database

TOKENS = {
    "SLACK_BOT_TOKEN": secrets().bot_token,
    "SLACK_APP_TOKEN": secrets().app_token,
    "SLACK_SIGNING_SECRET": secrets().signing_secret,
}


@pytest.fixture
def serve(tmp_path):
    """Run `punctual serve` to its end, in an environment of its own."""

    def run(**environment):
        own = {"DATABASE_URL": f"sqlite:///{tmp_path / 'punctual.db'}", **environment}
        return ran(punctual("serve"), tmp_path, {**clean_environment(), **own})

    return run


@pytest.fixture
def taken_port():
    """A port somebody listens on."""
    with socket.create_server((HOST, 0)) as listener:
        yield listener.getsockname()[1]


def assert_refused(ended, *words):
    assert ended.returncode == 2, ended.stderr
    assert len(ended.stderr.strip().splitlines()) == 1, ended.stderr
    assert [word for word in words if word not in ended.stderr] == []


def test_without_a_bot_token_serve_says_which_variable_to_set(serve):
    assert_refused(serve(), "SLACK_BOT_TOKEN")


def test_without_app_token_and_signing_secret_serve_says_which_it_needs(serve):
    ended = serve(SLACK_BOT_TOKEN=TOKENS["SLACK_BOT_TOKEN"])
    assert_refused(ended, "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET")


def test_database_of_a_newer_program_is_refused(serve, database_url):
    newer = Database.open(database_url)
    with newer.writing() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'")
    newer.dispose()
    assert_refused(serve(DATABASE_URL=database_url, **TOKENS), "9999")


def test_port_in_use_is_named_by_serve(begin_sandbox, taken_port):
    pair = begin_sandbox(is_http=True, bot_port=taken_port)
    ended = ran(punctual("serve"), pair.folder, pair.environment())
    assert_refused(ended, str(taken_port), "PUNCTUAL_PORT")


def test_port_in_use_is_named_by_the_demo(tmp_path, taken_port):
    command = punctual("demo", "--port", str(taken_port))
    assert_refused(ran(command, tmp_path, clean_environment()), str(taken_port), "--port")
