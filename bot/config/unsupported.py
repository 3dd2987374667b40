"""What a configuration may say and this version does not act on yet: said, never passed over."""

from collections.abc import Iterator

from bot.config.check import Finding, Path
from bot.wording import configuration as sentences
from bot.wording.language import nearest_language
from sla_core.configuration import Configuration, Level


def not_acted_on(configuration: Configuration) -> Iterator[Finding]:
    """Each key that is kept, and has no effect in this version."""
    for level in configuration.levels.values():
        yield from _of_level(level)
    language = configuration.options.language
    if language is not None and nearest_language(language) is None:
        yield Finding(("language",), sentences.no_translation(language))


def _of_level(level: Level) -> Iterator[Finding]:
    path: Path = ("levels", level.name)
    for metric in ("chat_reply", "call_answer"):
        if metric in level.targets:
            yield Finding((*path, "targets", metric), sentences.no_chats())
