"""Open modals of every member, at most three deep, and their App Home."""

import json
from dataclasses import dataclass, field
from typing import Any

from sandbox.blocks import completed
from sandbox.elements import initial_values
from sandbox.ids import new_id, secret
from sandbox.state import App

Json = dict[str, Any]
MAX_DEPTH = 3
MAX_BYTES = 250_000
_MISSING = {"private_metadata": "", "callback_id": "", "external_id": ""}


class ViewRefused(Exception):
    """Carries Slack's own error word."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


@dataclass(slots=True)
class Views:
    """Stacks of modals by member (top last), and one home view each."""

    stacks: dict[str, list[Json]] = field(default_factory=dict)
    homes: dict[str, Json] = field(default_factory=dict)

    def open(self, user: str, given: Json, app: App, team: str) -> Json:
        """Show a view as the only modal of a member and return it as Slack stores it."""
        view = self._stored(given, app, team)
        view["root_view_id"] = view["id"]
        self.stacks[user] = [view]
        return view

    def push(self, user: str, given: Json, app: App, team: str) -> Json:
        """Lay a view over the open ones; raises ViewRefused beyond three."""
        stack = self.stacks.get(user) or []
        if not stack:
            raise ViewRefused("not_found")
        if len(stack) >= MAX_DEPTH:
            raise ViewRefused("push_limit_reached")
        view = self._stored(given, app, team)
        view |= {"root_view_id": stack[0]["id"], "previous_view_id": stack[-1]["id"]}
        stack.append(view)
        return view

    def update(self, view: Json, given: Json, app: App, team: str) -> Json:
        """Replace what an open view shows; what was filled in stays where ids are kept."""
        fresh = self._stored(given, app, team, view["id"])
        kept = {key: view[key] for key in ("id", "root_view_id", "previous_view_id")}
        for block_id, actions in fresh["state"]["values"].items():
            before = view["state"]["values"].get(block_id, {})
            for action_id, value in actions.items():
                if before.get(action_id, {}).get("type") == value["type"]:
                    actions[action_id] = before[action_id]
        view.clear()
        view.update(fresh | kept)
        return view

    def publish(self, user: str, given: Json, app: App, team: str) -> Json:
        """Set a member's App Home and return it."""
        before = self.homes.get(user)
        view = self._stored(given, app, team, before["id"] if before else None)
        if before:
            view["id"] = before["id"]
        view["root_view_id"] = view["id"]
        self.homes[user] = view
        return view

    def find(self, view_id: str | None = None, external_id: str | None = None) -> Json | None:
        """Return an open view, or a home, by one of its ids."""
        for view in self._all():
            if view_id and view["id"] == view_id:
                return view
            if external_id and view["external_id"] == external_id:
                return view
        return None

    def close(self, user: str, view_id: str, *, everything: bool = False) -> list[Json]:
        """Take away a view and all above it, or the whole stack; return what went, top first."""
        stack = self.stacks.get(user, [])
        at = next((n for n, view in enumerate(stack) if view["id"] == view_id), None)
        if at is None:
            raise ViewRefused("not_found")
        at = 0 if everything else at
        gone = stack[at:][::-1]
        del stack[at:]
        return gone

    def _all(self) -> list[Json]:
        return [view for stack in self.stacks.values() for view in stack] + list(
            self.homes.values()
        )

    def _stored(self, given: Json, app: App, team: str, own_id: str | None = None) -> Json:
        if len(json.dumps(given)) > MAX_BYTES:
            raise ViewRefused("view_too_large")
        external_id = given.get("external_id") or ""
        taken = self.find(external_id=external_id) if external_id else None
        if taken and taken["id"] != own_id:
            raise ViewRefused("duplicate_external_id")
        view: Json = {
            "id": new_id("V"),
            "team_id": team,
            "type": given["type"],
            "blocks": completed(given["blocks"]),
            **{key: given.get(key) or value for key, value in _MISSING.items()},
            "hash": f"{secret(10)}.{secret(8)}",
            "title": _text(given.get("title")),
            "clear_on_close": bool(given.get("clear_on_close", False)),
            "notify_on_close": bool(given.get("notify_on_close", False)),
            "close": _text(given.get("close")),
            "submit": _text(given.get("submit")),
            "previous_view_id": None,
            "root_view_id": None,
            "app_id": app.id,
            "app_installed_team_id": team,
            "bot_id": app.bot_id,
        }
        view["state"] = {"values": initial_values(view["blocks"])}
        return view


def _text(given: Json | None) -> Json | None:
    return {"emoji": True, **given} if given else None
