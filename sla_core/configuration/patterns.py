"""Patterns of rules: RE2, within limits that let no pattern and no text take long.

RE2 takes time that grows with the text times the size of the program a pattern becomes. So both are
bounded, and the larger a program, the less of a text it looks at.
"""

from collections.abc import Callable
from typing import Final
from unicodedata import normalize

import re2

from sla_core.errors import RuleError

MOST_CHARACTERS: Final = 200
"""How long a pattern may be."""
LARGEST_PROGRAM: Final = 2_500
"""How many instructions it may become; `\\pL`, any letter of any script, is 1,200 of them."""
MOST_OF_A_TEXT: Final = 4_000
"""So many characters of a text are looked at, from its beginning."""
_MOST_WORK: Final = 1_000_000
"""Instructions times characters: a program of more than 250 looks at less of a text."""
_TRIAL_BYTES: Final = 1 << 18
"""The memory in which a pattern is tried: one far too large is given up at once."""
_SEARCH_BYTES: Final = 8 << 20


def searching(pattern: str) -> Callable[[str], bool]:
    """Whether a pattern is found in the beginning of a text, case ignored; else `RuleError`."""
    normal = normalize("NFC", pattern)
    if len(normal) > MOST_CHARACTERS:
        raise RuleError("long_pattern", field="if", most=MOST_CHARACTERS)
    size = _compiled(normal, _TRIAL_BYTES).programsize
    if size > LARGEST_PROGRAM:
        raise RuleError("large_pattern", field="if", pattern=pattern)
    found = _compiled(normal, _SEARCH_BYTES).search
    most = min(MOST_OF_A_TEXT, _MOST_WORK // size)
    return lambda text: found(normalize("NFC", text[:most])) is not None


def _compiled(pattern: str, memory_bytes: int) -> "re2._Regexp[str]":
    options = re2.Options()
    options.case_sensitive = False
    options.log_errors = False
    options.never_capture = True
    options.max_mem = memory_bytes
    try:
        return re2.compile(pattern, options)
    except re2.error as error:
        reason = _reason(error)
        if "too large" in reason or "repetition size" in reason:
            raise RuleError("large_pattern", field="if", pattern=pattern) from None
        raise RuleError("no_pattern", field="if", pattern=pattern, reason=reason) from None


def _reason(error: Exception) -> str:
    """What RE2 says is wrong; it says it in bytes."""
    message = error.args[0]
    return message.decode() if isinstance(message, bytes) else str(message)
