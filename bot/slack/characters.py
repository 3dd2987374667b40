"""Text without halves of characters, which JSON can carry and no database takes."""

import json
from typing import Any


def whole(value: Any) -> Any:
    """Return what JSON can carry with U+FFFD for every lone surrogate; else as it is."""
    text = json.dumps(value, ensure_ascii=False)
    try:
        text.encode()
    except UnicodeEncodeError:
        return json.loads(text.encode("utf-16", "surrogatepass").decode("utf-16", "replace"))
    return value
