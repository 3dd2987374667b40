"""What a role does, as Slack sends it, and all that became of it."""

import json
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urlencode

from bot.delivery.ports import Answer
from bot.jobs.inbox_worker import InboxWorker
from bot.slack.act.dispatch import Dispatch
from bot.slack.connect.app import build_app
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.inputs import VALUE
from tests.slack.desk_of_roles import DeskOfRoles, new_desk
from tests.slack.fakes import (
    BOT,
    TEAM,
    AtOnce,
    Bot,
    Callbacks,
    FakeSlack,
    deps_for,
    text_of,
    view_of,
)
from tests.slack.roles import ADMIN, ROLES, Role

Json = dict[str, Any]
FORM = "application/x-www-form-urlencoded"


class SlackOfRoles(FakeSlack):
    """Tells who each role is, and shows no message that was not heard."""

    def call(self, method: str, payload: Json, *, timeout_s: float) -> Answer:
        """Answer like Slack."""
        if method == "users.info":
            self.calls.append((method, payload))
            [role] = {
                each.user_id: each for each in ROLES if each.user_id == payload["user"]
            }.values()
            return Answer(ok=True, data={"user": role.described()})
        return super().call(method, payload, timeout_s=timeout_s)


class Refusals:
    """A hearing that notes who was refused something, and does all else as the one behind it."""

    def __init__(self, hearing: Dispatch) -> None:
        self._hearing = hearing
        self.refused: list[str] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(self._hearing, name)

    def refuse(self, row: Any, why: Any) -> None:
        """Note it, and have the person told."""
        self.refused.append(repr(why))
        self._hearing.refuse(row, why)


@dataclass
class Seen:
    """All that became of what somebody did.

    `said` is what they read, `raw` also what stands behind buttons and in tables.
    """

    refused: list[str] = field(default_factory=list)
    said: str = ""
    raw: str = ""
    blocks: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    errors: Json = field(default_factory=dict)
    offered: list[str] = field(default_factory=list)
    changed: list[tuple[str, Json]] = field(default_factory=list)

    def rows(self, table: str) -> list[Json]:
        """The rows of a table that are new or changed."""
        return [row for name, row in self.changed if name == table]


class Stage:
    """The real app before the desk of roles: somebody acts, and is seen."""

    def __init__(self, world: DeskOfRoles, callbacks: Callbacks) -> None:
        self.world, self._callbacks = world, callbacks
        self._acts, self._seen = 0, Seen()
        self._build()

    def _build(self) -> None:
        program = new_desk(self.world.database, self.world.clock)
        slack, talking = SlackOfRoles(), AtOnce()
        deps = deps_for(program, slack, talking)
        self._hearing = Refusals(Dispatch(program, slack, talking))
        worker = InboxWorker(program, self._hearing)
        clock, callbacks = self.world.clock, self._callbacks
        self.bot = Bot(build_app(deps), deps, program, slack, callbacks, worker, clock)

    # --- what came of it --------------------------------------------------------------------------

    def seen(self) -> Seen:
        """What became of all that was done since the last time; everything is as before again."""
        changed = list(self.world.changed())
        seen = replace(self._seen, refused=self._hearing.refused, changed=changed)
        told = list(self._callbacks.posted)
        for method, payload in self.bot.slack.calls:
            if method == "chat.postEphemeral":
                told.append(payload)
            elif method in ("views.update", "views.open", "views.push"):
                self._view(seen, method, payload["view"])
        published = [row for row in seen.rows("outbox") if row["method"] == "views.publish"]
        told += [json.loads(row["payload"])["view"] for row in published]
        seen.said = "\n".join([seen.said, *map(text_of, told)])
        seen.raw += json.dumps(told)
        seen.blocks = [json.dumps(block) for each in told for block in each.get("blocks", ())]
        self._forget(is_configured="config_revisions" in self.world.written)
        return seen

    def _view(self, seen: Seen, method: str, view: Json) -> None:
        if "callback_id" in view:
            seen.opened.append(view["callback_id"])
        elif method == "views.update":
            seen.notices.append(text_of(view))
        seen.said += text_of(view)
        seen.raw += json.dumps(view)

    def _forget(self, *, is_configured: bool) -> None:
        self.world.put_back()
        self._callbacks.posted.clear()
        self.bot.slack.calls.clear()
        self._hearing.refused = []
        self._seen = Seen()
        if is_configured:
            self._build()

    # --- what Slack sends -------------------------------------------------------------------------

    def _once(self) -> str:
        self._acts += 1
        return f"{self._acts}"

    def command(self, role: Role, line: str) -> None:
        """Type a slash command."""
        slash, _, rest = line.partition(" ")
        given = {
            "token": "unused",
            "team_id": TEAM,
            "team_domain": "example",
            "channel_id": "CRANDOM",
            "channel_name": "random",
            "user_id": role.user_id,
            "user_name": role.user_id[1:].lower(),
            "command": slash,
            "text": rest,
            "api_app_id": "A1",
            "is_enterprise_install": "false",
            "response_url": self._callbacks.url,
            "trigger_id": f"trigger.{self._once()}",
        }
        self._sent(urlencode(given), FORM)

    def says(
        self, role: Role, text: str, channel: str, thread_ts: str | None = None, **more: Any
    ) -> str:
        """Write a message, and return its ts."""
        ts = self.bot.ts()
        kind = {"D": "im"}.get(channel[0], "channel")
        event = {
            "type": "message",
            "channel": channel,
            "channel_type": kind,
            "text": text,
            "ts": ts,
            "event_ts": ts,
            **role.as_author(),
            **({"thread_ts": thread_ts} if thread_ts else {}),
            **more,
        }
        self.event(role, event)
        return ts

    def event(self, role: Role, event: Json) -> None:
        """Do what Slack tells of as an event."""
        body = role.event_body(event, f"Ev{self._once()}")
        self._sent(json.dumps(body), "application/json")

    def mentions(self, role: Role, line: str) -> None:
        """Address the bot in a channel with the words of a command."""
        self.says(role, f"<@{BOT}> {line.removeprefix('/')}", "CSUPPORT")

    def mentions_in_a_group(self, role: Role, line: str) -> None:
        """Address the bot in a conversation of several, of which only the mention is heard."""
        text, ts = f"<@{BOT}> {line.removeprefix('/')}", self.bot.ts()
        event = {"type": "app_mention", "channel": "GSEVERAL", "text": text, "ts": ts}
        self.event(role, {**event, "event_ts": ts, **role.as_author()})

    def presses(self, role: Role, action_id: str, value: str, **where: Any) -> None:
        """Press a button of a message; `is_picked` for what is chosen in a menu."""
        shown = {"value": value, "text": {"type": "plain_text", "text": value or "-"}}
        is_picked = where.pop("is_picked", False)
        kind = (
            {"type": "static_select", "selected_option": shown}
            if is_picked
            else {
                "type": "button",
                "value": value,
            }
        )
        channel = where.pop("channel_id", "CSLA")
        container = {"type": "message", "channel_id": channel, "is_ephemeral": False, **where}
        self.interacts(
            role,
            "block_actions",
            channel={"id": channel, "name": "privategroup"},
            container=container,
            response_url=self._callbacks.url,
            actions=[{**kind, "action_id": action_id, "block_id": "b", "action_ts": self.bot.ts()}],
        )

    def interacts(self, role: Role, kind: str, **more: Any) -> Any:
        """Do what Slack tells of as an interaction."""
        payload = {
            "type": kind,
            "user": role.as_user(),
            "api_app_id": "A1",
            "token": "unused",
            **role.organisation(),
            "trigger_id": f"trigger.{self._once()}",
            **more,
        }
        return self._sent(urlencode({"payload": json.dumps(payload)}), FORM)

    def begins(self, role: Role, line: str) -> str:
        """Begin a form of the configuration, and return what it is kept under.

        Who may not begin one has seen that of an admin.
        """
        self.command(role if role.told.get("is_admin") else ADMIN, line)
        [*_, view] = [each["view"] for each in self.bot.slack.of("views.update")]
        self.forgets()
        return str(view["private_metadata"])

    def forgets(self) -> None:
        """Nothing that was done up to now is looked at."""
        self._callbacks.posted.clear()
        self.bot.slack.calls.clear()
        self._hearing.refused = []
        self._seen = Seen()

    def presses_in_form(
        self, role: Role, form: str, metadata: str, action_id: str, value: str
    ) -> None:
        """Press a button of an open form."""
        view = {**view_of(f"V{self._once()}", form, metadata, {}), "hash": "h"}
        button = {"type": "button", "action_id": action_id, "block_id": "b", "value": value}
        self.interacts(
            role,
            "block_actions",
            view=view,
            container={"type": "view", "view_id": view["id"]},
            actions=[{**button, "action_ts": self.bot.ts()}],
        )

    def submits(self, role: Role, form: str, metadata: str = "", **values: Any) -> None:
        """Send a form; where it lies above another, that one is named with it."""
        view = view_of(f"V{self._once()}", form, metadata, values)
        sent = {**view, "team_id": TEAM, "previous_view_id": "V0"}
        response = self.interacts(role, "view_submission", view=sent)
        answer = json.loads(response.body) if response.body else {}
        self._seen.errors = answer.get("errors", {})

    def chooses(self, role: Role, form: str, **values: Any) -> None:
        """Choose something in a field of a form that is drawn anew then."""
        view = {**view_of(f"V{self._once()}", form, "", values), "hash": "h"}
        action = {"type": "external_select", "action_id": VALUE, "block_id": "department"}
        picked = {"selected_option": {"value": "Support"}, "action_ts": self.bot.ts()}
        container = {"type": "view", "view_id": view["id"]}
        self.interacts(
            role, "block_actions", view=view, container=container, actions=[action | picked]
        )

    def searches(self, role: Role, form: str, name: str, metadata: str, department: str) -> None:
        """Open a searched menu of a form."""
        option = {"value": department, "text": {"type": "plain_text", "text": department}}
        standing = {"block_id": "department", "element": {"initial_option": option}}
        view = {**view_of("V1", form, metadata, {}), "blocks": [standing]}
        response = self.interacts(
            role, "block_suggestion", view=view, action_id=VALUE, block_id=name, value=""
        )
        self._offers(response)

    def searches_departments(self, role: Role) -> None:
        """Open the menu of the question who should take care of it."""
        where = {"container": {"type": "message", "channel_id": f"D{role.user_id}"}}
        response = self.interacts(
            role,
            "block_suggestion",
            action_id=ids.CHOOSE_DEPARTMENT,
            block_id="b",
            value="",
            **where,
        )
        self._offers(response)

    def _offers(self, response: Any) -> None:
        answer = json.loads(response.body)
        groups = answer.get("option_groups") or [answer]
        self._seen.offered = [each["value"] for group in groups for each in group["options"]]

    def reacts(self, role: Role, emoji: str, channel: str, ts: str) -> None:
        """Put an emoji at a message."""
        item = {"type": "message", "channel": channel, "ts": ts}
        event = {"type": "reaction_added", "user": role.user_id, "reaction": emoji, "item": item}
        self.event(role, {**event, "item_user": "U1", "event_ts": self.bot.ts()})

    def edits(self, role: Role, channel: str, thread_ts: str, ts: str, text: str) -> None:
        """Edit a message of one's own."""
        now = self.bot.ts()
        message = {"type": "message", "ts": ts, "thread_ts": thread_ts, **role.as_author()}
        event = {
            "type": "message",
            "subtype": "message_changed",
            "channel": channel,
            "channel_type": "channel",
            "message": {**message, "text": text, "edited": {"user": role.user_id, "ts": now}},
            "previous_message": {**message, "text": "before"},
            "ts": now,
            "event_ts": now,
            "hidden": True,
        }
        self.event(role, event)

    def opens_home(self, role: Role) -> None:
        """Look at one's App Home."""
        event = {"type": "app_home_opened", "user": role.user_id, "channel": f"D{role.user_id}"}
        self.event(role, {**event, "tab": "home", "event_ts": self.bot.ts()})

    def uses_shortcut(self, role: Role, callback_id: str, message: Json | None = None) -> None:
        """Use a shortcut, on a message or without one."""
        if message is None:
            self.interacts(role, "shortcut", callback_id=callback_id, action_ts=self.bot.ts())
            return
        on = {"channel": {"id": "CSUPPORT", "name": "support"}, "message_ts": message["ts"]}
        more = {"message": message, "response_url": self._callbacks.url, **on}
        self.interacts(
            role, "message_action", callback_id=callback_id, action_ts=self.bot.ts(), **more
        )

    def _sent(self, body: str, kind: str) -> Any:
        response = self.bot.request(body, kind)
        assert response.status == 200, response.body
        if response.body and not response.body.startswith(("{", "[")):
            self._hearing.refused.append(response.body)
        self.bot.worker.run_once()
        return response
