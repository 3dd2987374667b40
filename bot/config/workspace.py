"""What is set once for the whole workspace, read and written."""

import re
from collections.abc import Iterable, Mapping
from typing import Final

from bot.config.digests import read_digests, write_digests
from bot.config.keys import Key, Plain, attributes, plain
from bot.config.parts import Part, built, every, one_of, text, texts
from bot.wording.suggestions import advice
from sla_core.calendars.zones import zone
from sla_core.configuration import WorkspaceOptions

EMOJI_FOR: Final = ("open", "no_reply", "resolve")
_TAG: Final = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")


def _time_zone(part: Part) -> str:
    return built(part, lambda: zone(text(part)).key)


def _emoji(part: Part) -> Mapping[str, str]:
    def read(named: tuple[str, Part]) -> tuple[str, str]:
        name, below = named
        if name not in EMOJI_FOR:
            raise below.refused(f"no emoji does {name}: {advice(name, EMOJI_FOR)}")
        return name, text(below).strip(":")

    return dict(every(part.keys().items(), read))


def _language(part: Part) -> str:
    tag = text(part)
    if not _TAG.fullmatch(tag):
        raise part.refused(f"{tag} is no language: give its tag, such as de or pt-BR")
    return tag


_OPTIONS = (
    Key("managed_by", "managed_by", one_of(("slack", "file"))),
    Key("admins", "admins", texts, list),
    Key("report_time_zone", "report_time_zone", _time_zone),
    Key("default_level", "default_level", text),
    Key("emoji", "emoji", _emoji, dict),
    Key("intake_bots", "intake_bots", texts, list),
    Key("language", "language", _language),
    Key("digests", "digests", read_digests, write_digests),
)


def read_options(part: Part, also: Iterable[str] = ()) -> WorkspaceOptions:
    """The options among the keys of a mapping; `also` names the keys of others in it."""
    return WorkspaceOptions(**attributes(part, _OPTIONS, also=also))


def write_options(options: WorkspaceOptions) -> Plain:
    """The keys of the options."""
    return plain(options, _OPTIONS)
