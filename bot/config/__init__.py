"""The configuration file: YAML in, a configuration of the core out, and back.

`read` and `write` are the file's; `to_json` and `from_json` the same shapes for stored revisions;
`preview` says in words what a change would change.
"""

from bot.config.document import Judge, Read, read
from bot.config.items import from_json, items_of, to_json
from bot.config.preview import preview
from bot.config.problems import ConfigProblem, ConfigRefused
from bot.config.writing import write

__all__ = [
    "ConfigProblem",
    "ConfigRefused",
    "Judge",
    "Read",
    "from_json",
    "items_of",
    "preview",
    "read",
    "to_json",
    "write",
]
