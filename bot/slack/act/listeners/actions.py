"""Clicks: those that do something are kept, those that open a form open it."""

from contextlib import suppress
from typing import Any

from slack_bolt import Ack, BoltRequest

from bot.slack.act.clicks import CLICKS, OPENERS
from bot.slack.act.forms import KINDS
from bot.slack.act.forms.kind import FieldErrors, kept_of, value_of
from bot.slack.act.loading_forms import Press, open_form, redraw
from bot.slack.draw.blocks import actions as ids
from bot.slack.draw.blocks.inputs import VALUE
from bot.slack.hear import routes
from bot.slack.hear.arrivals import ACTION, keep, once_key
from bot.slack.hear.deps import SlackDeps
from bot.slack.hear.routes import Listeners


def listeners(deps: SlackDeps) -> Listeners:
    """Who hears every button and menu that our blocks have."""

    def kept(ack: Ack, body: dict[str, Any], request: BoltRequest) -> None:
        keep(deps, ACTION, once_key(request), _payload(body))
        ack()

    def opens(ack: Ack, body: dict[str, Any]) -> None:
        action = body["actions"][0]
        form = OPENERS[action["action_id"]](_text(value_of(action)))
        if form is not None:
            press = Press.of(body)
            deps.later(lambda: open_form(deps, form, press))
        ack()

    def chosen(ack: Ack, body: dict[str, Any]) -> None:
        view = body.get("view") or {}
        if view.get("callback_id") in KINDS:
            with suppress(FieldErrors):  # nothing is drawn of what is no form of ours
                payload, drawn = kept_of(view, body["user"]["id"]), view["hash"]
                deps.later(lambda: redraw(deps, payload, drawn))
        ack()

    def leads_away(ack: Ack) -> None:
        ack()

    for action_id in CLICKS:
        yield (routes.ACTION, action_id), kept
    for action_id in OPENERS:
        yield (routes.ACTION, action_id), opens
    yield (routes.ACTION, ids.OPEN_THREAD), leads_away
    yield (routes.ACTION, VALUE), chosen


def _payload(body: dict[str, Any]) -> dict[str, Any]:
    """The payload that is kept of a click: the element, by whom, where."""
    action, container = body["actions"][0], body["container"]
    return {
        "action_id": action["action_id"],
        "value": _text(value_of(action)),
        "action_ts": action["action_ts"],
        "user_id": body["user"]["id"],
        "response_url": body.get("response_url"),
        "channel_id": container.get("channel_id"),
        "message_ts": container.get("message_ts"),
        "thread_ts": container.get("thread_ts"),
        "view_id": container.get("view_id"),
        "is_ephemeral": bool(container.get("is_ephemeral")),
        "is_at_home": (body.get("view") or {}).get("type") == "home",
    }


def _text(value: Any) -> str:
    """What was pressed or picked, as text; several values with spaces between."""
    return " ".join(value) if isinstance(value, list) else str(value or "")
