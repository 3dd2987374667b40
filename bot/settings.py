"""What the environment says: every variable of the contract, from the process or a `.env` file."""

import re
from pathlib import Path
from typing import Any, Final, Literal, Self
from urllib.parse import urlsplit

import platformdirs
from pydantic import Field, SecretStr, ValidationError, field_validator, model_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.config.identities import bare, names_person
from bot.errors import SettingsError
from bot.redaction import known, redacted

SLACK_API_URL: Final = "https://slack.com/api/"
_APP_LEVEL: Final = "xapp-"
_PASSWORD: Final = re.compile(r"(?<=://)[^:/@]*:(.*)@|[?&]password=([^&]*)")


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

    slack_bot_token: SecretStr | None = _secret("SLACK_BOT_TOKEN")
    app_token: SecretStr | None = _secret("SLACK_APP_TOKEN")
    signing_secret: SecretStr | None = _secret("SLACK_SIGNING_SECRET")
    slack_api_url: str = _from("SLACK_API_URL", SLACK_API_URL)
    client_id: str | None = _from("SLACK_CLIENT_ID")
    client_secret: SecretStr | None = _secret("SLACK_CLIENT_SECRET")
    database: SecretStr | None = _secret("DATABASE_URL")
    secret_key: SecretStr | None = _secret("PUNCTUAL_SECRET_KEY")
    host: str = _from("PUNCTUAL_HOST", "127.0.0.1")
    port: int = _from("PUNCTUAL_PORT", 3000, ge=0, le=65535)
    public_url: str | None = _from("PUNCTUAL_PUBLIC_URL")
    metrics_port: int | None = _from("PUNCTUAL_METRICS_PORT", ge=0, le=65535)
    heartbeat_url: SecretStr | None = _secret("PUNCTUAL_HEARTBEAT_URL")
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
    def _is_an_address(cls, value: str | SecretStr | None) -> str | SecretStr | None:
        plain = value.get_secret_value() if isinstance(value, SecretStr) else value
        if plain is not None and not _is_web_address(plain):
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
    def bot_token(self) -> SecretStr:
        """The token to speak with; `SettingsError` without one."""
        if self.slack_bot_token is None:
            raise SettingsError("SLACK_BOT_TOKEN is missing: set it in the environment or in .env")
        return self.slack_bot_token

    @property
    def signing_key(self) -> bytes | None:
        """What the audit log is signed off with; None where there is no secret key."""
        return None if self.secret_key is None else self.secret_key.get_secret_value().encode()

    @property
    def database_url(self) -> str:
        """The database's address, by default that of a file in the user's data directory."""
        given = self.database
        return default_database_url() if given is None else given.get_secret_value()

    @property
    def shown_url(self) -> str:
        """The database's address without its password."""
        return redacted(self.database_url)

    @property
    def secrets(self) -> list[str]:
        """All that must never be said; who reads the settings has it learned by `redaction`."""
        fields = {name: getattr(self, name) for name in type(self).model_fields}
        plain = {
            name: value.get_secret_value()
            for name, value in fields.items()
            if isinstance(value, SecretStr)
        }
        database = plain.pop("database", "")
        passwords = [each for pair in _PASSWORD.findall(database) for each in pair if each]
        return [*plain.values(), *passwords, *_inner(plain.get("heartbeat_url"))]

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
        token = self.app_token
        if token is not None and not token.get_secret_value().startswith(_APP_LEVEL):
            raise SettingsError(
                f"SLACK_APP_TOKEN is no app-level token: those begin with {_APP_LEVEL} and stand "
                "under Basic Information of the app"
            )

    def _missing(self) -> list[str]:
        wanted: list[tuple[str, SecretStr | None]] = [("SLACK_BOT_TOKEN", self.slack_bot_token)]
        if not self.uses_socket_mode:
            instead = "SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET, to be called over HTTP)"
            wanted.append((instead, self.signing_secret))
        return [name for name, value in wanted if value is None]


def _inner(url: str | None) -> list[str]:
    """The path and the query of an address: libraries name them without its host."""
    if url is None:
        return []
    parts = urlsplit(url)
    return [parts.path, parts.query]


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
        settings = Settings()
        known.learn(settings.secrets)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        name = ".".join(str(each) for each in first["loc"])
        reason = first["msg"].removeprefix("Value error, ")
        raise SettingsError(f"{name}: {reason}" if name else reason) from None
    except UnicodeDecodeError:
        raise SettingsError(".env: not UTF-8: save it as UTF-8") from None
    except OSError as error:
        raise SettingsError(f"{error.filename}: {(error.strerror or 'failed').lower()}") from None
    return settings
