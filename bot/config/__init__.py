"""The configuration file: YAML in, a configuration of the core out, and back.

`read` and `write` are the file's; `to_json` and `from_json` the same shapes for stored revisions;
`preview` says in words what a change would change.
"""

from bot.config.document import ConfigDocument, Judge, read
from bot.config.export import write
from bot.config.items import from_json, items_of, to_json
from bot.config.preview import preview
from bot.config.problems import ConfigProblem, ConfigRefused

__all__ = [
    "ConfigDocument",
    "ConfigProblem",
    "ConfigRefused",
    "Judge",
    "from_json",
    "items_of",
    "preview",
    "read",
    "to_json",
    "write",
]
