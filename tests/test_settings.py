"""What the environment says, and what is said when it is wrong."""

import os
from pathlib import Path

import pytest

from bot.errors import SettingsError
from bot.settings import SLACK_API_URL, settings_from_environment


@pytest.fixture
def settings(tmp_path, monkeypatch):
    """Settings of variables alone, in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    for name in list(os.environ):
        if name.startswith(("SLACK_", "PUNCTUAL_", "DATABASE_")):
            monkeypatch.delenv(name)

    def of(**variables):
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return settings_from_environment()

    return of


def refusal(call):
    with pytest.raises(SettingsError) as refused:
        call()
    return str(refused.value)


def test_nothing_need_be_set_but_tokens(settings):
    known = settings()
    assert (known.host, known.port, known.tick_seconds) == ("127.0.0.1", 3000, 1.0)
    assert known.slack_api_url == SLACK_API_URL
    assert (known.log_format, known.log_level, known.config) == ("text", "INFO", None)


def test_the_database_is_a_file_among_the_users_data_unless_told(settings, tmp_path):
    assert settings().database_url == f"sqlite:///{tmp_path}/data/punctual/punctual.db"
    assert (tmp_path / "data" / "punctual").is_dir()
    assert settings(DATABASE_URL="sqlite:///x.db").database_url == "sqlite:///x.db"


def test_a_data_directory_that_cannot_be_made_is_told(settings, tmp_path):
    (tmp_path / "data").write_text("in the way", encoding="utf-8")
    said = refusal(lambda: settings().database_url)
    assert said.endswith(": set DATABASE_URL")


def test_the_address_of_a_database_is_shown_without_its_password(settings):
    known = settings(DATABASE_URL="postgres://ana:secret@host/db")
    assert known.shown_url == "postgres://ana:***@host/db"


def test_a_dot_env_file_is_read_and_the_environment_is_stronger(settings, tmp_path):
    (tmp_path / ".env").write_text("PUNCTUAL_PORT=4000\nPUNCTUAL_HOST=0.0.0.0\n", encoding="utf-8")
    known = settings(PUNCTUAL_HOST="::1")
    assert (known.port, known.host) == (4000, "::1")


def test_a_variable_set_to_nothing_is_not_set(settings):
    known = settings(PUNCTUAL_PORT="", SLACK_BOT_TOKEN="")
    assert (known.port, known.slack_bot_token) == (3000, None)


def test_secrets_are_not_printed(settings):
    known = settings(
        SLACK_BOT_TOKEN="xoxb-1",
        SLACK_APP_TOKEN="xapp-1",
        SLACK_SIGNING_SECRET="shh",
        PUNCTUAL_SECRET_KEY="key",
        DATABASE_URL="postgres://ana:pw@host/db",
    )
    assert not any(secret in repr(known) for secret in ("xoxb-1", "xapp-1", "shh", "key'", "pw"))


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        (
            {"PUNCTUAL_PORT": "three"},
            "PUNCTUAL_PORT: Input should be a valid integer, unable to parse string as an integer",
        ),
        ({"PUNCTUAL_PORT": "70000"}, "PUNCTUAL_PORT: Input should be less than or equal to 65535"),
        ({"PUNCTUAL_TICK_SECONDS": "0"}, "PUNCTUAL_TICK_SECONDS: Input should be greater than 0"),
        (
            {"PUNCTUAL_LOG_FORMAT": "xml"},
            "PUNCTUAL_LOG_FORMAT: Input should be 'text' or 'json'",
        ),
        (
            {"SLACK_API_URL": "slack.com"},
            "SLACK_API_URL: give an address such as https://slack.com/api/",
        ),
        (
            {"SLACK_API_URL": "http://[bad/"},
            "SLACK_API_URL: give an address such as https://slack.com/api/",
        ),
        (
            {"SLACK_API_URL": "http://127.0.0.1:99999/api/"},
            "SLACK_API_URL: give an address such as https://slack.com/api/",
        ),
        (
            {"PUNCTUAL_PUBLIC_URL": "https://"},
            "PUNCTUAL_PUBLIC_URL: give an address such as https://slack.com/api/",
        ),
        (
            {"SLACK_CLIENT_ID": "1.2", "SLACK_BOT_TOKEN": "xoxb-1"},
            (
                "SLACK_CLIENT_ID and SLACK_BOT_TOKEN are both set: unset the token to serve many "
                "workspaces, or the client id to serve one"
            ),
        ),
    ],
)
def test_what_is_wrong_is_told_by_the_variables_name(settings, variables, said):
    assert refusal(lambda: settings(**variables)) == said


def test_an_api_address_ends_with_a_slash(settings):
    assert settings(SLACK_API_URL="http://127.0.0.1:1/api").slack_api_url.endswith("/api/")


def test_a_dot_env_that_is_not_text_is_told(settings, tmp_path):
    (tmp_path / ".env").write_bytes(b"PUNCTUAL_HOST=\xff\n")
    assert refusal(settings) == ".env: not UTF-8: save it as UTF-8"


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        (
            {},
            (
                "SLACK_BOT_TOKEN and SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET, to be called over "
                "HTTP) are missing: set them in the environment or in .env"
            ),
        ),
        (
            {"SLACK_APP_TOKEN": "xapp-1"},
            "SLACK_BOT_TOKEN is missing: set it in the environment or in .env",
        ),
        (
            {"SLACK_APP_TOKEN": "xoxb-1", "SLACK_BOT_TOKEN": "xoxb-1"},
            (
                "SLACK_APP_TOKEN is no app-level token: those begin with xapp- and stand under "
                "Basic Information of the app"
            ),
        ),
    ],
)
def test_missing_tokens_are_told_in_a_line(settings, variables, said):
    assert refusal(settings(**variables).require_slack) == said


@pytest.mark.parametrize("listens", [{"SLACK_APP_TOKEN": "xapp-1"}, {"SLACK_SIGNING_SECRET": "s"}])
def test_a_bot_token_and_a_way_to_listen_are_enough(settings, listens):
    known = settings(SLACK_BOT_TOKEN="xoxb-1", **listens)
    known.require_slack()
    assert known.bot_token == "xoxb-1"
    assert known.uses_socket_mode == ("SLACK_APP_TOKEN" in listens)


def test_the_bot_token_is_asked_for_where_it_is_needed(settings):
    assert refusal(lambda: settings().bot_token).startswith("SLACK_BOT_TOKEN is missing")


def test_a_configuration_file_is_a_path(settings):
    assert settings(PUNCTUAL_CONFIG="sla.yml").config == Path("sla.yml")


@pytest.mark.parametrize("written", ["lea@example.com", "U0LEA", "W0LEA", "<@U0LEA>"])
def test_the_first_admin_is_named_by_address_or_id(settings, written):
    assert settings(PUNCTUAL_ADMIN=written).admin == written


@pytest.mark.parametrize("written", ["Lea Lead", "@lea", "lea", "S0ADMINS"])
def test_a_display_name_makes_nobody_the_first_admin(settings, written):
    assert refusal(lambda: settings(PUNCTUAL_ADMIN=written)) == (
        "PUNCTUAL_ADMIN: a display name is anybody's: give an e-mail address or a Slack id (U…)"
    )
