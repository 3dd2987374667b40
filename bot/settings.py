"""What the environment says: every variable of the contract, from the process or a `.env` file."""

import re
from pathlib import Path
from typing import Any, Final, Literal, Self
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.config.identities import bare, names_person
from bot.errors import SettingsError

SLACK_API_URL: Final = "https://slack.com/api/"
_APP_LEVEL: Final = "xapp-"
_PASSWORD: Final = re.compile(r"(?<=://)([^:/@]*):[^@]*@")


def _from(variable: str, default: Any = None, **limits: Any) -> Any:
    """A field that is read from an environment variable."""
    return Field(default, validation_alias=variable, **limits)


def _secret(variable: str) -> Any:
    return _from(variable, repr=False)


class Settings(BaseSettings):
    """The environment, checked. A variable that is set to nothing counts as not set."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        populate_by_name=True,
        hide_input_in_errors=True,
    )

    slack_bot_token: str | None = _secret("SLACK_BOT_TOKEN")
    app_token: str | None = _secret("SLACK_APP_TOKEN")
    signing_secret: str | None = _secret("SLACK_SIGNING_SECRET")
    slack_api_url: str = _from("SLACK_API_URL", SLACK_API_URL)
    client_id: str | None = _from("SLACK_CLIENT_ID")
    client_secret: str | None = _secret("SLACK_CLIENT_SECRET")
    database: str | None = _from("DATABASE_URL", repr=False)
    secret_key: str | None = _secret("PUNCTUAL_SECRET_KEY")
    host: str = _from("PUNCTUAL_HOST", "127.0.0.1")
    port: int = _from("PUNCTUAL_PORT", 3000, ge=0, le=65535)
    public_url: str | None = _from("PUNCTUAL_PUBLIC_URL")
    metrics_port: int | None = _from("PUNCTUAL_METRICS_PORT", ge=0, le=65535)
    heartbeat_url: str | None = _from("PUNCTUAL_HEARTBEAT_URL")
    tick_seconds: float = _from("PUNCTUAL_TICK_SECONDS", 1.0, gt=0, le=60)
    settle_seconds: float = _from("PUNCTUAL_SETTLE_SECONDS", 10.0, ge=0, le=600)
    """How long Slack may still be busy with a call that went unanswered."""
    answer_seconds: float = _from("PUNCTUAL_ANSWER_SECONDS", 10.0, gt=0, le=60)
    """How long Slack may take to answer when something is said."""
    edit_seconds: float = _from("PUNCTUAL_EDIT_SECONDS", 10.0, ge=0, le=600)
    """How long a card stands before it is edited again."""
    talk_threads: int = _from("PUNCTUAL_TALK_THREADS", 10, ge=1, le=100)
    """How many slow answers to Slack are made at once."""
    inbox_days: int = _from("PUNCTUAL_INBOX_DAYS", 30, ge=1, le=3650)
    """How long what came in is kept once it is worked off."""
    log_format: Literal["text", "json"] = _from("PUNCTUAL_LOG_FORMAT", "text")
    log_level: Literal["DEBUG", "INFO", "WARNING", "ERROR"] = _from("PUNCTUAL_LOG_LEVEL", "INFO")
    config: Path | None = _from("PUNCTUAL_CONFIG")
    admin: str | None = _from("PUNCTUAL_ADMIN")
    """Who is an admin beside Slack's own and those who are configured, by id or e-mail address."""

    @field_validator("log_level", mode="before")
    @classmethod
    def _upper(cls, value: object) -> object:
        return value.upper() if isinstance(value, str) else value

    @field_validator("admin")
    @classmethod
    def _is_an_id_or_address(cls, value: str | None) -> str | None:
        if value is not None and not names_person(bare(value)):
            raise ValueError(
                "a display name is anybody's: give an e-mail address or a Slack id (U…)"
            )
        return value

    @field_validator("slack_api_url", "public_url", "heartbeat_url")
    @classmethod
    def _is_an_address(cls, value: str | None) -> str | None:
        if value is not None and not _is_web_address(value):
            raise ValueError(f"give an address such as {SLACK_API_URL}")
        return value

    @field_validator("slack_api_url")
    @classmethod
    def _ends_with_a_slash(cls, value: str) -> str:
        return value if value.endswith("/") else f"{value}/"

    @model_validator(mode="after")
    def _is_installed_in_one_way(self) -> Self:
        if self.client_id and self.slack_bot_token:
            raise ValueError(
                "SLACK_CLIENT_ID and SLACK_BOT_TOKEN are both set: unset the token to serve many "
                "workspaces, or the client id to serve one"
            )
        return self

    @property
    def bot_token(self) -> str:
        """The token to speak with; `SettingsError` without one."""
        if self.slack_bot_token is None:
            raise SettingsError("SLACK_BOT_TOKEN is missing: set it in the environment or in .env")
        return self.slack_bot_token

    @property
    def database_url(self) -> str:
        """The database's address, by default that of a file in the user's data directory."""
        return default_database_url() if self.database is None else self.database

    @property
    def shown_url(self) -> str:
        """The database's address without its password."""
        return _PASSWORD.sub(r"\1:***@", self.database_url)

    @property
    def uses_socket_mode(self) -> bool:
        """Whether the bot opens a socket to Slack, rather than Slack calling its address."""
        return self.app_token is not None

    def require_slack(self) -> None:
        """Raise `SettingsError` unless there is all that is needed to speak with Slack."""
        if missing := self._missing():
            them = "it" if len(missing) == 1 else "them"
            are = "is" if len(missing) == 1 else "are"
            raise SettingsError(
                f"{' and '.join(missing)} {are} missing: set {them} in the environment or in .env"
            )
        if self.app_token is not None and not self.app_token.startswith(_APP_LEVEL):
            raise SettingsError(
                f"SLACK_APP_TOKEN is no app-level token: those begin with {_APP_LEVEL} and stand "
                "under Basic Information of the app"
            )

    def _missing(self) -> list[str]:
        wanted: list[tuple[str, str | None]] = [("SLACK_BOT_TOKEN", self.slack_bot_token)]
        if not self.uses_socket_mode:
            instead = "SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET, to be called over HTTP)"
            wanted.append((instead, self.signing_secret))
        return [name for name, value in wanted if value is None]


def _is_web_address(value: str) -> bool:
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def default_database_url() -> str:
    """The SQLite file in the user's data directory, which is made if it is not there."""
    folder = Path(platformdirs.user_data_dir("punctual", appauthor=False))
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        reason = (error.strerror or "failed").lower()
        raise SettingsError(f"{folder}: {reason}: set DATABASE_URL") from None
    return f"sqlite:///{folder / 'punctual.db'}"


def settings_from_environment() -> Settings:
    """The settings of the process's environment; raises `SettingsError` with one line."""
    try:
        return Settings()
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(str(each) for each in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {reason}" if name else reason) from None
    except UnicodeDecodeError:
        raise SettingsError(".env: not UTF-8: save it as UTF-8") from None
    except OSError as error:
        raise SettingsError(f"{error.filename}: {(error.strerror or 'failed').lower()}") from None
