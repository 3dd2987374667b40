"""Checks what a message or view is made of before it is posted: text, blocks, metadata."""

import json
from typing import Any

from sandbox.blockkit import problems, view_problems
from sandbox.blocks import completed, fallback_text
from sandbox.webapi.call import Call, SlackError, invalid_arguments

Json = dict[str, Any]
MAX_TEXT = 4_000
MAX_TEXT_BESIDE_BLOCKS = 40_000
MAX_BLOCKS = 13_200
MAX_ATTACHMENTS = 100
MAX_METADATA_BYTES = 16_384
_SCALAR = (str, int, float)


def message_blocks(call: Call) -> list[Json] | None:
    """Return the checked and completed blocks of a call; None when it has none."""
    given = call.structure("blocks", "invalid_blocks_format")
    if given is None:
        return None
    if not isinstance(given, list):
        raise SlackError("invalid_blocks_format")
    checked = checked_blocks(given)
    if len(json.dumps(given, ensure_ascii=False)) > MAX_BLOCKS:
        raise SlackError("msg_blocks_too_long")
    return checked


def checked_blocks(given: list[Json]) -> list[Json]:
    """Return completed blocks; raises `invalid_blocks` with Slack's messages."""
    if found := problems(given, "message"):
        said = {"messages": found}
        raise SlackError("invalid_blocks", errors=_plain(found), response_metadata=said)
    return completed(given)


def message_attachments(call: Call) -> list[Json] | None:
    """Return the attachments of a call; None when it has none."""
    given = call.structure("attachments", "invalid_attachments")
    if given is None:
        return None
    if not isinstance(given, list):
        raise SlackError("invalid_attachments")
    if len(given) > MAX_ATTACHMENTS:
        raise SlackError("too_many_attachments")
    return given


def message_text(call: Call, blocks: list[Json] | None, attachments: list[Json] | None) -> str:
    """Return the text, made from the blocks when there is none; `no_text`, `msg_too_long`."""
    text = call.text("text") or ""
    require_length(text, has_blocks=bool(blocks))
    if not text.strip() and not blocks and not attachments:
        raise SlackError("no_text")
    return text or fallback_text(blocks or [])


def require_length(text: str, *, has_blocks: bool) -> None:
    """Refuse a text that Slack would split or refuse; one beside blocks may be longer."""
    if len(text) > (MAX_TEXT_BESIDE_BLOCKS if has_blocks else MAX_TEXT):
        raise SlackError("msg_too_long")


def message_metadata(call: Call) -> Json | None:
    """Return checked metadata; None when the call has none, empty when it is to be removed."""
    given = call.structure("metadata", "invalid_metadata_format")
    if given is None:
        return None
    if not isinstance(given, dict):
        raise SlackError("invalid_metadata_format")
    if not given:
        return {}
    event_type, payload = given.get("event_type"), given.get("event_payload")
    if not isinstance(event_type, str) or not event_type or not isinstance(payload, dict):
        raise SlackError("invalid_metadata_format")
    if not all(_fits_metadata(value) for value in payload.values()):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(given)) > MAX_METADATA_BYTES:
        raise SlackError("metadata_too_large")
    return {"event_type": event_type, "event_payload": payload}


def _fits_metadata(value: Any) -> bool:
    """Whether a payload may hold it: a scalar, an object of scalars, or a list of such objects."""
    objects = value if isinstance(value, list) else [value]
    if all(isinstance(item, dict) for item in objects):
        return all(isinstance(part, _SCALAR) for item in objects for part in item.values())
    return isinstance(value, _SCALAR)


def view_argument(call: Call, *types: str) -> Json:
    """Return the checked view of a call; raises `invalid_arguments` with Slack's messages."""
    given = call.structure("view", "invalid_arguments")
    if given is None:
        raise invalid_arguments("missing required field: view")
    return checked_view(given, *types)


def checked_view(given: Any, *types: str) -> Json:
    """Return a view of one of these types that Slack would take."""
    if not isinstance(given, dict):
        raise invalid_arguments("must be an object [json-pointer:/view]")
    if given.get("type") not in types:
        raise invalid_arguments(f"must be one of: {', '.join(types)} [json-pointer:/view/type]")
    if found := view_problems(given):
        raise SlackError("invalid_arguments", response_metadata={"messages": found})
    return given


def _plain(found: list[str]) -> list[str]:
    return [message.removeprefix("[ERROR] ") for message in found]
