"""Text that every database takes: no halves of characters, no NUL, no control characters.

JSON can carry them, and people paste them. All that Slack sends or answers is mended as it comes
in, so that nothing behind it meets one.
"""

import json
import re
from collections.abc import Mapping
from typing import Any, Final

INSTEAD: Final = "\ufffd"
"""The character in the place of those that nobody can read."""
_SUSPECT: Final = re.compile("\\\\u00|\\\\[bfr]|[\x7f-\x9f\ud800-\udfff]")
"""What JSON that is not ASCII looks like where something may have to be mended."""
_BREAKS: Final = dict.fromkeys(map(ord, "\r\x0b\x0c\x85"), "\n")
_MENDED: Final = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], INSTEAD),
    **_BREAKS,
    ord("\n"): "\n",
    ord("\t"): "\t",
}
"""The text for each control character: a line break for those that break lines somewhere."""


def whole(value: Any) -> Any:
    """Return what JSON can carry without characters that no database takes; else as it is."""
    if _SUSPECT.search(json.dumps(value, ensure_ascii=False)) is None:
        return value
    return _mended(value)


def _mended(value: Any) -> Any:
    if isinstance(value, str):
        return _mended_text(value)
    if isinstance(value, Mapping):
        return {_mended(name): _mended(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_mended(item) for item in value]
    return value


def _mended_text(text: str) -> str:
    """Halves that belong together are one character again; all others are replaced."""
    paired = text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return paired.replace("\r\n", "\n").translate(_MENDED)
