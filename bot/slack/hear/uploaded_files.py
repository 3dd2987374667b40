"""Files that members chose in a form: fetched from Slack by their id, with the bot's token.

The token goes to Slack alone: the address is what Slack itself says of the file, and no redirect
is followed.
"""

import urllib.request
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlsplit

from bot import wording
from bot.errors import UserFacingError
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.slack_calls import SlackAway, ask

LARGEST: Final = 2_000_000
"""Bytes of a file of text that is read at all."""
TIMEOUT_S: Final = 20.0
SLACK: Final = "https://files.slack.com"
LOGIN: Final = "text/html"
"""What Slack gives in a file's place to who may not read it: its page to log in."""


@dataclass(frozen=True, slots=True)
class UploadedText:
    """A file of text, with the name its owner gave it."""

    name: str
    text: str


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """Follows nothing: the token would go along."""

    def redirect_request(self, *_: Any) -> None:
        """Return that there is nothing else to ask."""


def fetch_text(deps: SlackDeps, file_id: str) -> UploadedText:
    """Return a file of text; refuse one that Slack does not give, or that is none."""
    try:
        answer = ask(deps.slack, "files.info", {"file": file_id})
        if not answer.ok:
            raise UserFacingError(wording.config_file.not_given(answer.error or ""))
        file = answer.data["file"]
        name = str(file.get("name") or "sla.yml")
        return UploadedText(name, _decoded(_content(deps, file)))
    except (SlackAway, OSError) as problem:
        raise UserFacingError(wording.config_file.not_given(type(problem).__name__)) from problem


def _content(deps: SlackDeps, file: dict[str, Any]) -> bytes:
    url = str(file.get("url_private_download") or file.get("url_private") or "")
    if _origin(url) not in (SLACK, _origin(deps.base_url)):
        raise UserFacingError(wording.config_file.not_given("elsewhere"))
    token = deps.bot_token.get_secret_value()
    asked = urllib.request.Request(url, headers={"Authorization": f"Bearer {token}"})  # noqa: S310 checked
    with urllib.request.build_opener(_NoRedirect).open(asked, timeout=TIMEOUT_S) as response:
        if response.headers.get_content_type() == LOGIN:
            raise UserFacingError(wording.config_file.not_given("missing_scope"))
        content: bytes = response.read(LARGEST + 1)
    if len(content) > LARGEST:
        raise UserFacingError(wording.config_file.too_large())
    return content


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def _decoded(content: bytes) -> str:
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UserFacingError(wording.config_file.no_text()) from error
