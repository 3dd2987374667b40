"""What is set once for the whole workspace, read and written."""

from collections.abc import Iterable, Mapping
from typing import Final

from bot.config.keys import Key, Plain, attributes, plain
from bot.config.parts import Part, built, every, one_of, text, texts
from bot.suggesting import advice
from sla_core.calendars.zones import zone
from sla_core.configuration import WorkspaceOptions

EMOJI_FOR: Final = ("open", "no_reply", "resolve")


def _time_zone(part: Part) -> str:
    return built(part, lambda: zone(text(part)).key)


def _emoji(part: Part) -> Mapping[str, str]:
    def read(named: tuple[str, Part]) -> tuple[str, str]:
        name, below = named
        if name not in EMOJI_FOR:
            raise below.refused(f"no emoji does {name}: {advice(name, EMOJI_FOR)}")
        return name, text(below).strip(":")

    return dict(every(part.keys().items(), read))


_OPTIONS = (
    Key("managed_by", "managed_by", one_of(("slack", "file"))),
    Key("report_time_zone", "report_time_zone", _time_zone),
    Key("default_level", "default_level", text),
    Key("emoji", "emoji", _emoji, dict),
    Key("intake_bots", "intake_bots", texts, list),
)


def read_options(part: Part, also: Iterable[str] = ()) -> WorkspaceOptions:
    """The options among the keys of a mapping; `also` names the keys of others in it."""
    return WorkspaceOptions(**attributes(part, _OPTIONS, also=also))


def write_options(options: WorkspaceOptions) -> Plain:
    """The keys of the options."""
    return plain(options, _OPTIONS)
