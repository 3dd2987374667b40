"""JSON as Slack writes it: ASCII alone, so that it carries halves of characters too."""

import json
from typing import Any

from starlette.responses import JSONResponse


class AsciiJSONResponse(JSONResponse):
    """A JSON answer of ASCII alone; another one cannot say what half a character is."""

    def render(self, content: Any) -> bytes:
        """Return the body."""
        return json.dumps(content, separators=(",", ":")).encode()
