"""Response URLs: five uses within thirty minutes."""

from dataclasses import dataclass, field

from sandbox.ids import secret

LIFE_S = 30 * 60
MAX_USES = 5


@dataclass(slots=True)
class ResponseUrl:
    """Where an answer goes: to `user` in `channel`, and which message it may replace."""

    channel: str
    user: str
    made_at_s: float
    message_ts: str | None = None
    uses: int = 0


@dataclass(slots=True)
class ResponseUrls:
    """All response URLs ever given out, by the secret in their path."""

    _given: dict[str, ResponseUrl] = field(default_factory=dict)

    def give(self, channel: str, user: str, now_s: float, message_ts: str | None = None) -> str:
        """Return the secret of a new response URL."""
        token = secret()
        self._given[token] = ResponseUrl(channel, user, now_s, message_ts)
        return token

    def use(self, token: str, now_s: float) -> ResponseUrl | str:
        """Return where the answer goes, or Slack's error word."""
        found = self._given.get(token)
        if found is None:
            return "invalid_url"
        if now_s - found.made_at_s > LIFE_S:
            return "expired_url"
        if found.uses >= MAX_USES:
            return "used_url"
        found.uses += 1
        return found
