"""Every view and message that the tests build or send, each kind once, to be judged at the end.

Two are of one kind where no rule of Slack's can tell them apart: their structure, which texts in
them are alike, and on which side of each limit these are. They are kept as files, so that all
workers and processes of a run share them.
"""

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any, Final

from sandbox.blockkit import problems, view_problems
from sandbox.blockkit.limits import COUNTS, LENGTHS

FOLDER: Final = "PUNCTUAL_TEST_RECORDING"
"""The variable of the environment that names the folder of a run."""
MOST_TEXT: Final = 4_000
MOST_BLOCKS: Final = 13_200
"""Characters of a message's `text`, and of its blocks as JSON."""
KEPT: Final = frozenset({"type", "style", "initial_date", "initial_time", "emoji"})
"""Members whose very value matters."""

_CALLS: Final = re.compile(r"chat\.(postMessage|postEphemeral|update)|views\..+")
_ADDRESS: Final = re.compile(r"[a-zA-Z][a-zA-Z0-9+.-]*:\S+")
_BOUNDS: Final = sorted(
    {MOST_TEXT}
    | {
        bound
        for table in (LENGTHS, COUNTS)
        for paths in table.values()
        for least, most in paths.values()
        for bound in (least - 1, most)
        if bound is not None
    }
)
_known: set[Path] = set()


def keep(payload: Mapping[str, Any], *, is_posted: bool = False) -> None:
    """Keep a message or a view (`view`), unless one of its kind is there.

    Of what is posted, and not an answer by a response URL, Slack limits all blocks together.
    """
    folder = os.environ.get(FOLDER)
    shown = {name: payload[name] for name in ("text", "blocks", "view") if payload.get(name)}
    if folder is None or not shown.keys() & {"blocks", "view"}:
        return
    if is_posted:
        shown["is_posted"] = True
    path = Path(folder) / f"{kind_of(shown)}.json"
    if path not in _known:
        _known.add(path)
        _write(path, json.dumps(shown))


def keep_log(entries: Iterable[Mapping[str, Any]]) -> None:
    """Keep what a sandbox's log shows of messages and views that the bot sent."""
    for entry in entries:
        if entry["kind"] == "api" and _CALLS.fullmatch(entry["method"]):
            keep(entry["args"], is_posted=True)
        elif entry["kind"] in ("ack", "response_url") and isinstance(entry.get("body"), dict):
            keep(entry["body"])


def kind_of(shown: Any) -> str:
    """The name of all that no rule can tell from this one."""
    places: dict[str, int] = {}
    return sha256(json.dumps(_shape(shown, places), sort_keys=True).encode()).hexdigest()[:24]


def wrongs(folder: Path) -> Iterator[str]:
    """What Slack would refuse of all that was kept, a line each."""
    for path in sorted(folder.glob("*.json")):
        shown = json.loads(path.read_text(encoding="utf-8"))
        for wrong in _wrongs(shown):
            yield f"{path.name}: {wrong}"


def judge(session: Any, folder: Path) -> None:
    """Fail a run in which something was built or sent that Slack would refuse."""
    found = list(wrongs(folder))
    if not found:
        return
    print(f"\nSlack would refuse {len(found)} things that tests built or sent:")  # noqa: T201
    print("\n".join(found))  # noqa: T201
    session.exitstatus = session.exitstatus or 1


def _wrongs(shown: Mapping[str, Any]) -> Iterator[str]:
    if "view" in shown:
        yield from view_problems(shown["view"])
    if "blocks" in shown:
        yield from problems(shown["blocks"], "message")
        if not str(shown.get("text", "")).strip():
            yield "a message with blocks has no text for notifications"
        length = len(json.dumps(shown["blocks"], ensure_ascii=False))
        if shown.get("is_posted") and length > MOST_BLOCKS:
            yield f"the blocks have {length} characters, {MOST_BLOCKS} at most"
    if len(shown.get("text", "")) > MOST_TEXT:
        yield f"the text has {len(shown['text'])} characters, {MOST_TEXT} at most"


def _shape(value: Any, places: dict[str, int], name: str = "") -> Any:
    if isinstance(value, Mapping):
        return {key: _shape(part, places, key) for key, part in value.items()}
    if isinstance(value, list):
        weight = len(json.dumps(value, ensure_ascii=False)) if name == "blocks" else 0
        return [weight > MOST_BLOCKS, *(_shape(part, places) for part in value)]
    if not isinstance(value, str) or name in KEPT:
        return value
    is_address = name.endswith("url") and _ADDRESS.fullmatch(value) is not None
    step = sum(len(value) > bound for bound in _BOUNDS)
    return [places.setdefault(value, len(places)), step, is_address]


def _write(path: Path, text: str) -> None:
    """Write a file that nobody wrote before; whole, or not at all."""
    if not path.exists():
        own = path.with_suffix(f".{os.getpid()}")
        own.write_text(text, encoding="utf-8")
        own.replace(path)
