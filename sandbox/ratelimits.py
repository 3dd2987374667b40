"""Slack's rate limits: token buckets per method, and per channel for posting."""

import math
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Tier:
    """`per_minute` calls refill evenly; `burst` may be spent at once."""

    name: str
    per_minute: float
    burst: int


TIER_1 = Tier("tier 1", 1, 20)
TIER_2 = Tier("tier 2", 20, 20)
TIER_3 = Tier("tier 3", 50, 50)
TIER_4 = Tier("tier 4", 100, 100)
SPECIAL = Tier("special", 600, 100)
POSTING = Tier("posting", 60, 4)  # a channel: one message a second, a short burst above it
WORKSPACE_POSTING = Tier("workspace posting", 300, 100)
ONE_A_MINUTE = Tier("one a minute", 1, 1)


@dataclass(slots=True)
class _Bucket:
    tokens: float
    at_s: float


@dataclass(slots=True)
class RateLimits:
    """Counts every call of one app in one workspace; those of `exempt` methods never wait."""

    is_on: bool = True
    exempt: frozenset[str] = frozenset()
    _buckets: dict[tuple[str, str], _Bucket] = field(default_factory=dict)

    def take(self, key: str, tier: Tier, now_s: float) -> int | None:
        """Spend one call; return None, or the whole seconds to wait when none is left."""
        if not self.is_on or key in self.exempt:
            return None
        bucket = self._buckets.setdefault((key, tier.name), _Bucket(tier.burst, now_s))
        gained = max(0.0, now_s - bucket.at_s) * tier.per_minute / 60
        bucket.tokens = min(tier.burst, bucket.tokens + gained)
        bucket.at_s = now_s
        if bucket.tokens >= 1:
            bucket.tokens -= 1
            return None
        return math.ceil((1 - bucket.tokens) * 60 / tier.per_minute)
