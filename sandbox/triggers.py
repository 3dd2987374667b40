"""Trigger ids: good once, for three seconds."""

from dataclasses import dataclass, field

from sandbox.ids import secret

LIFE_S = 3.0


class TriggerRefused(Exception):
    """Carries Slack's own error word for a trigger that opens nothing."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(slots=True)
class Trigger:
    """The right to open one view for one person; `view_id` is the view it was born in, if any."""

    user: str
    made_at_s: float
    view_id: str | None
    is_used: bool = False


@dataclass(slots=True)
class Triggers:
    """All triggers ever given out."""

    _given: dict[str, Trigger] = field(default_factory=dict)

    def give(self, user: str, now_s: float, view_id: str | None = None) -> str:
        """Return a new trigger id for something `user` just did."""
        trigger_id = f"{int(now_s * 1000)}.{len(self._given) + 1}.{secret()}"
        self._given[trigger_id] = Trigger(user, now_s, view_id)
        return trigger_id

    def exchange(self, trigger_id: str, now_s: float) -> Trigger:
        """Return the trigger and use it up; raises TriggerRefused with Slack's error."""
        trigger = self._given.get(trigger_id)
        if trigger is None:
            raise TriggerRefused("invalid_trigger_id")
        if trigger.is_used:
            raise TriggerRefused("exchanged_trigger_id")
        if now_s - trigger.made_at_s > LIFE_S:
            raise TriggerRefused("expired_trigger_id")
        trigger.is_used = True
        return trigger
